import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDemoClock } from '../../src/demo/clock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-clock-'));
  file = join(folder, 'data', 'demo-clock.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A machine whose clock the test turns. */
function machine(at: string) {
  let ms = Date.parse(at);
  return {
    real: () => ms,
    turn(minutes: number) {
      ms += minutes * 60_000;
    },
  };
}

describe('the first start', () => {
  it.each([
    ['on a working day within hours', '2026-11-23T08:15:00Z', '2026-11-23T08:15:00.000Z'],
    ['at the opening, which is within', '2026-11-23T07:30:00Z', '2026-11-23T07:30:00.000Z'],
    ['before the opening: the same day at ten', '2026-11-23T05:00:00Z', '2026-11-23T09:00:00.000Z'],
    [
      'just past midnight in Amsterdam, still the day before in UTC',
      '2026-11-23T23:30:00Z',
      '2026-11-24T09:00:00.000Z',
    ],
    ['at four, which is too late', '2026-11-23T15:00:00Z', '2026-11-24T09:00:00.000Z'],
    ['on Friday evening: on Monday', '2026-11-27T19:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['on Saturday at noon: on Monday', '2026-11-28T11:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['across the start of summer time: ten on the new clock', '2026-03-28T11:00:00Z', '2026-03-30T08:00:00.000Z'],
  ])('%s', (_name, real, expected) => {
    expect(openDemoClock(file, { real: () => Date.parse(real) }).now()).toBe(expected);
  });

  it('skips holidays', () => {
    const isHoliday = (day: string) => ['2026-12-25', '2026-12-26'].includes(day);
    const { real } = machine('2026-12-25T09:00:00Z');
    expect(openDemoClock(file, { real, isHoliday }).now()).toBe('2026-12-28T09:00:00.000Z');
  });

  it('runs on the clock of the machine without being given one', () => {
    expect(Date.parse(openDemoClock(file).now())).toBeGreaterThanOrEqual(Date.now() - 1_000);
  });
});

describe('the demo clock', () => {
  it('runs along with the machine after a jump', () => {
    const { real, turn } = machine('2026-11-23T09:00:00Z');
    const clock = openDemoClock(file, { real });
    clock.advanceTo('2026-11-24T09:00:00Z');
    expect(clock.now()).toBe('2026-11-24T09:00:00.000Z');
    turn(5);
    expect(clock.now()).toBe('2026-11-24T09:05:00.000Z');
  });

  it('does not go back to a moment that has passed', () => {
    const { real } = machine('2026-11-23T09:00:00Z');
    const clock = openDemoClock(file, { real });
    clock.advanceTo('2026-11-24T09:00:00Z');
    clock.advanceTo('2026-11-23T12:00:00Z');
    expect(clock.now()).toBe('2026-11-24T09:00:00.000Z');
  });

  it('refuses words that are no moment', () => {
    const clock = openDemoClock(file, { real: machine('2026-11-23T09:00:00Z').real });
    expect(() => clock.advanceTo('tomorrow')).toThrow('not a moment');
    expect(clock.now()).toBe('2026-11-23T09:00:00.000Z');
  });

  it('goes on after a restart, also outside working hours', () => {
    const { real, turn } = machine('2026-11-23T09:00:00Z');
    openDemoClock(file, { real }).advanceTo('2026-11-28T22:00:00Z');
    turn(60);
    expect(openDemoClock(file, { real }).now()).toBe('2026-11-28T23:00:00.000Z');
  });

  it('does not go back when the clock of the machine is set back, neither while it runs nor between two runs', () => {
    const { real, turn } = machine('2026-11-23T09:00:00Z');
    const clock = openDemoClock(file, { real });
    clock.advanceTo('2026-11-24T09:00:00Z');
    turn(-180);
    expect(clock.now()).toBe('2026-11-24T09:00:00.000Z');
    const restarted = openDemoClock(file, { real });
    expect(restarted.now()).toBe('2026-11-24T09:00:00.000Z');
    turn(1);
    expect(restarted.now()).toBe('2026-11-24T09:01:00.000Z');
  });

  it('writes its file whole: nothing half-written stays behind', () => {
    const { real } = machine('2026-11-23T09:00:00Z');
    openDemoClock(file, { real }).advanceTo('2026-11-24T09:00:00Z');
    expect(readdirSync(join(folder, 'data'))).toEqual(['demo-clock.json']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ offsetMs: 24 * 3_600_000 });
  });

  it.each(['', 'null', '{', '{"offsetMs":"1"}', '{"offsetMs":1,"reachedAt":"soon"}'])(
    'says what to do when its file holds %j',
    (text) => {
      openDemoClock(file, { real: machine('2026-11-23T09:00:00Z').real });
      writeFileSync(file, text);
      expect(() => openDemoClock(file)).toThrow('does not hold a time');
    },
  );
});
