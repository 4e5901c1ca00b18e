/**
 * web/ is the HTTP door: restify and the guards that an activity passes before the SDK sees a byte of it (design section 4, step 1).
 */
import { createServer as createRestify, plugins, type Request, type Response, type Server } from 'restify';
import type { Log } from '../services/ports.ts';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

interface ServerOptions {
  readonly log: Log;
  readonly receive: (authorization: string, activity: Readonly<Record<string, unknown>>) => Promise<Reply>;
}

export interface WebServer {
  /** Gives the port, which matters when 0 was asked for. */
  listen(port: number, host?: string): Promise<number>;
  /** Takes no new requests and waits for those under way. */
  close(): Promise<void>;
}

const mostBytes = 256 * 1024;
/** So many requests at the same time; more are told to come back, so that a flood cannot fill the memory. */
const mostAtOnce = 200;

export function createServer({ log, receive }: ServerOptions): WebServer {
  const server: Server = createRestify({ name: 'Steunpunt', handleUncaughtExceptions: false });
  let underWay = 0;

  // The body parser dies of a compressed body that is none, and inflates a bomb past any limit (toolchain.md section 4).
  server.pre((request: Request, response: Response, next) => {
    if (request.headers['content-encoding'] === undefined) return next();
    response.send(415);
    return next(false);
  });
  // The types do not know maxBodySize here; the plugin does.
  const bodyOptions = { maxBodySize: mostBytes, mapParams: false };
  const readBody = plugins.jsonBodyParser(bodyOptions);

  server.get('/healthz', (_request: Request, response: Response, next) => {
    response.sendRaw(200, 'ok', { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
    return next();
  });

  server.post('/api/messages', readBody, async (request: Request, response: Response) => {
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      response.send(400);
      return;
    }
    if (underWay >= mostAtOnce) {
      response.header('Retry-After', '5');
      response.send(429);
      return;
    }
    underWay += 1;
    try {
      const reply = await receive(request.header('authorization', ''), body as Readonly<Record<string, unknown>>);
      if (reply.body === undefined) response.send(reply.status);
      else response.send(reply.status, reply.body);
    } catch (error) {
      log.error('request-failed', error);
      response.send(500);
    } finally {
      underWay -= 1;
    }
  });

  // restify puts the text of an error into the answer; the outside gets the number alone.
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      response.sendRaw(error.statusCode ?? 500, '', {});
      done();
    },
  );

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        const failed = (error: Error) => reject(error);
        server.once('error', failed);
        server.listen(port, host ?? '0.0.0.0', () => {
          server.removeListener('error', failed);
          resolve(server.address().port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Idle keep-alive connections would hold the process for minutes.
        server.server.closeIdleConnections?.();
      }),
  };
}
