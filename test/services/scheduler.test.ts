import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { type Timer, timed, withNextDue } from '../../src/model/timer.ts';
import { minutesAfter, type World } from '../../src/model/world.ts';
import type { Log } from '../../src/services/ports.ts';
import { type Change, createScheduler, done, postponed, type Scheduler, workOn } from '../../src/services/scheduler.ts';
import type { Collection } from '../../src/services/store.ts';
import type { DocumentKind } from '../../src/store/documents.ts';
import { createSealer } from '../../src/store/sealing.ts';
import { openSqlite, type SqliteStore } from '../../src/store/sqlite.ts';

const Job = z.object({ id: z.string(), note: z.string().default(''), ...timed, etag: z.string().optional() });
type Job = z.infer<typeof Job>;
const jobs: DocumentKind<Job> = { name: 'jobs', version: 1, schema: Job, sealed: ['note'], indexed: [] };

const start = '2026-11-25T09:00:00.000Z';
const at = (minutes: number) => minutesAfter(start, minutes);

/** A clock that does what the test says, back as well as forward. */
function scriptedWorld(): World & { set: (instant: string) => void } {
  let now = start;
  let ids = 0;
  return {
    now: () => now,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    newReference: () => '',
    set: (instant) => {
      now = instant;
    },
  };
}

const timer = (id: string, dueAt: string, urgency = 2): Timer => ({
  id,
  kind: 'ping',
  dueAt,
  urgency,
  step: 0,
  attempts: 0,
});
const job = (id: string, ...timers: Timer[]): Job => withNextDue({ id, note: '', timers });

let folder = '';
let etags = 0;
let stores: SqliteStore[] = [];
let world = scriptedWorld();
let sent: string[] = [];
let logged: string[] = [];
let failing: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steunpunt-scheduler-'));
  stores = [];
  world = scriptedWorld();
  sent = [];
  logged = [];
  failing = [];
});
afterEach(() => {
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true, force: true });
});

const log: Log = {
  info: (event) => void logged.push(event),
  warn: (event) => void logged.push(event),
  error: (event) => void logged.push(event),
};

/** A process of its own on the same file. */
function open(name = 'jobs.db'): Collection<Job> {
  const store = openSqlite({
    file: join(folder, name),
    sealer: createSealer({ keys: [{ kid: 'test', key: Buffer.alloc(32, 1) }], current: 'test' }),
    kinds: [jobs],
    onUnreadable: () => {},
    newEtag: () => {
      etags += 1;
      return `etag-${etags}`;
    },
  });
  stores.push(store);
  return store.collection(jobs);
}

type Perform = (job: Job, timer: Timer) => Promise<Change<Job>>;

const settle =
  (timer: Timer): Change<Job> =>
  (fresh) =>
    done(fresh, timer, world.now());

/** Writes down what is sent and settles the step. */
const send: Perform = async (document, timer) => {
  sent.push(`${document.id} ${timer.id}`);
  return settle(timer);
};

function schedulerOn(collection: Collection<Job>, perform: Perform = send): Scheduler {
  const keepsFailing = async ({ id }: { readonly id: string }) => void failing.push(id);
  return createScheduler({ world, log, work: [workOn({ world, log, collection, perform, keepsFailing })] });
}

async function fill(collection: Collection<Job>, ...documents: readonly Job[]): Promise<void> {
  for (const document of documents) await collection.create(document);
}

describe('a tick', () => {
  it('carries out what is due and nothing else, and says how much that was', async () => {
    const collection = open();
    await fill(collection, job('now', timer('a', start)), job('later', timer('b', at(1))), job('nothing'));
    expect(await schedulerOn(collection).tick()).toBe(1);
    expect(sent).toEqual(['now a']);
  });

  it('carries out the most urgent first, and of these the oldest', async () => {
    const collection = open();
    const ages = [5, 1, 3, 2, 4];
    const documents = ages.flatMap((age) =>
      [2, 0, 1].map((urgency) => job(`u${urgency}-${age}`, timer('t', at(-age), urgency))),
    );
    await fill(collection, ...documents);
    await schedulerOn(collection).tick();
    const expected = [0, 1, 2].flatMap((urgency) => [5, 4, 3, 2, 1].map((age) => `u${urgency}-${age} t`));
    expect(sent).toEqual(expected);
  });

  it('puts what is urgent first over all kinds of work together', async () => {
    const [one, other] = [open('one.db'), open('other.db')];
    await fill(one, job('old', timer('t', at(-9))), job('soon', timer('t', at(-1), 1)));
    await fill(other, job('urgent', timer('t', start, 0)), job('young', timer('t', at(-2))));
    const keepsFailing = async () => {};
    const work = [one, other].map((collection) => workOn({ world, log, collection, perform: send, keepsFailing }));
    await createScheduler({ world, log, work }).tick();
    expect(sent).toEqual(['urgent t', 'soon t', 'old t', 'young t']);
  });

  it('lets no urgent step wait behind more old ones than it takes up at a time', async () => {
    const collection = open();
    await fill(collection, ...Array.from({ length: 55 }, (_, n) => job(`old-${n}`, timer('t', at(-1000 + n)))));
    await fill(collection, job('urgent', timer('t', start, 0), timer('old', at(-1), 2)));
    await schedulerOn(collection).tick();
    expect(sent[0]).toBe('urgent t');
    expect(sent).toHaveLength(57);
  });

  it('goes on with what a step made due, in the same tick', async () => {
    const collection = open();
    await fill(collection, job('a', timer('1', start)));
    const perform: Perform = async (document, step) => {
      sent.push(`${document.id} ${step.id}`);
      const next = Number(step.id) + 1;
      return (fresh) => {
        const settled = done(fresh, step, world.now());
        return next > 3 ? settled : { ...settled, timers: [...settled.timers, timer(String(next), world.now())] };
      };
    };
    expect(await schedulerOn(collection, perform).tick()).toBe(3);
    expect(sent).toEqual(['a 1', 'a 2', 'a 3']);
  });

  it('begins nothing any more once it is stopped, and finishes the steps that are under way', async () => {
    const collection = open();
    const names = Array.from({ length: 10 }, (_, n) => `${n}`);
    await fill(collection, ...names.map((name) => job(name, timer('t', start))));
    const releases: (() => void)[] = [];
    const perform: Perform = async (document, step) => {
      sent.push(document.id);
      await new Promise<void>((resolve) => releases.push(resolve));
      return settle(step);
    };
    const scheduler = schedulerOn(collection, perform);
    const ticking = scheduler.tick();
    while (sent.length < 8) await new Promise(setImmediate);
    const stopping = scheduler.stop();
    for (const release of releases) release();
    await Promise.all([ticking, stopping]);
    expect(sent).toEqual(names.slice(0, 8));
    for (const [n, name] of names.entries()) {
      const step = (await collection.get(name))?.timers[0];
      expect([name, step?.doneAt, step?.lease]).toEqual([name, n < 8 ? start : undefined, undefined]);
    }
  });

  it('lets no step wait for one that hangs', async () => {
    const collection = open();
    await fill(collection, job('hangs', timer('t', at(-1), 0)), job('quick', timer('t', start)));
    let release = () => {};
    const perform: Perform = async (document, step) => {
      if (document.id === 'hangs') await new Promise<void>((resolve) => (release = resolve));
      sent.push(document.id);
      return settle(step);
    };
    const ticking = schedulerOn(collection, perform).tick();
    while (sent.length === 0) await new Promise(setImmediate);
    expect(sent).toEqual(['quick']);
    release();
    expect(await ticking).toBe(2);
  });
});

describe('two processes on one store', () => {
  it('carry out each step once', async () => {
    const both = [open(), open()];
    await fill(both[0] as Collection<Job>, ...Array.from({ length: 40 }, (_, n) => job(`${n}`, timer('t', start))));
    const slow: Perform = async (document, step) => {
      sent.push(document.id);
      await new Promise(setImmediate);
      return settle(step);
    };
    const ticks = both.map((collection) => schedulerOn(collection, slow)).map((scheduler) => scheduler.tick());
    const [one = 0, two = 0] = await Promise.all(ticks);
    expect(one + two).toBe(40);
    expect(new Set(sent).size).toBe(40);
    expect(sent).toHaveLength(40);
    expect(logged).toEqual([]);
  });

  it('discard what one of them completes after its claim ran out, when the other has done the step', async () => {
    const [first, second] = [open(), open()];
    await fill(first, job('a', timer('t', start)));
    let release = () => {};
    const asleep = schedulerOn(first, async (_document, step) => {
      sent.push('first');
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return (fresh) => ({ ...done(fresh, step, world.now()), note: 'written by a process that slept' });
    });
    const awake = schedulerOn(second, async (_document, step) => {
      sent.push('second');
      return (fresh) => ({ ...done(fresh, step, world.now()), note: 'done' });
    });
    const ticking = asleep.tick();
    while (sent.length === 0) await new Promise(setImmediate);
    expect(await awake.tick()).toBe(0);
    world.set(at(1));
    expect(await awake.tick()).toBe(1);
    release();
    expect(await ticking).toBe(0);
    expect(sent).toEqual(['first', 'second']);
    expect(await first.get('a')).toMatchObject({ note: 'done', timers: [{ id: 't', doneAt: at(1) }] });
  });

  it('keep what somebody else wrote while a step was under way', async () => {
    const [first, second] = [open(), open()];
    await fill(first, job('a', timer('t', start)));
    const scheduler = schedulerOn(first, async (_document, step) => {
      const fresh = await second.get('a');
      if (fresh === undefined) throw new Error('gone');
      await second.replace({ ...fresh, note: 'an answer that came in between' });
      return settle(step);
    });
    expect(await scheduler.tick()).toBe(1);
    const { note, timers } = (await first.get('a')) ?? {};
    expect(note).toBe('an answer that came in between');
    expect(timers).toEqual([{ ...timer('t', start), doneAt: start }]);
  });

  it('let a step rest that was ended while it was under way', async () => {
    const [first, second] = [open(), open()];
    await fill(first, job('a', timer('t', start)));
    const scheduler = schedulerOn(first, async (_document, step) => {
      const fresh = await second.get('a');
      if (fresh === undefined) throw new Error('gone');
      await second.replace(withNextDue({ ...done(fresh, step, at(-1)), note: 'taken' }));
      return (later) => ({ ...later, note: 'sent on' });
    });
    expect(await scheduler.tick()).toBe(0);
    expect(await first.get('a')).toMatchObject({ note: 'taken', timers: [{ doneAt: at(-1) }] });
  });
});

describe('a step that fails', () => {
  it('is tried again later, each time with more patience, and does not stop the others', async () => {
    const collection = open();
    await fill(collection, job('bad', timer('t', start, 0)), job('good', timer('t', start)));
    const tried: string[] = [];
    const scheduler = schedulerOn(collection, async (document, step) => {
      if (document.id !== 'bad') return send(document, step);
      tried.push(world.now());
      throw new Error('no');
    });
    expect(await scheduler.tick()).toBe(1);
    expect(sent).toEqual(['good t']);
    for (let minute = 0; minute <= 60; minute += 0.5) {
      world.set(at(minute));
      await scheduler.tick();
    }
    expect(tried).toEqual([0, 0.5, 1.5, 6.5, 21.5, 36.5, 51.5].map(at));
    expect(sent).toEqual(['good t']);
    expect((await collection.get('bad'))?.timers[0]).toMatchObject({ attempts: 7, dueAt: at(66.5) });
  });

  it('is told to the operator when it keeps failing, and not before', async () => {
    const collection = open();
    await fill(collection, job('bad', timer('t', start)));
    const scheduler = schedulerOn(collection, async () => {
      throw new Error('no');
    });
    for (const minute of [0, 0.5, 1.5]) {
      world.set(at(minute));
      await scheduler.tick();
    }
    expect(failing).toEqual([]);
    world.set(at(6.5));
    await scheduler.tick();
    expect(failing).toEqual(['bad']);
    expect(logged).toEqual(['step-failed', 'step-failed', 'step-failed', 'step-failed']);
  });

  it('is carried out once when it works again', async () => {
    const collection = open();
    await fill(collection, job('a', timer('t', start)));
    let broken = true;
    const scheduler = schedulerOn(collection, async (document, step) => {
      if (broken) throw new Error('no');
      return send(document, step);
    });
    await scheduler.tick();
    broken = false;
    expect(await scheduler.tick()).toBe(0);
    world.set(at(0.5));
    expect(await scheduler.tick()).toBe(1);
    expect(await scheduler.tick()).toBe(0);
    expect(sent).toEqual(['a t']);
  });

  it('is tried again when its process died with the claim in its hands', async () => {
    const collection = open();
    const lease = { token: 'of a process that is gone', until: at(0.5) };
    await fill(collection, job('a', { ...timer('t', at(-5)), lease }));
    const scheduler = schedulerOn(collection);
    expect(await scheduler.tick()).toBe(0);
    expect(await scheduler.nextDueAt()).toBe(at(0.5));
    world.set(at(0.5));
    expect(await scheduler.tick()).toBe(1);
  });
});

describe('the clock', () => {
  it('sends nothing twice when it goes back', async () => {
    const collection = open();
    await fill(collection, job('a', timer('1', start), timer('2', at(10))), job('b', timer('1', at(5))));
    const scheduler = schedulerOn(collection);
    world.set(at(7));
    await scheduler.tick();
    world.set(at(-24 * 60));
    expect(await scheduler.tick()).toBe(0);
    world.set(at(8));
    expect(await scheduler.tick()).toBe(0);
    world.set(at(10));
    await scheduler.tick();
    expect(sent).toEqual(['a 1', 'b 1', 'a 2']);
  });

  it('may jump in any way: each step is sent once, and never before its time', async () => {
    const minute = fc.integer({ min: -30, max: 30 });
    let place = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(minute, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 6 }),
        fc.array(minute, { maxLength: 8 }),
        async (steps, jumps) => {
          place += 1;
          const collection = open(`jumps-${place}.db`);
          await fill(collection, ...steps.map(([due, urgency], n) => job(`${n}`, timer('t', at(due), urgency))));
          const early: string[] = [];
          const times = new Map<string, number>();
          const scheduler = schedulerOn(collection, async (document, step) => {
            if (Date.parse(world.now()) < Date.parse(step.dueAt)) early.push(document.id);
            times.set(document.id, (times.get(document.id) ?? 0) + 1);
            return settle(step);
          });
          for (const jump of [...jumps, 30]) {
            world.set(at(jump));
            await scheduler.tick();
          }
          expect(early).toEqual([]);
          expect([...times.values()]).toEqual(steps.map(() => 1));
          expect(await scheduler.nextDueAt()).toBeUndefined();
        },
      ),
      { numRuns: process.env.DEEP ? 200 : 15 },
    );
  });

  it('is asked for the next step, which a postponed one is too', async () => {
    const collection = open();
    await fill(collection, job('a', timer('t', start)), job('b', timer('t', at(20))));
    const work = workOn({
      world,
      log,
      collection,
      perform: async (_document, step) => (fresh) => postponed(fresh, step, at(15), true),
      keepsFailing: async () => {},
    });
    const scheduler = createScheduler({ world, log, work: [work] });
    expect(await scheduler.nextDueAt()).toBe(start);
    await scheduler.tick();
    expect(await scheduler.nextDueAt()).toBe(at(15));
    expect(await work.nextStep()).toEqual({ at: at(15), what: 'ping' });
    expect((await collection.get('a'))?.timers[0]).toEqual({ ...timer('t', at(15)), attempts: 1 });
  });
});
