/**
 * dialogs/ is the conversation as pure functions: question lists as data, one walk over them (path.ts), one turn (turn.ts), readers of
 * what people type and press. No clock, no store, no Teams: what a turn needs comes in, what it decides comes out.
 */
import { z } from 'zod';
import { Moment, type Value } from '../model/draft.ts';
import type { Text } from '../model/world.ts';
import type { SignalKind } from './signals.ts';

export interface Option {
  /** Stored; never changes, never reused. For example `rather-not-say`. */
  readonly id: string;
  readonly label: Text;
  /** Other things people type for it, in either language, in lower case: `['ja hoor', 'yep']`. */
  readonly words?: readonly string[];
  /** Choosing this calls for a safety text at once, before any next question. */
  readonly signal?: Safety;
}

/** What may need an answer about safety first: five signals in words (signals.ts) and the answer "I am not safe". */
export type Safety = SignalKind | 'danger-now';

/** When a question counts. It may name only an earlier choice question, so the walk can never turn in a circle. */
export type When =
  | { readonly question: string; readonly is: readonly string[] }
  | { readonly all: readonly When[] }
  | { readonly any: readonly When[] }
  | { readonly not: When };

interface Common {
  /** Words with dashes, unique over all lists, never reused for another meaning or kind. */
  readonly id: string;
  readonly ask: Text;
  readonly help?: Text;
  readonly when?: When;
  /** Without this answer nothing can be sent. All others may be skipped. */
  readonly essential?: true;
  /** Neighbours of one group share one card. */
  readonly group?: string;
  /** Former ids: an answer under one of them still counts. */
  readonly was?: readonly string[];
  /** Asked only when the person chooses to change it, never by itself. */
  readonly onRequest?: true;
  /** A block that stands above the question: `opening` says who is asking, `route` who will read. */
  readonly shows?: 'opening' | 'route' | 'check-in';
  /** Goes to the vault, never into the entries of the report. */
  readonly vault?: true;
}

export interface TextQuestion extends Common {
  readonly kind: 'text';
  /** In characters as people count them in a text box (UTF-16 units). Said before, never cut. */
  readonly max: number;
}
export interface ChoiceQuestion extends Common {
  readonly kind: 'choice';
  readonly options: readonly Option[];
  /** Answers with which the list ends here: nothing is asked after them and nothing can be sent. */
  readonly ends?: readonly { readonly is: readonly string[]; readonly with: Ending }[];
}
export interface ChoicesQuestion extends Common {
  readonly kind: 'choices';
  readonly options: readonly Option[];
  /** The option that excludes the others, such as "none of these". */
  readonly none?: string;
  /** What the button says that leaves this question empty; "skip" where absent. */
  readonly skipLabel?: Text;
}
export interface MomentQuestion extends Common {
  readonly kind: 'moment';
}
export type Question = TextQuestion | ChoiceQuestion | ChoicesQuestion | MomentQuestion;

/** Why a report is not taken in here (practice.md 1.1 and 1.4, domain.md 6). The card then says whom to call. */
export type Ending = 'internal' | 'rather-not-say' | 'office-holder' | 'private';

export interface QuestionList {
  readonly id: 'intake' | 'check-in';
  readonly questions: readonly Question[];
  /** A report is looked over before it is sent; a check-in is done with its last tap. */
  readonly review: boolean;
}

/** The value that a question accepts, or `undefined` for one it does not: then the answer counts as not given. */
export function valid(question: Question, value: unknown): Value | undefined {
  if (value === null) return question.essential ? undefined : null;
  switch (question.kind) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= question.max ? value : undefined;
    case 'choice':
      return typeof value === 'string' && question.options.some((option) => option.id === value) ? value : undefined;
    case 'choices':
      return validChoices(question, value);
    case 'moment': {
      const moment = Moment.safeParse(value);
      return moment.success ? moment.data : undefined;
    }
    default:
      return question satisfies never;
  }
}

const Choices = z.array(z.string()).min(1).max(100);

function validChoices(question: ChoicesQuestion, value: unknown): Value | undefined {
  const given = Choices.safeParse(value);
  if (!given.success) return undefined;
  const known = question.options.map((option) => option.id).filter((id) => given.data.includes(id));
  // People to leave out can change between versions of the file: those who are still there stay ticked.
  if (known.length !== new Set(given.data).size && !question.onRequest) return undefined;
  if (known.length === 0) return undefined;
  // "None of these" beside something else is a slip of the thumb: the something counts.
  const kept = known.length > 1 ? known.filter((id) => id !== question.none) : known;
  return kept;
}

/** What is wrong with a list; empty for a sound one. Checked by a test for every list there is. */
export function mistakesIn(list: QuestionList): readonly string[] {
  const mistakes: string[] = [];
  const ids = list.questions.flatMap((question) => [question.id, ...(question.was ?? [])]);
  for (const id of ids) {
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) mistakes.push(`the id ${id} is used twice`);
    if (!/^[a-z]+(?:-[a-z]+)*$/.test(id)) mistakes.push(`the id ${id} is not made of words with dashes`);
  }
  list.questions.forEach((question, index) => {
    if ('options' in question) {
      const options = question.options.map((option) => option.id);
      if (new Set(options).size !== options.length) mistakes.push(`${question.id} has an option twice`);
      if (options.length === 0) mistakes.push(`${question.id} has nothing to choose`);
    }
    if (question.essential && question.onRequest) mistakes.push(`${question.id} is essential but never asked`);
    for (const condition of question.when === undefined ? [] : conditions(question.when)) {
      const named = list.questions.slice(0, index).find((earlier) => earlier.id === condition.question);
      if (named === undefined || !('options' in named)) {
        mistakes.push(`${question.id} depends on ${condition.question}, which is no earlier choice`);
      } else {
        for (const id of condition.is) {
          if (!named.options.some((option) => option.id === id)) {
            mistakes.push(`${question.id} depends on ${condition.question} being ${id}, which is no option`);
          }
        }
      }
    }
  });
  return mistakes;
}

type Condition = Extract<When, { question: string }>;

function conditions(when: When): readonly Condition[] {
  if ('question' in when) return [when];
  if ('not' in when) return conditions(when.not);
  return ('all' in when ? when.all : when.any).flatMap(conditions);
}
