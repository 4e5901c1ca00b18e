import { checkInList } from '../dialogs/lists/check-in.ts';
import type { MomentReader } from '../dialogs/moment.ts';
import { chosenIn } from '../dialogs/turn.ts';
import { type Conversation, withShown } from '../model/conversation.ts';
import type { Draft } from '../model/draft.ts';
import { memberOf, nameOf, unitOf } from '../model/organisation.ts';
import { endTimers, withTimer } from '../model/timer.ts';
import { type Locale, minutesAfter, type PersonId } from '../model/world.ts';
import { localeFrom } from '../texts/texts.ts';
import { askedAnew, newCallRequest, nextCallId } from './call-request.ts';
import type { Cases } from './cases.ts';
import { Busy, decideConversation, newConversation } from './conversations-store.ts';
import { createDecider, type Outcome, type Personal } from './decide.ts';
import { checkInAt } from './hand-off.ts';
import type { Incoming, Press, Sender } from './incoming.ts';
import type { Message, Messenger, SafetyTopic } from './messages.ts';
import type { Log, Store } from './ports.ts';
import type { Change } from './scheduler.ts';
import { allPhones, type Setting } from './setting.ts';
import { AlreadyThere } from './store.ts';
import { incidentFrom, valueIn } from './submission.ts';

/** The one message that answers, and in which language. */
export interface Answer {
  readonly message: Message;
  readonly locale: Locale;
}

export interface Conversations {
  /**
   * Takes in one activity and says what to answer; `undefined` = nothing. What the answer says has been written before it is given: a crash
   * may repeat a question, it never loses an answer (design section 4).
   */
  handle(incoming: Incoming): Promise<Answer | undefined>;
  /** Carries out what was decided in this conversation; what follows from it is the change that is given back. Done twice it does no harm. */
  carryOut(conversation: Conversation, draftId: string): Promise<Change<Conversation>>;
  /** The same for a request to be called. */
  placeCall(conversation: Conversation, request: string): Promise<Change<Conversation>>;
}

interface ConversationsOptions {
  readonly setting: Setting;
  readonly store: Store;
  readonly messenger: Messenger;
  readonly cases: Cases;
  readonly readMoment: MomentReader;
  readonly log: Log;
  /** Called when something was written that is due at once. */
  readonly wake: () => void;
}

export function createConversations(options: ConversationsOptions): Conversations {
  const { setting, store, messenger, cases, readMoment, log, wake } = options;
  const { organisation, world } = setting;
  const { decide, openQuestion, openIntake, callSetting, crisisMessage } = createDecider(setting, readMoment);
  /** Answers given by this process: a repeat of one of these needs no second answer; a repeat after a crash does. */
  const answered = new Set<string>();

  const isKnown = (person: PersonId) => memberOf(organisation, person) !== undefined;

  async function handle(incoming: Incoming): Promise<Answer | undefined> {
    switch (incoming.kind) {
      case 'ignored':
        return undefined;
      case 'not-personal':
        return { message: { kind: 'not-here' }, locale: localeFrom(incoming.language) };
      case 'removed':
        await forget(incoming.sender.id);
        return undefined;
      default:
        return converse(incoming);
    }
  }

  async function converse(incoming: Personal): Promise<Answer | undefined> {
    const { sender } = incoming;
    const locale = memberOf(organisation, sender.id)?.locale ?? localeFrom(sender.language);
    if (await isGuest(sender)) {
      const phones = allPhones(organisation, unitOf(organisation, undefined));
      return { message: { kind: 'guest', phones }, locale };
    }
    if (incoming.kind === 'press' && incoming.press !== undefined && isCasePress(incoming.press)) {
      return pressOnCase(incoming, incoming.press, locale);
    }
    const question = openQuestion(sender.id);
    const isAnswered = incoming.keys.some((key) => answered.has(key));
    const { conversation, result } = await decideConversation(
      store.conversations,
      newConversation(sender.id, locale),
      (stored) => decide(refreshed(stored, sender), incoming, { stored, isAnswered, question }),
    );
    return answer(conversation, result, incoming);
  }

  /** Newest reference wins (platform.md 6, row 55); an unchanged one changes nothing. */
  function refreshed(conversation: Conversation, sender: Sender): Conversation {
    const same = JSON.stringify(conversation.reference) === JSON.stringify(sender.reference);
    const next = same ? conversation : { ...conversation, reference: sender.reference };
    // Some activities carry no name; that is no reason to forget it.
    return sender.name === '' || next.name === sender.name ? next : { ...next, name: sender.name };
  }

  async function isGuest(sender: Sender): Promise<boolean> {
    // Somebody whom the file lists is no guest, and who talked with us before was looked up then.
    if (isKnown(sender.id) || (await store.conversations.get(sender.id)) !== undefined) return false;
    // An employee must never be turned away because a look-up failed: only a clear yes counts.
    return (await messenger.isGuest(sender.reference)) === true;
  }

  async function forget(person: PersonId): Promise<void> {
    await decideConversation(store.conversations, newConversation(person, 'nl'), (before) => {
      const { reference: _gone, ...rest } = before;
      return { conversation: before.reference === undefined ? before : rest, result: undefined };
    });
  }

  async function answer(
    conversation: Conversation,
    result: Outcome,
    incoming: Incoming & { readonly keys: readonly string[] },
  ): Promise<Answer | undefined> {
    for (const key of incoming.keys) answered.add(key);
    if (answered.size > 10_000) answered.clear();
    const { locale } = conversation;
    switch (result.kind) {
      case 'nothing':
        return undefined;
      case 'say':
        if (result.carryOut !== undefined) await carryOutNow(conversation, result.carryOut);
        return { message: result.message, locale: result.locale ?? locale };
      case 'reports':
        return { message: await cases.progressOf(conversation), locale };
      case 'carry-out': {
        await carryOutNow(conversation, result.draft.id);
        return { message: await receiptFor(conversation, result.draft), locale };
      }
      case 'call-me':
        return { message: await askForCall(conversation, result.request), locale: result.locale ?? locale };
      default:
        return result satisfies never;
    }
  }

  /** Carries out what was just decided. What fails is decided and on disk all the same: the next tick carries it out. */
  async function carryOutNow(conversation: Conversation, draftId: string): Promise<void> {
    try {
      await apply(conversation, await carryOut(conversation, draftId));
    } catch (error) {
      log.error('carry-out-later', error, { document: draftId });
    }
    wake();
  }

  async function apply(conversation: Conversation, change: Change<Conversation>): Promise<void> {
    await decideConversation(store.conversations, conversation, (before) => ({
      conversation: change(before),
      result: undefined,
    }));
  }

  async function receiptFor(conversation: Conversation, draft: Draft): Promise<Message> {
    if (draft.list === 'intake') {
      const { incident, plan } = incidentFrom(setting, reporterOf(conversation), draft);
      const at = checkInAt(incident);
      return { kind: 'receipt', reference: incident.reference, plan, ...(at !== undefined && { checkInAt: at }) };
    }
    const incident = draft.subject === undefined ? undefined : await store.incidents.get(draft.subject);
    const { spoken, contactWish, needs } = checkInAnswers(draft);
    const handler = incident?.handler === undefined ? undefined : nameOf(organisation, incident.handler);
    const wishes = needs.length > 0 || (contactWish !== undefined && contactWish !== 'no');
    return {
      kind: 'check-in-done',
      spoken,
      asked: wishes,
      ...(handler !== undefined && incident?.status === 'submitted' && spoken === 'not-yet' && { askedAgain: handler }),
      ...(handler !== undefined && wishes && { passedOnTo: handler }),
    };
  }

  function reporterOf({ id, name, locale }: Conversation) {
    return { id, name: nameOf(organisation, id) ?? name, locale };
  }

  function checkInAnswers(draft: Draft) {
    const contactWish = valueIn(checkInList, draft, 'contact-wish');
    return {
      spoken: String(valueIn(checkInList, draft, 'spoken') ?? ''),
      ...(typeof contactWish === 'string' && { contactWish }),
      needs: chosenIn(valueIn(checkInList, draft, 'practical-needs')),
    };
  }

  /**
   * Makes the incident of a sent report, or carries a check-in into its incident, and then lets the draft go. Every part may have been done
   * before by another process or before a crash: ids are decided beforehand, "already there" counts as done.
   */
  async function carryOut(conversation: Conversation, draftId: string): Promise<Change<Conversation>> {
    const draft = conversation.drafts.find((candidate) => candidate.id === draftId);
    if (draft?.submittedAt !== undefined && draft.list === 'intake') {
      const { incident, vault } = incidentFrom(setting, reporterOf(conversation), draft);
      if (vault !== undefined) await createOnce(() => store.vault.create(vault));
      await createOnce(() => store.incidents.create(incident));
    } else if (draft?.submittedAt !== undefined && draft.subject !== undefined) {
      await cases.checkInAnswered(draft.subject, draft.id, checkInAnswers(draft), draft.submittedAt);
    } else if (draft?.subject !== undefined) {
      if (checkInAnswers(draft).spoken === 'not-yet') await cases.notReached(draft.subject, draft.id, world.now());
      // Answered so far; the draft stays open for the rest.
      return (before) => endTimers(before, world.now(), (timer) => timer.id === `spoken-${draftId}`);
    }
    return (before) => ({
      ...endTimers(before, world.now(), (timer) => timer.kind === 'carry-out' && timer.about === draftId),
      drafts: before.drafts.filter((other) => other.id !== draftId || other.submittedAt === undefined),
    });
  }

  /**
   * Makes the request that this conversation asked for. One that is open stays the one (its chain starts anew where it had run out); after
   * one that was taken a new one is made, under an id that follows from it, so that doing this twice makes one.
   */
  async function placeCall(conversation: Conversation, asked: string): Promise<Change<Conversation>> {
    const { excluded, unit } = callSetting(conversation);
    let id = asked;
    let known = await store.requests.get(id);
    while (known?.status === 'taken') {
      id = nextCallId(id);
      known = await store.requests.get(id);
    }
    if (known === undefined) {
      const person = { ...reporterOf(conversation), unit };
      const request = newCallRequest(setting, id, person, excluded, world.now());
      await createOnce(() => store.requests.create(request));
    } else {
      const again = askedAnew(organisation, known, world.now());
      if (again !== undefined) await store.requests.replace({ ...again, etag: known.etag });
    }
    return (before) => ({
      ...endTimers(before, world.now(), (timer) => timer.kind === 'place-call' && timer.about === asked),
      call: id,
    });
  }

  async function askForCall(conversation: Conversation, asked: string): Promise<Message> {
    let id = asked;
    try {
      const change = await placeCall(conversation, asked);
      id = change(conversation).call ?? asked;
      await apply(conversation, change);
    } catch (error) {
      log.error('carry-out-later', error, { document: asked });
    }
    wake();
    const request = await store.requests.get(id);
    const step = request?.timers.find((timer) => timer.kind === 'escalate' && timer.doneAt === undefined);
    const link = step === undefined ? undefined : request?.chain[step.step];
    const name = link === undefined ? undefined : nameOf(organisation, link.person);
    const topic: SafetyTopic =
      name === undefined || step === undefined ? { kind: 'about-me' } : { kind: 'call-asked', name, at: step.dueAt };
    return crisisMessage(conversation, topic, openIntake(conversation));
  }

  async function pressOnCase(
    incoming: Extract<Incoming, { kind: 'press' }>,
    press: CasePress,
    locale: Locale,
  ): Promise<Answer> {
    const { sender } = incoming;
    if (press.do === 'take-call') {
      const message = await cases.takeCall(press.request, sender.id);
      wake();
      return { message, locale: await localeOf(sender, locale) };
    }
    const message =
      press.do === 'open'
        ? await cases.open(press.incident, sender.id)
        : press.do === 'take'
          ? await cases.take(press.incident, sender.id)
          : await cases.folded(press.incident, sender.id);
    const cardId = incoming.cardId;
    const { conversation } = await decideConversation(
      store.conversations,
      newConversation(sender.id, locale),
      (before) => {
        const fresh = refreshed(before, sender);
        if (message.kind === 'case' && cardId !== undefined) {
          return { conversation: standing(fresh, press.incident, cardId), result: undefined };
        }
        // Nothing with content stands any more on this card.
        const shown = fresh.shown.filter((card) => card.activityId !== cardId);
        const settled =
          shown.length === fresh.shown.length
            ? fresh
            : { ...endTimers(fresh, world.now(), (timer) => timer.kind === 'fold' && timer.about === cardId), shown };
        return { conversation: settled, result: undefined };
      },
    );
    if (press.do === 'take') wake();
    return { message, locale: conversation.locale };
  }

  /** A story stands open in this chat: it folds back by itself after a day (design section 10). */
  function standing(conversation: Conversation, incident: string, activityId: string): Conversation {
    const now = world.now();
    return withTimer(withShown(conversation, { subject: incident, activityId, at: now }), {
      id: `fold-${activityId}`,
      kind: 'fold',
      dueAt: minutesAfter(now, organisation.policy.foldAfterHours * 60),
      urgency: 2,
      step: 0,
      attempts: 0,
      about: activityId,
    });
  }

  async function localeOf(sender: Sender, otherwise: Locale): Promise<Locale> {
    return (await store.conversations.get(sender.id))?.locale ?? otherwise;
  }

  return {
    handle: async (incoming) => {
      try {
        return await handle(incoming);
      } catch (error) {
        if (!(error instanceof Busy)) throw error;
        const language = 'sender' in incoming ? incoming.sender.language : undefined;
        return { message: { kind: 'problem', problem: 'busy' }, locale: localeFrom(language) };
      }
    },
    carryOut,
    placeCall,
  };
}

type CasePress = Extract<Press, { do: 'open' | 'take' | 'fold' | 'take-call' }>;

function isCasePress(press: Press): press is CasePress {
  return press.do === 'open' || press.do === 'take' || press.do === 'fold' || press.do === 'take-call';
}

async function createOnce(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof AlreadyThere)) throw error;
  }
}
