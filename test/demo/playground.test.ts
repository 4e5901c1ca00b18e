import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { conversationIdOf, type Playground, type Seat, startPlayground } from '../../src/demo/playground.ts';

const tenantId = '99999999-9999-4999-8999-999999999999';
const person = { id: '11111111-1111-4111-8111-111111111111', name: 'Sanne de Wit' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-playground-'));
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A bot that only listens. */
async function listeningBot() {
  const received: Record<string, unknown>[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>);
      // Two calls: restify, in another file of this worker, replaces writeHead by one that returns nothing.
      response.writeHead(200);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    received,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    async waitFor(count: number) {
      for (let tries = 0; received.length < count && tries < 100; tries += 1) await pause(50);
      return received;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const asked = request(url, { headers }).end();
  const [response] = (await once(asked, 'response')) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

const pings = (url: string) =>
  fetch(`${url}/_debug/ping`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );

const endpoint = 'http://127.0.0.1:9/api/messages';

describe('a chat client', () => {
  let bot: Awaited<ReturnType<typeof listeningBot>>;
  let client: Playground;
  let seat: Seat;
  const ends: string[] = [];

  beforeAll(async () => {
    bot = await listeningBot();
    seat = { role: 'employee', person, port: await freePort() };
    const onExit = (reason: string) => ends.push(reason);
    client = await startPlayground({ seat, botEndpoint: bot.endpoint, tenantId, folder, onExit });
  }, 60_000);
  afterAll(async () => {
    await client?.stop();
    bot?.close();
  });

  it('answers at its address', async () => {
    expect(client.url).toBe(`http://127.0.0.1:${seat.port}`);
    expect(await pings(client.url)).toBe(true);
  });

  it('tells the bot who has it installed, in the tenant, language and conversation of the seat', async () => {
    await client.install();
    const received = await bot.waitFor(2);
    expect(received.map(({ type }) => type).sort()).toEqual(['conversationUpdate', 'installationUpdate']);
    for (const activity of received) {
      expect(activity).toMatchObject({
        channelId: 'msteams',
        serviceUrl: `${client.url}/_connector`,
        from: { id: `29:${person.id}`, aadObjectId: person.id },
        conversation: { id: conversationIdOf(seat), conversationType: 'personal', tenantId },
        channelData: { tenant: { id: tenantId } },
      });
    }
    expect(received.find(({ type }) => type === 'installationUpdate')).toMatchObject({
      action: 'add',
      locale: 'nl-NL',
    });
  });

  it('leaves a language that a person types about as it is', async () => {
    const text = 'ik las "locale":"en-US" ergens';
    await fetch(`${client.url}/_conversation/v1/conversations/${encodeURIComponent(conversationIdOf(seat))}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'text', text, textFormat: 'plain', from: { id: `29:${person.id}` } }),
    });
    expect((await bot.waitFor(3)).at(-1)).toMatchObject({
      type: 'message',
      text,
      locale: 'nl-NL',
      from: { name: person.name },
    });
  });

  it('shows the chat alone, and the tools for developers at ?full', async () => {
    const page = await fetch(client.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const text = await page.text();
    expect(text).toContain('<html lang="nl">');
    expect(text).toMatch(/<script src="\/steunpunt\/window.js" data-run="[^"]+">/);
    expect(text).toContain('/steunpunt/window.css');
    expect(await (await fetch(`${client.url}/?full`)).text()).not.toContain('window.css');
    for (const file of ['window.js', 'window.css'])
      expect((await fetch(`${client.url}/steunpunt/${file}`)).status).toBe(200);
  });

  it('answers its own page only: another name for this machine and another site are refused', async () => {
    const ping = `${client.url}/_debug/ping`;
    const host = `localhost:${seat.port}`;
    expect(await statusOf(ping, { host })).toBe(200);
    expect(await statusOf(ping, { host, origin: `http://${host}` })).toBe(200);
    expect(await statusOf(ping, { host: `evil.example:${seat.port}` })).toBe(403);
    expect(await statusOf(ping, { origin: 'https://evil.example' })).toBe(403);
    await statusOf(`${client.url}//`, {});
    expect(await pings(client.url)).toBe(true);
  });

  it('is not on the network', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const others = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of others) expect(await pings(`http://${address}:${seat.port}`)).toBe(false);
  });

  it('is gone after stop, which is not reported as its own end; a second stop is no problem', async () => {
    await client.stop();
    await client.stop();
    expect(await pings(client.url)).toBe(false);
    expect(ends).toEqual([]);
  });
});

describe('a chat client that cannot start', () => {
  it('says which port is in use', async () => {
    const taken = createTcpServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const seat: Seat = { role: 'employee', person, port };
    await expect(startPlayground({ seat, botEndpoint: endpoint, tenantId, folder })).rejects.toThrow(
      `Port ${port} is in use, so the chat client of Sanne de Wit cannot start.`,
    );
    taken.close();
  }, 60_000);

  it('gives the reason that stands in its log', async () => {
    // Made the same as one of the five others that the client demands.
    const seat: Seat = { role: 'deputy', person: { id: 'colleague-1', name: 'Petra Jansen' }, port: await freePort() };
    await expect(startPlayground({ seat, botEndpoint: endpoint, tenantId, folder })).rejects.toThrow(
      /The chat client of Petra Jansen did not start\. .*User ID must be unique/,
    );
  }, 60_000);
});

describe('a chat client that was started', () => {
  it('dies with the demo, even if that is killed', async () => {
    const port = await freePort();
    const source = pathToFileURL(join(import.meta.dirname, '../../src/demo/playground.ts')).href;
    const options = { seat: { role: 'contact-person', person, port }, botEndpoint: endpoint, tenantId, folder };
    const script = `
      import { startPlayground } from ${JSON.stringify(source)};
      await startPlayground(${JSON.stringify(options)});
      console.log('started');`;
    const demo = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(demo.stdout, 'data');
    const url = `http://127.0.0.1:${port}`;
    expect(await pings(url)).toBe(true);
    demo.kill('SIGKILL');
    await once(demo, 'close');
    for (let tries = 0; tries < 100 && (await pings(url)); tries += 1) await pause(50);
    expect(await pings(url)).toBe(false);
  }, 90_000);
});
