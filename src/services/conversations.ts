import { type Command, commandIn } from '../dialogs/commands.ts';
import { checkInList } from '../dialogs/lists/check-in.ts';
import type { MomentReader } from '../dialogs/moment.ts';
import type { QuestionList } from '../dialogs/question.ts';
import { readSignals } from '../dialogs/signals.ts';
import { chosenIn, type Input, type Reply, type TurnContext, takeTurn } from '../dialogs/turn.ts';
import { type Conversation, withHandled, withShown } from '../model/conversation.ts';
import type { Draft } from '../model/draft.ts';
import { memberOf, nameOf, unitOf } from '../model/organisation.ts';
import { endTimers, withTimer } from '../model/timer.ts';
import { type Locale, minutesAfter, type PersonId } from '../model/world.ts';
import { localeFrom } from '../texts/texts.ts';
import { callDeadline, newCallRequest } from './call-request.ts';
import type { Cases } from './cases.ts';
import { Busy, decideConversation, newConversation } from './conversations-store.ts';
import { checkInAt } from './hand-off.ts';
import type { Incoming, Press, Sender } from './incoming.ts';
import type { Message, Messenger, SafetyTopic } from './messages.ts';
import type { Log, Store } from './ports.ts';
import type { Change } from './scheduler.ts';
import { allPhones, helpLine, type Setting, unitOfPerson, unitPhones } from './setting.ts';
import { AlreadyThere } from './store.ts';
import { endingPhones, incidentFrom, intakeFor, meaningOf, planOf, valueIn } from './submission.ts';

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

/** What a turn decided: the conversation to write, what to answer, and what to carry out once it is written. */
interface Decision {
  readonly conversation: Conversation;
  readonly result: Outcome;
}
type Outcome =
  /** `locale`: where the answer keeps to the language that was typed, whatever the program speaks otherwise. */
  | { readonly kind: 'say'; readonly message: Message; readonly locale?: Locale }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reports' }
  | { readonly kind: 'carry-out'; readonly draft: Draft }
  | { readonly kind: 'call-me'; readonly excluded: readonly PersonId[] };

const say = (conversation: Conversation, message: Message): Decision => ({
  conversation,
  result: { kind: 'say', message },
});

/** Time for the turn itself to carry out what it decided, before a tick does it instead. */
const carryOutGraceMinutes = 0.25;

export function createConversations(options: ConversationsOptions): Conversations {
  const { setting, store, messenger, cases, readMoment, log, wake } = options;
  const { organisation, world } = setting;
  /** Answers given by this process: a repeat of one of these needs no second answer; a repeat after a crash does. */
  const answered = new Set<string>();

  const isKnown = (person: PersonId) => memberOf(organisation, person) !== undefined;
  const isHelper = (person: PersonId) =>
    organisation.units.some((unit) => unit.contactPerson === person || unit.deputy === person);

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

  async function converse(
    incoming: Exclude<Incoming, { kind: 'ignored' | 'not-personal' }>,
  ): Promise<Answer | undefined> {
    const { sender } = incoming;
    const locale = memberOf(organisation, sender.id)?.locale ?? localeFrom(sender.language);
    if (await isGuest(sender)) {
      const phones = allPhones(organisation, unitOf(organisation, undefined));
      return { message: { kind: 'guest', phones }, locale };
    }
    if (incoming.kind === 'press' && incoming.press !== undefined && isCasePress(incoming.press)) {
      return pressOnCase(incoming, incoming.press, locale);
    }
    const { conversation, result } = await decideConversation(
      store.conversations,
      newConversation(sender.id, locale),
      (before) => decide(refreshed(before, sender), incoming, before),
    );
    return answer(conversation, result, incoming);
  }

  /** Newest reference wins (platform.md 6, row 55); an unchanged one changes nothing. */
  function refreshed(conversation: Conversation, sender: Sender): Conversation {
    const same = JSON.stringify(conversation.reference) === JSON.stringify(sender.reference);
    const next = same ? conversation : { ...conversation, reference: sender.reference };
    return next.name === sender.name ? next : { ...next, name: sender.name };
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

  function decide(
    conversation: Conversation,
    incoming: Exclude<Incoming, { kind: 'ignored' | 'not-personal' }>,
    stored: Conversation,
  ): Decision {
    const repeated = incoming.keys.some((key) => conversation.handled.includes(key));
    if (repeated) return again(stored, incoming);
    const marked = withHandled(conversation, ...incoming.keys);
    switch (incoming.kind) {
      case 'installed':
        if (conversation.welcomedAt !== undefined) return { conversation, result: { kind: 'nothing' } };
        return say({ ...marked, welcomedAt: world.now() }, welcome(conversation.id));
      case 'unreadable':
        return say(conversation, { kind: 'problem', problem: 'cannot-read' });
      case 'removed':
        return { conversation, result: { kind: 'nothing' } };
      case 'text':
        return typed(marked, incoming.text);
      case 'press':
        return pressed(marked, incoming);
      default:
        return incoming satisfies never;
    }
  }

  const welcome = (person: PersonId): Message => ({ kind: 'welcome', helper: isHelper(person) });

  /** Teams delivered something again. Its effect stands; only where this process has not answered it yet is the answer given (anew). */
  function again(conversation: Conversation, incoming: Incoming & { readonly keys: readonly string[] }): Decision {
    if (incoming.kind !== 'press' && incoming.keys.some((key) => answered.has(key))) {
      return { conversation, result: { kind: 'nothing' } };
    }
    const draft = activeDraft(conversation);
    if (draft === undefined)
      return { conversation, result: incoming.kind === 'installed' ? { kind: 'nothing' } : { kind: 'reports' } };
    return { conversation, result: { kind: 'say', message: where(conversation, draft) } };
  }

  /** The draft that typed lines belong to: the one that was touched last. A sent one waits only for being carried out. */
  function activeDraft(conversation: Conversation): Draft | undefined {
    return conversation.drafts.findLast((draft) => draft.submittedAt === undefined);
  }

  const openIntake = (conversation: Conversation) =>
    conversation.drafts.find((draft) => draft.list === 'intake' && draft.submittedAt === undefined);

  function listOf(conversation: Conversation, draft: Draft): QuestionList {
    return draft.list === 'check-in' ? checkInList : intakeFor(setting, conversation.id, draft);
  }

  function context(conversation: Conversation): TurnContext {
    return {
      now: world.now(),
      timeZone: organisation.timeZone,
      locale: conversation.locale,
      readMoment,
      reference: world.newReference(),
    };
  }

  /** Where a draft stands, without changing it. */
  function where(conversation: Conversation, draft: Draft, first: readonly Reply[] = []): Message {
    const turn = takeTurn(listOf(conversation, draft), draft, { kind: 'resume' }, context(conversation));
    return turnMessage(conversation, turn.draft, [...first, ...turn.replies]);
  }

  function turnMessage(conversation: Conversation, draft: Draft, replies: readonly Reply[]): Message {
    const meaning = meaningOf(setting, conversation.id, draft);
    const ending = replies.find((reply) => reply.kind === 'ending');
    const { exposureLine } = meaning.unit;
    return {
      kind: 'turn',
      draft: draft.id,
      list: draft.list,
      replies,
      plan: planOf(setting, conversation.id, meaning, world.now()),
      phones: [...helpLine(organisation, 'emergency'), ...unitPhones(meaning.unit)],
      crisisPhones: [
        ...helpLine(organisation, 'suicide-prevention'),
        ...helpLine(organisation, 'emergency'),
        ...unitPhones(meaning.unit),
      ],
      sexualAssaultPhones: helpLine(organisation, 'sexual-assault-centre'),
      endingPhones: ending === undefined ? [] : endingPhones(setting, meaning.unit)[ending.ending],
      ...(exposureLine !== undefined && { exposureLine }),
    };
  }

  function turn(conversation: Conversation, draft: Draft, input: Input): Decision {
    const taken = takeTurn(listOf(conversation, draft), draft, input, context(conversation));
    const others = conversation.drafts.filter((other) => other.id !== draft.id);
    if (taken.outcome === 'cancelled') {
      return say({ ...conversation, drafts: others }, turnMessage(conversation, draft, taken.replies));
    }
    const next: Conversation = { ...conversation, drafts: [...others, taken.draft] };
    if (taken.outcome === 'submitted' && draft.submittedAt === undefined) {
      const timer = {
        id: `carry-out-${draft.id}`,
        kind: 'carry-out',
        dueAt: minutesAfter(world.now(), carryOutGraceMinutes),
        urgency: 0,
        step: 0,
        attempts: 0,
        about: draft.id,
      };
      return { conversation: withTimer(next, timer), result: { kind: 'carry-out', draft: taken.draft } };
    }
    return say(next, turnMessage(next, taken.draft, taken.replies));
  }

  function start(conversation: Conversation): Decision {
    const open = openIntake(conversation);
    if (open !== undefined) return turn(conversation, open, { kind: 'resume' });
    const draft: Draft = { id: world.newId(), list: 'intake', answers: {}, startedAt: world.now() };
    return turn({ ...conversation, drafts: [...conversation.drafts, draft] }, draft, { kind: 'resume' });
  }

  function typed(conversation: Conversation, text: string): Decision {
    const command = commandIn(text);
    const draft = activeDraft(conversation);
    if (command !== undefined) return commanded(conversation, draft, command);
    if (draft !== undefined) return turn(conversation, draft, { kind: 'text', text });
    const [signal] = readSignals(text);
    if (signal?.kind === 'suicidal') {
      const message = crisisMessage(conversation, { kind: 'suicidal' }, undefined);
      return { conversation, result: { kind: 'say', message, locale: signal.locale } };
    }
    return say(conversation, { kind: 'hello', hasDraft: false });
  }

  function commanded(conversation: Conversation, draft: Draft | undefined, command: Command): Decision {
    switch (command) {
      case 'report':
        return start(conversation);
      case 'help':
        return say(conversation, help(conversation));
      case 'reports':
        return { conversation, result: { kind: 'reports' } };
      case 'dutch':
      case 'english':
        return language(conversation, draft, command === 'dutch' ? 'nl' : 'en');
      case 'hello':
        return say(conversation, { kind: 'hello', hasDraft: openIntake(conversation) !== undefined });
      case 'aboutMe':
        return crisis(conversation, aboutMe(conversation));
      case 'aboutOther':
        return crisis(conversation, { kind: 'about-other' });
      case 'callMe':
        return { conversation, result: { kind: 'call-me', excluded: excludedIn(conversation) } };
      default:
        break;
    }
    if (draft === undefined) return say(conversation, { kind: 'problem', problem: 'nothing-open' });
    switch (command) {
      case 'back':
        return turn(conversation, draft, { kind: 'back' });
      case 'skip':
        return turn(conversation, draft, { kind: 'skip' });
      case 'submit':
        return turn(conversation, draft, { kind: 'submit' });
      case 'pause':
        return turn(conversation, draft, { kind: 'pause' });
      case 'cancel':
        return turn(conversation, draft, { kind: draft.list === 'check-in' ? 'discard' : 'cancel' });
      case 'discard':
        return turn(conversation, draft, { kind: 'discard' });
      case 'resume':
      case 'review':
        return turn(conversation, draft, { kind: 'resume' });
      default:
        return command satisfies never;
    }
  }

  function language(conversation: Conversation, draft: Draft | undefined, locale: Locale): Decision {
    const next = { ...conversation, locale };
    return draft === undefined || draft.paused
      ? say(next, { kind: 'language' })
      : turn(next, draft, { kind: 'resume' });
  }

  function help(conversation: Conversation): Message {
    const draft = openIntake(conversation);
    const unit =
      draft === undefined
        ? unitOfPerson(organisation, conversation.id)
        : meaningOf(setting, conversation.id, draft).unit;
    return { kind: 'help', phones: allPhones(organisation, unit), hasDraft: draft !== undefined };
  }

  function pressed(conversation: Conversation, incoming: Extract<Incoming, { kind: 'press' }>): Decision {
    const { press, inputs } = incoming;
    if (press === undefined) return outdated(conversation);
    switch (press.do) {
      case 'start':
        return start(conversation);
      case 'help':
        return say(conversation, help(conversation));
      case 'reports':
        return { conversation, result: { kind: 'reports' } };
      case 'about-me':
        return crisis(conversation, aboutMe(conversation));
      case 'about-other':
        return crisis(conversation, { kind: 'about-other' });
      case 'not-now':
        return crisis(conversation, { kind: 'not-now' });
      case 'call-me':
        return { conversation, result: { kind: 'call-me', excluded: excludedIn(conversation) } };
      case 'open':
      case 'take':
      case 'fold':
      case 'take-call':
        // Handled before, by pressOnCase.
        return outdated(conversation);
      default:
        break;
    }
    const draft = conversation.drafts.find(
      (candidate) => candidate.id === press.draft && candidate.submittedAt === undefined,
    );
    if (draft === undefined) return outdated(conversation);
    switch (press.do) {
      case 'answer': {
        const own = press.chosen === undefined ? inputs : { ...inputs, [press.chosen.question]: press.chosen.option };
        return turn(conversation, draft, { kind: 'answer', shown: press.shown, inputs: own });
      }
      case 'back':
        return turn(conversation, draft, { kind: 'back', from: press.from });
      case 'skip':
        return turn(conversation, draft, { kind: 'skip', question: press.question });
      case 'edit': {
        // On the review the answer to change is chosen in an input; with nothing chosen there, the own words are what is looked for.
        const chosen = Object.hasOwn(inputs, press.question) ? inputs[press.question] : press.question;
        return turn(conversation, draft, {
          kind: 'edit',
          question: typeof chosen === 'string' && chosen !== '' ? chosen : 'what-happened',
        });
      }
      case 'keep-sentence':
        return crisis(conversation, { kind: 'sentence', kept: true });
      default:
        return turn(conversation, draft, { kind: press.do });
    }
  }

  /** A button of a card that is no longer current: said kindly, with where things stand now. */
  function outdated(conversation: Conversation): Decision {
    const draft = activeDraft(conversation);
    if (draft === undefined) return say(conversation, { kind: 'problem', problem: 'outdated' });
    return say(conversation, where(conversation, draft, [{ kind: 'stale' }]));
  }

  function excludedIn(conversation: Conversation): readonly PersonId[] {
    const draft = openIntake(conversation);
    return draft === undefined ? [] : meaningOf(setting, conversation.id, draft).excluded;
  }

  function firstContact(conversation: Conversation): string | undefined {
    const request = newCallRequest(
      setting,
      '',
      { id: conversation.id, name: '' },
      excludedIn(conversation),
      world.now(),
    );
    const first = request.chain[0];
    return first === undefined ? undefined : nameOf(organisation, first.person);
  }

  function aboutMe(conversation: Conversation): SafetyTopic {
    const name = firstContact(conversation);
    return { kind: 'about-me', ...(name !== undefined && { name }) };
  }

  function crisis(conversation: Conversation, about: SafetyTopic): Decision {
    const draft = openIntake(conversation);
    return say(conversation, crisisMessage(conversation, about, draft));
  }

  function crisisMessage(conversation: Conversation, about: SafetyTopic, draft: Draft | undefined): Message {
    const lines =
      about.kind === 'about-other'
        ? ['suicide-prevention-professionals', 'suicide-prevention']
        : ['suicide-prevention'];
    return {
      kind: 'safety',
      about,
      phones: [
        ...lines.flatMap((id) => helpLine(organisation, id)),
        ...helpLine(organisation, 'emergency'),
        ...unitPhones(unitOfPerson(organisation, conversation.id)),
      ],
      ...(draft !== undefined && { draft: draft.id }),
    };
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
        return { message: result.message, locale: result.locale ?? locale };
      case 'reports':
        return { message: await cases.progressOf(conversation), locale };
      case 'carry-out': {
        const message = receiptFor(conversation, result.draft);
        try {
          const change = await carryOut(conversation, result.draft.id);
          await decideConversation(store.conversations, conversation, (before) => ({
            conversation: change(before),
            result: undefined,
          }));
        } catch (error) {
          // It is decided and on disk; the next tick carries it out.
          log.error('carry-out-later', error, { document: result.draft.id });
        }
        wake();
        return { message: await message, locale };
      }
      case 'call-me': {
        const message = await askForCall(conversation, result.excluded, incoming);
        wake();
        return { message, locale };
      }
      default:
        return result satisfies never;
    }
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
      ...(handler !== undefined && spoken === 'not-yet' && { askedAgain: handler }),
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
    if (draft?.submittedAt !== undefined) {
      if (draft.list === 'intake') {
        const { incident, vault } = incidentFrom(setting, reporterOf(conversation), draft);
        if (vault !== undefined) await createOnce(() => store.vault.create(vault));
        await createOnce(() => store.incidents.create(incident));
      } else if (draft.subject !== undefined) {
        await cases.checkInAnswered(draft.subject, draft.id, checkInAnswers(draft), draft.submittedAt);
      }
    }
    return (before) => ({
      ...endTimers(before, world.now(), (timer) => timer.kind === 'carry-out' && timer.about === draftId),
      drafts: before.drafts.filter((other) => other.id !== draftId),
    });
  }

  async function askForCall(
    conversation: Conversation,
    excluded: readonly PersonId[],
    incoming: Incoming & { readonly keys: readonly string[] },
  ): Promise<Message> {
    const person = reporterOf(conversation);
    // One request for a press, however often Teams delivers it.
    const request = newCallRequest(
      setting,
      requestId(incoming.keys[0] ?? world.newId()),
      person,
      excluded,
      world.now(),
    );
    await createOnce(() => store.requests.create(request));
    const first = request.chain[0];
    const name = first === undefined ? undefined : nameOf(organisation, first.person);
    const at = callDeadline(request);
    const topic: SafetyTopic =
      name === undefined || at === undefined ? { kind: 'about-me' } : { kind: 'call-asked', name, at };
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
  };
}

type CasePress = Extract<Press, { do: 'open' | 'take' | 'fold' | 'take-call' }>;

function isCasePress(press: Press): press is CasePress {
  return press.do === 'open' || press.do === 'take' || press.do === 'fold' || press.do === 'take-call';
}

/** An id that every store accepts, made from the id of an activity, which may hold anything. */
function requestId(key: string): string {
  return `call-${key.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 80)}`;
}

async function createOnce(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof AlreadyThere)) throw error;
  }
}
