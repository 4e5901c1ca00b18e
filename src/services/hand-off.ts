import { type Incident, type Task, transitions, withEvent } from '../model/incident.ts';
import { may } from '../model/permissions.ts';
import { endTimers, type Timer, withNextDue, withTimer } from '../model/timer.ts';
import { type Instant, isBefore, minutesAfter, type PersonId } from '../model/world.ts';
import { latest, type Setting, windowOfPerson } from './setting.ts';

/**
 * The rules of the hand-off, pure: what is planned, what follows from an outcome. scheduler.ts claims and completes, perform.ts sends.
 * Every change of a case is made here, so a reader sees in one file why somebody is asked.
 */

const isUrgent = (incident: Incident) => incident.severity.level === 'S4';

/** 0 for what goes out at night too, 1 for an answer to what somebody just did, 2 for the rest. */
const urgencyOf = (incident: Incident) => (isUrgent(incident) ? 0 : 2);

/**
 * Plans one link of the chain: the ping, the reminder at half the target, the step to the next person. All at once and before anything is
 * sent, so that whatever becomes of the ping, the next step already stands (promise 2).
 */
export function planStep({ calendar }: Setting, incident: Incident, step: number, at: Instant): Incident {
  const link = incident.chain[step];
  if (link === undefined) return planChainEnd({ calendar }, incident, at);
  const pingAt = isUrgent(incident) ? at : calendar.nextCovered(at);
  const name = (kind: string) => `${kind}-${incident.round}-${step}`;
  const urgency = urgencyOf(incident);
  const timers: Timer[] = [
    { id: name('ping'), kind: 'ping', dueAt: pingAt, urgency, step, attempts: 0 },
    {
      id: name('remind'),
      kind: 'remind',
      dueAt: calendar.addHalf(at, incident.targetMinutes),
      urgency,
      step,
      attempts: 0,
    },
    {
      id: name('escalate'),
      kind: 'escalate',
      dueAt: calendar.addCovered(at, incident.targetMinutes),
      urgency,
      step,
      attempts: 0,
    },
  ];
  return timers.reduce(withTimer, incident);
}

/**
 * Nobody is left to ask in this round: the operator hears it, the reporter hears the truth, and the chain starts again at half the target.
 * Where there is nobody to ask at all, the operator hears it anew every working day, the reporter once.
 */
function planChainEnd({ calendar }: Pick<Setting, 'calendar'>, incident: Incident, at: Instant): Incident {
  const { round } = incident;
  const empty = incident.chain.length === 0;
  const againAt = empty ? calendar.addCovered(at, 'working-day') : calendar.addHalf(at, incident.targetMinutes);
  const timers: Timer[] = [
    {
      id: `alarm-${round}`,
      kind: 'alarm',
      dueAt: at,
      urgency: 0,
      step: 0,
      attempts: 0,
      about: empty ? 'nobody-to-ask' : 'chain-ended',
    },
    ...(empty && round > 0 ? [] : [tell(incident, at, 'nobody-left', `${round}`)]),
    {
      id: `restart-${round}`,
      kind: 'escalate',
      dueAt: latest(againAt, minutesAfter(at, 1)),
      urgency: urgencyOf(incident),
      step: incident.chain.length,
      attempts: 0,
    },
  ];
  const marked = withEvent(incident, { kind: 'chain-ended', at });
  return timers.reduce(withTimer, marked);
}

/** A message to the reporter about the hand-off. `which` keeps two of one kind apart. */
function tell(incident: Incident, at: Instant, about: string, which: string): Timer {
  return {
    id: `tell-${about}-${which}`,
    kind: 'tell-reporter',
    dueAt: at,
    urgency: isUrgent(incident) ? 0 : 1,
    step: 0,
    attempts: 0,
    about,
  };
}

const ofHandOff = (timer: Timer) => ['ping', 'remind', 'escalate', 'alarm'].includes(timer.kind);
const tellsNobody = (timer: Timer) => timer.kind === 'tell-reporter' && timer.about !== 'taken';

/** The person of this step was asked, reminded, or could not be reached. */
export function afterPing(
  setting: Setting,
  incident: Incident,
  timer: Timer,
  reached: boolean,
  now: Instant,
): Incident {
  const person = incident.chain[timer.step]?.person;
  if (person === undefined) return incident;
  if (!reached) {
    // A ping that reached nobody counts as no ping: the next person is asked at once.
    const marked = withEvent(incident, { kind: 'unreachable', at: now, by: person });
    return escalate(setting, marked, timer.step, now);
  }
  const asked = incident.asked.includes(person) ? incident.asked : [...incident.asked, person];
  return withEvent(
    { ...incident, asked },
    { kind: timer.kind === 'remind' ? 'reminded' : 'asked', at: now, by: person },
  );
}

/** On to the next person in the chain, or past its end; from past its end, round again. */
export function escalate(setting: Setting, incident: Incident, step: number, now: Instant): Incident {
  if (incident.status !== 'submitted') return incident;
  const stopped = endTimers(incident, now, (timer) => ofHandOff(timer) && timer.kind !== 'alarm');
  if (step >= stopped.chain.length) return planStep(setting, { ...stopped, round: stopped.round + 1 }, 0, now);
  const next = stopped.chain[step + 1];
  const planned = planStep(setting, stopped, step + 1, now);
  if (next === undefined) return planned;
  return withTimer(planned, tell(incident, now, 'nobody-yet', `${incident.round}-${step + 1}`));
}

/**
 * Somebody takes the case up. `undefined` = they may not (any more). Exactly one can: the caller writes the result on condition that nobody
 * wrote in between, and decides anew if somebody did.
 */
export function take(incident: Incident, person: PersonId, now: Instant): Incident | undefined {
  if (!may(incident, person, 'take')) return undefined;
  const status = transitions.submitted.take;
  const ended = endTimers(incident, now, (timer) => ofHandOff(timer) || tellsNobody(timer));
  const taken: Incident = {
    ...withEvent(ended, { kind: 'taken', at: now, by: person }),
    status,
    handler: person,
    // Who took it while the ping was still on its way has been asked too: their card is folded when somebody else takes it later.
    asked: incident.asked.includes(person) ? incident.asked : [...incident.asked, person],
    tasks: incident.tasks.map((task) => ({ ...task, owner: person })),
  };
  const told = withTimer(taken, tell(incident, now, 'taken', `${incident.events.length}`));
  // Whoever opened the story and did not take it may not read on.
  const folding = withTimer(told, {
    id: `fold-others-${incident.events.length}`,
    kind: 'fold-others',
    dueAt: now,
    urgency: 1,
    step: 0,
    attempts: 0,
  });
  // Open wishes stand on the card that the taker gets in answer; nobody needs to send them again.
  return withNextDue(endTimers(folding, now, (timer) => timer.kind === 'tell-handler'));
}

/**
 * The first check-in of a reporter to whom it happened: a day after the incident but not sooner than four hours after the report; after
 * something serious four hours after the report. Outside the person's window it waits for the next opening, any day.
 */
export function planCheckIn(
  { organisation, calendar }: Setting,
  incident: Incident,
  occurredAt: Instant | undefined,
): Incident {
  if (!incident.victims.includes(incident.reporter)) return incident;
  const { hoursAfterIncident, hoursAfterReport } = organisation.policy.checkIn;
  const soonest = minutesAfter(incident.reportedAt, hoursAfterReport * 60);
  const serious = incident.severity.level === 'S3' || incident.severity.level === 'S4';
  const wanted = serious
    ? soonest
    : latest(soonest, minutesAfter(occurredAt ?? incident.reportedAt, hoursAfterIncident * 60));
  return withTimer(incident, {
    id: 'check-in-1',
    kind: 'check-in',
    dueAt: calendar.nextOpening(wanted, windowOfPerson(organisation, incident.reporter)),
    urgency: 2,
    step: 1,
    attempts: 0,
  });
}

/** What was answered in the check-in, by option id; absent = skipped. */
export interface CheckInAnswers {
  readonly spoken: string;
  readonly contactWish?: string;
  readonly needs: readonly string[];
}

/** The finished timer that shows that this check-in has been carried into the case. */
export function answeredMarker(checkIn: string): string {
  return `answered-${checkIn}`;
}

/**
 * Carries the check-in into the case: "not yet" asks again, first the person who took it; wishes and needs become tasks for that person.
 * Done twice it changes nothing the second time.
 */
export function withCheckIn(
  setting: Setting,
  incident: Incident,
  checkIn: string,
  answers: CheckInAnswers,
  at: Instant,
): Incident {
  const done = incident.timers.some((timer) => timer.id === answeredMarker(checkIn));
  if (done) return incident;
  const marked = withTimer(withEvent(incident, { kind: 'check-in-answered', at, by: incident.reporter }), {
    id: answeredMarker(checkIn),
    kind: 'tell-handler',
    dueAt: at,
    urgency: 1,
    step: 0,
    attempts: 0,
  });
  const wishes: Task[] = [
    ...(answers.contactWish === undefined || answers.contactWish === 'no'
      ? []
      : [{ kind: 'contact-wish' as const, what: answers.contactWish }]),
    ...answers.needs.map((what) => ({ kind: 'practical-need' as const, what })),
  ].map((wish) => ({
    ...wish,
    id: `${checkIn}:${wish.kind}:${wish.what}`,
    ...(incident.handler !== undefined && { owner: incident.handler }),
    askedAt: at,
  }));
  const withWishes: Incident = { ...marked, tasks: [...incident.tasks, ...wishes] };
  const reopened =
    answers.spoken === 'not-yet'
      ? withNotReached(setting, withWishes, checkIn, at)
      : withReachedAfterAll(withWishes, at);
  // With nothing to pass on, or nobody to pass it to yet, the marker is all that stays.
  const silent = wishes.length === 0 || reopened.handler === undefined;
  const settled = silent ? endTimers(reopened, at, (timer) => timer.id === answeredMarker(checkIn)) : reopened;
  return withNextDue(settled);
}

/** "Not yet" reaches the case at the tap, whether or not the other questions get an answer. Done twice it changes nothing the second time. */
export function withNotReached(setting: Setting, incident: Incident, checkIn: string, at: Instant): Incident {
  const id = `${answeredMarker(checkIn)}-spoken`;
  if (incident.timers.some((timer) => timer.id === id)) return incident;
  const marker: Timer = { id, kind: 'tell-handler', dueAt: at, urgency: 1, step: 0, attempts: 0, doneAt: at };
  return withNextDue(withTimer(reopen(setting, incident, at), marker));
}

/** "Not yet" was a slip, or the call came in between: the person who had the report still has it, and nobody is asked any more. */
function withReachedAfterAll(incident: Incident, at: Instant): Incident {
  if (incident.status !== 'submitted' || incident.handler === undefined || !isAskedAgain(incident)) return incident;
  const ended = endTimers(incident, at, (timer) => ofHandOff(timer) || tellsNobody(timer));
  return { ...withEvent(ended, { kind: 'taken', at, by: incident.handler }), status: transitions.submitted.take };
}

/** The contact has not happened: the report is open again, and the first to be asked is the person who had taken it. No blame, no count. */
function reopen(setting: Setting, incident: Incident, at: Instant): Incident {
  const { handler } = incident;
  if (incident.status !== 'acknowledged' || handler === undefined) return incident;
  const again: Incident = {
    ...withEvent(incident, { kind: 'not-reached', at }),
    status: transitions.acknowledged['not-reached'],
    round: incident.round + 1,
    chain: [...incident.chain].sort((a, b) => Number(b.person === handler) - Number(a.person === handler)),
  };
  return planStep(setting, again, 0, at);
}

/** Has the report been opened anew since it was last taken? Then the ping says so, kindly. */
export function isAskedAgain(incident: Incident): boolean {
  const kinds = incident.events.map((event) => event.kind);
  return kinds.lastIndexOf('not-reached') > kinds.lastIndexOf('taken');
}

/** Who is being asked now, until when; absent when nobody is. */
export function currentStep(
  incident: Incident,
  now: Instant,
): { readonly step: number; readonly from: Instant; readonly until: Instant } | undefined {
  const next = incident.timers.find((timer) => timer.kind === 'escalate' && timer.doneAt === undefined);
  if (next === undefined || incident.chain[next.step] === undefined) return undefined;
  const ping = incident.timers.find(
    (timer) => timer.kind === 'ping' && timer.step === next.step && timer.doneAt === undefined,
  );
  const from = ping !== undefined && isBefore(now, ping.dueAt) ? ping.dueAt : now;
  return { step: next.step, from, until: next.dueAt };
}

/** When the chain starts again; absent while somebody is being asked. */
export function restartsAt(incident: Incident): Instant | undefined {
  if (incident.chain.length === 0) return undefined;
  return incident.timers.find(
    (timer) => timer.kind === 'escalate' && timer.doneAt === undefined && timer.step >= incident.chain.length,
  )?.dueAt;
}

export function checkInAt(incident: Incident): Instant | undefined {
  return incident.timers.find((timer) => timer.kind === 'check-in' && timer.doneAt === undefined)?.dueAt;
}
