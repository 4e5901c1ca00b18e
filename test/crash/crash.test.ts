import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { momentInput } from '../../src/dialogs/read-answer.ts';
import { Conversation } from '../../src/model/conversation.ts';
import type { Value } from '../../src/model/draft.ts';
import { type Entry, Incident, VaultRecord } from '../../src/model/incident.ts';
import type { DocumentKind, Storable } from '../../src/store/documents.ts';
import { createSealer } from '../../src/store/sealing.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { nl } from '../../src/texts/nl.ts';
import { organisationFile, people } from '../organisation.ts';
import { type AdaptiveCard, type Client, type Person, startTeams, type Teams } from '../teams/scripted-teams.ts';

/*
 * Promise 1, the hard way: the program is a process of its own and is killed with -9 once during each submission, at a point drawn by chance.
 * The connector, the clients and the judge live here. A request that was answered is acknowledged; one that failed is sent again, the same,
 * as Teams does. CRASH_SEED repeats the draws of a run; to the microsecond no run is like another.
 */
const submissions = process.env.DEEP ? 200 : 20;
const seed = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const root = join(import.meta.dirname, '..', '..');
const key = Buffer.alloc(32, 7);
/** More than a lease: what the dead process had claimed is taken over by the next one at its start. */
const aheadPerRestart = 60_000;

type Chance = (below: number) => number;

/** Each submission draws from its own row of numbers, so that what happened before it does not change its draws. */
function chanceFrom(from: number): Chance {
  let state = from >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function oneOf<T>(chance: Chance, choices: readonly T[]): T {
  return choices[chance(choices.length)] as T;
}

/** When the kill falls. */
type Moment =
  | 'when the request leaves'
  | 'a little later'
  | 'while writing'
  | 'after the answer'
  | 'when the reply was accepted'
  | `when the ping was ${Parameters<Notice>[0]}`
  | 'a little after the ping';
const anyStep: readonly Moment[] = ['when the request leaves', 'a little later', 'while writing', 'after the answer'];
const withPing: readonly Moment[] = [
  'when the ping was on its way',
  'when the ping was accepted',
  'when the ping was answered',
  'a little after the ping',
];

/** Which request is hit: the one that says "iets melden", any before the last, or the last: the press that sends, with all that it sets off. */
type Target = 'the first' | 'an earlier one' | 'the last';

interface Draw {
  readonly target: Target;
  readonly moment: Moment;
}

const draws: readonly Draw[] = [
  { target: 'the first', moment: 'when the reply was accepted' },
  ...(['an earlier one', 'the last'] as const).flatMap((target) => anyStep.map((moment) => ({ target, moment }))),
  ...withPing.map((moment) => ({ target: 'the last' as const, moment })),
];

/** In another order each time, and every kind comes before any comes again: no run leaves one out. */
function dealt(chance: Chance, count: number): readonly Draw[] {
  const deck = draws.map((draw) => ({ draw, place: chance(1_000_000) })).sort((a, b) => a.place - b.place);
  const row = deck.map(({ draw }) => draw);
  return count <= row.length ? row.slice(0, count) : [...row, ...dealt(chance, count - row.length)];
}

interface Shot {
  readonly step: number;
  readonly moment: Moment;
  readonly milliseconds: number;
  /** At which change of the file that is written. */
  readonly change: number;
}

function shotFor(chance: Chance, { target, moment }: Draw, steps: number): Shot {
  const last = steps - 1;
  const step = { 'the first': 0, 'an earlier one': chance(last), 'the last': last }[target];
  // An earlier request changes the file twice, the last one and what follows from it some ten times.
  return { step, moment, milliseconds: chance(20), change: 1 + chance(step === last ? 12 : 2) };
}

/** One card: what is filled in and pressed, and which answers that gives, as `plain` writes them. */
interface Step {
  readonly button: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
}

function stepsOf(chance: Chance, marker: string): readonly Step[] {
  const { next, send, change, saveChange } = nl.buttons;
  const { category, facts } = oneOf(chance, [
    { category: 'verbal', facts: {} },
    { category: 'verbal,discrimination', facts: {} },
    { category: 'threat-intimidation', facts: { 'threat-facts': 'none' } },
    { category: 'sexual-harassment', facts: { 'sexual-facts': 'words-only' } },
  ] as const);
  const when = oneOf(chance, [
    { quick: 'just-now', precision: 'part' },
    { quick: 'yesterday', precision: 'day' },
  ]);
  const identity = { 'perpetrator-identity': `klantnummer ${marker}` };
  const story = { 'what-happened': `Aan de balie. ${marker}`, target: oneOf(chance, ['self', 'colleague']), category };
  const corrected = { 'what-happened': `Bij de ingang. ${marker}` };
  const start = { 'safe-now': 'yes', 'perpetrator-relation': 'outside' };
  return [
    { button: 'Nee', inputs: start, answers: { ...start, 'office-holder-target': 'no' } },
    { button: next, inputs: identity, answers: identity },
    {
      button: next,
      inputs: { ...story, [momentInput.quick('occurred-at')]: when.quick },
      answers: { ...story, 'occurred-at': when.precision },
    },
    ...(Object.keys(facts).length === 0 ? [] : [{ button: next, inputs: facts, answers: facts }]),
    ...(chance(3) > 0
      ? []
      : [
          { button: change, inputs: { change: 'what-happened' }, answers: {} },
          { button: saveChange, inputs: corrected, answers: corrected },
        ]),
    { button: send, inputs: {}, answers: {} },
  ];
}

interface Submission {
  readonly client: Client;
  /** The answers of every request that was answered. */
  readonly acknowledged: Map<string, string>;
  /** The answers of the request under way: they may be there or not. */
  underWay: Readonly<Record<string, string>>;
  /** The bot answered to "iets melden". */
  isBegun: boolean;
  /** What the bot answered to the press that sends. */
  receipt: string | undefined;
}

interface Ping {
  readonly incident: string;
  readonly conversation: string;
  /** Which process of the bot sent it: how many were killed before. */
  readonly life: number;
}

/** True: the message goes no further. */
type Notice = (what: 'on its way' | 'accepted' | 'answered', conversation: string, ping: Ping | undefined) => boolean;

/** Stands between the bot and the connector, and so knows when Teams took a message and when the bot was told. */
async function startGate(teams: Teams, life: () => number) {
  const pings: Ping[] = [];
  let notice: Notice = () => false;
  const server = createServer((request, response) => {
    void pass(request, response, life()).catch(() => response.destroy());
  });
  async function pass(request: IncomingMessage, response: ServerResponse, sender: number): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url = '/', method = 'GET' } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    const to = /^\/v3\/conversations\/([^/]+)\/activities$/.exec(url)?.[1];
    const conversation = to === undefined ? '' : decodeURIComponent(to);
    const ping = to === undefined ? undefined : pingIn(body, conversation, sender);
    const tell = (what: Parameters<Notice>[0]) => to !== undefined && notice(what, conversation, ping);
    if (tell('on its way')) {
      response.destroy();
      return;
    }
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${teams.serviceUrl()}${url}`, {
      method,
      headers: { ...headers, connection: 'close' },
      ...(body !== '' && { body }),
    });
    const text = await answer.text();
    if (ping !== undefined && answer.ok) pings.push(ping);
    tell('accepted');
    response.writeHead(answer.status, headers);
    response.end(text, () => tell('answered'));
  }
  // A connection that was closed for being idle would look like a fault of Teams.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pings,
    notices: (next: Notice) => {
      notice = next;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
type Gate = Awaited<ReturnType<typeof startGate>>;

/** A message is a ping when somebody can take a case with it. */
function pingIn(body: string, conversation: string, life: number): Ping | undefined {
  const activity = JSON.parse(body) as { attachments?: readonly { content: AdaptiveCard }[] };
  for (const { data } of activity.attachments?.[0]?.content.actions ?? []) {
    const press = data.press as { do: string; incident?: string } | undefined;
    if (press?.do === 'take' && press.incident !== undefined) return { incident: press.incident, conversation, life };
  }
  return undefined;
}

interface Bot {
  readonly url: string;
  readonly kill: () => void;
  readonly dead: Promise<unknown>;
  /** Everything that is due now has been done. */
  readonly settled: () => Promise<unknown>;
  readonly said: () => string;
}

async function startBot(closing: (() => unknown)[], env: Readonly<Record<string, string>>): Promise<Bot> {
  const flags = ['--import', 'tsx', fileURLToPath(new URL('./bot-process.ts', import.meta.url))];
  const child = spawn(process.execPath, flags, { cwd: root, env: { ...process.env, ...env } });
  closing.push(() => child.kill('SIGKILL'));
  const dead = once(child, 'close');
  let said = '';
  child.stderr.on('data', (data) => {
    said = `${said}${data}`.slice(-5000);
  });
  // It may be dead by the time it is asked something.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout });
  const line = (start: string) =>
    within(
      `the line "${start}" of the bot`,
      new Promise<string>((resolve, reject) => {
        const listen = (text: string) => {
          if (!text.startsWith(start)) return;
          lines.off('line', listen);
          resolve(text.slice(start.length));
        };
        lines.on('line', listen);
        void dead.then(() => reject(new Error(`the bot ended before it said "${start}": ${said}`)));
      }),
    );
  const port = await line('port ');
  return {
    url: `http://127.0.0.1:${port}`,
    kill: () => child.kill('SIGKILL'),
    dead,
    settled: () => {
      const settled = line('settled');
      child.stdin.write('settle\n');
      return settled;
    },
    said: () => said,
  };
}

async function within<T>(what: string, work: Promise<T>, said: () => string = () => ''): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come (seed ${seed}) ${said()}`)), 30_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Kills the bot at the moment that was drawn. */
function aim(
  shot: Shot,
  { bot, gate, folder, conversation }: { bot: Bot; gate: Gate; folder: string; conversation: string },
) {
  let open = true;
  let timer: NodeJS.Timeout | undefined;
  let changesLeft = shot.change;
  let hit: () => void = () => {};
  const fired = new Promise<void>((resolve) => {
    hit = resolve;
  });
  const fire = () => {
    if (!open) return;
    open = false;
    bot.kill();
    clearTimeout(timer);
    watcher?.close();
    gate.notices(() => false);
    hit();
  };
  const watcher =
    shot.moment === 'while writing'
      ? watch(folder, (_, name) => {
          if (!name?.endsWith('-wal')) return;
          changesLeft -= 1;
          if (changesLeft === 0) fire();
        })
      : undefined;
  gate.notices((what, to, ping) => {
    const isReply = to === conversation && what === 'accepted' && shot.moment === 'when the reply was accepted';
    const isPing = ping !== undefined && shot.moment === `when the ping was ${what}`;
    if (isReply || isPing) fire();
    if (ping !== undefined && what === 'answered' && shot.moment === 'a little after the ping')
      timer = setTimeout(fire, shot.milliseconds / 4);
    return what === 'on its way' && !open;
  });
  return {
    leaves: () => {
      if (shot.moment === 'when the request leaves') fire();
      if (shot.moment === 'a little later') timer = setTimeout(fire, shot.milliseconds);
    },
    /** The request is over: the kill falls at once, or where its moment may still come, when that came or nothing is left to be done. */
    atLatest: async () => {
      if (shot.moment === 'after the answer' || shot.moment === 'when the reply was accepted') fire();
      // A ping is awaited for as long as it takes.
      else if (open && !withPing.includes(shot.moment)) await Promise.race([fired, bot.settled().then(fire, fire)]);
      await fired;
    },
  };
}

/** As any version of the program stored it. */
function readerOf<T extends Storable>(name: string, schema: DocumentKind<T>['schema']): DocumentKind<T> {
  return { name, schema, version: Number.MAX_SAFE_INTEGER, sealed: [], indexed: [] };
}

interface Stored {
  readonly incidents: readonly Incident[];
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly identities: ReadonlyMap<string, string>;
}

async function readStore(file: string): Promise<Stored> {
  const kinds = {
    incidents: readerOf<Incident>('incidents', Incident),
    conversations: readerOf<Conversation>('conversations', Conversation),
    vault: readerOf<VaultRecord>('vault', VaultRecord),
  };
  const unreadable: string[] = [];
  const store = openSqlite({
    file,
    sealer: createSealer({ keys: [{ kid: 'test', key }], current: 'test' }),
    kinds: Object.values(kinds),
    newEtag: randomUUID,
    onUnreadable: (collection, id, why) => void unreadable.push(`${collection}/${id}: ${why}`),
  });
  const all = async <T extends Storable>(kind: DocumentKind<T>) =>
    (await store.collection(kind).page({ limit: 10_000 })).items;
  const [incidents, conversations, vault] = [
    await all(kinds.incidents),
    await all(kinds.conversations),
    await all(kinds.vault),
  ];
  store.close();
  expect(unreadable).toEqual([]);
  return {
    incidents,
    conversations: new Map(conversations.map((conversation) => [conversation.id, conversation])),
    identities: new Map(vault.map(({ id, identity }) => [id, identity])),
  };
}

/** An answer in a form in which the draft and the incident can be compared. */
function plain(value: Value): string {
  if (Array.isArray(value)) return value.join(',');
  return value !== null && typeof value === 'object' ? value.precision : String(value);
}

function plainEntry({ words, chosen, moment }: Entry): string {
  return words ?? moment?.precision ?? (chosen ?? []).map((option) => option.id).join(',');
}

/** What stands in the store of one reporter: the draft, or the incident that it became. */
function standingOf({ incidents, conversations, identities }: Stored, reporter: string) {
  const draft = conversations.get(reporter)?.drafts.find(({ list }) => list === 'intake');
  const own = incidents.filter((incident) => incident.reporter === reporter);
  const [incident] = own;
  const fromDraft = Object.entries(draft?.answers ?? {}).map(([id, { value }]) => [id, plain(value)] as const);
  const identity = incident === undefined ? undefined : identities.get(incident.id);
  const fromIncident = [
    ...(incident?.entries ?? []).map((entry) => [entry.question, plainEntry(entry)] as const),
    ...(identity === undefined ? [] : [['perpetrator-identity', identity] as const]),
  ];
  return {
    answers: new Map(draft === undefined ? fromIncident : fromDraft),
    isBegun: draft !== undefined || incident !== undefined,
    isSent: draft?.submittedAt !== undefined || incident !== undefined,
    own,
  };
}

/** What was acknowledged and is not there. */
function lossesIn(stored: Stored, { client, acknowledged, underWay, isBegun, receipt }: Submission): readonly string[] {
  const { name, id } = client.person;
  const there = standingOf(stored, id);
  if (isBegun && !there.isBegun) return [`${name}: the draft`];
  if (receipt !== undefined && !there.isSent) return [`${name}: the sent report`];
  return [...acknowledged].flatMap(([question, value]) => {
    const found = there.answers.get(question);
    const isThere = found === value || (found !== undefined && found === underWay[question]);
    return isThere ? [] : [`${name}: ${question} should be "${value}" and is "${found}"`];
  });
}

const unitIds = ['waterveen', 'front-desk', 'street'] as const;
const contacts: Readonly<Record<(typeof unitIds)[number], Person>> = {
  waterveen: people.chris,
  'front-desk': people.anna,
  street: people.dina,
};

function reporterOf(index: number) {
  const number = String(index).padStart(4, '0');
  const unit = unitIds[index % unitIds.length] ?? 'waterveen';
  return { id: `44444444-0000-4000-8000-00000000${number}`, name: `Melder ${number}`, unit };
}

/** The test organisation, always at work, with a reporter for each submission. */
function organisationWithReporters() {
  const file = organisationFile();
  const reporters = Array.from({ length: submissions }, (_, index) => reporterOf(index));
  return {
    ...file,
    policy: { coveredHours: 'always' },
    people: [...(file.people as readonly object[]), ...reporters],
  };
}

/** Everything that runs: Teams, the gate, and one process of the bot after the other on one file. */
async function startTrial(closing: (() => unknown)[]) {
  const folder = mkdtempSync(join(tmpdir(), 'steunpunt-crash-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const teams = await startTeams();
  closing.push(teams.close);
  let kills = 0;
  const gate = await startGate(teams, () => kills);
  closing.push(gate.close);
  const file = join(folder, 'steunpunt.sqlite');
  const organisationPath = join(folder, 'organisation.json');
  writeFileSync(organisationPath, JSON.stringify(organisationWithReporters()));

  const deal = dealt(chanceFrom(seed), submissions);
  const lost: string[] = [];
  /** Incidents whose ping stood as not sent when a process died, by that process. */
  const unrecorded: { readonly incident: string; readonly life: number }[] = [];

  async function start(): Promise<Bot> {
    const born = await startBot(closing, {
      CRASH_SERVICE_URL: gate.url,
      CRASH_DATABASE: file,
      CRASH_ORGANISATION: organisationPath,
      CRASH_KEY: key.toString('base64'),
      CRASH_CLOCK_AHEAD: String(kills * aheadPerRestart),
    });
    teams.connect(born.url);
    return born;
  }
  let bot = await start();

  /** After a kill: starts the next process, and meanwhile judges what the dead one left. */
  async function restart(submission: Submission): Promise<void> {
    await within('the end of the bot', bot.dead);
    const died = kills;
    kills += 1;
    const left = join(folder, `left-${died}.sqlite`);
    const parts = ['', '-wal'].filter((part) => existsSync(`${file}${part}`));
    for (const part of parts) copyFileSync(`${file}${part}`, `${left}${part}`);
    const next = start();
    const stored = await readStore(left);
    lost.push(...lossesIn(stored, submission));
    for (const { id, timers } of stored.incidents) {
      const isOpen = timers.some(({ kind, doneAt }) => kind === 'ping' && doneAt === undefined);
      if (isOpen) unrecorded.push({ incident: id, life: died });
    }
    for (const part of ['', '-wal', '-shm']) rmSync(`${left}${part}`, { force: true });
    bot = await next;
  }

  /** Sends one activity, and the same one again where no answer came; `shot` is the kill that falls on it. */
  async function request(submission: Submission, given: object, took: (body: unknown) => void, shot?: Shot) {
    const { conversation } = submission.client;
    const activity = { ...given, serviceUrl: gate.url };
    const authorization = `Bearer ${await teams.token({ serviceurl: gate.url })}`;
    let isAnswered = false;
    const send = async () => {
      const answer = await within('an answer', teams.post(activity, authorization)).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status !== 200) throw new Error(`the bot answered ${answer.status}: ${bot.said()}`);
      isAnswered = true;
      took(answer.body);
    };
    const aimed = shot && aim(shot, { bot, gate, folder, conversation });
    const sent = send();
    aimed?.leaves();
    await sent;
    if (aimed !== undefined) {
      await within(`the kill ${shot?.moment}`, aimed.atLatest(), bot.said);
      await restart(submission);
      if (!isAnswered) await send();
    }
    if (!isAnswered) throw new Error(`no answer, though nothing was killed (seed ${seed}): ${bot.said()}`);
  }

  const fresh = (person: Person): Submission => ({
    client: teams.client(person),
    acknowledged: new Map(),
    underWay: {},
    isBegun: false,
    receipt: undefined,
  });

  function says(submission: Submission, text: string, took = () => {}, shot?: Shot): Promise<void> {
    return request(submission, submission.client.activity({ type: 'message', text }), took, shot);
  }

  return {
    gate,
    lost,
    unrecorded,
    says,
    kills: () => kills,
    install: (person: Person) => {
      const helper = fresh(person);
      return request(helper, helper.client.activity({ type: 'installationUpdate', action: 'add' }), () => {});
    },
    /** One whole report of one reporter, with its kill. */
    submit: async (index: number): Promise<Submission> => {
      const chance = chanceFrom(seed + (index + 1) * 7919);
      const steps = stepsOf(chance, `${index}-${chance(1_000_000)}`);
      const shot = shotFor(chance, deal[index] as Draw, steps.length + 1);
      const shotAt = (step: number) => (shot.step === step ? shot : undefined);
      const submission = fresh(reporterOf(index));
      const begun = () => {
        submission.isBegun = true;
      };
      await says(submission, 'iets melden', begun, shotAt(0));
      for (const [n, { button, inputs, answers }] of steps.entries()) {
        const { message, activity } = submission.client.press(button, inputs);
        submission.underWay = answers;
        const took = (body: unknown) => {
          message.card = (body as { value: AdaptiveCard }).value;
          for (const [question, value] of Object.entries(answers)) submission.acknowledged.set(question, value);
          if (n === steps.length - 1) submission.receipt = message.card.fallbackText;
        };
        await request(submission, activity, took, shotAt(n + 1));
      }
      await bot.settled();
      return submission;
    },
    /** What stands on the disk after the last process was killed too. */
    end: async (): Promise<Stored> => {
      bot.kill();
      await within('the end of the bot', bot.dead);
      return readStore(file);
    },
  };
}

/** What is wrong with one report after all the kills, beside answers that were lost. */
function faultsIn(stored: Stored, { client, acknowledged, receipt }: Submission, pings: readonly Ping[]): string[] {
  const { own, answers } = standingOf(stored, client.person.id);
  const [incident] = own;
  if (incident === undefined || own.length > 1) return [`${client.person.name}: ${own.length} incidents`];
  const contact = contacts[incident.unit as keyof typeof contacts];
  const faults = {
    'no receipt with its reference': receipt?.includes(incident.reference) !== true,
    'not in "mijn meldingen"': !client.screen().includes(incident.reference),
    'a draft is left': stored.conversations.get(client.person.id)?.drafts.length !== 0,
    [`${answers.size} answers, and ${acknowledged.size} were given`]: answers.size !== acknowledged.size,
    [`${pings.length} pings`]: pings.length < 1 || pings.length > 2,
    'pinged somebody else': pings.some(({ conversation }) => conversation !== `a:1${contact.id}`),
  };
  return Object.entries(faults).flatMap(([fault, isThere]) => (isThere ? [`${client.person.name}: ${fault}`] : []));
}

describe('a bot that is killed with -9 during every submission', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it(
    'loses no report and no acknowledged answer, and pings once, or twice where the kill fell between send and record',
    async () => {
      const trial = await startTrial(closing);
      for (const { id, name } of Object.values(contacts)) await trial.install({ id, name });
      const all: Submission[] = [];
      // What was lost says more than where the conversation then ran aground.
      const aground = await (async () => {
        while (all.length < submissions) all.push(await trial.submit(all.length));
        for (const submission of all) await trial.says(submission, nl.buttons.myReports);
      })().catch((error: unknown) => ({ error }));
      const stored = await trial.end();

      const { lost, unrecorded, gate } = trial;
      lost.push(...all.flatMap((submission) => lossesIn(stored, submission)));
      const pingsOf = (id: string) => gate.pings.filter(({ incident }) => incident === id);
      const faults = all.flatMap((submission) => {
        const own = stored.incidents.find(({ reporter }) => reporter === submission.client.person.id);
        return faultsIn(stored, submission, pingsOf(own?.id ?? ''));
      });
      const times = (count: number) => stored.incidents.filter(({ id }) => pingsOf(id).length === count);
      // Twice is right only where the process that sent the first one died before it was recorded.
      const unexcused = times(2).filter(({ id }) => {
        const [first, second] = pingsOf(id);
        const isExcused = unrecorded.some(({ incident, life }) => incident === id && life === first?.life);
        return !isExcused || first?.life === second?.life;
      });
      const acknowledged = all.filter(({ receipt }) => receipt !== undefined).length;
      const where = unexcused.length === 0 ? 'all' : `all but ${unexcused.length}`;
      process.stdout.write(
        `crash: ${all.length} submissions, ${trial.kills()} kills, ${acknowledged} acknowledged, ${lost.length} lost, ` +
          `pings once ${times(1).length}, twice ${times(2).length} (${where} between send and record), seed ${seed}\n`,
      );
      expect(lost).toEqual([]);
      if (aground !== undefined) throw aground.error;
      expect(faults).toEqual([]);
      expect(stored.incidents).toHaveLength(all.length);
      expect(unexcused.map(({ id }) => pingsOf(id))).toEqual([]);
    },
    60_000 + submissions * 10_000,
  );
});
