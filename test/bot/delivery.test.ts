import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Database from 'libsql';
import { deliveryFrom, isTeams } from '../../src/bot/messenger.ts';
import { checkInList } from '../../src/dialogs/lists/check-in.ts';
import { minutesAfter } from '../../src/model/world.ts';
import { texts } from '../../src/texts/texts.ts';
import { people } from '../organisation.ts';
import type { Client, Fault } from '../teams/scripted-teams.ts';
import { type Steunpunt, startSteunpunt } from '../teams/steunpunt.ts';

const wording = texts.nl;
const now = '2026-11-25T09:00:00.000Z';
const later = (seconds: number) => ({ kind: 'later', retryAt: minutesAfter(now, seconds / 60) });
const unreachable = { kind: 'unreachable' };
const unknown = { kind: 'unknown' };

/** An error as the connector client throws it. */
function refusal(statusCode: number, code?: string, headers: Readonly<Record<string, string>> = {}) {
  return { statusCode, code, response: { headers: { get: (name: string) => headers[name.toLowerCase()] } } };
}

describe('the outcome of a send', () => {
  it.each([
    ['400 for our mistake', 400, 'BadArgument', later(900)],
    ['400 for somebody who is gone', 400, 'MemberNotFoundInConversation', unreachable],
    ['401', 401, 'BotNotRegistered', later(60)],
    ['403 of the administrator', 403, 'BotDisabledByAdmin', unreachable],
    ['403 without the app', 403, 'BotNotInConversationRoster', unreachable],
    ['403 of the person', 403, 'ConversationBlockedByUser', unreachable],
    ['403 with another body', 403, undefined, unreachable],
    ['404', 404, 'ConversationNotFound', unreachable],
    ['412', 412, 'PreconditionFailed', later(6)],
    ['413', 413, 'MessageSizeTooBig', later(900)],
    ['408', 408, undefined, unknown],
    ['500', 500, 'ServiceError', unknown],
    ['502', 502, 'ServiceError', unknown],
    ['503', 503, 'ServiceError', unknown],
    ['504', 504, 'ServiceError', unknown],
  ] as const)('after %s', (_what, status, code, expected) => {
    expect(deliveryFrom(refusal(status, code), now)).toEqual(expected);
  });

  it.each([
    ['as asked', '120', 120],
    ['half a minute where nothing is said', undefined, 30],
    ['half a minute where a date is said', 'Wed, 25 Nov 2026 10:00:00 GMT', 30],
    ['half a minute where nonsense is said', '-5', 30],
    ['at least a second', '0', 1],
    ['at most an hour', '999999999999', 3600],
  ])('after 429 is to wait: %s', (_how, retryAfter, seconds) => {
    const headers: Readonly<Record<string, string>> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    expect(deliveryFrom(refusal(429, 'Throttled', headers), now)).toEqual(later(seconds));
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('is to try again when nothing left the machine: %s', (code) => {
    expect(deliveryFrom(Object.assign(new Error(), { code }), now)).toEqual(later(30));
  });

  it.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'REQUEST_SEND_ERROR', 'ABORT_ERR'])(
    'is unknown when the connection broke on the way: %s',
    (code) => {
      expect(deliveryFrom(Object.assign(new Error(), { code }), now)).toEqual(unknown);
    },
  );

  it('is never "delivered", and never a throw, whatever the error is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ statusCode: fc.integer(), code: fc.string() })), (error) => {
        expect(['unreachable', 'later', 'unknown']).toContain(deliveryFrom(error, now).kind);
      }),
    );
  });
});

describe('the addresses of Teams', () => {
  it('are these hosts over https, and nothing that looks like them', () => {
    for (const url of ['https://smba.trafficmanager.net/emea/', 'https://smba.infra.gcc.teams.microsoft.com']) {
      expect([url, isTeams(url)]).toEqual([url, true]);
    }
    for (const url of [
      'http://smba.trafficmanager.net/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://evil.example/smba.trafficmanager.net',
      'https://smba.trafficmanager.net@evil.example/',
      'https://smba.trafficmanager.net:8443/',
      'https://user@smba.trafficmanager.net/',
      'https://xsmba.trafficmanager.net/',
      'file:///smba.trafficmanager.net',
      'smba.trafficmanager.net',
      '',
    ]) {
      expect([url, isTeams(url)]).toEqual([url, false]);
    }
  });
});

describe('a hand-off', () => {
  let steunpunt: Steunpunt;
  let noor: Client;
  let anna: Client;
  let bram: Client;

  beforeEach(async () => {
    steunpunt = await startSteunpunt();
    const { teams } = steunpunt;
    [noor, anna, bram] = [teams.client(people.noor), teams.client(people.anna), teams.client(people.bram)];
  });
  afterEach(async () => {
    await steunpunt.close();
  });

  async function everybodyInstalls(): Promise<void> {
    for (const client of [noor, anna, bram]) await client.installs();
  }

  async function noorReports(identity = ''): Promise<void> {
    await noor.says('iets melden');
    await noor.taps('Nee', { 'safe-now': 'yes', 'perpetrator-relation': 'outside' });
    await noor.taps(wording.buttons.next, { 'perpetrator-identity': identity });
    await noor.taps('Verder', {
      'what-happened': 'Een man bij de balie schold mij uit.',
      target: 'self',
      category: 'verbal',
      'occurred-at.quick': 'just-now',
    });
    await noor.taps('Verstuur mijn melding');
    await steunpunt.passes(0);
  }

  const pings = (client: Client) =>
    client.messages().filter(({ card }) => card.fallbackText.includes(wording.ping.title)).length;

  /** What the record says: who was asked, and what happened so far. */
  function record(): { readonly asked: readonly string[]; readonly events: readonly string[] } {
    const database = new Database(steunpunt.file, { readonly: true });
    const { body } = database.prepare('SELECT body FROM incidents').get() as { readonly body: string };
    database.close();
    const { asked, events } = JSON.parse(body) as { asked: string[]; events: { kind: string; by?: string }[] };
    const name = (id: string | undefined) => Object.values(people).find((person) => person.id === id)?.name ?? '';
    return { asked: asked.map(name), events: events.map(({ kind, by }) => `${kind} ${name(by)}`.trim()) };
  }

  it('reaches the contact person, and then the record says so', async () => {
    await everybodyInstalls();
    await noorReports();
    expect([pings(anna), pings(bram)]).toEqual([1, 0]);
    expect(record()).toEqual({ asked: ['Anna Bakker'], events: ['submitted', 'asked Anna Bakker'] });
  });

  it.each([
    ['blocked the bot', { status: 403, code: 'ConversationBlockedByUser' }],
    ['has a conversation that is gone', { status: 404, code: 'ConversationNotFound' }],
    ['is no member any more', { status: 400, code: 'MemberNotFoundInConversation' }],
  ] satisfies [string, Fault][])('goes to the deputy at once when the contact person %s', async (_why, fault) => {
    await everybodyInstalls();
    anna.fails(fault);
    await noorReports();
    expect([pings(anna), pings(bram)]).toEqual([0, 1]);
    expect(steunpunt.world.now()).toBe(now);
    expect(record()).toEqual({
      asked: ['Bram Visser'],
      events: ['submitted', 'unreachable Anna Bakker', 'asked Bram Visser'],
    });
    expect(await noor.says('mijn meldingen')).toContain('Bram Visser');
  });

  it('goes to the deputy at once when the contact person never installed the app, or took it away', async () => {
    for (const client of [noor, bram]) await client.installs();
    await noorReports();
    expect(pings(bram)).toBe(1);
    await bram.taps(wording.buttons.take);
    expect(pings(bram)).toBe(0);
    await anna.installs();
    await anna.send({ type: 'installationUpdate', action: 'remove' });
    await noorReports();
    expect([pings(anna), pings(bram)]).toEqual([0, 1]);
  });

  it('waits as long as Teams asks, without holding anything up', async () => {
    await everybodyInstalls();
    anna.fails({ status: 429, code: 'Throttled', headers: { 'retry-after': '120' } });
    await noorReports();
    expect(pings(anna)).toBe(0);
    expect(record().asked).toEqual([]);
    expect(await noor.says('hulp')).toContain('112');
    await steunpunt.passes(1.9);
    expect(pings(anna)).toBe(0);
    await steunpunt.passes(0.1);
    expect([pings(anna), pings(bram)]).toEqual([1, 0]);
    expect(record().asked).toEqual(['Anna Bakker']);
  });

  it('goes out once when Teams is throttling only for a moment and three times in a row', async () => {
    await everybodyInstalls();
    const busy = { status: 429, headers: { 'retry-after': '10' } };
    anna.fails(busy, busy, busy);
    await noorReports();
    await steunpunt.passes(5);
    expect([pings(anna), pings(bram)]).toEqual([1, 0]);
  });

  it('is sent again at most three times when nobody can tell whether it arrived, and then the deputy is asked too', async () => {
    await everybodyInstalls();
    anna.fails(...Array.from({ length: 10 }, () => ({ resetAfterAccept: true }) as const));
    await noorReports();
    expect([pings(anna), pings(bram)]).toEqual([1, 0]);
    await steunpunt.passes(30);
    expect([pings(anna), pings(bram)]).toEqual([4, 1]);
    // It may stand on her screen, so she may take it; it is not called asked.
    expect(record().events).toEqual(['submitted', 'unreachable Anna Bakker', 'asked Bram Visser']);
    expect(await anna.taps(wording.buttons.take)).toContain(wording.ping.takenByYou);
  });

  it('is sent again after an error of the service, and is not sent again once it arrived', async () => {
    await everybodyInstalls();
    anna.fails({ status: 500 }, { status: 502 }, { status: 503 });
    await noorReports();
    expect(pings(anna)).toBe(0);
    await steunpunt.passes(1);
    expect(pings(anna)).toBe(0);
    await steunpunt.passes(30);
    expect([pings(anna), pings(bram)]).toEqual([1, 0]);
    expect(record().events).toEqual(['submitted', 'asked Anna Bakker']);
  });

  it('is asked of the deputy when the service fails four times', async () => {
    await everybodyInstalls();
    anna.fails({ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 });
    await noorReports();
    await steunpunt.passes(2);
    expect([pings(anna), pings(bram)]).toEqual([0, 1]);
  });

  it.each([
    [400, 'BadArgument', 15],
    [401, 'BotNotRegistered', 1],
    [412, 'PreconditionFailed', 1],
    [413, 'MessageSizeTooBig', 15],
    [429, 'Throttled', 1],
    [500, 'ServiceError', 1],
  ])('is never called sent when Teams answered %i, and arrives when Teams takes it', async (status, code, minutes) => {
    await everybodyInstalls();
    anna.fails({ status, code });
    await noorReports();
    expect(pings(anna)).toBe(0);
    expect(record()).toEqual({ asked: [], events: ['submitted'] });
    await steunpunt.passes(minutes);
    expect(pings(anna)).toBe(1);
    expect(record()).toEqual({ asked: ['Anna Bakker'], events: ['submitted', 'asked Anna Bakker'] });
  });

  it('tells the operator when nobody in the chain can be reached, and the reporter the truth', async () => {
    await everybodyInstalls();
    const evi = steunpunt.teams.client(people.evi);
    await evi.installs();
    anna.fails({ status: 403 });
    bram.fails({ status: 403 });
    await noorReports();
    expect(evi.screen()).toContain(wording.alarm.what['chain-ended']);
    expect(noor.screen()).toContain(wording.told.nobodyLeft.title);
    expect(noor.screen()).toContain('06-00000010');
  });

  it('says nothing to an administrator who is named as the one who did it; the log still has the alarm', async () => {
    await everybodyInstalls();
    const evi = steunpunt.teams.client(people.evi);
    await evi.installs();
    const before = evi.messages().length;
    anna.fails({ status: 403 });
    bram.fails({ status: 403 });
    await noorReports('mevrouw Brouwer');
    expect(noor.screen()).toContain(wording.told.nobodyLeft.title);
    expect(evi.messages()).toHaveLength(before);
    expect(steunpunt.logged()).toContain('"event":"alarm"');
  });

  it('asks the check-in once more an hour later when nobody can tell whether it arrived, and then lets it rest', async () => {
    await everybodyInstalls();
    await noorReports();
    await anna.taps(wording.buttons.take);
    await steunpunt.passes(0);
    const notYet = checkInList.questions
      .flatMap((question) => ('options' in question ? question.options : []))
      .find(({ id }) => id === 'not-yet')?.label.nl;
    const asks = () => noor.messages().filter(({ card }) => card.actions.some(({ title }) => title === notYet)).length;
    noor.fails({ status: 500 }, { resetAfterAccept: true }, { resetAfterAccept: true });
    await steunpunt.passes(24 * 60);
    expect(asks()).toBe(0);
    await steunpunt.passes(61);
    expect(asks()).toBe(1);
    await steunpunt.passes(24 * 60);
    expect(asks()).toBe(1);
  });
});
