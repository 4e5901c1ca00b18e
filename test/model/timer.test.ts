import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueTimers, endTimers, type Timer, withNextDue, withoutLease, withTimer } from '../../src/model/timer.ts';
import { minutesAfter } from '../../src/model/world.ts';

const start = '2026-11-25T09:00:00.000Z';
const at = (minutes: number) => minutesAfter(start, minutes);
const timer = (id: string, fields: Partial<Timer> = {}): Timer => ({
  id,
  kind: 'ping',
  dueAt: start,
  urgency: 2,
  step: 0,
  attempts: 0,
  ...fields,
});
const held = (until: string) => ({ lease: { token: 'token', until } });

const anyTimer: fc.Arbitrary<Timer> = fc
  .record({
    id: fc.stringMatching(/^[a-e]$/),
    minute: fc.integer({ min: 0, max: 30 }),
    urgency: fc.integer({ min: 0, max: 2 }),
    lease: fc.option(fc.integer({ min: 0, max: 30 })),
    done: fc.boolean(),
  })
  .map(({ id, minute, urgency, lease, done }) =>
    timer(id, {
      dueAt: at(minute),
      urgency,
      ...(done ? { doneAt: at(minute) } : lease !== null && held(at(lease))),
    }),
  );
const anyTimers = fc.uniqueArray(anyTimer, { selector: ({ id }) => id });
const isOpen = ({ doneAt }: Timer) => doneAt === undefined;
const time = (instant: string | undefined) => (instant === undefined ? Number.POSITIVE_INFINITY : Date.parse(instant));

describe('when a document must be looked at', () => {
  it('is at its first open timer', () => {
    const document = withNextDue({
      timers: [
        timer('a', { dueAt: at(3) }),
        timer('b', { dueAt: at(1), doneAt: at(1), urgency: 0 }),
        timer('c', { dueAt: at(2), urgency: 1 }),
      ],
    });
    expect(document).toMatchObject({ nextDueAt: at(2), urgency: 1 });
  });

  it('is as urgent as its most urgent open timer, so that nothing urgent waits because something older may', () => {
    const waiting = [timer('check-in', { urgency: 2 }), timer('ping', { urgency: 0, dueAt: at(1) })];
    expect(withNextDue({ timers: waiting })).toMatchObject({ nextDueAt: start, urgency: 0 });
    fc.assert(
      fc.property(anyTimers, (timers) => {
        const urgencies = timers.filter(isOpen).map(({ urgency }) => urgency);
        expect(withNextDue({ timers }).urgency).toBe(urgencies.sort()[0]);
      }),
    );
  });

  it('is at no time when everything is done, whatever the document said before', () => {
    const settled = withNextDue({ timers: [timer('a', { doneAt: start })], nextDueAt: start, urgency: 0 });
    expect(settled).toEqual({ timers: [timer('a', { doneAt: start })] });
  });

  it('waits for the end of a claim, because until then somebody is busy', () => {
    expect(withNextDue({ timers: [timer('a', held(at(1)))] }).nextDueAt).toBe(at(1));
    // A claim that ran out before the step is due holds nothing back and brings nothing forward.
    expect(withNextDue({ timers: [timer('a', { dueAt: at(5), ...held(at(1)) })] }).nextDueAt).toBe(at(5));
  });

  it('is exactly the first moment at which a timer may be claimed', () => {
    fc.assert(
      fc.property(anyTimers, (timers) => {
        const { nextDueAt } = withNextDue({ timers });
        expect(nextDueAt === undefined).toBe(timers.every((one) => !isOpen(one)));
        for (let minute = 0; minute <= 30; minute += 1) {
          expect(dueTimers({ timers }, at(minute)).length > 0).toBe(time(nextDueAt) <= Date.parse(at(minute)));
        }
      }),
    );
  });
});

describe('what may be claimed', () => {
  it('is what is due and open and not held by somebody, most urgent first, then oldest', () => {
    const timers = [
      timer('later', { dueAt: at(11) }),
      timer('done', { doneAt: start, urgency: 0 }),
      timer('held', { urgency: 0, ...held(at(11)) }),
      timer('young', { dueAt: at(9) }),
      timer('old', { dueAt: at(1) }),
      timer('urgent', { dueAt: at(10), urgency: 0 }),
      timer('held too long', { dueAt: at(2), ...held(at(3)) }),
    ];
    expect(dueTimers({ timers }, at(10)).map(({ id }) => id)).toEqual(['urgent', 'old', 'held too long', 'young']);
  });

  it('never shrinks when time passes', () => {
    fc.assert(
      fc.property(anyTimers, fc.integer({ min: 0, max: 30 }), fc.nat({ max: 30 }), (timers, minute, more) => {
        const before = dueTimers({ timers }, at(minute)).map(({ id }) => id);
        const after = dueTimers({ timers }, at(minute + more)).map(({ id }) => id);
        expect(after).toEqual(expect.arrayContaining(before));
      }),
    );
  });
});

describe('planning a timer', () => {
  it('replaces the one with the same id, so that what is planned twice happens once', () => {
    const once = withTimer({ timers: [timer('a', { doneAt: start }), timer('b')] }, timer('a', { dueAt: at(1) }));
    expect(once.timers).toEqual([timer('b'), timer('a', { dueAt: at(1) })]);
  });

  it('never drops an open timer, and keeps at most forty finished ones, the newest', () => {
    const finished = Array.from({ length: 60 }, (_, n) => timer(`done-${n}`, { doneAt: start }));
    const open = Array.from({ length: 60 }, (_, n) => timer(`open-${n}`));
    const kept = [...open, ...finished].reduce<{ timers: readonly Timer[] }>(withTimer, { timers: [] }).timers;
    expect(kept.filter(isOpen)).toEqual(open);
    expect(kept.filter((one) => !isOpen(one))).toEqual(finished.slice(20));
  });
});

describe('ending timers', () => {
  it('ends the open ones that are named, takes them from whoever holds them, and leaves the others as they are', () => {
    const before = {
      timers: [
        timer('ping', held(at(1))),
        timer('done', { doneAt: start }),
        timer('check-in', { kind: 'check-in', ...held(at(1)) }),
      ],
    };
    const ended = endTimers(before, at(5), ({ kind }) => kind === 'ping');
    expect(ended.timers).toEqual([timer('ping', { doneAt: at(5) }), before.timers[1], before.timers[2]]);
    expect(endTimers(ended, at(9), ({ kind }) => kind === 'ping')).toEqual(ended);
  });

  it('leaves a claim behind with nothing else changed', () => {
    expect(withoutLease(timer('a', { attempts: 3, about: 'x', ...held(at(1)) }))).toEqual(
      timer('a', { attempts: 3, about: 'x' }),
    );
  });
});
