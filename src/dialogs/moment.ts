/**
 * When did it happen: what people type or press becomes one moment, or a problem that is asked about. Never a moment to come, never a
 * guess: a word that was not read makes the whole text unclear, and every reading is shown back by the caller before it counts.
 */
import { Temporal } from '@js-temporal/polyfill';
import type { Moment } from '../model/draft.ts';
import type { Instant, Locale } from '../model/world.ts';
import { type Clock, type DaySaid, hear, type Part, type Said } from './moment-words.ts';

/** `minute`: an exact clock time. `part`: about ("rond drie uur", a part of the day, "net"). `day`: only the day is known. */
export type Precision = Moment['precision'];
export type MomentProblem = 'future' | 'unclear' | 'too-long-ago' | 'which-half-of-day';
export type MomentReading =
  | { readonly ok: true; readonly value: Moment }
  | { readonly ok: false; readonly problem: MomentProblem };

export interface MomentContext {
  readonly now: Instant;
  readonly timeZone: string;
  readonly locale: Locale;
}

/**
 * After `which-half-of-day`, read the first text and the answer together ("gisteren om half vier" + "15:30", or + "overdag"): the answer
 * alone has lost the day.
 */
export type MomentReader = (text: string, context: MomentContext) => MomentReading;

type Chrono = typeof import('chrono-node');
type Day = Temporal.PlainDate;

/** Now, as an instant and on the wall clock of the organisation. All days are counted there, whatever zone the host is in. */
interface Scene {
  readonly now: Temporal.Instant;
  readonly local: Temporal.ZonedDateTime;
  readonly today: Day;
}

/** The date library costs 85 to 200 ms to load, so only the first text that needs it pays for it. */
export async function loadMomentReader(): Promise<MomentReader> {
  const chrono = await import('chrono-node');
  return (text, context) => {
    const scene = sceneOf(context);
    const own = readIn(context.locale, text, scene, chrono);
    if (own.ok || own.problem !== 'unclear') return own;
    return readIn(context.locale === 'nl' ? 'en' : 'nl', text, scene, chrono);
  };
}

/** The inputs of a card: a date wins over a quick choice, a time makes either of them exact. */
export function momentFromCard(
  input: { readonly quick?: string; readonly date?: string; readonly time?: string },
  context: Omit<MomentContext, 'locale'>,
): MomentReading {
  const scene = sceneOf(context);
  const minutes = input.time ? minutesOf(input.time) : undefined;
  const day = input.date ? dayFrom(input.date) : quickDay(input.quick, scene);
  if (minutes === 'unclear' || day === 'unclear') return no('unclear');
  if (minutes !== undefined) {
    const reading = exactly(at(day ?? scene.today, minutes, scene), 'minute', scene);
    // A time alone, later than now: today is impossible and any other day would be a guess.
    return day === undefined && !reading.ok ? no('unclear') : reading;
  }
  if (day === undefined) return input.quick === 'just-now' ? exactly(scene.now, 'part', scene) : no('unclear');
  return wholeDay(day, scene);
}

function sceneOf({ now, timeZone }: Omit<MomentContext, 'locale'>): Scene {
  const instant = Temporal.Instant.from(now);
  const local = instant.toZonedDateTimeISO(timeZone);
  return { now: instant, local, today: local.toPlainDate() };
}

function minutesOf(time: string): number | 'unclear' {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hour === undefined ? 'unclear' : Number(hour) * 60 + Number(minute);
}

function dayFrom(date: string): Day | 'unclear' {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return (year === undefined ? undefined : dayOn(Number(year), Number(month), Number(day))) ?? 'unclear';
}

/** `undefined` for "just now" and for nothing chosen: those name no day that a time could belong to. */
function quickDay(quick: string | undefined, scene: Scene): Day | 'unclear' | undefined {
  switch (quick) {
    case 'earlier-today':
      return scene.today;
    case 'yesterday':
      return scene.today.subtract({ days: 1 });
    case 'just-now':
    case '':
    case undefined:
      return undefined;
    default:
      return 'unclear';
  }
}

function readIn(locale: Locale, text: string, scene: Scene, chrono: Chrono): MomentReading {
  const said = hear(text, locale);
  if (said === undefined) return no('unclear');
  const dates = datesSaid(said, locale, scene, chrono);
  if (dates === 'unclear') return no('unclear');
  if (said.ahead || dates === 'future') return no('future');
  if (said.minutesAgo !== undefined) return someTimeAgo(said, said.minutesAgo, dates, scene);
  const onlyToday = dates === undefined || dates.every((date) => date.equals(scene.today));
  if (said.justNow && !onlyToday) return no('unclear');
  if (said.justNow && said.clock === undefined) {
    return said.part === undefined ? exactly(scene.now, 'part', scene) : no('unclear');
  }
  const days = said.justNow ? [scene.today] : dates;
  if (said.clock !== undefined) return clockTime(said, said.clock, days, scene);
  if (days === undefined) return no('unclear');
  return fromSeveral(days, (day) =>
    said.part === undefined || said.part === 'daytime' ? wholeDay(day, scene) : partOfDay(day, said.part, scene),
  );
}

function someTimeAgo(said: Said, minutes: number, dates: readonly Day[] | undefined, scene: Scene): MomentReading {
  const when = scene.now.subtract({ minutes });
  const day = when.toZonedDateTimeISO(scene.local.timeZoneId).toPlainDate();
  const agrees = dates === undefined || dates.some((date) => date.equals(day));
  if (!agrees || said.clock !== undefined || said.part !== undefined || said.justNow) return no('unclear');
  return exactly(when, 'part', scene);
}

function clockTime(said: Said, clock: Clock, days: readonly Day[] | undefined, scene: Scene): MomentReading {
  const precision = said.about ? 'part' : 'minute';
  // At the end of a named day or at its start? Twelve at night belongs to two dates.
  const twelveAtNight = said.part === 'night' && clock.notation === '12h' && clock.minutes === 720;
  if (twelveAtNight && days !== undefined) return no('unclear');
  const minutes = minutesIn(said.part, clock);
  if (typeof minutes === 'string') return no(minutes);
  if (days === undefined) {
    const reading = exactly(at(scene.today, minutes, scene), precision, scene);
    return !reading.ok && reading.problem === 'future' ? no('unclear') : reading;
  }
  return fromSeveral(days, (day) => exactly(at(nightShift(day, said.part, scene), minutes, scene), precision, scene));
}

/** Several dates may be meant: "woensdag" on a Wednesday. One that is still to come is not; two that are left are a question. */
function fromSeveral(days: readonly Day[], read: (day: Day) => MomentReading): MomentReading {
  const readings = days.map(read);
  const possible = readings.filter((reading) => reading.ok || reading.problem !== 'future');
  return possible.length > 1 ? no('unclear') : (possible[0] ?? readings[0] ?? no('unclear'));
}

/** Minutes from midnight, the end not included; below 0 is the evening before, from 1440 the night after. */
type Window = readonly [from: number, until: number];

/** Where a part of the day lies, and the time it stands for without a clock time. Without `usual` that is asked: which night? */
const parts: Record<Part, { readonly windows: readonly [Window, ...Window[]]; readonly usual?: number }> = {
  morning: { windows: [[60, 720]], usual: 540 },
  lunch: { windows: [[660, 870]], usual: 750 },
  afternoon: { windows: [[690, 1110]], usual: 900 },
  evening: { windows: [[990, 1500]], usual: 1200 },
  daytime: { windows: [[420, 1080]] },
  night: {
    windows: [
      [0, 480],
      [1320, 1440],
    ],
  },
  'night-before': { windows: [[-120, 480]], usual: 120 },
  'night-after': { windows: [[1050, 1740]], usual: 1200 },
  'either-night': { windows: [[1320, 1440]] },
};

/** Minutes from midnight of the date that was said. */
function minutesIn(part: Part | undefined, { minutes, notation }: Clock): number | 'which-half-of-day' | 'unclear' {
  if (part === undefined) return notation === '12h' ? 'which-half-of-day' : minutes;
  const readings = notation === '24h' ? [minutes] : [minutes % 720, (minutes % 720) + 720];
  const fitting = readings
    .flatMap((reading) => [reading - 1440, reading, reading + 1440])
    .filter((reading) => parts[part].windows.some(([from, until]) => reading >= from && reading < until));
  return fitting.length === 1 ? (fitting[0] ?? 'unclear') : 'unclear';
}

function partOfDay(said: Day, part: Part, scene: Scene): MomentReading {
  const day = nightShift(said, part, scene);
  const { usual, windows } = parts[part];
  if (usual === undefined) return no('unclear');
  // "vanmiddag" at two o'clock has begun but not reached three: then it stands for now.
  const begins = at(day, windows[0][0], scene);
  const when = at(day, usual, scene);
  const begun = Temporal.Instant.compare(begins, scene.now) <= 0;
  return exactly(begun ? earlier(when, scene.now) : when, 'part', scene);
}

/** At two in the night "vanavond" is the evening before midnight: the only one that has been. */
function nightShift(day: Day, part: Part | undefined, scene: Scene): Day {
  const ofTheDay = part === 'lunch' || part === 'afternoon' || part === 'evening';
  return ofTheDay && scene.local.hour < 5 && day.equals(scene.today) ? day.subtract({ days: 1 }) : day;
}

function wholeDay(day: Day, scene: Scene): MomentReading {
  const noon = at(day, 720, scene);
  return exactly(day.equals(scene.today) ? earlier(noon, scene.now) : noon, 'day', scene);
}

/** In the hour that summer time skips, the clock on the wall showed an hour more; in the hour that comes twice, the first counts. */
function at(day: Day, minutes: number, scene: Scene): Temporal.Instant {
  return day
    .toPlainDateTime()
    .add({ minutes })
    .toZonedDateTime(scene.local.timeZoneId, { disambiguation: 'compatible' })
    .toInstant();
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

/** Every reading ends here, so no other place has to think of the future. A minute ahead is a clock that runs a little fast. */
function exactly(when: Temporal.Instant, precision: Precision, scene: Scene): MomentReading {
  if (Temporal.Instant.compare(when, scene.now.add({ minutes: 1 })) > 0) return no('future');
  const day = when.toZonedDateTimeISO(scene.local.timeZoneId).toPlainDate();
  if (Temporal.PlainDate.compare(day, scene.today.subtract({ years: 2 })) < 0) return no('too-long-ago');
  return { ok: true, value: { at: earlier(when, scene.now).toString({ smallestUnit: 'second' }), precision } };
}

function no(problem: MomentProblem): MomentReading {
  return { ok: false, problem };
}

/** The dates that the words allow; `undefined` when they name none. */
function datesSaid(
  said: Said,
  locale: Locale,
  scene: Scene,
  chrono: Chrono,
): readonly Day[] | 'unclear' | 'future' | undefined {
  const fixed: Day[] = [];
  const weekdays: WeekdaySaid[] = [];
  for (const day of said.days) {
    if (day.kind === 'weekday' && day.minusWeeks === 0) weekdays.push(day);
    else fixed.push(...datesOf(day, scene.today));
  }
  if (said.written !== undefined) {
    const date = writtenDate(said.written, said.yearsAgo, locale, scene, chrono);
    if (typeof date === 'string') return date;
    fixed.push(date);
  } else if (said.yearsAgo !== undefined) {
    return 'unclear';
  }
  if (fixed.length === 0 && weekdays.length === 0) return said.days.length > 0 ? 'unclear' : undefined;
  // Beside a date a weekday only confirms it: "maandag 16 november" is not last Monday.
  const [weekday] = weekdays;
  const dates = fixed.length === 0 && weekday !== undefined ? datesOf(weekday, scene.today) : fixed.slice(0, 1);
  const agree =
    fixed.every((date) => date.equals(fixed[0] ?? date)) &&
    weekdays.every((other) => dates.every((date) => date.dayOfWeek === other.weekday));
  return agree ? dates : 'unclear';
}

type WeekdaySaid = Extract<DaySaid, { kind: 'weekday' }>;

function datesOf(said: DaySaid, today: Day): readonly Day[] {
  switch (said.kind) {
    case 'days-ago':
      return [today.subtract({ days: said.days })];
    case 'weekday-of-week':
      return [today.subtract({ days: said.weeksAgo * 7 + today.dayOfWeek - said.weekday })];
    case 'weekday': {
      const since = (today.dayOfWeek - said.weekday + 7) % 7;
      const latest = today.subtract({ weeks: said.minusWeeks, days: since });
      if (since > 0) return [latest];
      const weekBefore = latest.subtract({ weeks: 1 });
      return said.beforeToday ? [weekBefore] : [latest, weekBefore];
    }
    case 'day-of-month': {
      // Three months always hold a 31st.
      const dates = [0, 1, 2].map((back) => today.with({ day: 1 }).subtract({ months: back }));
      const found = dates
        .map(({ year, month }) => dayOn(year, month, said.day))
        .find((date) => date !== undefined && Temporal.PlainDate.compare(date, today) <= 0);
      return found === undefined ? [] : [found];
    }
    default:
      return said satisfies never;
  }
}

/** What may reach the date library. Anything else is left-over words, and the library would skip those without a sign. */
const readable =
  /^(?:\d{1,2} [a-z]+(?: \d{4})?|\d{1,2}\/\d{1,2}|\d{1,2}([-/.])\d{1,2}\1\d{4}|\d{4}([-/])\d{1,2}\2\d{1,2}|\d{1,4} (?:dag|dagen|days?) (?:geleden|ago))$/;

function writtenDate(
  written: string,
  yearsAgo: number | undefined,
  locale: Locale,
  scene: Scene,
  chrono: Chrono,
): Day | 'unclear' | 'future' {
  if (!readable.test(written)) return 'unclear';
  // Given a zone name the library takes the host's zone; an offset in minutes it does understand.
  const reference = {
    instant: new Date(scene.now.epochMilliseconds),
    timezone: scene.local.offsetNanoseconds / 60_000_000_000,
  };
  const [result, ...others] = (locale === 'nl' ? chrono.nl : chrono.en.GB).parse(written, reference);
  if (result === undefined || others.length > 0 || result.text !== written || !result.start.isCertain('day')) {
    return 'unclear';
  }
  const [year, month, day] = [result.start.get('year'), result.start.get('month'), result.start.get('day')];
  if (year === null || month === null || day === null) return 'unclear';
  if (result.start.isCertain('year')) {
    const date = dayOn(year, month, day);
    return date === undefined || (yearsAgo !== undefined && date.year !== scene.today.year - yearsAgo)
      ? 'unclear'
      : date;
  }
  return withoutYear(month, day, yearsAgo, scene.today);
}

/** Without a year the nearest such day counts. Is that one still to come, then it is not quietly moved back a whole year. */
function withoutYear(month: number, day: number, yearsAgo: number | undefined, today: Day): Day | 'unclear' | 'future' {
  const date = dayOn(today.year - (yearsAgo ?? 0), month, day);
  if (date === undefined) return 'unclear';
  if (yearsAgo !== undefined || Temporal.PlainDate.compare(date, today) <= 0) return date;
  const lastYear = dayOn(today.year - 1, month, day);
  return lastYear !== undefined && lastYear.until(today).days <= 183 ? lastYear : 'future';
}

function dayOn(year: number, month: number, day: number): Day | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
