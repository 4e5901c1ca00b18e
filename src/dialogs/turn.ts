import type { Draft, Value } from '../model/draft.ts';
import type { Instant } from '../model/world.ts';
import { answerTo, before, cardOf, type Path, pathOf, type Step } from './path.ts';
import type { Ending, Question, QuestionList, Safety } from './question.ts';
import { type Problem, type ReadingContext, readInputs, readText } from './read-answer.ts';
import { readSignals, withoutSentencesOf } from './signals.ts';

/** What somebody did, as far as a question list is concerned. */
export type Input =
  /** A press on a card: the questions it showed, and what stood in their inputs. Both come from outside and are only believed as far as they fit. */
  | { readonly kind: 'answer'; readonly shown: readonly string[]; readonly inputs: Readonly<Record<string, unknown>> }
  | { readonly kind: 'text'; readonly text: string }
  /** `from`: the first question of the card on which Back was pressed; without it, the question asked last. */
  | { readonly kind: 'back'; readonly from?: string }
  | { readonly kind: 'edit'; readonly question: string }
  | { readonly kind: 'skip'; readonly question?: string }
  /** Takes the sentences that carry a worrying signal out of every text of this draft. */
  | { readonly kind: 'drop-sentence' }
  | { readonly kind: 'submit' | 'pause' | 'resume' | 'cancel' | 'discard' | 'help' };

export interface Asked extends Step {
  readonly problem?: Problem;
  /** What was typed on the card and could not be taken: it goes back on the card, so that nothing is typed twice. */
  readonly given?: string;
}

/** What to say. Data: a card and its text twin are renderings of it (bot/cards). */
export type Reply =
  | {
      readonly kind: 'ask';
      readonly questions: readonly Asked[];
      /** The place of the first question on the path, from 1. No total: the next answer may change it. */
      readonly number: number;
      readonly canGoBack: boolean;
      /** An answer is being changed; afterwards the review comes back. */
      readonly changing: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: 'at-review' | 'unfinished' | 'nothing-asked' | Problem }
  | { readonly kind: 'safety'; readonly safety: Safety; readonly locale?: 'nl' | 'en' }
  | { readonly kind: 'note'; readonly note: 'paused' | 'confirm-cancel' | 'help' | 'sentence-gone' | 'added-to-story' }
  | { readonly kind: 'ending'; readonly ending: Ending; readonly question: string }
  | { readonly kind: 'review'; readonly steps: readonly Step[] }
  | { readonly kind: 'submitted'; readonly reference: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stale' };

export interface Turn {
  readonly draft: Draft;
  readonly replies: readonly Reply[];
  /** `resting`: nothing is asked until the person comes back. */
  readonly outcome: 'open' | 'resting' | 'submitted' | 'cancelled';
}

export interface TurnContext extends ReadingContext {
  /** Given to the draft if this turn sends it. */
  readonly reference: string;
}

/**
 * One step of a conversation. Pure and total: any input on any draft of any version of the list gives a turn, and no input loses an
 * answer. Deliberately keeps no position: where the conversation stands follows from the answers (examples.md section 4).
 */
export function takeTurn(list: QuestionList, draft: Draft, input: Input, context: TurnContext): Turn {
  if (draft.submittedAt !== undefined) return { draft, replies: [{ kind: 'stale' }], outcome: 'submitted' };
  const awake = input.kind === 'pause' ? draft : without(draft, 'paused');
  switch (input.kind) {
    case 'text':
      return typed(list, draft.paused ? without(awake, 'asked') : awake, input.text, context);
    case 'answer':
      return pressed(list, awake, input, context);
    case 'back': {
      const path = pathOf(list, awake);
      // From an answer that was being changed, back means: leave it as it was.
      if (awake.focus?.whole === false && path.frontier === undefined) {
        return position(list, without(awake, 'focus'), []);
      }
      const from = input.from ?? awake.asked ?? path.frontier;
      const to = before(path, path.ending && input.from === undefined ? undefined : from);
      return position(list, to === undefined ? awake : { ...awake, focus: { question: to, whole: true } }, []);
    }
    case 'edit': {
      const known = pathOf(list, awake).steps.some((step) => step.question.id === input.question);
      if (!known) return position(list, awake, [{ kind: 'stale' }]);
      return position(list, { ...awake, focus: { question: input.question, whole: false } }, []);
    }
    case 'skip':
      return skipped(list, awake, input.question ?? awake.asked, context);
    case 'drop-sentence':
      return position(list, withoutSentences(list, awake), [{ kind: 'note', note: 'sentence-gone' }]);
    case 'submit':
      return submitted(list, awake, context);
    case 'pause':
      return {
        draft: without({ ...draft, paused: true }, 'asked'),
        replies: [{ kind: 'note', note: 'paused' }],
        outcome: 'resting',
      };
    case 'resume':
      return position(list, awake, []);
    case 'cancel':
      return {
        draft: without({ ...draft, paused: true }, 'asked'),
        replies: [{ kind: 'note', note: 'confirm-cancel' }],
        outcome: 'resting',
      };
    case 'discard':
      return { draft, replies: [{ kind: 'cancelled' }], outcome: 'cancelled' };
    case 'help':
      return position(list, awake, [{ kind: 'note', note: 'help' }]);
    default:
      return input satisfies never;
  }
}

type Problems = ReadonlyMap<string, Pick<Asked, 'problem' | 'given'>>;

/** Says where the conversation stands: the next question, the ending, or the review. `problems` go with the questions they are about. */
function position(list: QuestionList, draft: Draft, first: readonly Reply[], problems: Problems = new Map()): Turn {
  const path = pathOf(list, draft);
  const focused = path.steps.some((step) => step.question.id === draft.focus?.question) ? draft.focus : undefined;
  const settled = focused === undefined ? without(draft, 'focus') : draft;
  if (path.ending !== undefined && focused === undefined) {
    const { kind, question } = path.ending;
    return {
      draft: without(settled, 'asked'),
      replies: [...first, { kind: 'ending', ending: kind, question }],
      outcome: 'open',
    };
  }
  const asked = focused?.question ?? path.frontier;
  if (asked === undefined) {
    return {
      draft: without(settled, 'asked'),
      replies: [...first, { kind: 'review', steps: path.steps }],
      outcome: 'open',
    };
  }
  const card = cardOf(path, asked, focused?.whole === true);
  const questions = card.map((step): Asked => {
    return { ...step, ...problems.get(step.question.id) };
  });
  const start = card[0]?.question.id ?? asked;
  return {
    draft: { ...settled, asked },
    replies: [
      ...first,
      {
        kind: 'ask',
        questions,
        number: path.steps.findIndex((step) => step.question.id === start) + 1,
        canGoBack: before(path, start) !== undefined,
        changing: focused !== undefined && path.frontier === undefined,
      },
    ],
    outcome: 'open',
  };
}

function typed(list: QuestionList, draft: Draft, text: string, context: TurnContext): Turn {
  const safety = safetyIn(text);
  const path = pathOf(list, draft);
  const step = path.steps.find((candidate) => candidate.question.id === draft.asked);
  if (step === undefined) {
    // Nothing was asked that still exists: the line lands nowhere, and the person sees where things stand.
    if (path.ending !== undefined) return after(safety, position(list, draft, []));
    const atReview = path.frontier === undefined;
    return after(
      safety,
      position(list, draft, [{ kind: 'problem', problem: atReview ? 'at-review' : 'nothing-asked' }]),
    );
  }
  const { reading, said } = readOn(step.question, draft.halfSaid, text, context);
  const heard = without(draft, 'halfSaid');
  if (!reading.ok) {
    const longer = storyGoesOn(path, step, heard, text, context.now);
    if (longer !== undefined) return after(safety, position(list, longer, [{ kind: 'note', note: 'added-to-story' }]));
    const half = reading.problem.kind === 'which-half-of-day' ? { ...heard, halfSaid: said } : heard;
    return after(safety, position(list, half, [], new Map([[step.question.id, { problem: reading.problem }]])));
  }
  const next = withAnswer(heard, step.question, reading.value, 'text', context.now);
  return finished(list, next, [...safety, ...safetyOf(step, reading.value)], new Map(), context);
}

/** So long after a line of the story the next line may still belong to it. */
const storyMinutes = 5;
const fewestWords = 4;

/**
 * In a chat a story comes in several lines. A line that is no answer to the choice that followed, has some length, and comes soon after the
 * story, goes on with it: it is said so, and the question is asked again. Shorter lines are taken for a slip and asked about.
 */
function storyGoesOn(path: Path, asked: Step, draft: Draft, text: string, now: Instant): Draft | undefined {
  const before = path.steps[path.steps.indexOf(asked) - 1];
  if (!('options' in asked.question) || before?.question.kind !== 'text' || before.question.vault) return undefined;
  const story = Object.hasOwn(draft.answers, before.question.id) ? draft.answers[before.question.id] : undefined;
  if (story?.via !== 'text' || typeof story.value !== 'string' || text.trim().split(/\s+/).length < fewestWords)
    return undefined;
  const together = `${story.value}\n${text}`;
  const isSoon = Date.parse(now) - Date.parse(story.at) <= storyMinutes * 60_000;
  return isSoon && together.length <= before.question.max
    ? withAnswer(draft, before.question, together, 'text', now)
    : undefined;
}

/** The answer to "by day or by night?" belongs to what was said before: alone it has lost its day. */
function readOn(question: Question, halfSaid: string | undefined, text: string, context: TurnContext) {
  if (question.kind === 'moment' && halfSaid !== undefined) {
    const said = `${halfSaid} ${text}`;
    const together = readText(question, said, context);
    if (together.ok) return { reading: together, said };
  }
  return { reading: readText(question, text, context), said: text };
}

function pressed(
  list: QuestionList,
  draft: Draft,
  input: Extract<Input, { kind: 'answer' }>,
  context: TurnContext,
): Turn {
  let next = draft;
  const problems = new Map<string, Pick<Asked, 'problem' | 'given'>>();
  const safety: Reply[] = [];
  let fitted = false;
  // In the order of the list, and over the path as it becomes: an answer on this card may open or close a later question on it.
  for (const question of list.questions) {
    if (!input.shown.includes(question.id)) continue;
    const step = pathOf(list, next).steps.find((candidate) => candidate.question.id === question.id);
    if (step === undefined) continue;
    fitted = true;
    const reading = readInputs(question, input.inputs, context);
    if (reading === undefined) {
      // An essential answer that stands is not lost because its input came back empty.
      if (!question.essential) next = withAnswer(next, question, null, 'card', context.now);
      else if (step.value === undefined) problems.set(question.id, { problem: { kind: 'required' } });
    } else if (!reading.ok) {
      const raw = question.kind === 'text' ? input.inputs[question.id] : undefined;
      problems.set(question.id, { problem: reading.problem, ...(typeof raw === 'string' && { given: raw }) });
    } else {
      if (question.kind === 'text' && typeof reading.value === 'string') safety.push(...safetyIn(reading.value));
      safety.push(...safetyOf(step, reading.value));
      next = withAnswer(next, question, reading.value, 'card', context.now);
    }
  }
  if (!fitted) return position(list, draft, [{ kind: 'stale' }]);
  return finished(list, next, safety, problems, context);
}

/** After answers were taken: leave the question that was focused, and go on, unless something on the card still needs a look. */
function finished(
  list: QuestionList,
  draft: Draft,
  safety: readonly Reply[],
  problems: Problems,
  context: TurnContext,
): Turn {
  const [firstProblem] = problems.keys();
  if (firstProblem !== undefined) {
    const answered = pathOf(list, draft).steps.find((step) => step.question.id === firstProblem)?.value !== undefined;
    const held = answered ? { ...draft, focus: { question: firstProblem, whole: false } } : without(draft, 'focus');
    return after(safety, position(list, held, [], problems));
  }
  const turn = position(list, without(draft, 'focus'), []);
  if (!list.review && turn.replies.some((reply) => reply.kind === 'review')) {
    return after(safety, submitted(list, turn.draft, context));
  }
  return after(safety, turn);
}

function skipped(list: QuestionList, draft: Draft, id: string | undefined, context: TurnContext): Turn {
  const step = pathOf(list, draft).steps.find((candidate) => candidate.question.id === id);
  if (step === undefined) return position(list, draft, [{ kind: 'stale' }]);
  if (step.question.essential) {
    if (step.value !== undefined) return finished(list, draft, [], new Map(), context);
    return position(list, draft, [], new Map([[step.question.id, { problem: { kind: 'required' } as const }]]));
  }
  // Skipping while changing an answer leaves the answer as it was.
  const next = step.value === undefined ? withAnswer(draft, step.question, null, 'text', context.now) : draft;
  return finished(list, next, [], new Map(), context);
}

function submitted(list: QuestionList, draft: Draft, context: TurnContext): Turn {
  const path = pathOf(list, draft);
  if (path.ending !== undefined) return position(list, without(draft, 'focus'), []);
  if (path.frontier !== undefined) {
    const open = path.steps.filter((step) => step.value === undefined && !step.question.onRequest);
    if (open.some((step) => step.question.essential)) {
      return position(list, without(draft, 'focus'), [{ kind: 'problem', problem: 'unfinished' }]);
    }
    // Only what may be skipped is open: it counts as skipped, and the report is looked over before it goes.
    const skippedAll = open.reduce(
      (next, { question }) => withAnswer(next, question, null, 'text', context.now),
      draft,
    );
    return finished(list, without(skippedAll, 'focus'), [], new Map(), context);
  }
  const { reference } = context;
  const sent: Draft = {
    ...without(without(without(draft, 'asked'), 'focus'), 'halfSaid'),
    submittedAt: context.now,
    reference,
  };
  return { draft: sent, replies: [{ kind: 'submitted', reference }], outcome: 'submitted' };
}

/** Safety comes before any next question; after words about suicide nothing else is asked until the person answers that. */
function after(safety: readonly Reply[], turn: Turn): Turn {
  if (safety.length === 0) return turn;
  const once = safety.filter(
    (reply, index) => safety.findIndex((other) => kindOfSafety(other) === kindOfSafety(reply)) === index,
  );
  if (once.some((reply) => kindOfSafety(reply) === 'suicidal') && turn.outcome === 'open') {
    return { draft: without(turn.draft, 'asked'), replies: once, outcome: 'resting' };
  }
  return { ...turn, replies: [...once, ...turn.replies] };
}

function kindOfSafety(reply: Reply): Safety | undefined {
  return reply.kind === 'safety' ? reply.safety : undefined;
}

function safetyIn(text: string): readonly Reply[] {
  return readSignals(text).map(({ kind, locale }) => ({ kind: 'safety', safety: kind, locale }));
}

/** The safety texts that go with options chosen just now, not with ones that stood there already. */
function safetyOf({ question, value: earlier }: Step, value: Value): readonly Reply[] {
  if (!('options' in question)) return [];
  const chosen = chosenIn(value);
  const had = chosenIn(earlier ?? null);
  return question.options.flatMap((option): Reply[] =>
    option.signal !== undefined && chosen.includes(option.id) && !had.includes(option.id)
      ? [{ kind: 'safety', safety: option.signal }]
      : [],
  );
}

export function chosenIn(value: Value | undefined): readonly string[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [value] : [];
}

/** Answering the same again changes nothing, not even the time: going back and forth leaves a draft as it was. */
function withAnswer(draft: Draft, question: Question, value: Value, via: 'card' | 'text', at: Instant): Draft {
  if (JSON.stringify(answerTo(question, draft)) === JSON.stringify(value)) return draft;
  return { ...draft, answers: { ...draft.answers, [question.id]: { value, at, via } } };
}

function withoutSentences(list: QuestionList, draft: Draft): Draft {
  const answers = { ...draft.answers };
  for (const question of list.questions) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (question.kind !== 'text' || typeof answer?.value !== 'string') continue;
    const value = withoutSentencesOf(answer.value, 'suicidal');
    if (value.trim() === '') delete answers[question.id];
    else answers[question.id] = { ...answer, value };
  }
  return { ...draft, answers };
}

type Optional = 'asked' | 'focus' | 'paused' | 'halfSaid';

function without(draft: Draft, key: Optional): Draft {
  const { [key]: _gone, ...rest } = draft;
  return rest;
}
