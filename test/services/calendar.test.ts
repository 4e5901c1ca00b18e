import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Hours, Policy } from '../../src/model/policy.ts';
import { isBefore, minutesAfter } from '../../src/model/world.ts';
import { type Calendar, createCalendar, loadHolidays } from '../../src/services/calendar.ts';

const timeZone = 'Europe/Amsterdam';
const day = { from: '08:00', to: '18:00' };
const window: Hours = { from: '08:00', to: '20:00' };

let isHoliday: (day: string) => boolean;
beforeAll(async () => {
  isHoliday = await loadHolidays('NL');
});

function calendar(covered: Policy['coveredHours'] = day, holiday = isHoliday): Calendar {
  return createCalendar({ timeZone, covered, isHoliday: holiday });
}

/** How the clock in Amsterdam reads: `2026-11-25 10:00`. */
function clock(at: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(at));
}

/** The moment at which that clock reads so; in the hour that comes twice the first, in summer time. */
function amsterdam(reading: string): string {
  const utc = `${reading.replace(' ', 'T')}:00.000Z`;
  const summer = minutesAfter(utc, -120);
  return clock(summer) === reading ? summer : minutesAfter(utc, -60);
}

const anyTime = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
  .map((milliseconds) => new Date(milliseconds).toISOString());
/** Not in the hours that are missing or come twice when the clock changes: those have examples of their own. */
const anyHours = fc
  .tuple(fc.integer({ min: 4 * 4, max: 23 * 4 }), fc.integer({ min: 1, max: 40 }))
  .map(([from, length]): Hours => {
    const reading = (quarter: number) => {
      const two = (number: number) => String(number).padStart(2, '0');
      return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
    };
    return { from: reading(from), to: reading(Math.min(from + length, 95)) };
  });
const anyCover = fc.oneof(fc.constant('always' as const), anyHours);

/** Inside the hours, the end counted in: work may be due at the last moment of a day. */
function isCovered(at: string, covered: Policy['coveredHours']): boolean {
  if (covered === 'always') return true;
  const [date = '', time = ''] = clock(at).split(' ');
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !isHoliday(date) && time >= covered.from && time <= covered.to;
}

describe('the public holidays', () => {
  it('are the Dutch ones of 2026', () => {
    const days = Array.from({ length: 365 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
    expect(days.filter(isHoliday)).toEqual([
      '2026-01-01',
      '2026-04-05',
      '2026-04-06',
      '2026-04-27',
      '2026-05-14',
      '2026-05-24',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it("have the King's birthday a day earlier when it is on a Sunday", () => {
    expect(isHoliday('2025-04-26')).toBe(true);
    expect(isHoliday('2025-04-27')).toBe(false);
  });
});

describe('when somebody is at work to read', () => {
  it.each([
    ['in the middle of a working day', '2026-11-25 10:00', '2026-11-25 10:00'],
    ['at the first minute', '2026-11-25 08:00', '2026-11-25 08:00'],
    ['before the day begins', '2026-11-25 06:59', '2026-11-25 08:00'],
    ['at the end, which is not part of the day', '2026-11-25 18:00', '2026-11-26 08:00'],
    ['in the evening', '2026-11-25 22:30', '2026-11-26 08:00'],
    ['just after midnight there, while it is still the day before in UTC', '2026-11-26 00:30', '2026-11-26 08:00'],
    ['on Friday evening', '2026-11-27 18:30', '2026-11-30 08:00'],
    ['on Saturday', '2026-11-28 10:00', '2026-11-30 08:00'],
    ['on Christmas Eve in the evening, before a Friday that is a holiday', '2026-12-24 19:00', '2026-12-28 08:00'],
    ['over Easter', '2026-04-03 18:00', '2026-04-07 08:00'],
    ["on the King's day", '2026-04-27 10:00', '2026-04-28 08:00'],
    ['on the last evening of the year', '2026-12-31 23:59', '2027-01-04 08:00'],
  ])('is, %s', (_when, from, reads) => {
    expect(clock(calendar().nextCovered(amsterdam(from)))).toBe(reads);
  });

  it('is always now when every hour is covered, holidays too', () => {
    expect(calendar('always').nextCovered('2026-12-25T03:00:00.000Z')).toBe('2026-12-25T03:00:00.000Z');
  });

  it('is an error, and no search without end, where no day is a working day', () => {
    expect(() => calendar(day, () => true).nextCovered('2026-11-25T09:00:00.000Z')).toThrow('no opening within a year');
  });
});

describe('a time in covered minutes', () => {
  it.each([
    ['within the day', '2026-11-25 10:00', 240, '2026-11-25 14:00'],
    ['up to the last minute of the day', '2026-11-25 14:00', 240, '2026-11-25 18:00'],
    ['over the night', '2026-11-25 17:00', 240, '2026-11-26 11:00'],
    ['sent at night', '2026-11-25 23:00', 15, '2026-11-26 08:15'],
    ['over the weekend', '2026-11-27 17:55', 15, '2026-11-30 08:10'],
    ['over Christmas and the weekend behind it', '2026-12-24 17:00', 240, '2026-12-28 11:00'],
    ['longer than a day', '2026-11-25 10:00', 1300, '2026-11-27 11:40'],
  ])('runs, %s', (_how, from, minutes, until) => {
    expect(clock(calendar().addCovered(amsterdam(from), minutes))).toBe(until);
  });

  it.each([
    ['is the same time on the next one', '2026-11-25 10:00', '2026-11-26 10:00', '2026-11-25 15:00'],
    ['sent on Friday', '2026-11-27 14:00', '2026-11-30 14:00', '2026-11-30 09:00'],
    ['sent on Saturday is the whole Monday', '2026-11-28 12:00', '2026-11-30 18:00', '2026-11-30 13:00'],
    ['over Easter', '2026-04-03 16:00', '2026-04-07 16:00', '2026-04-07 11:00'],
    ['over the beginning of summer time', '2026-03-27 14:00', '2026-03-30 14:00', '2026-03-30 09:00'],
    ['over the end of summer time', '2026-10-23 14:00', '2026-10-26 14:00', '2026-10-26 09:00'],
  ])('a working day, %s', (_how, from, until, half) => {
    expect(clock(calendar().addCovered(amsterdam(from), 'working-day'))).toBe(until);
    expect(clock(calendar().addHalf(amsterdam(from), 'working-day'))).toBe(half);
  });

  it.each([
    ['28 March 2026 into 29 March', '2026-03-29T00:55:00.000Z', '2026-03-29 01:55', '2026-03-29 03:10'],
    ['24 October 2026 into 25 October', '2026-10-25T00:55:00.000Z', '2026-10-25 02:55', '2026-10-25 02:10'],
  ])('is as long as the time itself across the change in the night of %s', (_night, from, starts, ends) => {
    const until = calendar('always').addCovered(from, 15);
    expect([clock(from), clock(until)]).toEqual([starts, ends]);
    expect(Date.parse(until) - Date.parse(from)).toBe(15 * 60_000);
  });

  it('never ends before it starts, and ends in covered time', () => {
    fc.assert(
      fc.property(anyCover, anyTime, fc.integer({ min: 0, max: 3000 }), (covered, at, minutes) => {
        const until = calendar(covered).addCovered(at, minutes);
        expect(Date.parse(until)).toBeGreaterThanOrEqual(Date.parse(at) + minutes * 60_000);
        expect(isCovered(until, covered)).toBe(true);
        expect(isCovered(calendar(covered).nextCovered(at), covered)).toBe(true);
      }),
    );
  });

  it('is the same in one go and in two, wherever it is cut', () => {
    fc.assert(
      fc.property(
        anyCover,
        anyTime,
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1, max: 1500 }),
        (covered, at, first, second) => {
          const own = calendar(covered);
          expect(own.addCovered(own.addCovered(at, first), second)).toBe(own.addCovered(at, first + second));
        },
      ),
    );
  });

  it('has its half before its end, and two halves make the whole', () => {
    fc.assert(
      fc.property(
        anyHours,
        anyTime,
        fc.oneof(fc.constant('working-day' as const), fc.integer({ min: 1, max: 1500 })),
        (covered, at, amount) => {
          const own = calendar(covered);
          const half = own.addHalf(at, amount);
          expect(isBefore(half, own.addCovered(at, amount))).toBe(true);
          expect(own.addHalf(half, amount)).toBe(own.addCovered(at, amount));
        },
      ),
    );
  });
});

describe('when somebody may be written to', () => {
  it.each([
    ['inside the window', '2026-11-25 19:59', '2026-11-25 19:59'],
    ['at the end, which is outside', '2026-11-25 20:00', '2026-11-26 08:00'],
    ['at night', '2026-11-26 03:00', '2026-11-26 08:00'],
    ['in the weekend, for it is any day', '2026-11-28 06:00', '2026-11-28 08:00'],
    ['on a holiday', '2026-12-25 06:00', '2026-12-25 08:00'],
    ['on the evening before summer time begins', '2026-03-28 21:00', '2026-03-29 08:00'],
    ['on the evening before summer time ends', '2026-10-24 21:00', '2026-10-25 08:00'],
  ])('is, %s', (_when, from, opens) => {
    expect(clock(calendar().nextOpening(amsterdam(from), window))).toBe(opens);
  });

  it('is eleven hours later in the short night of spring and thirteen in the long one of autumn', () => {
    const hours = (from: string, opens: string) => (Date.parse(opens) - Date.parse(from)) / 3_600_000;
    const [spring, autumn] = [amsterdam('2026-03-28 20:00'), amsterdam('2026-10-24 20:00')];
    expect(hours(spring, calendar().nextOpening(spring, window))).toBe(11);
    expect(hours(autumn, calendar().nextOpening(autumn, window))).toBe(13);
  });

  it('is the next clock time that exists where the opening falls into the hour that does not', () => {
    const from = amsterdam('2026-03-28 23:00');
    expect(clock(calendar().nextOpening(from, { from: '02:30', to: '20:00' }))).toBe('2026-03-29 03:30');
  });

  it('is the first of the two where the opening comes twice', () => {
    const opens = calendar().nextOpening(amsterdam('2026-10-24 23:00'), { from: '02:30', to: '20:00' });
    expect(opens).toBe('2026-10-25T00:30:00.000Z');
  });

  it('is never before the moment asked about, is inside the hours, and stays where it is when asked again', () => {
    fc.assert(
      fc.property(anyHours, anyTime, (hours, at) => {
        const own = calendar();
        const opens = own.nextOpening(at, hours);
        expect(isBefore(opens, at)).toBe(false);
        // At most from the end of one day's hours to the beginning of the next day's, in the long night of autumn.
        expect(isBefore(opens, minutesAfter(at, 25 * 60))).toBe(true);
        expect(own.nextOpening(opens, hours)).toBe(opens);
        const time = clock(opens).slice(-5);
        expect([time >= hours.from, time < hours.to]).toEqual([true, true]);
        if (opens !== at) expect(time).toBe(hours.from);
      }),
    );
  });
});
