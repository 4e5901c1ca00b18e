import type { ContactRequest } from '../model/contact-request.ts';
import { chainFor } from '../model/hand-off.ts';
import type { ChainLink } from '../model/incident.ts';
import { memberOf, type Organisation, type Unit } from '../model/organisation.ts';
import { endTimers, type Timer, withNextDue, withTimer } from '../model/timer.ts';
import { type Instant, minutesAfter, type PersonId } from '../model/world.ts';
import type { Message } from './messages.ts';
import type { Setting } from './setting.ts';

/**
 * "Shall I ask somebody to call you now? I will not say why." Only that a call is wanted is stored (practice.md section 2): the chain of the
 * unit, ten minutes each, on the clock and not in covered hours, because this cannot wait for the morning.
 */
export function newCallRequest(
  setting: Setting,
  id: string,
  person: { readonly id: PersonId; readonly name: string; readonly unit: Unit },
  excluded: readonly PersonId[],
  now: Instant,
): ContactRequest {
  const { organisation } = setting;
  const { unit } = person;
  const phone = memberOf(organisation, person.id)?.phone;
  const bare: ContactRequest = {
    id,
    kind: 'call-now',
    employee: person.id,
    unit: unit.id,
    status: 'open',
    requestedAt: now,
    chain: [...callChain(organisation, unit, [person.id, ...excluded])],
    asked: [],
    excluded: [...excluded],
    timers: [],
    howToReach: { name: person.name, ...(phone !== undefined && { phone }) },
  };
  const after: Timer = urgent('after', 'call-after', minutesAfter(now, 30));
  return withNextDue(planCall(organisation, withTimer(bare, after), 0, now));
}

/** The unit's own people first; then the administrators, because somebody must call. */
function callChain(organisation: Organisation, unit: Unit, leftOut: readonly PersonId[]): readonly ChainLink[] {
  const own = chainFor(organisation, unit, leftOut);
  const others = organisation.administrators
    .filter((person) => !leftOut.includes(person) && !own.some((link) => link.person === person))
    .map((person) => ({ person, role: 'administrator' as const }));
  return [...own, ...others];
}

function urgent(id: string, kind: string, dueAt: Instant, step = 0): Timer {
  return { id, kind, dueAt, urgency: 0, step, attempts: 0 };
}

/** The ping to one person and what happens when nobody confirms in time. */
function planCall(organisation: Organisation, request: ContactRequest, step: number, now: Instant): ContactRequest {
  const by = minutesAfter(now, organisation.policy.targets.callNow);
  if (request.chain[step] === undefined) {
    // The end of the chain: administrators hear it, and again every hour until somebody has confirmed (see `perform.ts`).
    const nobody = step === 0 ? [urgent('call-nobody', 'call-nobody', now)] : [];
    return [...nobody, urgent('call-alarm', 'alarm', now)].reduce(withTimer, request);
  }
  return [urgent(`ping-${step}`, 'ping', now, step), urgent(`escalate-${step}`, 'escalate', by, step)].reduce(
    withTimer,
    request,
  );
}

/** The next person; the employee hears each time that nobody has confirmed yet. */
export function escalateCall(
  organisation: Organisation,
  request: ContactRequest,
  step: number,
  now: Instant,
): ContactRequest {
  if (request.status !== 'open') return request;
  const stopped = endTimers(request, now, (timer) => timer.kind === 'ping' || timer.kind === 'escalate');
  const told = withTimer(stopped, urgent(`call-nobody-${step}`, 'call-nobody', now, step));
  return planCall(organisation, told, step + 1, now);
}

export function afterCallPing(
  organisation: Organisation,
  request: ContactRequest,
  timer: Timer,
  reached: boolean,
  now: Instant,
): ContactRequest {
  const person = request.chain[timer.step]?.person;
  if (person === undefined || request.status !== 'open') return request;
  if (!reached) return escalateCall(organisation, request, timer.step, now);
  return request.asked.includes(person) ? request : { ...request, asked: [...request.asked, person] };
}

const rememberedMinutes = 60;

/** "I call now". `undefined` = not asked, or somebody else has it. */
export function takeCall(request: ContactRequest, person: PersonId, now: Instant): ContactRequest | undefined {
  if (request.status !== 'open' || !isAskedToCall(request, person)) return undefined;
  const ended = endTimers(request, now, (timer) => timer.kind !== 'call-after');
  const taken: ContactRequest = { ...ended, status: 'taken', adviser: person };
  // Whom to call is kept as long as the caller may need to look again; then only that it was asked and taken.
  const forget = urgent('forget', 'forget', minutesAfter(now, rememberedMinutes));
  return withNextDue([urgent('call-taken', 'call-taken', now), forget].reduce(withTimer, taken));
}

/** Asked, or being asked right now: the card may be on their screen before its sending is recorded. */
export function isAskedToCall(request: ContactRequest, person: PersonId): boolean {
  const sending = request.timers.some(
    (timer) =>
      timer.kind === 'ping' &&
      timer.doneAt === undefined &&
      (timer.lease !== undefined || timer.attempts > 0) &&
      request.chain[timer.step]?.person === person,
  );
  return sending || request.asked.includes(person);
}

/** Asked for again after everybody in the chain was asked in vain: the chain starts anew. */
export function askedAnew(
  organisation: Organisation,
  request: ContactRequest,
  now: Instant,
): ContactRequest | undefined {
  const isRunning = request.timers.some(
    (timer) => timer.doneAt === undefined && (timer.kind === 'ping' || timer.kind === 'escalate'),
  );
  if (request.status !== 'open' || isRunning || request.chain.length === 0) return undefined;
  const quiet = endTimers(request, now, (timer) => timer.kind === 'alarm' || timer.kind === 'call-nobody');
  return withNextDue(planCall(organisation, quiet, 0, now));
}

/** The id of the request after this one was taken: `call-x`, `call-x.2`, `call-x.3`. */
export function nextCallId(id: string): string {
  const [, base = id, number = '1'] = /^(.*)\.(\d+)$/.exec(id) ?? [];
  return `${base}.${Number(number) + 1}`;
}

/** "Call {name} now": whom and on which number, never why. */
export function callCard(request: ContactRequest, taken: boolean): Message {
  const { name, phone } = request.howToReach ?? {};
  return {
    kind: 'call-request',
    request: request.id,
    taken,
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
  };
}
