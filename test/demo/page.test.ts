import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type DemoControls, servePage } from '../../src/demo/page.ts';

const seats = (['employee', 'contact-person', 'deputy'] as const).map((role, index) => ({
  role,
  person: { id: `${index}`, name: `<Persoon> ${index}` },
  port: 56151 + index,
  url: `http://127.0.0.1:${56151 + index}`,
}));

/** A demo whose answers the test writes down beforehand. */
function scripted() {
  const script = {
    now: '2026-11-23T09:00:00.000Z',
    next: { at: '2026-11-23T13:00:00.000Z', what: 'remind' } as { at: string; what: string } | undefined,
    jumps: [] as unknown[],
    /** What a jump waits for. */
    gate: Promise.resolve(),
    failure: undefined as Error | undefined,
  };
  const controls: DemoControls = {
    now: () => script.now,
    next: async () => script.next,
    async jump(to) {
      script.jumps.push(to);
      await script.gate;
      if (script.failure) throw script.failure;
      script.now = '2026-11-23T13:00:00.000Z';
      return { now: script.now, performed: 2 };
    },
  };
  return { script, controls };
}

let demo: ReturnType<typeof scripted>['script'];
let page: Awaited<ReturnType<typeof servePage>>;

beforeEach(async () => {
  const { script, controls } = scripted();
  demo = script;
  page = await servePage({ port: 0, host: '127.0.0.1', seats, controls });
});
afterEach(() => page.close());

/** Raw, because fetch may not set Host and Origin. */
async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const asked = request(page.url + path, { method, headers });
  asked.on('error', () => {});
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') };
}

const json = { 'content-type': 'application/json' };
const jump = (body: unknown, headers: Record<string, string> = json) =>
  ask('POST', '/jump', headers, JSON.stringify(body));

describe('the page', () => {
  it('is served with its style and its script, and names nothing outside this machine', async () => {
    for (const [path, type] of [
      ['/', 'text/html'],
      ['/?lang=en', 'text/html'],
      ['/page.css', 'text/css'],
      ['/page.js', 'text/javascript'],
    ] as const) {
      const answer = await ask('GET', path);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe(`${type}; charset=utf-8`);
      expect(answer.text).not.toMatch(/https?:\/\//);
    }
  });

  it('may show the chat clients and nothing else, and may itself be shown by nobody', async () => {
    const { headers } = await ask('GET', '/');
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-src http://127.0.0.1:56151 http://127.0.0.1:56152 http://127.0.0.1:56153');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('says the same things in both languages', async () => {
    const { text } = await ask('GET', '/page.js');
    const [, dutch = '', english = ''] = text.split(/\n {2}(?:nl|en): \{\n/);
    const keys = (part: string) => [...part.matchAll(/^ {4,6}'?([a-z-]+)'?:/gim)].map(([, key]) => key);
    expect(keys(dutch).length).toBeGreaterThan(20);
    expect(keys(english.split('\n};')[0] ?? '')).toEqual(keys(dutch));
  });
});

describe('GET /state', () => {
  it('tells the time, what is next and who sits where', async () => {
    const answer = await ask('GET', '/state');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      now: '2026-11-23T09:00:00.000Z',
      next: { at: '2026-11-23T13:00:00.000Z', what: 'remind' },
      seats: seats.map(({ role, person, url }) => ({ role, name: person.name, url })),
    });
  });

  it('says so when nothing is planned', async () => {
    demo.next = undefined;
    expect(JSON.parse((await ask('GET', '/state')).text)).toMatchObject({ next: null });
  });
});

describe('POST /jump', () => {
  it('jumps by hours and to the next moment, and tells what happened and what is next', async () => {
    const expected = { now: '2026-11-23T13:00:00.000Z', performed: 2, next: demo.next };
    const byHours = await jump({ hours: 336 });
    expect(byHours.status).toBe(200);
    expect(JSON.parse(byHours.text)).toEqual(expected);
    expect(
      JSON.parse((await jump({ to: 'next' }, { 'content-type': 'application/json; charset=utf-8' })).text),
    ).toEqual(expected);
    expect(demo.jumps).toEqual([{ hours: 336 }, 'next']);
  });

  it.each([
    {},
    null,
    [],
    'next',
    { hours: 0 },
    { hours: -1 },
    { hours: '1' },
    { hours: null },
    { hours: 9_000 },
    { to: 'end' },
    { to: 'next', hours: 1 },
  ])('refuses %j', async (body) => {
    const answer = await jump(body);
    expect(answer).toMatchObject({ status: 400, text: '{"error":"no-jump"}' });
    expect(demo.jumps).toEqual([]);
  });

  it('refuses a body that is no JSON, or far too long', async () => {
    expect((await ask('POST', '/jump', json, '{"hours":')).status).toBe(400);
    expect((await ask('POST', '/jump', json, `{"hours":1,"x":"${'x'.repeat(5_000)}"}`)).status).toBe(413);
    expect(demo.jumps).toEqual([]);
  });

  it('does one jump at a time', async () => {
    let open = () => {};
    demo.gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = jump({ hours: 1 });
    while (demo.jumps.length === 0) await new Promise(setImmediate);
    expect(await jump({ hours: 1 })).toMatchObject({ status: 409, text: '{"error":"busy"}' });
    expect((await ask('GET', '/state')).status).toBe(200);
    open();
    expect((await first).status).toBe(200);
    expect((await jump({ hours: 1 })).status).toBe(200);
  });

  it('tells of a failure without its details, writes those where the demo runs, and works again afterwards', async () => {
    const written = jest.spyOn(console, 'error').mockImplementation(() => {});
    demo.failure = new Error('secret detail');
    expect(await jump({ hours: 1 })).toMatchObject({ status: 500, text: '{"error":"failed"}' });
    expect(written).toHaveBeenCalledWith(demo.failure);
    written.mockRestore();
    demo.failure = undefined;
    expect((await jump({ hours: 1 })).status).toBe(200);
  });
});

describe('strangers', () => {
  it.each(['evil.example', 'evil.example:3979', '127.0.0.1', '127.0.0.1:1'])(
    'a page that came here by the name %j is refused everything',
    async (host) => {
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', '/state'],
        ['POST', '/jump'],
      ] as const) {
        expect((await ask(method, path, { ...json, host }, method === 'POST' ? '{"hours":1}' : undefined)).status).toBe(
          403,
        );
      }
      expect(demo.jumps).toEqual([]);
    },
  );

  it('the name localhost is our own', async () => {
    expect((await ask('GET', '/state', { host: `localhost:${new URL(page.url).port}` })).status).toBe(200);
  });

  it('another site is refused, also when it sends JSON', async () => {
    expect((await jump({ hours: 1 }, { ...json, origin: 'https://evil.example' })).status).toBe(403);
    expect((await jump({ hours: 1 }, { ...json, origin: 'null' })).status).toBe(403);
    expect((await jump({ hours: 1 }, { ...json, origin: page.url })).status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'a form cannot jump: content type %j is refused',
    async (type) => {
      expect((await jump({ hours: 1 }, type === '' ? {} : { 'content-type': type })).status).toBe(415);
      expect(demo.jumps).toEqual([]);
    },
  );
});

it('other addresses and other methods are refused', async () => {
  expect((await ask('GET', '/../src/demo/page.ts')).status).toBe(404);
  expect((await ask('GET', '/constructor')).status).toBe(404);
  expect((await ask('GET', '//')).status).toBe(404);
  expect((await ask('POST', '/', json, '{}')).status).toBe(405);
  expect((await ask('GET', '/jump')).status).toBe(405);
  expect((await ask('DELETE', '/state')).status).toBe(405);
});

it('a port in use is said in a sentence', async () => {
  const { controls } = scripted();
  const port = Number(new URL(page.url).port);
  await expect(servePage({ port, host: '127.0.0.1', seats, controls })).rejects.toThrow(`Port ${port} is in use`);
});
