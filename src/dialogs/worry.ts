import { folded } from './read-answer.ts';

/** The questions after words about suicide: about whom is it, and shall somebody call (practice.md section 2). */
export type Worry = 'who' | 'call';

const meWords: ReadonlySet<string> = new Set([
  'mij',
  'ik',
  'over mij',
  'ja, over mij',
  'mezelf',
  'mijzelf',
  'het gaat over mij',
  'me',
  'myself',
  'about me',
  'it is about me',
]);
const otherWords: ReadonlySet<string> = new Set([
  'iemand anders',
  'over iemand anders',
  'een ander',
  'een collega',
  'het gaat over iemand anders',
  'someone else',
  'about someone else',
  'it is about someone else',
  'a colleague',
]);
const yesWords: ReadonlySet<string> = new Set([
  'ja',
  'ja graag',
  'ja, graag',
  'graag',
  'ok',
  'oke',
  'bel mij',
  'laat me bellen',
  'ja, laat mij bellen',
  'yes',
  'yes please',
  'yes, please',
  'please',
  'call me',
  'yes, let someone call me',
]);
const noWords: ReadonlySet<string> = new Set([
  'nee',
  'nee, nu niet',
  'nu niet',
  'nee dank je',
  'niet nu',
  'no',
  'no, not now',
  'not now',
  'no thanks',
]);

/** Reads a whole typed line as the answer to one of these questions; `undefined` = it is none. */
export function readWorryAnswer(text: string, question: Worry): 'me' | 'other' | 'yes' | 'no' | undefined {
  const plain = folded(text);
  if (question === 'call' && yesWords.has(plain)) return 'yes';
  if (question === 'call' && noWords.has(plain)) return 'no';
  if (meWords.has(plain)) return 'me';
  return otherWords.has(plain) ? 'other' : undefined;
}
