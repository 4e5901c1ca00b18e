import { Temporal } from '@js-temporal/polyfill';
import type { Hours, Policy } from '../model/policy.ts';
import type { Instant } from '../model/world.ts';

/**
 * Wall-clock rules in the time zone of the organisation: a working day is a day on the calendar there, and 09:00 stays 09:00 across a
 * change of summer time. Never done by adding hours (platform.md section 5).
 */
export interface Calendar {
  /** The first moment, from `at` on, in which somebody is at work to read: inside covered hours on a working day. */
  nextCovered(at: Instant): Instant;
  /** `amount` covered minutes after `at`; `working-day` = one whole covered day further. */
  addCovered(at: Instant, amount: number | 'working-day'): Instant;
  /** Half of that time, for reminders. */
  addHalf(at: Instant, amount: number | 'working-day'): Instant;
  /** The first moment, from `at` on, inside these hours on any day. */
  nextOpening(at: Instant, hours: Hours): Instant;
}

interface CalendarSetting {
  readonly timeZone: string;
  /** Day as `YYYY-MM-DD`. */
  readonly isHoliday: (day: string) => boolean;
  readonly covered: Policy['coveredHours'];
}

/** Reads the public holidays of a country; the library is loaded here because it costs a tenth of a second. */
export async function loadHolidays(country: string): Promise<(day: string) => boolean> {
  const { default: Holidays } = await import('date-holidays');
  const calendar = new Holidays(country, { types: ['public'] });
  if (calendar.getHolidays(2026).length === 0)
    throw new Error(`The country "${country}" of the organisation file is not known.`);
  const years = new Map<number, ReadonlySet<string>>();
  return (day) => {
    const year = Number(day.slice(0, 4));
    const known =
      years.get(year) ??
      new Set(calendar.getHolidays(year).map((holiday: { date: string }) => holiday.date.slice(0, 10)));
    years.set(year, known);
    return known.has(day);
  };
}

export function createCalendar({ timeZone, isHoliday, covered }: CalendarSetting): Calendar {
  const local = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  const utc = (moment: Temporal.ZonedDateTime): Instant => new Date(moment.epochMilliseconds).toISOString();
  // "compatible": a clock time that does not exist becomes the next one that does, one that comes twice is the first.
  const on = (day: Temporal.PlainDate, time: string) =>
    day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });

  const opening = (at: Instant, hours: Hours, counts: (day: Temporal.PlainDate) => boolean): Temporal.ZonedDateTime => {
    const moment = local(at);
    for (let day = moment.toPlainDate(), tries = 0; tries < 400; day = day.add({ days: 1 }), tries += 1) {
      if (!counts(day) || Temporal.ZonedDateTime.compare(moment, on(day, hours.to)) >= 0) continue;
      const from = on(day, hours.from);
      return Temporal.ZonedDateTime.compare(moment, from) < 0 ? from : moment;
    }
    throw new Error('no opening within a year: the hours or the holidays of this organisation are wrong');
  };

  const isWorkingDay = (day: Temporal.PlainDate) => day.dayOfWeek <= 5 && !isHoliday(day.toString());

  const nextCovered = (at: Instant): Instant => (covered === 'always' ? at : utc(opening(at, covered, isWorkingDay)));

  const minutesOfDay = (): number => {
    if (covered === 'always') return 24 * 60;
    const from = Temporal.PlainTime.from(covered.from);
    return from.until(Temporal.PlainTime.from(covered.to)).total('minutes');
  };

  const addMinutes = (at: Instant, minutes: number): Instant => {
    if (covered === 'always') return utc(local(at).add({ minutes }));
    let left = Math.max(0, minutes);
    let moment = opening(at, covered, isWorkingDay);
    for (;;) {
      const end = on(moment.toPlainDate(), covered.to);
      const room = moment.until(end).total('minutes');
      if (left <= room) return utc(moment.add({ milliseconds: Math.round(left * 60_000) }));
      left -= room;
      moment = opening(utc(end), covered, isWorkingDay);
    }
  };

  const inMinutes = (amount: number | 'working-day') => (amount === 'working-day' ? minutesOfDay() : amount);

  return {
    nextCovered,
    addCovered: (at, amount) => addMinutes(at, inMinutes(amount)),
    addHalf: (at, amount) => addMinutes(at, inMinutes(amount) / 2),
    nextOpening: (at, hours) => utc(opening(at, hours, () => true)),
  };
}
