import { type Command, commandIn } from '../dialogs/commands.ts';
import { checkInList } from '../dialogs/lists/check-in.ts';
import type { MomentReader } from '../dialogs/moment.ts';
import type { QuestionList } from '../dialogs/question.ts';
import { readSignals, type Signal } from '../dialogs/signals.ts';
import { type Input, type Reply, type TurnContext, takeTurn } from '../dialogs/turn.ts';
import { readWorryAnswer, type Worry } from '../dialogs/worry.ts';
import { type Conversation, withHandled } from '../model/conversation.ts';
import type { Draft } from '../model/draft.ts';
import { nameOf, type Unit } from '../model/organisation.ts';
import { type Timer, withTimer } from '../model/timer.ts';
import { type Instant, isBefore, type Locale, minutesAfter, type PersonId } from '../model/world.ts';
import { newCallRequest } from './call-request.ts';
import type { Incoming } from './incoming.ts';
import type { Message, SafetyTopic, TurnMessage } from './messages.ts';
import { allPhones, helpLine, type Setting, unitOfPerson, unitPhones } from './setting.ts';
import { endingPhones, intakeFor, meaningOf, planOf, valueIn } from './submission.ts';

/** What comes from one person in their own chat. */
export type Personal = Exclude<Incoming, { kind: 'ignored' | 'not-personal' }>;

/** What a turn decided: the conversation to write, what to answer, and what to carry out once it is written. */
export interface Decision {
  readonly conversation: Conversation;
  readonly result: Outcome;
}
export type Outcome =
  /**
   * `carryOut`: a draft of which something must reach its case at once, though it is not finished. `locale`: where the answer keeps to the
   * language that was typed, whatever the program speaks otherwise.
   */
  | { readonly kind: 'say'; readonly message: Message; readonly locale?: Locale; readonly carryOut?: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reports' }
  | { readonly kind: 'carry-out'; readonly draft: Draft }
  /** Somebody asked to be called; the id of the request stands in the conversation. */
  | { readonly kind: 'call-me'; readonly request: string; readonly locale?: Locale };

const say = (conversation: Conversation, message: Message): Decision => ({
  conversation,
  result: { kind: 'say', message },
});

/** Far more than anybody will need at once; a bound for the memory. */
const mostAsking = 10_000;

/** Time for the turn itself to carry out what it decided, before a tick does it instead. */
const carryOutGraceMinutes = 0.25;

interface Asking {
  readonly worry: Worry;
  readonly at: Instant;
  /** The language in which the words that worry were typed. */
  readonly locale: Locale | undefined;
}

/** After this time a line is no answer any more. */
const askingMinutes = 30;

/** What a decision rests on beside the conversation; the same for every time it is taken anew. */
export interface Circumstances {
  /** The conversation as it is kept. */
  readonly stored: Conversation;
  /** This process has answered a repeat of this activity already. */
  readonly isAnswered: boolean;
  readonly question: Asking | undefined;
}

export interface Decider {
  /** What one activity means for a conversation. Writes and sends nothing, and may run several times. */
  readonly decide: (conversation: Conversation, incoming: Personal, circumstances: Circumstances) => Decision;
  /** The question that is open for this person, to be read once for a decision. */
  readonly openQuestion: (person: PersonId) => Asking | undefined;
  /** The draft of a report that is not sent yet. */
  readonly openIntake: (conversation: Conversation) => Draft | undefined;
  /** Who may not be asked to call this person, and whose unit is theirs. */
  readonly callSetting: (conversation: Conversation) => { readonly excluded: readonly PersonId[]; readonly unit: Unit };
  readonly crisisMessage: (conversation: Conversation, about: SafetyTopic, draft: Draft | undefined) => Message;
}

/** Decides; conversations.ts writes what was decided, carries it out and answers. */
export function createDecider(setting: Setting, readMoment: MomentReader): Decider {
  const { organisation, world } = setting;
  /**
   * The question after words that worry to which a typed line is the answer. In memory and in no document: what somebody said is not to be
   * read off a field. After a restart the buttons still work.
   */
  const asking = new Map<PersonId, Asking>();
  const isHelper = (person: PersonId) =>
    organisation.units.some((unit) => unit.contactPerson === person || unit.deputy === person);

  function decide(
    conversation: Conversation,
    incoming: Personal,
    { stored, isAnswered, question }: Circumstances,
  ): Decision {
    const repeated = incoming.keys.some((key) => conversation.handled.includes(key));
    if (repeated) return again(stored, incoming, isAnswered);
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
        return worried(marked, incoming.text, question) ?? typed(marked, incoming.text);
      case 'press':
        return pressed(marked, incoming);
      default:
        return incoming satisfies never;
    }
  }

  const welcome = (person: PersonId): Message => ({ kind: 'welcome', helper: isHelper(person) });

  /** Teams delivered something again. Its effect stands; only where this process has not answered it yet is the answer given (anew). */
  function again(conversation: Conversation, incoming: Personal, isAnswered: boolean): Decision {
    if (incoming.kind !== 'press' && isAnswered) return { conversation, result: { kind: 'nothing' } };
    const worrying =
      incoming.kind === 'text' ? readSignals(incoming.text).find(({ kind }) => kind === 'suicidal') : undefined;
    if (worrying !== undefined) return crisis(conversation, { kind: 'suicidal' }, worrying.locale);
    const placing = conversation.timers.some((timer) => timer.kind === 'place-call' && timer.doneAt === undefined);
    if (placing && conversation.call !== undefined) {
      return { conversation, result: { kind: 'call-me', request: conversation.call } };
    }
    const draft = activeDraft(conversation);
    if (draft === undefined)
      return { conversation, result: incoming.kind === 'installed' ? { kind: 'nothing' } : { kind: 'reports' } };
    return { conversation, result: { kind: 'say', message: where(conversation, draft) } };
  }

  /** Reads a typed line as the answer to "about you or someone else?" or "shall I ask somebody to call?"; any other line gets the card again. */
  function worried(conversation: Conversation, text: string, open: Asking | undefined): Decision | undefined {
    // What was asked half an hour ago, or before another question came in between, is not what this line answers.
    const isOld = open !== undefined && isBefore(minutesAfter(open.at, askingMinutes), world.now());
    if (open === undefined || isOld || conversation.drafts.some((draft) => isBefore(open.at, draft.startedAt)))
      return undefined;
    const { worry: question, locale } = open;
    switch (readWorryAnswer(text, question)) {
      case 'yes':
        return callMe(conversation, locale);
      case 'no':
        return crisis(conversation, { kind: 'not-now' }, locale);
      case 'me':
        return crisis(conversation, aboutMe(conversation), locale);
      case 'other':
        return crisis(conversation, { kind: 'about-other' }, locale);
      default:
        break;
    }
    const command = commandIn(text);
    if (command === 'callMe') return callMe(conversation, locale);
    if (command === 'dutch' || command === 'english') {
      const spoken = command === 'dutch' ? 'nl' : 'en';
      return crisis(
        { ...conversation, locale: spoken },
        question === 'who' ? { kind: 'suicidal' } : aboutMe(conversation),
        spoken,
      );
    }
    if (command !== undefined && command !== 'skip' && command !== 'back' && command !== 'submit') {
      if (command !== 'help' && command !== 'reports') asking.delete(conversation.id);
      return undefined;
    }
    return crisis(conversation, question === 'who' ? { kind: 'suicidal' } : aboutMe(conversation), locale);
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

  function turnMessage(conversation: Conversation, draft: Draft, replies: readonly Reply[]): TurnMessage {
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
      ...(draft.handler !== undefined && { handler: draft.handler }),
    };
  }

  function turn(conversation: Conversation, draft: Draft, input: Input): Decision {
    asking.delete(conversation.id);
    const taken = takeTurn(listOf(conversation, draft), draft, input, context(conversation));
    const others = conversation.drafts.filter((other) => other.id !== draft.id);
    if (taken.outcome === 'cancelled') {
      return say({ ...conversation, drafts: others }, turnMessage(conversation, draft, taken.replies));
    }
    const worrying = taken.replies.find((reply) => reply.kind === 'safety' && reply.safety === 'suicidal');
    if (worrying?.kind === 'safety') asks(conversation, 'who', worrying.locale);
    const next: Conversation = { ...conversation, drafts: [...others, taken.draft] };
    if (taken.outcome === 'submitted' && draft.submittedAt === undefined) return sent(next, taken.draft);
    const decision = say(next, turnMessage(next, taken.draft, taken.replies));
    // "Not yet" counts from the tap: whoever goes away after one tap must not be left alone.
    const saysNotYet = spokenIn(taken.draft) === 'not-yet' && spokenIn(draft) !== 'not-yet';
    if (!saysNotYet || decision.result.kind !== 'say') return decision;
    return {
      conversation: withTimer(next, carryOutTimer(`spoken-${draft.id}`, draft.id)),
      result: { ...decision.result, carryOut: draft.id },
    };
  }

  /** The draft is sent, whole: from this write on it is carried out, whatever crashes. */
  function sent(conversation: Conversation, draft: Draft): Decision {
    const keptOut =
      draft.list === 'intake'
        ? [...new Set([...conversation.keptOut, ...meaningOf(setting, conversation.id, draft).excluded])]
        : conversation.keptOut;
    return {
      conversation: withTimer({ ...conversation, keptOut }, carryOutTimer(`carry-out-${draft.id}`, draft.id)),
      result: { kind: 'carry-out', draft },
    };
  }

  function carryOutTimer(id: string, about: string): Timer {
    const dueAt = minutesAfter(world.now(), carryOutGraceMinutes);
    return { id, kind: 'carry-out', dueAt, urgency: 0, step: 0, attempts: 0, about };
  }

  const spokenIn = (draft: Draft) => (draft.list === 'check-in' ? valueIn(checkInList, draft, 'spoken') : undefined);

  /** Stopping a check-in keeps what was answered; with nothing answered the question just goes. */
  function stopCheckIn(conversation: Conversation, draft: Draft): Decision {
    if (spokenIn(draft) === undefined) return turn(conversation, draft, { kind: 'discard' });
    const others = conversation.drafts.filter((other) => other.id !== draft.id);
    const stopped: Draft = { ...draft, submittedAt: world.now(), reference: '' };
    return sent({ ...conversation, drafts: [...others, stopped] }, stopped);
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
    // These two are answers to a question after words that worry; elsewhere they are words like any other.
    const isCommand = command !== undefined && command !== 'aboutOther' && command !== 'callMe';
    if (isCommand) return commanded(conversation, draft, command);
    if (draft !== undefined) return turn(conversation, draft, { kind: 'text', text });
    const signals = readSignals(text);
    const [signal] = signals;
    if (signal?.kind === 'suicidal') {
      return crisis(conversation, { kind: 'suicidal' }, signal.locale);
    }
    return say(conversation, { kind: 'hello', hasDraft: false, ...firstOf(conversation, signals) });
  }

  /** Safety comes first without an open report too. A threat to an office-holder is asked about in the report itself. */
  function firstOf(conversation: Conversation, signals: readonly Signal[]): { readonly first?: TurnMessage } {
    const urgent = signals.filter(({ kind }) => kind !== 'office-holder');
    if (urgent.length === 0) return {};
    const blank: Draft = { id: 'none', list: 'intake', answers: {}, startedAt: world.now() };
    const replies = urgent.map(({ kind, locale }): Reply => ({ kind: 'safety', safety: kind, locale }));
    return { first: turnMessage(conversation, blank, replies) };
  }

  function commanded(
    conversation: Conversation,
    active: Draft | undefined,
    command: Exclude<Command, 'aboutOther' | 'callMe'>,
  ): Decision {
    // Sending and looking over are about the report, also when a check-in came in between.
    const draft = command === 'submit' || command === 'review' ? (openIntake(conversation) ?? active) : active;
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
        return draft.list === 'check-in'
          ? stopCheckIn(conversation, draft)
          : turn(conversation, draft, { kind: 'cancel' });
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
      ? say(next, { kind: 'language', hasDraft: draft !== undefined })
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
        return crisis(conversation, aboutMe(conversation), press.language);
      case 'about-other':
        return crisis(conversation, { kind: 'about-other' }, press.language);
      case 'not-now':
        return crisis(conversation, { kind: 'not-now' }, press.language);
      case 'call-me':
        return callMe(conversation, press.language);
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

  function callSetting(conversation: Conversation): { readonly excluded: readonly PersonId[]; readonly unit: Unit } {
    const draft = openIntake(conversation);
    const meaning = draft === undefined ? undefined : meaningOf(setting, conversation.id, draft);
    return {
      excluded: [...new Set([...conversation.keptOut, ...(meaning?.excluded ?? [])])],
      unit: meaning?.unit ?? unitOfPerson(organisation, conversation.id),
    };
  }

  function firstContact(conversation: Conversation): string | undefined {
    const { excluded, unit } = callSetting(conversation);
    const request = newCallRequest(setting, '', { id: conversation.id, name: '', unit }, excluded, world.now());
    const first = request.chain[0];
    return first === undefined ? undefined : nameOf(organisation, first.person);
  }

  /** One request at a time: asked for again while it is open, it is the same one. Decided in this write and carried out after it. */
  function callMe(conversation: Conversation, locale?: Locale): Decision {
    asking.delete(conversation.id);
    const request = conversation.call ?? `call-${world.newId()}`;
    const next = { ...conversation, call: request };
    const timer = { ...carryOutTimer(`place-${request}`, request), kind: 'place-call' };
    return {
      conversation: withTimer(next, timer),
      result: { kind: 'call-me', request, ...(locale !== undefined && { locale }) },
    };
  }

  function aboutMe(conversation: Conversation): SafetyTopic {
    const name = firstContact(conversation);
    return { kind: 'about-me', ...(name !== undefined && { name }) };
  }

  function asks({ id }: Conversation, worry: Worry, locale: Locale | undefined): void {
    if (asking.size > mostAsking) asking.clear();
    asking.set(id, { worry, at: world.now(), locale });
  }

  function crisis(conversation: Conversation, about: SafetyTopic, locale?: Locale): Decision {
    const message = crisisMessage(conversation, about, openIntake(conversation));
    if (about.kind === 'suicidal') asks(conversation, 'who', locale);
    else if (about.kind === 'about-me' && about.name !== undefined) asks(conversation, 'call', locale);
    else asking.delete(conversation.id);
    return { conversation, result: { kind: 'say', message, ...(locale !== undefined && { locale }) } };
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

  return { decide, openQuestion: (person) => asking.get(person), openIntake, callSetting, crisisMessage };
}
