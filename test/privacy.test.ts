import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { intakeList } from '../src/dialogs/lists/intake.ts';
import { severityRules } from '../src/model/severity.ts';
import { texts } from '../src/texts/texts.ts';
import { people } from './organisation.ts';
import type { AdaptiveCard, Client } from './teams/scripted-teams.ts';
import { type Steunpunt, startSteunpunt } from './teams/steunpunt.ts';

/** Words that stand nowhere else: whoever finds one of them knows where it came from. */
const typed = {
  story: 'Kwaadaardige man sloeg met een ZEBRAHAMER bij het QUAGGAPLEIN',
  identity: 'OKAPISTRA, kenteken LL-AM-A1',
  stray: 'dit typte ik op het verkeerde moment TAPIRWOORD',
  abandoned: 'een verhaal dat nooit verstuurd is LEGUAANZIN',
  outsider: 'mijn buurman NEUSHOORNING',
} as const;
const olaf = { ...people.olaf, name: 'Olaf MIERENEGELS' };
/** What a chance row of signs cannot be: a word that stands nowhere else, or a name with its space. */
const markers = [
  ...[...Object.values(typed), olaf.name].flatMap((text) => text.match(/[A-Z-]{8,}|Kwaadaardige/g) ?? []),
  ...Object.values(people).map(({ name }) => name),
];
const asked = 'ik wil niet meer leven';

const wording = texts.nl;
const { buttons } = wording;

let steunpunt: Steunpunt;
let clients: Readonly<Record<'noor' | 'anna' | 'bram' | 'evi' | 'olaf', Client>>;
let opened = '';
/** What lay on the disk at each of the looks, all files of the database together. */
const onDisk: Buffer[] = [];

function look(): void {
  const files = [steunpunt.file, `${steunpunt.file}-wal`, `${steunpunt.file}-shm`].filter((file) => existsSync(file));
  onDisk.push(Buffer.concat(files.map((file) => readFileSync(file))));
}

/** The signs that stand for this text in base64, wherever in a longer text it begins; without those that its neighbours change. */
function asBase64(text: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    return bytes.toString('base64').slice([0, 2, 3][before], Math.floor((bytes.length * 8) / 6));
  });
}

async function fillsIn(client: Client, story: string, identity: string): Promise<void> {
  await client.says('iets melden');
  await client.taps('Nee', { 'safe-now': 'yes', 'perpetrator-relation': 'outside' });
  if (client === clients.olaf) await client.taps('Publieksbalie');
  await client.taps(buttons.next, { 'perpetrator-identity': identity });
  await client.taps(buttons.next, {
    'what-happened': story,
    target: 'self',
    category: 'threat-intimidation,physical',
    'occurred-at.quick': 'just-now',
  });
  look();
  await client.taps(buttons.next, {
    'threat-facts': 'death-or-serious-violence,knows-home',
    'physical-facts': 'strangled',
  });
}

/** Everything the program says on its own, and nearly everything that people can do, in one long day and the next. */
beforeAll(async () => {
  steunpunt = await startSteunpunt();
  const { teams } = steunpunt;
  clients = {
    noor: teams.client(people.noor),
    anna: teams.client(people.anna),
    bram: teams.client(people.bram),
    evi: teams.client(people.evi, 'en-GB'),
    olaf: teams.client(olaf),
  };
  const { noor, anna, bram } = clients;
  for (const client of Object.values(clients)) await client.installs();
  await noor.says(typed.stray);
  await noor.says(asked);
  await noor.taps(buttons.aboutMe);
  await noor.taps(buttons.callMe);
  await steunpunt.passes(40);
  await fillsIn(noor, typed.story, typed.identity);
  await noor.says(typed.stray);
  await noor.taps(buttons.send);
  // Nobody takes it: the reminder, the deputy, the end of the chain, the alarm, and round again.
  await steunpunt.passes(60);
  look();
  await bram.taps(buttons.open);
  opened = await anna.taps(buttons.open);
  await anna.taps(buttons.take);
  await noor.says('mijn meldingen');
  await steunpunt.passes(5 * 60);
  await noor.taps('Nog niet');
  await noor.taps('Vandaag of morgen');
  await noor.taps(buttons.next, { 'practical-needs': 'not-alone,ride-home' });
  await steunpunt.passes(30);
  await anna.taps(buttons.take);
  await fillsIn(clients.olaf, typed.outsider, typed.identity);
  await clients.olaf.taps(buttons.send);
  await steunpunt.passes(60);
  await anna.taps(buttons.take);
  await fillsIn(noor, typed.abandoned, typed.identity);
  await noor.says('later');
  look();
  await steunpunt.passes(3 * 24 * 60);
  look();
  await steunpunt.restart();
  look();
}, 120_000);

afterAll(async () => {
  await steunpunt.close();
});

/** The messages that reached a chat over the wire, as they were sent. */
interface Sent {
  readonly summary: string;
  readonly attachments: readonly { readonly content: AdaptiveCard }[];
}
const sentTo = (...who: readonly Client[]): readonly Sent[] =>
  steunpunt.teams.received
    .filter(({ conversation }) => who.some((client) => client.conversation === conversation))
    .map(({ raw }) => JSON.parse(raw) as Sent);
const textOf = (message: Sent) => message.attachments[0]?.content.fallbackText ?? '';
const saying = (messages: readonly Sent[], ...titles: readonly string[]) =>
  messages.filter((message) => titles.some((title) => textOf(message).includes(title)));

describe('what is kept', () => {
  it('writes nothing that a person typed into the store in plain text', () => {
    expect(onDisk).toHaveLength(7);
    for (const bytes of onDisk) {
      // The store is there and was looked at: ids stand in it.
      expect(bytes.includes(people.noor.id)).toBe(true);
      for (const word of [...markers, asked]) {
        for (const written of [word, word.toLowerCase(), Buffer.from(word, 'utf16le'), ...asBase64(word)]) {
          expect([word, bytes.includes(written)]).toEqual([word, false]);
        }
      }
    }
  });

  it('keeps why a case is serious under seal too: the rule says what happened', () => {
    for (const bytes of onDisk) {
      for (const { rule } of severityRules.filter((one) => one.rule.length > 6)) {
        expect([rule, bytes.includes(`"${rule}"`)]).toEqual([rule, false]);
      }
    }
  });

  it('is kept all the same: the person who takes the case reads it', () => {
    expect(opened).toContain(typed.story);
  });

  it('is in no line of the log, and neither is anybody', () => {
    const log = steunpunt.logged().toLowerCase();
    expect(log).toContain('"started"');
    expect(log).toContain('"alarm"');
    for (const word of [...markers, asked, ...Object.values(people).map(({ id }) => id)]) {
      expect([word, log.includes(word.toLowerCase())]).toEqual([word, false]);
    }
  });
});

describe('what is sent', () => {
  it('names nobody, no act and no place in a notification', () => {
    const fixed = new Set(Object.values(texts).flatMap(({ summaries }) => Object.values(summaries)));
    const messages = sentTo(...Object.values(clients));
    expect(messages.length).toBeGreaterThan(40);
    for (const { summary } of messages) expect(fixed).toContain(summary);
    // Each of the four was seen, so each was looked at.
    const seen = new Set(messages.map(({ summary }) => summary));
    expect([...seen].sort()).toEqual(expect.arrayContaining(Object.values(wording.summaries).sort()));

    const { noor, olaf: other, anna, bram, evi } = clients;
    const pings = saying(sentTo(anna, bram), wording.ping.title, wording.ping.urgentTitle);
    const told = saying(
      sentTo(noor, other),
      wording.told.taken.title,
      wording.told.nobodyYet.title,
      wording.told.nobodyLeft.title,
    );
    const alarms = saying(sentTo(evi), texts.en.alarm.title);
    expect([pings.length > 4, told.length > 4, alarms.length > 0]).toEqual([true, true, true]);
    const acts = intakeList({ contacts: [] })
      .questions.filter(({ id }) => ['category', 'threat-facts', 'physical-facts'].includes(id))
      .flatMap((question) => ('options' in question ? question.options : []))
      .filter(({ id }) => id !== 'none')
      .flatMap(({ label }) => [label.nl, label.en]);
    const story = Object.values(typed)
      .flatMap((text) => text.split(' '))
      .filter((word) => /[A-Z]{5}/.test(word));
    for (const message of [...pings, ...told, ...alarms]) {
      const whole = JSON.stringify(message);
      for (const word of [...acts, ...story]) expect([word, whole.includes(word)]).toEqual([word, false]);
    }
    // Who reported it is not said before somebody takes it or opens it, and to administrators never.
    for (const message of [...pings, ...alarms]) {
      for (const name of [people.noor.name, olaf.name]) {
        expect([textOf(message), textOf(message).includes(name)]).toEqual([textOf(message), false]);
      }
    }
  });

  it('holds a story only where somebody opened it', () => {
    const { anna, bram, evi } = clients;
    for (const message of sentTo(anna, bram, evi)) {
      for (const text of Object.values(typed)) expect(JSON.stringify(message)).not.toContain(text);
    }
  });

  it('names who it was to nobody: that stays in the vault', () => {
    for (const { raw, conversation } of steunpunt.teams.received) {
      if (conversation === clients.noor.conversation || conversation === clients.olaf.conversation) continue;
      expect(raw).not.toContain('OKAPISTRA');
    }
  });
});
