import { z } from 'zod';
import { earliest, Instant, isBefore } from './world.ts';

/** A claim on a timer: who holds the token may complete it, until `until`. After that anyone may claim it anew. */
const Lease = z.object({ token: z.string(), until: Instant });

/**
 * Work for the program. A timer lives in the document it belongs to, so that deciding and planning are one write (design section 6).
 * `kind` is a word of the document's own vocabulary, for example `ping`.
 */
export const Timer = z.object({
  /** Unique in its document, and made from what it is for: `ping-0-1` is the ping of round 0 to link 1. */
  id: z.string(),
  kind: z.string(),
  /** Not before then. */
  dueAt: Instant,
  /** 0 = now, even at night; 1 = a direct answer to what somebody just did; 2 = may wait its turn. */
  urgency: z.number().int().min(0).max(9),
  /** Which link of a chain it is about, or which task, as its kind says. */
  step: z.number().int().min(0).default(0),
  /** What it is about, where the kind needs it: a task id, a person id, a message id. Never a name or a text. */
  about: z.string().optional(),
  /** How often it was tried without a clear outcome. */
  attempts: z.number().int().min(0).default(0),
  lease: Lease.optional(),
  /** Done, or no longer needed. */
  doneAt: Instant.optional(),
});
export type Timer = z.infer<typeof Timer>;

/** Fields of every document that carries timers. */
export const timed = {
  timers: z.array(Timer),
  /** When the document must be looked at next; absent when nothing is planned. */
  nextDueAt: Instant.optional(),
  urgency: z.number().int().optional(),
};

interface Timed {
  readonly timers: readonly Timer[];
}

/** A claimed timer counts from the end of its lease: until then somebody is busy with it. */
function wakesAt(timer: Timer): string {
  return timer.lease && isBefore(timer.dueAt, timer.lease.until) ? timer.lease.until : timer.dueAt;
}

/**
 * The same document with `nextDueAt` and `urgency` derived from its timers. Every write of a timed document passes here. The urgency is that
 * of the most urgent open timer, not of the first one: an urgent ping must not wait because something older in its document may.
 */
export function withNextDue<T extends Timed>(document: T): T & { nextDueAt?: string; urgency?: number } {
  const { nextDueAt: _at, urgency: _urgency, ...rest } = document as T & { nextDueAt?: string; urgency?: number };
  const open = document.timers.filter((timer) => timer.doneAt === undefined);
  const nextDueAt = earliest(...open.map(wakesAt));
  const kept = rest as unknown as T;
  return nextDueAt === undefined
    ? kept
    : { ...kept, nextDueAt, urgency: Math.min(...open.map((timer) => timer.urgency)) };
}

/** The timers that may be claimed at `now`, most urgent first, then oldest. */
export function dueTimers(document: Timed, now: Instant): readonly Timer[] {
  return document.timers
    .filter((timer) => timer.doneAt === undefined && !isBefore(now, wakesAt(timer)))
    .toSorted((a, b) => a.urgency - b.urgency || Date.parse(a.dueAt) - Date.parse(b.dueAt));
}

/** At most this many finished timers stay in a document, so that a case that takes long stays small. */
const finishedKept = 40;

export function withTimer<T extends Timed>(document: T, timer: Timer): T {
  const timers = [...document.timers.filter((other) => other.id !== timer.id), timer];
  const finished = timers.filter((other) => other.doneAt !== undefined);
  const dropped = new Set(finished.slice(0, Math.max(0, finished.length - finishedKept)).map((other) => other.id));
  return { ...document, timers: timers.filter((other) => !dropped.has(other.id)) };
}

/** Ends every open timer that `which` names, because what it was for has happened or is over. */
export function endTimers<T extends Timed>(document: T, now: Instant, which: (timer: Timer) => boolean): T {
  return {
    ...document,
    timers: document.timers.map((timer) =>
      timer.doneAt === undefined && which(timer) ? { ...withoutLease(timer), doneAt: now } : timer,
    ),
  };
}

export function withoutLease(timer: Timer): Timer {
  const { lease: _lease, ...rest } = timer;
  return rest;
}
