import { z } from 'zod';
import { Text } from './world.ts';

/** `HH:MM` on the clock of the organisation, for example `08:30`. */
const ClockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:30');

/** Half-open: from 08:00 up to, not including, 20:00. */
export const Hours = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .refine((hours) => hours.from < hours.to, 'from must be earlier than to');
export type Hours = z.infer<typeof Hours>;

/** A number that can be tapped, for example `{ id: '112', label: {...}, number: '112', reviewBy: '2027-06-30' }`. */
export const PhoneLine = z.strictObject({
  id: z.string().min(1),
  label: Text,
  number: z.string().regex(/^[+0-9][0-9 -]*$/, 'must be a phone number such as 06-00000000'),
  /** Numbers change: after this day somebody must check it again. */
  reviewBy: z.iso.date(),
});
export type PhoneLine = z.infer<typeof PhoneLine>;

const minutes = z.number().int().min(1);
const review = '2027-06-30';

/** domain.md 4.6; every organisation checks them and may change them. */
const helpLines: PhoneLine[] = [
  { id: 'emergency', label: { nl: 'Direct gevaar', en: 'Immediate danger' }, number: '112', reviewBy: review },
  {
    id: 'police',
    label: { nl: 'Politie, geen spoed', en: 'Police, no emergency' },
    number: '0900-8844',
    reviewBy: review,
  },
  {
    id: 'suicide-prevention',
    label: { nl: '113 Zelfmoordpreventie', en: '113 Suicide prevention' },
    number: '113',
    reviewBy: review,
  },
  {
    id: 'suicide-prevention-professionals',
    label: { nl: '113, overleg over een ander', en: '113, advice about someone else' },
    number: '0800-0113',
    reviewBy: review,
  },
  {
    id: 'victim-support',
    label: { nl: 'Slachtofferhulp Nederland', en: 'Victim Support Netherlands' },
    number: '0900-0101',
    reviewBy: review,
  },
  {
    id: 'sexual-assault-centre',
    label: { nl: 'Centrum Seksueel Geweld', en: 'Sexual Assault Centre' },
    number: '0800-0188',
    reviewBy: review,
  },
  {
    id: 'home-violence',
    label: { nl: 'Veilig Thuis', en: 'Veilig Thuis (violence at home)' },
    number: '0800-2000',
    reviewBy: review,
  },
];

/** The help lines that the texts name by id; a policy that leaves one out is refused. */
export const requiredHelpLines: readonly string[] = helpLines.map((line) => line.id);

/** Every number of practice.md and domain.md that this version uses. All are settings; the defaults are theirs. */
export const Policy = z.strictObject({
  /** When somebody is at work to read a report: targets run in these hours, on working days, or always. */
  coveredHours: z.union([z.literal('always'), Hours]).default({ from: '08:00', to: '18:00' }),
  /** Time to take a report up, in covered minutes (practice.md 3.2). `working-day` = one whole covered day. */
  targets: z
    .strictObject({
      S4: minutes.default(15),
      S3AtHome: minutes.default(60),
      S3: minutes.default(240),
      S2: z.union([minutes, z.literal('working-day')]).default('working-day'),
      S1: z.union([minutes, z.literal('working-day')]).default('working-day'),
      callNow: minutes.default(10),
    })
    .prefault({}),
  /** When somebody may be written to, any day; a unit with shift work has the second one (practice.md 1.10). */
  window: Hours.default({ from: '08:00', to: '20:00' }),
  shiftWindow: Hours.default({ from: '12:00', to: '20:00' }),
  /** The first check-in (domain.md 4.2, A1). */
  checkIn: z
    .strictObject({
      hoursAfterIncident: z.number().min(0).default(24),
      hoursAfterReport: z.number().min(0).default(4),
    })
    .prefault({}),
  /** A card with a story on it folds back after this time (design section 10). */
  foldAfterHours: z.number().min(1).default(24),
  helpLines: z
    .array(PhoneLine)
    .default(helpLines)
    .refine((lines) => requiredHelpLines.every((id) => lines.some((line) => line.id === id)), {
      error: `must hold at least: ${requiredHelpLines.join(', ')}`,
    }),
});
export type Policy = z.infer<typeof Policy>;
