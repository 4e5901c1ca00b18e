import type { Value } from '../model/draft.ts';
import type { Locale } from '../model/world.ts';
import { type MomentReader, momentFromCard } from './moment.ts';
import { type Option, type Question, valid } from './question.ts';

/** Why an answer was not taken. Each has its sentence in the texts. */
export type Problem =
  | { readonly kind: 'required' | 'not-an-option' | 'future' | 'unclear' | 'too-long-ago' | 'which-half-of-day' }
  | { readonly kind: 'too-long'; readonly max: number; readonly length: number };

export type Reading = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export interface ReadingContext {
  readonly now: string;
  readonly timeZone: string;
  readonly locale: Locale;
  readonly readMoment: MomentReader;
}

/** Reads what somebody typed as the answer to this question. Never guesses: what is not clear comes back as a problem. */
export function readText(question: Question, text: string, context: ReadingContext): Reading {
  switch (question.kind) {
    case 'text':
      return readWords(question, text);
    case 'choice': {
      const option = findOption(question.options, text);
      return option === undefined ? problem('not-an-option') : { ok: true, value: option.id };
    }
    case 'choices':
      return readSeveral(question, text);
    case 'moment': {
      const quick = quickMoment(text);
      const reading = quick === undefined ? context.readMoment(text, context) : momentFromCard({ quick }, context);
      return reading.ok ? reading : problem(reading.problem);
    }
    default:
      return question satisfies never;
  }
}

/** The names under which a card sends its inputs: one for most questions, three for a moment. */
export const momentInput = {
  quick: (id: string) => `${id}.quick`,
  date: (id: string) => `${id}.date`,
  time: (id: string) => `${id}.time`,
};

/** Reads the inputs of a card. `undefined` = the input was left empty, which is no answer and no mistake. */
export function readInputs(
  question: Question,
  inputs: Readonly<Record<string, unknown>>,
  context: ReadingContext,
): Reading | undefined {
  const filled = (name: string) => {
    const raw = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    return typeof raw === 'string' && raw.trim() !== '' ? raw : undefined;
  };
  if (question.kind === 'moment') {
    const quick = filled(momentInput.quick(question.id));
    const date = filled(momentInput.date(question.id));
    const time = filled(momentInput.time(question.id));
    if (quick === undefined && date === undefined && time === undefined) return undefined;
    const reading = momentFromCard(
      { ...(quick && quick !== 'other' && { quick }), ...(date && { date }), ...(time && { time }) },
      context,
    );
    return reading.ok ? reading : problem(reading.problem);
  }
  const raw = filled(question.id);
  if (raw === undefined) return undefined;
  if (question.kind === 'text') return readWords(question, raw);
  // Cards send the chosen options by id, several of them joined by commas.
  const value = valid(question, question.kind === 'choices' ? raw.split(',') : raw);
  return value === undefined ? problem('not-an-option') : { ok: true, value };
}

function problem(kind: Exclude<Problem['kind'], 'too-long'>): Reading {
  return { ok: false, problem: { kind } };
}

function readWords(question: Extract<Question, { kind: 'text' }>, text: string): Reading {
  if (text.trim() === '') return problem('required');
  if (text.length > question.max) {
    return { ok: false, problem: { kind: 'too-long', max: question.max, length: text.length } };
  }
  return { ok: true, value: text };
}

/** Lower case, without accents, apostrophes, end marks and double spaces: "  JA, hoor. " is "ja, hoor", "Foto’s" is "fotos". */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u200b-\u200f\u2060\ufeff'’‘`]+/gu, '')
    .toLowerCase()
    .replace(/[\s.!?…]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function names(option: Option): readonly string[] {
  return [option.label.nl, option.label.en, option.id, ...(option.words ?? [])].map(folded);
}

function findOption(options: readonly Option[], text: string): Option | undefined {
  const wanted = folded(text);
  const numbered = /^\d{1,2}$/.test(wanted) ? options[Number(wanted) - 1] : undefined;
  return numbered ?? options.find((option) => names(option).includes(wanted));
}

function readSeveral(question: Extract<Question, { kind: 'choices' }>, text: string): Reading {
  const whole = findOption(question.options, text);
  if (whole !== undefined) return { ok: true, value: [whole.id] };
  const parts = text
    .split(/[,;\n]|\s(?:en|and|\+)\s|(?<=\d)\s+(?=\d)/iu)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const found = parts.map((part) => findOption(question.options, part)?.id);
  const value = found.includes(undefined) ? undefined : valid(question, found);
  return value === undefined || value === null ? problem('not-an-option') : { ok: true, value };
}

const quickWords = new Map(
  [
    ['just-now', ['zojuist', 'just now', 'net', 'daarnet', '1']],
    ['earlier-today', ['eerder vandaag', 'earlier today', '2']],
    ['yesterday', ['gisteren', 'yesterday', '3']],
  ].flatMap(([quick, words]) => (words as string[]).map((word) => [word, quick as string] as const)),
);

function quickMoment(text: string): string | undefined {
  return quickWords.get(folded(text));
}
