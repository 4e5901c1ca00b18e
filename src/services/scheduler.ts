import { dueTimers, type Timer, withNextDue, withoutLease } from '../model/timer.ts';
import { earliest, type Instant, minutesAfter, type World } from '../model/world.ts';
import type { Log } from './ports.ts';
import { type Collection, Conflict, type Versioned } from './store.ts';

/** The parts of a document that the scheduler needs. */
interface Timed {
  readonly id: string;
  readonly timers: Timer[];
  readonly nextDueAt?: string | undefined;
  readonly urgency?: number | undefined;
}

/** What follows from carrying out a timer: a change of the document, applied to its newest version. Pure, so it can be applied again. */
export type Change<T> = (document: T) => T;

/** One document that has something due, and the way to carry out its first step: 1 when done, 0 when it failed or somebody else has it. */
interface DueDocument {
  readonly urgency: number;
  readonly dueAt: Instant;
  readonly carryOut: () => Promise<number>;
}

/** Work for one collection. */
export interface Work {
  readonly due: (now: Instant, limit: number) => Promise<readonly DueDocument[]>;
  readonly nextDueAt: () => Promise<Instant | undefined>;
  /** The first planned step, by the name of its kind. */
  readonly nextStep: () => Promise<{ readonly at: Instant; readonly what: string } | undefined>;
}

export interface Scheduler {
  /** Carries out what is due now, most urgent first, then oldest. Gives the number of steps done. Never throws. */
  tick(): Promise<number>;
  /** Something became due: do it soon, without waiting for the next tick. */
  wake(): void;
  /** When the next step is due. */
  nextDueAt(): Promise<Instant | undefined>;
  start(): void;
  /** Ends the ticking and waits for the step that is under way. */
  stop(): Promise<void>;
}

interface WorkOptions<T extends Timed> {
  readonly world: World;
  readonly log: Log;
  readonly collection: Collection<T>;
  /** Sends what must be sent and says what follows; it may throw, then the step is tried again later. */
  readonly perform: (document: T, timer: Timer) => Promise<Change<T>>;
  /** Called when a step keeps failing. Never throws. */
  readonly keepsFailing: (document: T) => Promise<void>;
}

/** Longer than the send timeout (5 s) with room to spare; after it anybody may take the step over. */
const leaseMinutes = 0.5;
/** After each failure a step waits longer, so that one bad step does not fill the log. */
const patience = [0.5, 1, 5, 15] as const;

export function workOn<T extends Timed>({ world, log, collection, perform, keepsFailing }: WorkOptions<T>): Work {
  /** Claims and carries out the first due timer of one document. 1 when it was done, 0 when somebody else has it or it failed. */
  async function carryOut(document: Versioned<T>): Promise<number> {
    const timer = dueTimers(document, world.now())[0];
    if (timer === undefined) return 0;
    const token = world.newId();
    try {
      const until = minutesAfter(world.now(), leaseMinutes);
      const claimed = { ...timer, lease: { token, until } };
      const held = await collection.replace(withNextDue({ ...document, timers: swapped(document.timers, claimed) }));
      try {
        const change = await perform(held, claimed);
        return (await complete(document.id, timer.id, token, change)) ? 1 : 0;
      } catch (error) {
        log.error('step-failed', error, { kind: timer.kind, document: document.id, attempts: timer.attempts + 1 });
        if (timer.attempts + 1 >= patience.length) await keepsFailing(document);
        const waitMinutes = patience[Math.min(timer.attempts, patience.length - 1)] ?? 15;
        await complete(document.id, timer.id, token, (fresh) => ({
          ...fresh,
          timers: swapped(fresh.timers, {
            ...withoutLease(timer),
            dueAt: minutesAfter(world.now(), waitMinutes),
            attempts: timer.attempts + 1,
          }),
        }));
        return 0;
      }
    } catch (error) {
      if (!(error instanceof Conflict))
        log.error('step-not-recorded', error, { kind: timer.kind, document: document.id });
      return 0;
    }
  }

  async function complete(id: string, timerId: string, token: string, change: Change<T>): Promise<boolean> {
    for (let tries = 0; tries < 5; tries += 1) {
      const fresh = await collection.get(id);
      const held = fresh?.timers.find((timer) => timer.id === timerId);
      // Not ours any more: the lease ran out and somebody else did it, or the case moved on and ended the step.
      if (fresh === undefined || held?.lease?.token !== token) return false;
      try {
        await collection.replace(withNextDue({ ...change(fresh), etag: fresh.etag }));
        return true;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
    return false;
  }

  return {
    nextDueAt: () => collection.nextDue(),
    nextStep: async () => {
      const at = await collection.nextDue();
      if (at === undefined) return undefined;
      const [document] = await collection.dueBefore(at, 1);
      const timer = document === undefined ? undefined : dueTimers(document, at)[0];
      return timer === undefined ? undefined : { at, what: timer.kind };
    },
    due: async (now, limit) =>
      (await collection.dueBefore(now, limit)).map((document) => ({
        urgency: document.urgency ?? 9,
        dueAt: document.nextDueAt ?? now,
        carryOut: () => carryOut(document),
      })),
  };
}

interface SchedulerOptions {
  readonly world: World;
  readonly log: Log;
  readonly work: readonly Work[];
  readonly everyMilliseconds?: number;
}

const batch = 48;
/** So many steps are under way together: one that hangs for five seconds holds up few others. */
const atOnce = 8;

/**
 * The clockwork (design section 5). Each step is claimed by a conditional write with a token, carried out, and completed by a second
 * write that presents the token: two processes never do one step twice, and a process that slept through its lease completes nothing.
 */
export function createScheduler({ world, log, work, everyMilliseconds = 15_000 }: SchedulerOptions): Scheduler {
  let running: Promise<number> | undefined;
  let again = false;
  let stopped = false;
  let interval: NodeJS.Timeout | undefined;

  async function round(): Promise<number> {
    let done = 0;
    for (;;) {
      const now = world.now();
      const due = (await Promise.all(work.map((one) => one.due(now, batch)))).flat();
      due.sort((a, b) => a.urgency - b.urgency || Date.parse(a.dueAt) - Date.parse(b.dueAt));
      let moved = 0;
      // After each handful that moved something the store is asked anew: what became urgent meanwhile goes first.
      for (let from = 0; from < due.length && moved === 0; from += atOnce) {
        if (stopped) return done;
        const counts = await Promise.all(due.slice(from, from + atOnce).map((document) => document.carryOut()));
        moved = counts.reduce((sum, count) => sum + count, 0);
      }
      done += moved;
      // What a step made due belongs to the same tick; a round that moves nothing ends it, so no bad step can spin.
      if (moved === 0) return done;
    }
  }

  async function tick(): Promise<number> {
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = (async () => {
      let done = 0;
      do {
        again = false;
        try {
          done += await round();
        } catch (error) {
          log.error('tick-failed', error);
        }
      } while (again && !stopped);
      return done;
    })();
    try {
      return await running;
    } finally {
      running = undefined;
    }
  }

  return {
    tick,
    wake: () => {
      if (!stopped) setImmediate(() => void tick());
    },
    nextDueAt: async () => earliest(...(await Promise.all(work.map((one) => one.nextDueAt())))),
    start: () => {
      interval = setInterval(() => void tick(), everyMilliseconds);
      interval.unref();
      void tick();
    },
    stop: async () => {
      stopped = true;
      clearInterval(interval);
      await running;
    },
  };
}

function swapped(timers: readonly Timer[], timer: Timer): Timer[] {
  return timers.map((other) => (other.id === timer.id ? timer : other));
}

/** The step is done. */
export function done<T extends { timers: Timer[] }>(document: T, timer: Timer, at: Instant): T {
  return {
    ...document,
    timers: document.timers.map((other) => (other.id === timer.id ? { ...withoutLease(other), doneAt: at } : other)),
  };
}

/** The step waits until then; it counts as tried when `tried`. */
export function postponed<T extends { timers: Timer[] }>(document: T, timer: Timer, until: Instant, tried: boolean): T {
  return {
    ...document,
    timers: document.timers.map((other) =>
      other.id === timer.id
        ? { ...withoutLease(other), dueAt: until, attempts: other.attempts + (tried ? 1 : 0) }
        : other,
    ),
  };
}
