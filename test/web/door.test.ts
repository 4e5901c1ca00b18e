import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { type AuthenticationConfiguration, EmulatorValidation } from 'botframework-connector';
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { createApp } from '../../src/app.ts';
import { onlyTheService, TeamsAdapter } from '../../src/bot/adapter.ts';
import { createLog } from '../../src/log.ts';
import { createServer as createDoor } from '../../src/web/server.ts';
import { organisation, people } from '../organisation.ts';
import { testApp, testTenant } from '../teams/scripted-teams.ts';
import { authenticationTo, type Steunpunt, startSteunpunt } from '../teams/steunpunt.ts';
import { testWorld } from '../world.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; a list is sent in pieces, without a length beforehand. */
  readonly body?: string | Buffer | readonly string[];
}

/** Speaks HTTP as it is told, also in ways in which no client would. */
function ask(url: string, { method = 'POST', path = '/api/messages', headers = {}, body = '' }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const pieces = typeof body === 'string' || Buffer.isBuffer(body) ? undefined : body;
    const length: Record<string, string> =
      pieces === undefined ? { 'content-length': String(Buffer.byteLength(body as string)) } : {};
    const request = httpRequest(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...length, ...headers },
    });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
      response.on('error', reject);
    });
    // The server may answer and hang up before everything was sent.
    request.on('error', (error) => {
      if (!answered) reject(error);
    });
    if (pieces === undefined) request.end(body);
    else {
      for (const piece of pieces) request.write(piece);
      request.end();
    }
  });
}

let steunpunt: Steunpunt;
beforeAll(async () => {
  steunpunt = await startSteunpunt();
});
afterAll(async () => {
  await steunpunt.close();
});
// Whatever was sent to it, the process lives, answers, and still takes in the message of somebody who needs it.
afterEach(async () => {
  const health = await ask(steunpunt.url, { method: 'GET', path: '/healthz' });
  expect([health.status, health.body]).toEqual([200, 'ok']);
});

const message = (serviceUrl: string, fields: Readonly<Record<string, unknown>> = {}) => ({
  type: 'message',
  id: 'activity',
  timestamp: '2026-11-25T09:00:00.000Z',
  channelId: 'msteams',
  serviceUrl,
  from: { id: `29:${people.noor.id}`, name: people.noor.name, aadObjectId: people.noor.id },
  recipient: { id: `28:${testApp}` },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: testTenant },
  text: 'hulp',
  ...fields,
});

describe('the body of a request', () => {
  const withToken = async (asked: Ask): Promise<Answer> =>
    ask(steunpunt.url, {
      ...asked,
      headers: { authorization: `Bearer ${await steunpunt.teams.token()}`, ...asked.headers },
    });

  it('that says it is compressed is refused before anything looks at it, whether that is a lie or not', async () => {
    const honest = gzipSync(JSON.stringify(message(steunpunt.teams.serviceUrl())));
    const bomb = gzipSync(Buffer.alloc(20_000_000, 32));
    for (const body of ['{"type":"message"}', honest, bomb, '']) {
      for (const encoding of ['gzip', 'deflate', 'br', 'GZIP', 'identity', '']) {
        const answer = await withToken({ headers: { 'content-encoding': encoding }, body });
        expect([encoding, answer.status, answer.body]).toEqual([encoding, 415, '']);
      }
    }
  });

  it('of three megabytes is refused, with its length said beforehand and without', async () => {
    const big = `{"type":"message","text":"${'x'.repeat(3_000_000)}"}`;
    const pieces = Array.from({ length: 48 }, () => 'x'.repeat(65_536));
    for (const body of [big, pieces]) {
      const answer = await withToken({ body });
      expect([answer.status, answer.body]).toEqual([413, '']);
    }
  });

  it('may be as large as the longest answer on a card, and no larger than 256 KB', async () => {
    const sized = (bytes: number) => {
      const empty = JSON.stringify(message(steunpunt.teams.serviceUrl(), { summary: '' })).length;
      return JSON.stringify(message(steunpunt.teams.serviceUrl(), { summary: 'x'.repeat(bytes - empty) }));
    };
    expect((await withToken({ body: sized(256 * 1024) })).status).toBe(200);
    expect((await withToken({ body: sized(256 * 1024 + 1) })).status).toBe(413);
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a list within lists, fifty thousand deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['words', '"text"'],
    ['a number', '7'],
    ['broken', '{"type":"message"'],
    ['no JSON at all', '<xml/>'],
  ])('that is no object is refused: %s', async (_what, body) => {
    const answer = await withToken({ body });
    expect([answer.status, answer.body]).toEqual([400, '']);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])(
    'of the type "%s" is refused',
    async (type) => {
      const answer = await withToken({
        headers: { 'content-type': type },
        body: JSON.stringify(message(steunpunt.teams.serviceUrl())),
      });
      expect([400, 415]).toContain(answer.status);
      expect(answer.body).toBe('');
    },
  );

  it('may be nested so deep that copying it would fail', async () => {
    const depth = 20_000;
    const body = JSON.stringify(message(steunpunt.teams.serviceUrl(), { value: 'HERE' })).replace(
      '"HERE"',
      `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    );
    const answer = await withToken({ body });
    expect([answer.status, answer.body]).toEqual([200, '']);
  });

  it.each([
    ['without a type', { type: undefined }, 200],
    ['with a number for a type', { type: 7 }, 200],
    ['without a channel', { channelId: undefined }, 400],
    ['with a number for a channel', { channelId: 7 }, 400],
    ['of another channel', { channelId: 'webchat' }, 400],
    ['of the channel that the SDK checks elsewhere', { channelId: 'AseChannel' }, 400],
    ['without a service address', { serviceUrl: undefined }, 200],
  ])('%s has no effect', async (_what, fields, status) => {
    const body = JSON.stringify(message(steunpunt.teams.serviceUrl(), fields));
    const sent = steunpunt.teams.received.length;
    expect(await withToken({ body })).toMatchObject({ status, body: '' });
    expect(await ask(steunpunt.url, { body })).toMatchObject({ status: 401, body: '' });
    expect(steunpunt.teams.received).toHaveLength(sent);
  });
});

describe('other ways to the server', () => {
  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is not how messages come in', async (method) => {
    expect(await ask(steunpunt.url, { method })).toMatchObject({ status: 405, body: '' });
  });

  it.each(['/', '/api', '/api/messages/x', '/api/../etc/passwd', '/favicon.ico', '/%', '/%00'])(
    'there is nothing at %s',
    async (path) => {
      const answer = await ask(steunpunt.url, { method: 'GET', path });
      expect([400, 404]).toContain(answer.status);
      expect(answer.body).toBe('');
    },
  );

  it('the sign of life says "ok" and nothing else, and is kept by nobody', async () => {
    const answer = await ask(steunpunt.url, { method: 'GET', path: '/healthz' });
    expect(answer).toMatchObject({ status: 200, body: 'ok', headers: { 'cache-control': 'no-store' } });
  });
});

describe('many requests at the same time', () => {
  it('are taken in up to two hundred; the rest are told to come back', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inside = 0;
    const door = createDoor({
      log: createLog('silent'),
      receive: async () => {
        inside += 1;
        await released;
        return { status: 200 };
      },
    });
    const url = `http://127.0.0.1:${await door.listen(0, '127.0.0.1')}`;
    const first = Array.from({ length: 200 }, () => ask(url, { body: '{}' }));
    while (inside < 200) await new Promise(setImmediate);
    const late = await ask(url, { body: '{}' });
    expect(late).toMatchObject({ status: 429, body: '', headers: { 'retry-after': '5' } });
    release();
    expect(new Set((await Promise.all(first)).map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await ask(url, { body: '{}' })).toMatchObject({ status: 200 });
    await door.close();
  });

  it('say nothing of what went wrong inside', async () => {
    const door = createDoor({
      log: createLog('silent'),
      receive: async () => {
        throw new Error('the inside of the program');
      },
    });
    const url = `http://127.0.0.1:${await door.listen(0, '127.0.0.1')}`;
    expect(await ask(url, { body: '{}' })).toMatchObject({ status: 500, body: '' });
    await door.close();
  });
});

/** A program that trusts our key server, as the real one trusts that of the service; also where "emulator" tokens would be checked. */
async function startLocked() {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = {
    ...(await exportJWK(keys.publicKey)),
    kid: 'ours',
    alg: 'RS256',
    use: 'sig',
    endorsements: ['msteams'],
  };
  const calls: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    calls.push(path);
    const issuer = 'https://api.botframework.com';
    const body =
      path === '/openid'
        ? { issuer, jwks_uri: `${serviceUrl()}/keys` }
        : path === '/keys'
          ? { keys: [jwk] }
          : { id: '1' };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const serviceUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'steunpunt-door-'));
  const authenticationWith = (configuration: AuthenticationConfiguration | undefined) =>
    authenticationTo(`${serviceUrl()}/openid`, `${serviceUrl()}/openid`, configuration);
  const logged: string[] = [];
  const app = await createApp({
    organisation,
    world: testWorld(),
    log: createLog('debug', { write: (line: string) => void logged.push(line) }),
    databaseFile: join(folder, 'steunpunt.sqlite'),
    sealingKey: { kid: 'test', key: Buffer.alloc(32, 7) },
    door: { appId: testApp, authentication: authenticationWith(onlyTheService()) },
    tenantId: testTenant,
    isTrusted: (url) => url === serviceUrl(),
  });
  const url = `http://127.0.0.1:${await app.start(0, '127.0.0.1')}`;
  return {
    keys,
    serviceUrl,
    authenticationWith,
    calls,
    logged: () => logged.join(''),
    says: (authorization: string | undefined, fields: Readonly<Record<string, unknown>> = {}) =>
      ask(url, {
        headers: authorization === undefined ? {} : { authorization },
        body: JSON.stringify(message(serviceUrl(), fields)),
      }),
    close: async () => {
      await app.stop();
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
type Locked = Awaited<ReturnType<typeof startLocked>>;

interface TokenParts {
  readonly iss?: string;
  readonly aud?: string | string[];
  readonly kid?: string;
  readonly key?: KeyObject;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** On the clock of the machine, which the SDK reads as well: `-1h`. */
  readonly from?: string;
  readonly until?: string;
}

describe('a token', () => {
  let locked: Locked;
  beforeAll(async () => {
    // The SDK tells the console of each token that it refuses.
    jest.spyOn(console, 'error').mockImplementation(() => {});
    locked = await startLocked();
  });
  afterAll(async () => {
    await locked.close();
    jest.restoreAllMocks();
  });

  async function token(parts: TokenParts = {}, to = locked): Promise<string> {
    const { iss = 'https://api.botframework.com', aud = testApp, kid = 'ours', key, claims } = parts;
    const signed = await new SignJWT({ iss, aud, serviceurl: to.serviceUrl(), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setNotBefore(parts.from ?? '-5m')
      .setExpirationTime(parts.until ?? '1h')
      .sign(key ?? to.keys.privateKey);
    return `Bearer ${signed}`;
  }
  const tenant = '44444444-0000-4000-8000-000000000001';
  /** What the Emulator, or anybody with a token of any tenant for this app, would come with (platform.md 2.3). */
  const emulatorToken: TokenParts = {
    iss: `https://sts.windows.net/${tenant}/`,
    claims: { ver: '1.0', appid: testApp, tid: tenant },
  };

  it('of the service lets a message in', async () => {
    expect(await locked.says(await token())).toMatchObject({ status: 200, body: '' });
    expect(locked.calls).toContain('/v3/conversations/a%3A1/activities');
  });

  it.each<[string, () => string | Promise<string> | undefined]>([
    ['none', () => undefined],
    ['an empty one', () => ''],
    ['a password', () => 'Basic dXNlcjpwYXNz'],
    ['junk', () => 'Bearer junk'],
    ['junk in three parts', () => 'Bearer a.b.c'],
    ['in lower case', async () => (await token()).replace('Bearer', 'bearer')],
    ['for somebody else', () => token({ aud: '55555555-0000-4000-8000-000000000001' })],
    ['for several', () => token({ aud: [testApp, 'x'] })],
    ['expired an hour ago', () => token({ from: '-2h', until: '-1h' })],
    ['for later', () => token({ from: '1h', until: '2h' })],
    ['of a key that nobody knows', () => token({ kid: 'theirs' })],
    [
      'of another key under our name',
      () => token({ key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }),
    ],
    ['of another issuer', () => token({ iss: 'https://evil.example' })],
    ['of the issuer with something behind it', () => token({ iss: 'https://api.botframework.com.evil.example' })],
    ['of the Emulator', () => token(emulatorToken)],
    [
      'of the Emulator, second version',
      () => token({ ...emulatorToken, claims: { ver: '2.0', azp: testApp, tid: tenant } }),
    ],
    ['for another service address', () => token({ claims: { serviceurl: 'https://evil.example' } })],
    ['for no service address', () => token({ claims: { serviceurl: undefined } })],
    [
      'that nobody signed',
      () => `Bearer ${new UnsecuredJWT({}).setIssuer('https://api.botframework.com').setAudience(testApp).encode()}`,
    ],
    [
      'signed with the public key as if that were a secret',
      async () => {
        const secret = locked.keys.publicKey.export({ type: 'spki', format: 'pem' });
        const jwt = new SignJWT({ serviceurl: locked.serviceUrl() }).setProtectedHeader({ alg: 'HS256', kid: 'ours' });
        const named = jwt.setIssuer('https://api.botframework.com').setAudience(testApp).setExpirationTime('1h');
        return `Bearer ${await named.sign(Buffer.from(secret))}`;
      },
    ],
  ])('is refused without a word, and nothing happens: %s', async (_what, make) => {
    const sent = locked.calls.filter((path) => path.startsWith('/v3')).length;
    const answer = await locked.says(await make());
    expect([answer.status, answer.body]).toEqual([401, '']);
    expect(locked.calls.filter((path) => path.startsWith('/v3'))).toHaveLength(sent);
  });

  it('of the Emulator is refused a second time by what the SDK is told, which by itself would take it', async () => {
    const taken: string[] = [];
    for (const [name, configuration] of [
      ['left to itself', undefined],
      ['told', onlyTheService()],
    ] as const) {
      const adapter = new TeamsAdapter(locked.authenticationWith(configuration));
      const activity = message(locked.serviceUrl()) as object as Partial<Activity>;
      const turn = adapter.receive(await token(emulatorToken), activity, async () => void taken.push(name));
      if (configuration === undefined) await turn;
      else await expect(turn).rejects.toMatchObject({ statusCode: 401 });
    }
    expect(taken).toEqual(['left to itself']);
  });

  it('of a made-up tenant leaves nothing behind, however many come', async () => {
    const remembered = () => EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer?.length;
    const before = remembered();
    for (let n = 0; n < 20; n += 1) {
      const tid = `66666666-0000-4000-8000-${String(n).padStart(12, '0')}`;
      const claims = { ver: '1.0', appid: testApp, tid };
      expect((await locked.says(await token({ iss: `https://sts.windows.net/${tid}/`, claims }))).status).toBe(401);
    }
    expect(remembered()).toBe(before);
  });

  it('is written in no log, and neither is what it came with', async () => {
    await locked.says('Bearer secret.secret.secret', { text: 'a story' });
    await locked.says(await token({ from: '-2h', until: '-1h' }), { text: 'a story' });
    expect(locked.logged()).toContain('not-authenticated');
    expect(locked.logged()).not.toMatch(/secret|story|eyJ/);
  });
});

describe('a service address of somebody else', () => {
  it('is refused although the token names it, and nothing is sent there, no token either', async () => {
    const seen: string[] = [];
    const foreign = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.end('{}');
    });
    foreign.listen(0, '127.0.0.1');
    await once(foreign, 'listening');
    try {
      const address = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
      const authorization = `Bearer ${await steunpunt.teams.token({ serviceurl: address })}`;
      for (const type of ['message', 'invoke', 'installationUpdate']) {
        const body = JSON.stringify(message(address, { type, name: 'adaptiveCard/action' }));
        const answer = await ask(steunpunt.url, { headers: { authorization }, body });
        expect([answer.status, answer.body]).toEqual([401, '']);
      }
      await steunpunt.passes(24 * 60);
      expect(seen).toEqual([]);
      expect(steunpunt.logged()).toContain('untrusted-service-url');
    } finally {
      foreign.close();
    }
  });
});
