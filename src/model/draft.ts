import { z } from 'zod';
import { Instant } from './world.ts';

/**
 * When something happened, and how exactly that is known: to the minute, about (a part of the day, "just now"), or only the day.
 * For example `{ at: '2026-11-23T14:30:00Z', precision: 'minute' }`.
 */
export const Moment = z.object({ at: Instant, precision: z.enum(['minute', 'part', 'day']) });
export type Moment = z.infer<typeof Moment>;

/** What somebody answered. `null` = deliberately skipped; an absent answer = not asked yet or not answered yet. */
export const Value = z.union([z.string(), z.array(z.string()), Moment, z.null()]);
export type Value = z.infer<typeof Value>;

/** One answer: `{ value: 'outside', at: '2026-11-23T14:30:00Z', via: 'card' }`. Answering the same again leaves `at` as it was. */
export const Answer = z.object({ value: Value, at: Instant, via: z.enum(['card', 'text']) });
export type Answer = z.infer<typeof Answer>;

/**
 * What a person is in the middle of: a report not sent yet, or an open check-in. The answers are the only truth about how far it is;
 * `asked` and `focus` only say to which question a typed line belongs, and may point at a question that a later version dropped.
 */
export const Draft = z.object({
  /** Becomes the id of the incident. */
  id: z.string(),
  list: z.enum(['intake', 'check-in']),
  /** The incident that a check-in is about. */
  subject: z.string().optional(),
  /** By question id. What is no longer on the path stays here and does not count. */
  answers: z.record(z.string(), Answer),
  /** Check-in only: the name of who took the report when it was asked, for the wording. */
  handler: z.string().optional(),
  /** The question that was asked last: typed text is for this one, or for none. */
  asked: z.string().optional(),
  /** The question that the person went back to (with the whole card it stands on) or chose to change (alone). */
  focus: z.object({ question: z.string(), whole: z.boolean() }).optional(),
  /** A moment that was only half said ("yesterday at half past three": by day or by night?), to be read together with the next line. */
  halfSaid: z.string().optional(),
  /** Resting: the person said "later". Nothing is asked until they come back. */
  paused: z.literal(true).optional(),
  startedAt: Instant,
  /** Decided in one write with the timer that carries it out; from then on nothing in the draft changes. */
  submittedAt: Instant.optional(),
  /** Given at sending, so that a repeat of the sending carries the same one. */
  reference: z.string().optional(),
});
export type Draft = z.infer<typeof Draft>;
