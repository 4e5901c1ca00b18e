import type { Incident, Status } from './incident.ts';
import type { PersonId } from './world.ts';

/** What somebody is to one incident. `excluded` wins over everything else. */
export type Relation = 'reporter' | 'asked' | 'handler' | 'excluded' | 'none';

export type Action = 'open' | 'take' | 'see-progress';

/** Who may do what in which status. A missing cell means: not allowed, and then nothing is told, not even that the case exists. */
export const permissions: Readonly<Record<Relation, Partial<Record<Action, readonly Status[]>>>> = {
  reporter: { 'see-progress': ['submitted', 'acknowledged'] },
  asked: { open: ['submitted'], take: ['submitted'], 'see-progress': ['submitted', 'acknowledged'] },
  handler: { open: ['submitted', 'acknowledged'], take: ['submitted'], 'see-progress': ['submitted', 'acknowledged'] },
  excluded: {},
  none: {},
};

export function relationTo(incident: Incident, person: PersonId): Relation {
  if (incident.excluded.includes(person)) return 'excluded';
  if (incident.handler === person) return 'handler';
  if (incident.asked.includes(person) || isBeingAsked(incident, person)) return 'asked';
  if (incident.reporter === person) return 'reporter';
  return 'none';
}

/** The ping may be on their screen before its sending is recorded: whoever presses then has been asked. */
function isBeingAsked(incident: Incident, person: PersonId): boolean {
  return incident.timers.some(
    (timer) =>
      timer.kind === 'ping' &&
      timer.doneAt === undefined &&
      (timer.lease !== undefined || timer.attempts > 0) &&
      incident.chain[timer.step]?.person === person,
  );
}

export function may(incident: Incident, person: PersonId, action: Action): boolean {
  return permissions[relationTo(incident, person)][action]?.includes(incident.status) === true;
}
