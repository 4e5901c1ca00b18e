import { type DestinationStream, pino } from 'pino';
import type { Log } from './services/ports.ts';

/**
 * One line of JSON an event. An error is written as its name, its code and where it came from: messages of libraries quote what they choked
 * on, and that can be what somebody typed.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null };
  const out = destination === undefined ? pino(options) : pino(options, destination);
  return {
    info: (event, facts) => out.info({ event, ...facts }),
    warn: (event, facts) => out.warn({ event, ...facts }),
    error: (event, error, facts) => out.error({ event, ...facts, ...errorFacts(error) }),
  };
}

function errorFacts(error: unknown) {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { errorCode: error.code } : {};
  // The first line of a stack is the message; the places follow.
  const where = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) =>
      line
        .trim()
        .replace(/\(?(?:file:\/\/)?\/\S*\/(src|dist|test|node_modules)\//, '$1/')
        .replace(/\)$/, ''),
    );
  return { error: error.name, ...code, where };
}
