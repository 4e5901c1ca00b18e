/**
 * Runs inside the process of the Agents Playground, before its own first line (see playground.ts). It mends what no flag of that
 * program can, without changing a file of it:
 * - it listened on every network address of the machine, so everyone on the network could read the chats and write in them;
 * - it answered any web page that the browser happened to have open;
 * - it outlived a demo that was killed, and on Ctrl-C it was gone before the bot had finished;
 * - it says "en-US" in every activity, whoever the user is;
 * - its page is made for developers: the chat itself starts at a width of 600 pixels, between two panels (see client-window.*).
 * Written for exactly the version in package.json; plain JavaScript, because Node 20 reads no other in a preloaded file.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';

const { host, botEndpoint, locale, indexFile } = JSON.parse(process.env.STEUNPUNT_CLIENT);

// The channel to the demo closes when the demo dies, however it dies.
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, { port, host }, ...rest) : listen.call(this, port, ...rest);
};

// The replacement is as long as the original, so no length changes, and a text that a person types cannot match: inside JSON its
// quotation marks are escaped.
const inLocale = (chunk) => {
  const text = typeof chunk === 'string' ? chunk : Buffer.isBuffer(chunk) ? chunk.toString() : undefined;
  return text?.includes('"locale":"en-US"') ? text.replaceAll('"locale":"en-US"', `"locale":"${locale}"`) : chunk;
};
const bot = new URL(botEndpoint);
const request = http.request;
http.request = function (...args) {
  const made = request.apply(this, args);
  if (made.path === bot.pathname + bot.search) {
    const { write, end } = made;
    made.write = (chunk, ...rest) => write.call(made, inLocale(chunk), ...rest);
    made.end = (chunk, ...rest) => end.call(made, inLocale(chunk), ...rest);
  }
  return made;
};

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const own = new Map([
  ['/steunpunt/window.js', { type: 'text/javascript', body: read('./client-window.js') }],
  ['/steunpunt/window.css', { type: 'text/css', body: read('./client-window.css') }],
]);
// A new one per start: the client forgets all messages when it stops, so what a browser kept of an earlier run is of no use.
const run = randomUUID();
const page = (bare) =>
  readFileSync(indexFile, 'utf8')
    .replace('<html lang="en">', `<html lang="${locale.slice(0, 2)}">`)
    .replace('<head>', `<head><script src="/steunpunt/window.js" data-run="${run}"></script>`)
    .replace('</head>', bare ? '<link href="/steunpunt/window.css" rel="stylesheet"></head>' : '</head>');

// The page asks fonts and scripts from a Microsoft server, which would tell that server who tries the demo.
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  `connect-src 'self' ws://${host}:* ws://localhost:*`,
  `frame-ancestors http://${host}:* http://localhost:*`,
].join('; ');

const mayAsk = ({ headers, socket }) => {
  const hosts = [`${host}:${socket.localPort}`, `localhost:${socket.localPort}`];
  return hosts.includes(headers.host) && (headers.origin === undefined || headers.origin === `http://${headers.host}`);
};

const answer = (request, response) => {
  if (!mayAsk(request)) {
    response.writeHead(403).end();
    return true;
  }
  if (request.method !== 'GET') return false;
  // Not by URL: the text of a request need not be one ("//"), and an error here would end the client.
  const [pathname, query] = request.url.split('?');
  const file = pathname === '/' ? { type: 'text/html', body: page(query !== 'full') } : own.get(pathname);
  if (file === undefined) return false;
  response.writeHead(200, {
    'content-type': `${file.type}; charset=utf-8`,
    'content-security-policy': policy,
    'cache-control': 'no-store',
  });
  response.end(file.body);
  return true;
};

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, request, ...rest) {
  if (event === 'request' && answer(request, rest[0])) return true;
  if (event === 'upgrade' && !mayAsk(request)) {
    rest[0].destroy();
    return true;
  }
  return emit.call(this, event, request, ...rest);
};
