import type { Answer, Draft, Value } from '../model/draft.ts';
import { type Ending, type Question, type QuestionList, valid, type When } from './question.ts';

type Answers = Pick<Draft, 'answers'>;

function given(answers: Draft['answers'], id: string): Answer | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

/** The answer that counts for a question: stored under its id or a former one, and still acceptable. `undefined` = not answered. */
export function answerTo(question: Question, { answers }: Answers): Value | undefined {
  for (const id of [question.id, ...(question.was ?? [])]) {
    const answer = given(answers, id);
    const value = answer === undefined ? undefined : valid(question, answer.value);
    if (value !== undefined) return value;
  }
  return undefined;
}

function holds(when: When, list: QuestionList, draft: Answers): boolean {
  if ('all' in when) return when.all.every((part) => holds(part, list, draft));
  if ('any' in when) return when.any.some((part) => holds(part, list, draft));
  if ('not' in when) return !holds(when.not, list, draft);
  const question = list.questions.find((candidate) => candidate.id === when.question);
  const value = question === undefined ? undefined : answerTo(question, draft);
  const chosen = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  return chosen.some((id) => when.is.includes(id));
}

export interface Step {
  readonly question: Question;
  /** `undefined` = not answered yet, `null` = skipped. */
  readonly value: Value | undefined;
}

export interface Path {
  /** The questions that count with these answers, in order. A question answered into an ending is the last. */
  readonly steps: readonly Step[];
  readonly ending?: { readonly kind: Ending; readonly question: string };
  /** The first question still to be asked; absent when everything is answered or the list ended early. */
  readonly frontier?: string;
}

/** The only walk over a list: completeness, numbers, back, edit, review and what is sent all come from here. */
export function pathOf(list: QuestionList, draft: Answers): Path {
  const steps: Step[] = [];
  let frontier: string | undefined;
  // An irrelevant answer may not steer: a condition sees only answers that are themselves on the path.
  const relevant: Draft['answers'] = Object.create(null);
  for (const question of list.questions) {
    if (question.when !== undefined && !holds(question.when, list, { answers: relevant })) continue;
    const value = answerTo(question, draft);
    steps.push({ question, value });
    if (value !== undefined) relevant[question.id] = { value, at: '', via: 'card' };
    else if (!question.onRequest) frontier ??= question.id;
    if (question.kind === 'choice' && typeof value === 'string') {
      const end = question.ends?.find((candidate) => candidate.is.includes(value));
      if (end !== undefined && frontier === undefined) {
        return { steps, ending: { kind: end.with, question: question.id } };
      }
    }
  }
  return frontier === undefined ? { steps } : { steps, frontier };
}

/** The questions that stand on the card of `id`: its group, from the first that is open (or all, when going back to it). */
export function cardOf(path: Path, id: string, all: boolean): readonly Step[] {
  const at = path.steps.findIndex((step) => step.question.id === id);
  const step = path.steps[at];
  if (step === undefined) return [];
  const { group } = step.question;
  if (group === undefined) return [step];
  let from = at;
  while (all && path.steps[from - 1]?.question.group === group) from -= 1;
  const card: Step[] = [];
  for (const candidate of path.steps.slice(from)) {
    if (candidate.question.group !== group) break;
    const open = candidate.value === undefined && !candidate.question.onRequest;
    if (all || open || candidate.question.id === id) card.push(candidate);
  }
  return card;
}

/** The question before this one (or the last one, seen from the review); absent at the beginning. */
export function before(path: Path, id: string | undefined): string | undefined {
  const asked = path.steps.filter((step) => !step.question.onRequest);
  const at = asked.findIndex((step) => step.question.id === id);
  return asked[at < 0 ? asked.length - 1 : at - 1]?.question.id;
}
