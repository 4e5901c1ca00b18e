import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Temporal } from '@js-temporal/polyfill';

/** The time of the demo: that of the machine, plus an offset that only grows. */
export interface DemoClock {
  /** Example: '2026-11-23T09:00:00.000Z' */
  now(): string;
  /** Makes it at least this late. A moment that has passed changes nothing: a clock that goes back would undo what was promised. */
  advanceTo(instant: string): void;
}

export interface DemoClockOptions {
  /** The machine's clock in milliseconds. */
  readonly real?: () => number;
  /** Example: '2026-12-25' is a holiday. Without it only weekends are. */
  readonly isHoliday?: (day: string) => boolean;
}

const timeZone = 'Europe/Amsterdam';
const opensAt = Temporal.PlainTime.from('08:30');
/** Half-open: at four it is too late for the story of the demo to happen on one working day. */
const closesAt = Temporal.PlainTime.from('16:00');
const startsAt = Temporal.PlainTime.from('10:00');

interface Kept {
  readonly offsetMs: number;
  /** The latest moment that is known to have been: a machine whose clock was set back must not take the demo along. */
  readonly reachedAt: string;
}

/**
 * Goes on where the file says, so that a restart on the same data never goes back. Without a file a visitor begins inside working
 * hours, because at night and in the weekend the program rightly says that somebody reads it later, and that hides the main story.
 */
export function openDemoClock(
  file: string,
  { real = Date.now, isHoliday = () => false }: DemoClockOptions = {},
): DemoClock {
  const kept = readKept(file);
  let offsetMs = kept?.offsetMs ?? workingMoment(real(), isHoliday) - real();
  let reached = kept === undefined ? 0 : Date.parse(kept.reachedAt);

  const now = () => {
    reached = Math.max(reached, real() + offsetMs);
    return reached;
  };
  const keep = () => {
    const at = now();
    // A clock set back on the machine would stand still until it has caught up.
    offsetMs = Math.max(offsetMs, at - real());
    write(file, { offsetMs, reachedAt: new Date(at).toISOString() });
  };
  keep();

  return {
    now: () => new Date(now()).toISOString(),
    advanceTo(instant) {
      const at = Date.parse(instant);
      if (Number.isNaN(at)) throw new Error(`"${instant}" is not a moment.`);
      if (at <= now()) return;
      reached = at;
      offsetMs = at - real();
      keep();
    },
  };
}

function workingMoment(realMs: number, isHoliday: (day: string) => boolean): number {
  const moment = Temporal.Instant.fromEpochMilliseconds(realMs).toZonedDateTimeISO(timeZone);
  const isWorkingDay = (day: Temporal.PlainDate) => day.dayOfWeek <= 5 && !isHoliday(day.toString());
  const time = moment.toPlainTime();
  const isOpen = Temporal.PlainTime.compare(time, opensAt) >= 0 && Temporal.PlainTime.compare(time, closesAt) < 0;
  if (isOpen && isWorkingDay(moment.toPlainDate())) return realMs;

  const isBefore = Temporal.PlainTime.compare(time, opensAt) < 0;
  let day = isBefore ? moment.toPlainDate() : moment.toPlainDate().add({ days: 1 });
  while (!isWorkingDay(day)) day = day.add({ days: 1 });
  return day.toZonedDateTime({ timeZone, plainTime: startsAt }).epochMilliseconds;
}

function readKept(file: string): Kept | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const kept = parse(text);
  if (
    typeof kept?.offsetMs === 'number' &&
    typeof kept.reachedAt === 'string' &&
    !Number.isNaN(Date.parse(kept.reachedAt))
  ) {
    return { offsetMs: kept.offsetMs, reachedAt: kept.reachedAt };
  }
  throw new Error(`${file} does not hold a time. Start the demo on an empty folder, or put the file back.`);
}

function parse(text: string): Partial<Kept> | undefined {
  try {
    return JSON.parse(text) as Partial<Kept>;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a half-written file would stop the next start. */
function write(file: string, kept: Kept): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}
