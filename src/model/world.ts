/**
 * model/ holds the nouns of the field and their rules: zod only, safe in a browser, no clock, no chance, no I/O.
 * What the rules need from outside (the time, a new id) comes in as a value or through a World.
 */
import { z } from 'zod';

/** A moment in UTC with seconds, for example `2026-11-23T09:05:00Z`. Text, so that it sorts and survives JSON. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

/** The two languages the program speaks. Dutch is the first; an unknown language falls back to it. */
export const Locale = z.enum(['nl', 'en']);
export type Locale = z.infer<typeof Locale>;

/** A wording in both languages, for example `{ nl: 'Ja', en: 'Yes' }`. */
export const Text = z.object({ nl: z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof Text>;

/** The Entra object id of a person, for example `11111111-1111-4111-8111-111111111111`. */
export const PersonId = z.string().min(1).max(100);
export type PersonId = z.infer<typeof PersonId>;

/** Time, ids and chance for the whole program. Tests pass a fixed one, so every run is the same run. */
export interface World {
  now(): Instant;
  /** Unique, unguessable, without meaning. */
  newId(): string;
  /** What a person reads aloud on the phone, see `reference.ts`. */
  newReference(): string;
}

/** The moment `minutes` later. Only for lengths of time: wall-clock rules belong in services/calendar.ts. */
export function minutesAfter(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** The first of the moments that are given. */
export function earliest(...moments: readonly (Instant | undefined)[]): Instant | undefined {
  const given = moments.filter((moment) => moment !== undefined);
  return given.length === 0 ? undefined : given.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
}

export function isBefore(a: Instant, b: Instant): boolean {
  return Date.parse(a) < Date.parse(b);
}
