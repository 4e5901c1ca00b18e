import type { Instant, Locale } from '../model/world.ts';

const tags: Record<Locale, string> = { nl: 'nl-NL', en: 'en-GB' };

export interface Reader {
  readonly locale: Locale;
  readonly timeZone: string;
}

function dayKey(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  );
}

/** `14:30`, on the clock of the organisation. */
export function clock(at: Instant, { locale, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(tags[locale], { timeZone, hour: '2-digit', minute: '2-digit', hour12: false }).format(
    new Date(at),
  );
}

/** `vandaag`, `morgen`, `gisteren`, or `maandag 23 november`: a day as people say it. */
export function day(at: Instant, now: Instant, { locale, timeZone }: Reader): string {
  const distance = Math.round((Date.parse(dayKey(at, timeZone)) - Date.parse(dayKey(now, timeZone))) / 86_400_000);
  const near = { nl: ['gisteren', 'vandaag', 'morgen'], en: ['yesterday', 'today', 'tomorrow'] }[locale][distance + 1];
  if (near !== undefined) return near;
  const sameYear = dayKey(at, timeZone).slice(0, 4) === dayKey(now, timeZone).slice(0, 4);
  return new Intl.DateTimeFormat(tags[locale], {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
    .format(new Date(at))
    .replace(',', '');
}

/** `vandaag om 14:30` / `today at 14:30`. */
export function dayAndClock(at: Instant, now: Instant, reader: Reader): string {
  return `${day(at, now, reader)} ${reader.locale === 'nl' ? 'om' : 'at'} ${clock(at, reader)}`;
}

/** `63 woorden`. Counting runs of letters and digits, as a reader would. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
