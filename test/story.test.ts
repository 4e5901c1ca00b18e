import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { people } from './organisation.ts';
import { type AdaptiveCard, type Client, testTenant } from './teams/scripted-teams.ts';
import { type Steunpunt, startSteunpunt } from './teams/steunpunt.ts';

/** What the transcripts cannot say: two things at the same moment, deliveries that come again, other clients, other rooms. */
let steunpunt: Steunpunt;
let noor: Client;
let anna: Client;
let bram: Client;

beforeEach(async () => {
  steunpunt = await startSteunpunt();
  const { teams } = steunpunt;
  [noor, anna, bram] = [teams.client(people.noor), teams.client(people.anna), teams.client(people.bram)];
  for (const client of [noor, anna, bram]) await client.installs();
});

afterEach(async () => {
  await steunpunt.close();
});

const outside = { 'safe-now': 'yes', 'perpetrator-relation': 'outside' };
const happened = {
  'what-happened': 'Een man bij de balie schold mij uit.',
  target: 'self',
  category: 'verbal',
  'occurred-at.quick': 'just-now',
};

/** Up to the review, by card. */
async function fillsIn(client: Client, answers: Readonly<Record<string, string>> = {}): Promise<void> {
  await client.says('iets melden');
  await client.taps('Nee', outside);
  await client.taps('Sla over');
  await client.taps('Verder', { ...happened, ...answers });
}

async function sends(client: Client): Promise<string> {
  const receipt = await client.taps('Verstuur mijn melding');
  await steunpunt.passes(0);
  return receipt;
}

function rowsIn(collection: 'incidents' | 'conversations' | 'requests'): number {
  const database = new Database(steunpunt.file, { readonly: true });
  const row = database.prepare(`SELECT count(*) AS rows FROM "${collection}"`).get() as { readonly rows: number };
  database.close();
  return row.rows;
}

const answerOf = (response: { readonly status: number; readonly body: unknown }): string => {
  expect(response.status).toBe(200);
  return (response.body as { readonly value: AdaptiveCard }).value.fallbackText;
};

const countOf = (client: Client, words: string) =>
  client.messages().filter(({ card }) => card.fallbackText.includes(words)).length;

describe('at the same moment', () => {
  it('lets exactly one of two people who take at the same moment have the case', async () => {
    for (let round = 1; round <= 3; round += 1) {
      await fillsIn(noor, { category: 'threat-intimidation' });
      await noor.taps('Verder', { 'threat-facts': 'knows-home' });
      await sends(noor);
      // After the target of one hour the deputy is asked as well: now two people have the button.
      await steunpunt.passes(60);
      const { post } = steunpunt.teams;
      const answers = await Promise.all(
        [anna, bram].map(async (client) => answerOf(await post(client.press('Ik pak dit op').activity))),
      );
      await steunpunt.passes(0);
      const [taken, late] = answers.toSorted((a, b) => Number(b.includes('Jij hebt')) - Number(a.includes('Jij hebt')));
      expect(taken).toContain('Jij hebt deze melding opgepakt.');
      expect(late).toMatch(/(?:Anna Bakker|Bram Visser) heeft deze melding opgepakt\. Je hoeft niets meer te doen\./);
      expect(late).not.toContain('Noor');
      const taker = answers[0] === taken ? people.anna : people.bram;
      expect(late).toContain(taker.name);
      expect(countOf(noor, 'Je melding is opgepakt')).toBe(round);
      expect(noor.screen()).toContain(`${taker.name} heeft je melding opgepakt`);
      expect(rowsIn('incidents')).toBe(round);
    }
  });

  it('tells somebody whose card still shows the button who has the case, and nothing about it', async () => {
    await fillsIn(noor, { category: 'threat-intimidation' });
    await noor.taps('Verder', { 'threat-facts': 'knows-home' });
    await sends(noor);
    await steunpunt.passes(60);
    const stale = anna.press('Ik pak dit op').activity;
    const opens = anna.press('Open de melding').activity;
    await bram.taps('Ik pak dit op');
    await steunpunt.passes(0);
    for (const press of [stale, opens]) {
      const answer = answerOf(await steunpunt.teams.post({ ...press, id: randomUUID() }));
      expect(answer).toBe('Bram Visser heeft deze melding opgepakt. Je hoeft niets meer te doen.');
    }
    expect(noor.screen()).toContain('Bram Visser heeft je melding opgepakt');
  });

  it('takes one press for one press, also when a finger taps twice within 50 milliseconds', async () => {
    await noor.says('iets melden');
    const { activity } = noor.press('Nee', outside);
    const { post } = steunpunt.teams;
    const [first, second] = await Promise.all([post(activity), post({ ...activity, id: randomUUID() })]);
    expect(answerOf(first)).toContain('Weet je wie het was?');
    expect(answerOf(second)).toContain('Weet je wie het was?');

    const taps = [noor.press('Later verder'), noor.press('Later verder')].map((press) => press.activity);
    const answers = await Promise.all(taps.map(async (tap) => answerOf(await post(tap))));
    for (const answer of answers) expect(answer).not.toContain('Er ging iets mis');
    expect(await noor.says('verder')).toContain('Weet je wie het was?');
  });

  it('welcomes a person once, however often Teams says that it was installed', async () => {
    await Promise.all([noor.installs(), noor.installs()]);
    await steunpunt.restart();
    await noor.installs();
    expect(noor.messages()).toHaveLength(1);
  });
});

describe('deliveries that come again', () => {
  it('gives one report however often Teams delivers the sending', async () => {
    await fillsIn(noor);
    const { activity } = noor.press('Verstuur mijn melding');
    const { post } = steunpunt.teams;
    const later = { id: randomUUID(), timestamp: '2026-11-25T09:20:00.000Z' };
    const deliveries = [activity, activity, { ...activity, id: randomUUID() }, { ...activity, ...later }];
    const answers = await Promise.all(deliveries.map(async (delivery) => answerOf(await post(delivery))));
    expect(answers.filter((answer) => answer.includes('Je melding is ontvangen'))).not.toHaveLength(0);
    for (const answer of answers) expect(answer).not.toMatch(/Er ging iets mis|Wat is er gebeurd|weggegooid/);

    await steunpunt.restart();
    answerOf(await post(activity));
    answerOf(await post({ ...activity, id: randomUUID(), timestamp: '2026-11-25T09:30:00.000Z' }));
    await steunpunt.passes(1);
    expect(rowsIn('incidents')).toBe(1);
    expect(countOf(anna, 'Er is een melding voor je')).toBe(1);
    const list = await noor.says('mijn meldingen');
    expect(list.match(/gemeld vandaag om 10:00/g)).toHaveLength(1);
  });

  it('takes a typed line once, however often Teams delivers it', async () => {
    await noor.says('iets melden');
    const line = noor.activity({ type: 'message', text: 'ja', textFormat: 'plain' });
    for (const delivery of [line, line, { ...line, id: randomUUID() }]) await steunpunt.teams.post(delivery);
    // Taken twice, "ja" would have been an answer to the next question.
    expect(noor.screen()).toContain('Wie deed het?');
    expect(noor.screen()).not.toContain('Dat antwoord ken ik niet');
    expect(countOf(noor, 'Wie deed het?')).toBe(1);
  });

  it('answers a press on an old card with where things stand, and changes nothing', async () => {
    await noor.says('iets melden');
    const old = noor.press('Ja, bedreigd of gevolgd', outside).activity;
    await noor.taps('Nee', outside);
    await noor.taps('Sla over');
    await noor.taps('Verder', happened);
    await sends(noor);
    const answer = answerOf(
      await steunpunt.teams.post({ ...old, id: randomUUID(), timestamp: '2026-11-25T10:00:00Z' }),
    );
    expect(answer).toContain('Deze kaart is verouderd.');
    expect(rowsIn('incidents')).toBe(1);
  });
});

describe('the words of a story', () => {
  it('keeps a report when the words of the story look like a command', async () => {
    const typed = [
      'Hij riep: stop',
      'Stop, riep hij. Toen sloeg hij op tafel.',
      'weggooien, zei hij, en terug naar af',
    ];
    for (const [index, story] of typed.entries()) {
      await noor.says('iets melden');
      await noor.taps('Nee', outside);
      await noor.says('overslaan');
      expect(await noor.says(story)).toContain('Wie overkwam het?');
      const { 'what-happened': _typed, ...others } = happened;
      await noor.taps('Verder', others);
      await sends(noor);
      expect(await anna.taps('Open de melding')).toContain(`“${story}”`);
      expect(rowsIn('incidents')).toBe(index + 1);
    }
    // In an input of a card nothing is a command, not even a word that is one in the chat.
    for (const [index, story] of ['stop', 'versturen', 'Weggooien', 'help'].entries()) {
      await fillsIn(noor, { 'what-happened': story });
      await sends(noor);
      expect(await anna.taps('Open de melding')).toContain(`“${story}”`);
      expect(rowsIn('incidents')).toBe(typed.length + index + 1);
    }
  });
});

describe('who may see it', () => {
  it('never shows the case to somebody whom the reporter excluded', async () => {
    await fillsIn(noor);
    await noor.taps('Liever iemand anders');
    await noor.taps('Bewaar deze aanpassing', { 'not-to': people.anna.id });
    await sends(noor);
    const welcome = anna.messages().length;

    const pressedByAnna = async (title: string) => {
      const { value, replyToId } = bram.press(title).activity as unknown as Record<string, unknown>;
      return answerOf(await anna.send({ type: 'invoke', name: 'adaptiveCard/action', replyToId, value }));
    };
    const attempts: string[] = [];
    attempts.push(await pressedByAnna('Open de melding'), await pressedByAnna('Ik pak dit op'));
    await bram.taps('Open de melding');
    attempts.push(await pressedByAnna('Dichtvouwen'), await pressedByAnna('Ik pak dit op'));
    await bram.taps('Ik pak dit op');
    attempts.push(await pressedByAnna('Open de melding'));
    // The check-in, a wish, and "not yet" all go past her too.
    await steunpunt.passes(24 * 60);
    await noor.taps('Nog niet');
    await noor.taps('Vandaag of morgen');
    await noor.taps('Verder', { 'practical-needs': 'not-alone' });
    attempts.push(await pressedByAnna('Open de melding'));
    await steunpunt.passes(7 * 24 * 60);

    expect(new Set(attempts)).toEqual(new Set(['Hier is voor jou niets te zien.']));
    expect(anna.messages()).toHaveLength(welcome);
    expect(await anna.says('mijn meldingen')).toContain('Je hebt nog niets gemeld.');
  });

  it('says who will read it before it asks what happened', async () => {
    const walks = [
      { locale: 'nl-NL', start: 'iets melden', steps: ['ja', 'weet ik niet', 'nee', 'overslaan'] },
      { locale: 'en-GB', start: 'report something', steps: ['yes', "I don't know", 'no', 'skip'] },
    ];
    const readers = /Anna Bakker .*Bram Visser/;
    for (const { locale, start, steps } of walks) {
      const person = locale === 'nl-NL' ? people.noor : people.evi;
      const byTyping = steunpunt.teams.client(person, locale);
      const seen = [await byTyping.says(start)];
      for (const step of steps) seen.push(await byTyping.says(step));
      const asks = seen.findIndex((card) => /Wat is er gebeurd\?|What happened\?/.test(card));
      const says = seen.findIndex((card) => /Wie leest dit\?|Who reads this\?/.test(card));
      expect(asks).toBe(steps.length);
      expect(says).toBeGreaterThanOrEqual(0);
      expect(says).toBeLessThan(asks);
      if (person === people.noor) expect(seen[says]).toMatch(readers);
      await byTyping.says(locale === 'nl-NL' ? 'weggooien' : 'discard');
    }
    // The same by card.
    expect(await noor.says('iets melden')).not.toContain('Wat is er gebeurd?');
    const route = await noor.taps('Nee', outside);
    expect(route).toMatch(readers);
    expect(route).not.toContain('Wat is er gebeurd?');
    expect(await noor.taps('Sla over')).toContain('Wat is er gebeurd?');
  });

  it('sends nothing on without a tap', async () => {
    await fillsIn(noor);
    const before = anna.messages().length;
    // Whatever is typed at the review, short of the word that sends, and however long it stays there.
    for (const line of ['klopt', 'ja', 'oké, doe maar', 'graag snel iemand']) await noor.says(line);
    await steunpunt.passes(3 * 24 * 60);
    await noor.says('later');
    await steunpunt.restart();
    await steunpunt.passes(30 * 24 * 60);
    expect(rowsIn('incidents')).toBe(0);
    expect(anna.messages()).toHaveLength(before);
    expect(bram.messages()).toHaveLength(before);

    await noor.says('verder');
    expect(noor.screen()).toContain('Klopt dit zo?');
    await sends(noor);
    expect(rowsIn('incidents')).toBe(1);
    expect(anna.messages()).toHaveLength(before + 1);
  });

  it('tells somebody who made up a press no more than somebody who found nothing', async () => {
    await fillsIn(noor);
    await sends(noor);
    const made = (press: object) =>
      anna.send({
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'open', data: { press } }, trigger: 'manual' },
      });
    const nothing = 'Hier is voor jou niets te zien.';
    expect(answerOf(await made({ do: 'open', incident: 'no-such-incident' }))).toBe(nothing);
    expect(answerOf(await made({ do: 'take', incident: '__proto__' }))).toBe(nothing);
    expect(answerOf(await made({ do: 'take-call', request: 'no-such-request' }))).toBe(nothing);
    expect(answerOf(await made({ do: 'submit', draft: '00000000-0000-4000-8000-000000000001' }))).toContain(
      'verouderd',
    );
    expect(answerOf(await made({ do: 'open-everything' }))).toContain('verouderd');
    expect(rowsIn('incidents')).toBe(1);
  });
});

describe('other clients and other rooms', () => {
  it('takes a whole report from a client that does not know Action.Execute', async () => {
    await noor.submits('Iets melden');
    expect(await noor.submits('Nee', outside)).toContain('Weet je wie het was?');
    expect(await noor.submits('Sla over')).toContain('Wat is er gebeurd?');
    expect(await noor.submits('Verder', happened)).toContain('Klopt dit zo?');
    expect(await noor.submits('Verstuur mijn melding')).toContain('Je melding is ontvangen');
    await steunpunt.passes(0);
    expect(rowsIn('incidents')).toBe(1);
    expect(await anna.submits('Open de melding')).toContain('Een man bij de balie schold mij uit.');
    expect(await anna.submits('Ik pak dit op')).toContain('Jij hebt deze melding opgepakt.');
    await steunpunt.passes(0);
    expect(noor.screen()).toContain('Anna Bakker heeft je melding opgepakt');
  });

  it('gives a guest the phone numbers and stores nothing about them', async () => {
    const guest = { id: '11111111-0000-4000-8000-0000000000aa', name: 'Gijs Gast' };
    steunpunt.teams.guest(guest);
    const before = rowsIn('conversations');
    for (const [locale, text] of [
      ['nl-NL', 'iets melden'],
      ['en-GB', 'Somebody hit me yesterday'],
    ] as const) {
      const client = steunpunt.teams.client(guest, locale);
      await client.installs();
      const card = await client.says(text);
      expect(card).toMatch(locale === 'nl-NL' ? /Je bent hier gast\./ : /You are a guest here\./);
      expect(card).toMatch(/: 112\n/);
      expect(card).toContain('0900-0101');
      expect(card).not.toContain('hit me');
      expect(client.buttons()).toEqual([]);
    }
    expect(rowsIn('conversations')).toBe(before);
    expect(steunpunt.logged()).not.toContain('Gast');
  });

  it.each(['groupChat', 'channel'])('refuses a message in a %s without repeating it', async (conversationType) => {
    const room = '19:everybody-reads-along@thread.v2';
    const conversation = { id: room, conversationType, isGroup: true, tenantId: testTenant };
    const before = [rowsIn('conversations'), noor.messages().length];
    const words = '<at>Steunpunt</at> mijn buurman Kees heeft me geslagen';
    expect((await noor.send({ type: 'message', text: words, conversation })).status).toBe(200);
    const pressed = await noor.send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'start', data: { press: { do: 'start' } } }, trigger: 'manual' },
      conversation,
    });

    const said = steunpunt.teams.received.filter((message) => message.conversation === room).map(({ raw }) => raw);
    expect(said).toHaveLength(1);
    for (const answer of [...said, JSON.stringify(pressed.body)]) {
      expect(answer).toContain('Melden doe je alleen met mij, in een eigen chat.');
      expect(answer).not.toMatch(/Kees|geslagen|Noor/);
    }
    expect([rowsIn('conversations'), noor.messages().length]).toEqual(before);
    expect(steunpunt.logged()).not.toMatch(/Kees|geslagen/);
  });
});
