import { checkInList } from '../dialogs/lists/check-in.ts';
import type { MomentReader } from '../dialogs/moment.ts';
import { takeTurn } from '../dialogs/turn.ts';
import type { ContactRequest } from '../model/contact-request.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Draft } from '../model/draft.ts';
import { type Incident, withCard } from '../model/incident.ts';
import { nameOf, unitOf } from '../model/organisation.ts';
import type { Timer } from '../model/timer.ts';
import { type Instant, minutesAfter, type PersonId } from '../model/world.ts';
import { afterCallPing, callCard, escalateCall } from './call-request.ts';
import type { Cases } from './cases.ts';
import { decideConversation, newConversation } from './conversations-store.ts';
import { afterPing, answeredMarker, checkInAt, currentStep, escalate, isAskedAgain, restartsAt } from './hand-off.ts';
import type { AlarmCode, Message, Messenger, Phone } from './messages.ts';
import type { RaiseAlarm, Store } from './ports.ts';
import { type Change, done, postponed } from './scheduler.ts';
import { hearsBy, helpLine, type Setting, unitPhones, windowOfPerson } from './setting.ts';

/** Carries out one due step: decides from the state as it is now what must be said, says it, and gives what follows from the outcome. */
export interface Performer {
  readonly incident: (incident: Incident, timer: Timer) => Promise<Change<Incident>>;
  readonly request: (request: ContactRequest, timer: Timer) => Promise<Change<ContactRequest>>;
}

interface PerformerOptions {
  readonly setting: Setting;
  readonly store: Store;
  readonly messenger: Messenger;
  readonly cases: Cases;
  readonly raiseAlarm: RaiseAlarm;
  readonly readMoment: MomentReader;
}

/** What a check-in does after an unknown outcome: once more, later; then it rests, for a question twice is worse than one missed. */
const checkInTriesAgainMinutes = 60;

export function createPerformer({
  setting,
  store,
  messenger,
  cases,
  raiseAlarm,
  readMoment,
}: PerformerOptions): Performer {
  const { organisation, calendar, world } = setting;

  /** Sends to one person in their own language. Nobody who cannot be reached is ever called reached. */
  async function say(person: PersonId, message: Message): Promise<Delivery> {
    const conversation = await store.conversations.get(person);
    if (conversation?.reference === undefined) return { kind: 'unreachable' };
    return messenger.send(conversation.reference, message, {
      locale: conversation.locale,
      timeZone: organisation.timeZone,
      now: world.now(),
    });
  }

  /** Outside their window only what is urgent, or answers what they just did, reaches a person. Gives the moment to wait for. */
  function windowOpensAt(person: PersonId, urgent: boolean): Instant | undefined {
    if (urgent) return undefined;
    const now = world.now();
    const opens = calendar.nextOpening(now, windowOfPerson(organisation, person));
    return Date.parse(opens) > Date.parse(now) ? opens : undefined;
  }

  /** What Teams put off waits until then; an unknown outcome is tried so many times again. `undefined` = the outcome stands. */
  function triedAgain<T extends { timers: Timer[] }>(
    delivery: Delivery,
    timer: Timer,
    again: { readonly times: number; readonly minutes: number },
  ): Change<T> | undefined {
    if (delivery.kind === 'later') return (fresh) => postponed(fresh, timer, delivery.retryAt, true);
    if (delivery.kind !== 'unknown' || timer.attempts >= again.times) return undefined;
    const at = minutesAfter(world.now(), again.minutes);
    return (fresh) => postponed(fresh, timer, at, true);
  }

  async function ping(incident: Incident, timer: Timer): Promise<Change<Incident>> {
    const link = incident.chain[timer.step];
    const until = currentStep(incident, world.now())?.until;
    if (link === undefined || until === undefined || incident.status !== 'submitted') return settle(timer);
    const delivery = await say(link.person, {
      kind: 'ping',
      incident: incident.id,
      reference: incident.reference,
      role: link.role,
      unit: unitOf(organisation, incident.unit).name,
      urgent: incident.severity.level === 'S4',
      until,
      why: timer.kind === 'remind' ? 'reminder' : isAskedAgain(incident) ? 'again' : 'new',
    });
    const now = world.now();
    // Unknown: a hand-off is rather said twice than not at all.
    const again = triedAgain<Incident>(delivery, timer, { times: 3, minutes: 0.5 });
    if (again !== undefined) return again;
    const reached = delivery.kind === 'delivered';
    return (fresh) => {
      const settled = done(fresh, timer, now);
      const standing = delivery.kind === 'delivered' ? withCard(settled, link.person, delivery.activityId) : settled;
      // Taken while the ping was on its way: nothing of it counts any more.
      if (standing.status !== 'submitted') return standing;
      // Nobody knows whether it arrived: this person may take the case, and the next one is asked all the same.
      const mayHaveIt =
        delivery.kind === 'unknown' ? { ...standing, asked: withPerson(standing.asked, link.person) } : standing;
      return afterPing(setting, mayHaveIt, timer, reached, now);
    };
  }

  /** A message about the hand-off, true at the moment of sending: what is no longer so is not said. */
  function tidings(incident: Incident, timer: Timer): Message | undefined {
    const now = world.now();
    const unit = unitOf(organisation, incident.unit);
    if (timer.about === 'taken') {
      const name = incident.handler === undefined ? undefined : nameOf(organisation, incident.handler);
      const at = checkInAt(incident);
      if (incident.status !== 'acknowledged' || name === undefined) return undefined;
      return { kind: 'told', phones: [], told: { kind: 'taken', name, ...(at !== undefined && { checkInAt: at }) } };
    }
    if (incident.status !== 'submitted') return undefined;
    const current = currentStep(incident, now);
    if (timer.about === 'nobody-yet' && current !== undefined) {
      const person = incident.chain[current.step]?.person;
      const name = person === undefined ? undefined : nameOf(organisation, person);
      if (name !== undefined) {
        return {
          kind: 'told',
          phones: unitPhones(unit),
          told: {
            kind: 'nobody-yet',
            name,
            by: hearsBy(setting, incident.reporter, current.until, incident.severity.level),
          },
        };
      }
    }
    const againAt = restartsAt(incident);
    return {
      kind: 'told',
      phones: [...helpLine(organisation, 'emergency'), ...unitPhones(unit)],
      told: { kind: 'nobody-left', ...(againAt !== undefined && { againAt }) },
    };
  }

  async function tellReporter(incident: Incident, timer: Timer): Promise<Change<Incident>> {
    const opens = windowOpensAt(incident.reporter, timer.urgency === 0);
    if (opens !== undefined) return (fresh) => postponed(fresh, timer, opens, false);
    const message = tidings(incident, timer);
    return message === undefined ? settle(timer) : sendOrWait(incident.reporter, message, timer);
  }

  async function tellHandler(incident: Incident, timer: Timer): Promise<Change<Incident>> {
    const { handler } = incident;
    if (handler === undefined || incident.tasks.length === 0) return settle(timer);
    const opens = windowOpensAt(handler, incident.severity.level === 'S4');
    if (opens !== undefined) return (fresh) => postponed(fresh, timer, opens, false);
    const { id, reference, tasks } = incident;
    const delivery = await say(handler, { kind: 'wish', incident: id, reference, tasks });
    if (delivery.kind === 'delivered') return settle(timer);
    const again = triedAgain<Incident>(delivery, timer, { times: 2, minutes: 1 });
    if (again !== undefined) return again;
    // Not passed on, so not done: an administrator hears it, and the wish is tried again a working day later.
    await raiseAlarm('handler-unreachable', incident);
    return (fresh) => postponed(fresh, timer, calendar.addCovered(world.now(), 'working-day'), true);
  }

  /** Sends; waits where Teams says so; after an unknown outcome once more. */
  async function sendOrWait(person: PersonId, message: Message, timer: Timer): Promise<Change<Incident>> {
    const delivery = await say(person, message);
    return triedAgain<Incident>(delivery, timer, { times: 1, minutes: 1 }) ?? settle(timer);
  }

  /** Puts the check-in into the conversation before it is said: an answer that comes at once already has its place. */
  async function checkIn(incident: Incident, timer: Timer): Promise<Change<Incident>> {
    const opens = windowOpensAt(incident.reporter, false);
    if (opens !== undefined) return (fresh) => postponed(fresh, timer, opens, false);
    const now = world.now();
    const id = `${incident.id}.check-in-${timer.step}`;
    // Answered before a crash could record that it was sent: not asked twice.
    if (incident.timers.some((other) => other.id === answeredMarker(id))) return settle(timer);
    const handler =
      incident.status === 'acknowledged' && incident.handler !== undefined
        ? nameOf(organisation, incident.handler)
        : undefined;
    const blank: Draft = {
      id,
      list: 'check-in',
      subject: incident.id,
      answers: {},
      startedAt: now,
      ...(handler !== undefined && { handler }),
    };
    const { conversation, result } = await decideConversation(
      store.conversations,
      newConversation(incident.reporter, incident.locale),
      (before) => {
        const known = before.drafts.find((draft) => draft.id === id);
        const context = { now, timeZone: organisation.timeZone, locale: before.locale, readMoment, reference: '' };
        const turn = takeTurn(checkInList, known ?? blank, { kind: 'resume' }, context);
        if (known !== undefined) return { conversation: before, result: turn };
        return { conversation: { ...before, drafts: withCheckInDraft(before.drafts, turn.draft) }, result: turn };
      },
    );
    if (conversation.reference === undefined) return settle(timer);
    const message: Message = {
      kind: 'turn',
      draft: id,
      list: 'check-in',
      replies: result.replies,
      plan: { names: [], leftOut: [], callToo: false, phones: [] },
      phones: helpLine(organisation, 'emergency'),
      crisisPhones: [],
      sexualAssaultPhones: [],
      endingPhones: [],
      ...(handler !== undefined && { handler }),
    };
    const delivery = await say(incident.reporter, message);
    return triedAgain<Incident>(delivery, timer, { times: 1, minutes: checkInTriesAgainMinutes }) ?? settle(timer);
  }

  /**
   * Brings the cards of those who were asked and did not take it up to date: the story folds away, the button to take it goes. What fails
   * here is left: pressing an old card is answered with how things stand.
   */
  async function foldOthers(incident: Incident, timer: Timer): Promise<Change<Incident>> {
    for (const { person, activityId } of incident.cards.filter((card) => card.person !== incident.handler)) {
      const conversation = await store.conversations.get(person);
      if (conversation?.reference === undefined) continue;
      const audience = { locale: conversation.locale, timeZone: organisation.timeZone, now: world.now() };
      await messenger.update(conversation.reference, activityId, await cases.folded(incident.id, person), audience);
    }
    return settle(timer);
  }

  function settle(timer: Timer): Change<Incident> {
    return (fresh) => done(fresh, timer, world.now());
  }

  async function performIncident(incident: Incident, timer: Timer): Promise<Change<Incident>> {
    switch (timer.kind) {
      case 'ping':
      case 'remind':
        return ping(incident, timer);
      case 'escalate':
        return (fresh) => escalate(setting, done(fresh, timer, world.now()), timer.step, world.now());
      case 'tell-reporter':
        return tellReporter(incident, timer);
      case 'tell-handler':
        return tellHandler(incident, timer);
      case 'check-in':
        return checkIn(incident, timer);
      case 'fold-others':
        return foldOthers(incident, timer);
      case 'alarm':
        await raiseAlarm((timer.about ?? 'chain-ended') as AlarmCode, incident);
        return settle(timer);
      default:
        // A kind of a newer version: left alone for an hour, for a process that knows it.
        return (fresh) => postponed(fresh, timer, minutesAfter(world.now(), 60), false);
    }
  }

  async function performRequest(request: ContactRequest, timer: Timer): Promise<Change<ContactRequest>> {
    const now = world.now();
    const settled: Change<ContactRequest> = (fresh) => done(fresh, timer, world.now());
    const crisisPhones: readonly Phone[] = [
      ...helpLine(organisation, 'suicide-prevention'),
      ...helpLine(organisation, 'emergency'),
      ...unitPhones(unitOf(organisation, request.unit)),
    ];
    const tell = async (message: Message): Promise<Change<ContactRequest>> => {
      const delivery = await say(request.employee, message);
      return triedAgain<ContactRequest>(delivery, timer, { times: 1, minutes: 0.5 }) ?? settled;
    };
    switch (timer.kind) {
      case 'ping': {
        const person = request.chain[timer.step]?.person;
        if (person === undefined || request.status !== 'open') return settled;
        const delivery = await say(person, callCard(request, false));
        const again = triedAgain<ContactRequest>(delivery, timer, { times: 3, minutes: 0.5 });
        if (again !== undefined) return again;
        const reached = delivery.kind === 'delivered';
        return (fresh) => {
          const left = done(fresh, timer, now);
          const mayHaveIt = delivery.kind === 'unknown' ? { ...left, asked: withPerson(left.asked, person) } : left;
          return afterCallPing(organisation, mayHaveIt, timer, reached, world.now());
        };
      }
      case 'escalate':
        return (fresh) => escalateCall(organisation, done(fresh, timer, now), timer.step, world.now());
      case 'call-nobody': {
        if (request.status !== 'open') return settled;
        const next = request.timers.find((other) => other.kind === 'escalate' && other.doneAt === undefined)?.dueAt;
        return tell({
          kind: 'told',
          phones: crisisPhones,
          told: { kind: 'call-nobody', ...(next !== undefined && { at: next }) },
        });
      }
      case 'call-taken': {
        const name = request.adviser === undefined ? undefined : nameOf(organisation, request.adviser);
        return name === undefined
          ? settled
          : tell({ kind: 'told', phones: crisisPhones, told: { kind: 'call-taken', name } });
      }
      case 'call-after':
        // At the same moment they hear that nobody has confirmed; one message is enough.
        if (request.status === 'open' && saysNobodyAt(request, timer.dueAt)) return settled;
        return tell({ kind: 'told', phones: crisisPhones, told: { kind: 'call-after' } });
      case 'alarm':
        if (request.status !== 'open') return settled;
        await raiseAlarm('call-now-unanswered', { id: request.id, reference: '', excluded: request.excluded });
        // Hourly for a day, then daily: until somebody has confirmed, an operator keeps hearing of it.
        return (fresh) => postponed(fresh, timer, minutesAfter(world.now(), timer.attempts < 24 ? 60 : 24 * 60), true);
      case 'forget':
        return (fresh) => {
          const { howToReach: _gone, ...kept } = done(fresh, timer, world.now());
          return kept;
        };
      default:
        return (fresh) => postponed(fresh, timer, minutesAfter(world.now(), 60), false);
    }
  }

  return { incident: performIncident, request: performRequest };
}

function withPerson(people: readonly PersonId[], person: PersonId): PersonId[] {
  return people.includes(person) ? [...people] : [...people, person];
}

/** Whether "nobody has confirmed yet" is said around this moment. */
function saysNobodyAt(request: ContactRequest, at: Instant): boolean {
  return request.timers.some(
    (timer) => timer.kind === 'call-nobody' && Math.abs(Date.parse(timer.dueAt) - Date.parse(at)) < 60_000,
  );
}

/** A check-in never takes the floor from a report that somebody is writing: typed lines go on to the report. */
function withCheckInDraft(drafts: Conversation['drafts'], checkIn: Draft): Draft[] {
  const others = drafts.filter((draft) => draft.id !== checkIn.id);
  const writing = others.some(
    (draft) => draft.list === 'intake' && draft.paused === undefined && draft.submittedAt === undefined,
  );
  return writing ? [checkIn, ...others] : [...others, checkIn];
}
