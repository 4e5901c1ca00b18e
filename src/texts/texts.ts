import type { Locale } from '../model/world.ts';
import { en } from './en.ts';
import { nl, type Wording } from './nl.ts';

export type { Wording } from './nl.ts';

/** The wording in each language: `texts.nl.buttons.send`. */
export const texts: Readonly<Record<Locale, Wording>> = { nl, en };

/** Dutch unless Teams clearly says English: `en-GB` gives `en`; `nl-BE`, `ar` and nothing at all give `nl`. */
export function localeFrom(tag: string | undefined): Locale {
  return tag?.toLowerCase().startsWith('en') === true ? 'en' : 'nl';
}
