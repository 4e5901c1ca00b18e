import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Seat } from './playground.ts';

/** What the time machine of the page can do. Moments are ISO-8601 in UTC. */
export interface DemoControls {
  now(): string;
  /** `performed`: how many steps the program took because of it. */
  jump(to: { hours: number } | 'next'): Promise<{ now: string; performed: number }>;
  /** `what` is the kind of timer. Example: 'remind' */
  next(): Promise<{ at: string; what: string } | undefined>;
}

export interface PageOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: '127.0.0.1';
  readonly seats: readonly (Seat & { url: string })[];
  readonly controls: DemoControls;
}

const maxBodyBytes = 1_024;
const maxHours = 366 * 24;

/** An answer other than the page itself: a status and what is wrong, as a word that the page puts into a sentence. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * One page with the chat clients side by side and the time machine. It controls the demo without any sign-in, so it answers only a
 * browser on this machine that was sent here by its own address: a foreign name that points at this machine is refused (DNS
 * rebinding), and so is a form or a script of another site, which cannot send JSON here without asking first.
 */
export async function servePage({
  port,
  host,
  seats,
  controls,
}: PageOptions): Promise<{ url: string; close(): Promise<void> }> {
  const files = await readFiles();
  const headers = securityHeaders(seats);
  let jumping = false;

  const state = async () => ({
    now: controls.now(),
    next: (await controls.next()) ?? null,
    seats: seats.map(({ role, person, url }) => ({ role, name: person.name, url })),
  });

  const jump = async (request: IncomingMessage) => {
    const to = readJump(await readJson(request));
    if (jumping) throw new Refused(409, 'busy');
    jumping = true;
    try {
      return { ...(await controls.jump(to)), next: (await controls.next()) ?? null };
    } finally {
      jumping = false;
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    refuseForeign(request);
    // Not by URL: the text of a request need not be one ("//").
    const [pathname = '/'] = (request.url ?? '/').split('?');
    const file = files.get(pathname);
    const route = `${request.method} ${pathname}`;
    if (file && request.method === 'GET') return send(response, 200, file.type, file.body);
    if (route === 'GET /state') return sendJson(response, 200, await state());
    if (route === 'POST /jump') return sendJson(response, 200, await jump(request));
    if (file || pathname === '/state' || pathname === '/jump') throw new Refused(405, 'method');
    throw new Refused(404, 'not-found');
  };

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof Refused)) console.error(error);
      const status = error instanceof Refused ? error.status : 500;
      if (response.headersSent) return response.destroy();
      // What is left of a refused body is not read.
      response.setHeader('connection', 'close');
      sendJson(response, status, { error: error instanceof Refused ? error.message : 'failed' });
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence = `Port ${port} is in use, so the page of the demo cannot be shown. Stop the program that uses it, or choose another port.`;
      reject(error.code === 'EADDRINUSE' ? new Error(sentence) : error);
    });
    server.listen(port, host, resolve);
  });

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function readFiles(): Promise<ReadonlyMap<string, { type: string; body: string }>> {
  const read = async (path: string, name: string, type: string) =>
    [
      path,
      { type: `${type}; charset=utf-8`, body: await readFile(new URL(`./${name}`, import.meta.url), 'utf8') },
    ] as const;
  return new Map([
    await read('/', 'page.html', 'text/html'),
    await read('/page.css', 'page.css', 'text/css'),
    await read('/page.js', 'page.js', 'text/javascript'),
  ]);
}

function securityHeaders(seats: readonly { url: string }[]): Record<string, string> {
  const clients = seats.map(({ url }) => new URL(url).origin).join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${clients || "'none'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

function refuseForeign({ headers, socket }: IncomingMessage): void {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  if (headers.host === undefined || !own.includes(headers.host)) throw new Refused(403, 'foreign-host');
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
    throw new Refused(403, 'foreign-origin');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refused(415, 'not-json');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Refused(413, 'too-large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refused(400, 'not-json');
  }
}

function readJump(body: unknown): { hours: number } | 'next' {
  const { hours, to } = (typeof body === 'object' ? (body ?? {}) : {}) as { hours?: unknown; to?: unknown };
  if (to === 'next' && hours === undefined) return 'next';
  if (typeof hours === 'number' && hours > 0 && hours <= maxHours && to === undefined) return { hours };
  throw new Refused(400, 'no-jump');
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
