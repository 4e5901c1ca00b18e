import { makeReference } from '../src/model/reference.ts';
import type { World } from '../src/model/world.ts';

export interface TestWorld extends World {
  advance(minutes: number): void;
  advanceTo(instant: string): void;
}

/** A fixed time, counted ids and a chance that counts too, so that every run is the same run. Wednesday, 10:00 in Amsterdam. */
export function testWorld(start = '2026-11-25T09:00:00.000Z'): TestWorld {
  let now = Date.parse(start);
  let ids = 0;
  let chances = 0;
  return {
    now: () => new Date(now).toISOString(),
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    newReference: () => {
      chances += 1;
      let seed = chances * 7919;
      return makeReference((below) => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      });
    },
    advance: (minutes) => {
      now += minutes * 60_000;
    },
    advanceTo: (instant) => {
      now = Math.max(now, Date.parse(instant));
    },
  };
}
