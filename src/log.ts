import { createHash } from 'node:crypto';
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
    info: (event, facts) => out.info({ event, ...traceable(facts) }),
    warn: (event, facts) => out.warn({ event, ...traceable(facts) }),
    error: (event, error, facts) => out.error({ event, ...traceable(facts), ...errorFacts(error) }),
  };
}

/**
 * The id of a conversation is that of a person. So a document stands in the log as the first twelve signs of the SHA-256 of its id: lines
 * about one document can be put together, and with the id at hand they can be found; the other way round leads to nobody.
 */
function traceable(facts: Parameters<Log['info']>[1]) {
  if (typeof facts?.document !== 'string') return facts;
  return { ...facts, document: createHash('sha256').update(facts.document).digest('hex').slice(0, 12) };
}

function errorFacts(error: unknown) {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: typeof error };
  const isCode = 'code' in error && typeof error.code === 'string' && /^\w{1,60}$/.test(error.code);
  const code = isCode ? { errorCode: error.code } : {};
  // A stack begins with the message, which may have lines that look like places; the places follow.
  const stack = error.stack ?? '';
  const where = stack
    .slice(Math.max(0, stack.indexOf(error.message)) + error.message.length)
    .split('\n')
    .filter((line) => /^\s+at \S.*:\d+:\d+\)?$/.test(line))
    .slice(0, 6)
    .map((line) =>
      line
        .trim()
        .replace(/\(?(?:file:\/\/)?\/\S*\/(src|dist|test|node_modules)\//, '$1/')
        .replace(/\)$/, ''),
    );
  return { error: error.name, ...code, where };
}
