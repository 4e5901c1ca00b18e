/**
 * What somebody says about when it happened, word by word, before any calendar is looked at. No clock and no time zone here: "gisteren
 * om half vier" becomes "one day ago, 3:30, half of the day not said".
 *
 * The date library alone loses "half vier", puts "afgelopen vrijdag" in the future, reads "november 12" as the year 2012 and skips what
 * it does not know without a word. So everything about clock, part of the day and weekday is read here; the library only gets a written
 * date ("12 november 2026") or "2 dagen geleden". Whatever stays behind in `written` was not understood.
 */
import type { Locale } from '../model/world.ts';

export type Part =
  | 'morning'
  | 'lunch'
  | 'afternoon'
  | 'evening'
  /** "overdag", "in the daytime": tells the two halves of the day apart and nothing else. */
  | 'daytime'
  /** "'s nachts" beside a clock time: the date is meant as it is written. */
  | 'night'
  /** "vannacht": the night before this date's morning. */
  | 'night-before'
  /** "last night", "Monday night": the evening of this date and the hours after it. */
  | 'night-after'
  /** "gisternacht", "maandagnacht": Dutch does not say which of the two nights. */
  | 'either-night';

/** `24h`: nothing to ask. `likely-24h`: "10:30" in Dutch, unless a part of the day says "avond". `12h`: "half vier", "9 uur". */
export interface Clock {
  readonly minutes: number;
  readonly notation: '24h' | 'likely-24h' | '12h';
}

export type DaySaid =
  | { readonly kind: 'days-ago'; readonly days: number }
  /** Monday is 1. The latest such day, not today where the words exclude that ("afgelopen"), and then so many weeks back. */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly beforeToday: boolean; readonly minusWeeks: number }
  /** The weekday of the calendar week so many weeks ago. */
  | { readonly kind: 'weekday-of-week'; readonly weekday: number; readonly weeksAgo: number }
  /** "de 12e": the latest date with that number. */
  | { readonly kind: 'day-of-month'; readonly day: number };

export interface Said {
  readonly days: readonly DaySaid[];
  readonly clock: Clock | undefined;
  readonly part: Part | undefined;
  /** "rond", "about": the clock time is near, not exact. */
  readonly about: boolean;
  readonly justNow: boolean;
  readonly minutesAgo: number | undefined;
  /** "morgen", "next week". */
  readonly ahead: boolean;
  /** 1 for "vorig jaar". */
  readonly yearsAgo: number | undefined;
  readonly written: string | undefined;
}

interface Heard {
  readonly days: DaySaid[];
  readonly clocks: Clock[];
  readonly parts: Part[];
  readonly minutesAgo: number[];
  readonly yearsAgo: number[];
  about: boolean;
  justNow: boolean;
  ahead: boolean;
  midnight: boolean;
}

/** One thing people say. `found` holds '' for a group that took no part; what comes back takes the place of the words. */
type Rule = readonly [words: RegExp, means: (heard: Heard, ...found: string[]) => string];
const read = '';

/** Longer texts are stories, not moments. */
const longest = 200;

const dark: ReadonlySet<Part> = new Set(['evening', 'night', 'night-before', 'night-after', 'either-night']);

/** `undefined`: too long, or the text contradicts itself ("half vier om 9 uur"). */
export function hear(text: string, locale: Locale): Said | undefined {
  if (text.length > longest) return undefined;
  const heard: Heard = {
    days: [],
    clocks: [],
    parts: [],
    minutesAgo: [],
    yearsAgo: [],
    about: false,
    justNow: false,
    ahead: false,
    midnight: false,
  };
  let left = withDigits(plain(text), locale);
  for (const [words, means] of rules[locale]) {
    left = left.replace(words, (_match: string, ...found: (string | number | undefined)[]) => {
      // The last two arguments of a replacer are the place and the whole text.
      const groups = found.slice(0, -2).map((group) => (group === undefined ? '' : String(group)));
      return ` ${means(heard, ...groups)} `;
    });
    left = left.replace(/ +/g, ' ');
  }
  const written = left.trim();
  const clock = oneClock(heard.clocks);
  if (heard.midnight && heard.parts.length === 0) heard.parts.push('night');
  if (heard.midnight && heard.parts.some((said) => !dark.has(said))) return undefined;
  const differs = (said: readonly unknown[]) => new Set(said).size > 1;
  if (clock === null || differs(heard.parts) || differs(heard.minutesAgo) || differs(heard.yearsAgo)) return undefined;
  return {
    days: heard.days,
    clock,
    part: heard.parts[0],
    about: heard.about,
    justNow: heard.justNow,
    minutesAgo: heard.minutesAgo[0],
    ahead: heard.ahead,
    yearsAgo: heard.yearsAgo[0],
    written: written === '' ? undefined : written,
  };
}

/** `null`: two different times. "half vier 15:30" is one: the second says which half, so an answer may be added to the first words. */
function oneClock(clocks: readonly Clock[]): Clock | null | undefined {
  const [first] = clocks;
  if (first === undefined) return undefined;
  // Also null for an impossible time: not a number is unlike everything, itself included.
  if (clocks.some((clock) => clock.minutes % 720 !== first.minutes % 720)) return null;
  const exact = clocks.filter((clock) => clock.notation !== '12h');
  return exact.some((clock) => clock.minutes !== exact[0]?.minutes) ? null : (exact[0] ?? first);
}

/** Lower case, no accents, no invisible characters, one space between words; dots and commas only inside numbers. */
function plain(text: string): string {
  const letters = text
    .toLowerCase()
    .replace(/[‘’`´]/gu, "'")
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[–—−]/gu, '-')
    .replace(/\+\/-|±|~/gu, ' circa ')
    .replace(/(?<=[\d\s])([ap])\.?\s?m(?![\p{L}\d])\.?/gu, ' $1m ')
    .replace(/(\d)t(?=\d)/gu, '$1 ')
    .replace(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    .replace(/(?<!\d)[.,:]|[.,:](?!\d)|\s-\s/gu, ' ')
    .replace(/(?<=\d),(?=\d)/gu, '.')
    .replace(/[!?;()"„“”«»…*_[\]{}<>|\p{So}\p{Sk}]/gu, ' ');
  return ` ${letters.replace(/\s+/gu, ' ').trim()} `;
}

const numerals = {
  nl: {
    ones: 'een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien',
    tens: 'twintig dertig veertig vijftig',
    joined: (one: string, ten: string) => `${one}en${ten}`,
  },
  en: {
    ones: 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    tens: 'twenty thirty forty fifty',
    joined: (one: string, ten: string) => `${ten} ${one}`,
  },
} as const satisfies Record<Locale, object>;

const digits = { nl: digitsOf('nl'), en: digitsOf('en') };

function digitsOf(locale: Locale): { readonly words: RegExp; readonly values: ReadonlyMap<string, number> } {
  const { ones, tens, joined } = numerals[locale];
  const values = new Map(ones.split(' ').map((word, index) => [word, index + 1]));
  tens.split(' ').forEach((ten, index) => {
    values.set(ten, (index + 2) * 10);
    for (const [index1, one] of ones.split(' ').slice(0, 9).entries()) {
      values.set(joined(one, ten), (index + 2) * 10 + index1 + 1);
    }
  });
  // The longest first: otherwise "twenty five" is 20 and something unread.
  const words = [...values.keys()].sort((a, b) => b.length - a.length);
  return { words: new RegExp(`(?<![\\p{L}\\d])(?:${words.join('|')})(?![\\p{L}\\d])`, 'gu'), values };
}

function withDigits(text: string, locale: Locale): string {
  const { words, values } = digits[locale];
  return text.replace(words, (word) => String(values.get(word)));
}

const weekdays = {
  nl: '(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo(?= \\d))',
  en: '(monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat|sunday|sun)',
};
const weekdayStarts = {
  nl: ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'],
  en: ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'],
};
const months = {
  nl: '(?:jan|feb|maa|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*',
  en: '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*',
};

/** A rule over whole words; WD, MONTH and N stand for a weekday, a month and a number of one or two digits. */
function rule(locale: Locale, words: string, means: Rule[1]): Rule {
  const pattern = words
    .replaceAll('WD', weekdays[locale])
    .replaceAll('MONTH', months[locale])
    .replaceAll('N', '(\\d{1,2})');
  return [new RegExp(`(?<![\\p{L}\\d'])(?:${pattern})(?![\\p{L}\\d])`, 'gu'), means];
}

/** Words that add nothing to when it was. "voor", "na", "sinds", "niet" and "en" are not among them: those change the meaning. */
function filler(locale: Locale, words: string): Rule {
  return rule(locale, words.split(' ').join('|'), () => read);
}

/** Makes the whole text unclear: with "25:70" in it, the rest is not half understood. */
const impossible: Clock = { minutes: Number.NaN, notation: '24h' };

function hearClock(heard: Heard, hour: number, minute: number, notation?: Clock['notation']): typeof read {
  const exists = hour <= 24 && minute <= 59 && (hour < 24 || minute === 0);
  const saysHalf = hour > 12 || hour === 0 ? '24h' : '12h';
  heard.clocks.push(exists ? { minutes: hour * 60 + minute, notation: notation ?? saysHalf } : impossible);
  return read;
}

/** "09:05" and "15:30" say their half of the day; in Dutch "10:30" nearly always does, in English it does not; "9:05" never. */
function hearDigital(heard: Heard, hour: string, minute: string, locale: Locale): typeof read {
  const twoFigures = locale === 'nl' && /^1[0-2]$/.test(hour) ? 'likely-24h' : undefined;
  return hearClock(heard, Number(hour), Number(minute), hour.startsWith('0') ? '24h' : twoFigures);
}

/** So many minutes before (negative) or after the hour: "kwart voor 1" is 12:45. */
function hearAround(heard: Heard, hour: number, minutes: number): typeof read {
  const total = hour * 60 + minutes;
  const on24 = hour === 0 || hour > 12;
  // "Kwart voor 0" belongs to the day before, and nobody says it.
  if (total < 0) return hearClock(heard, Number.NaN, 0);
  const onDial = !on24 && total < 60 ? total + 720 : total;
  return hearClock(heard, Math.floor(onDial / 60), onDial % 60, on24 ? '24h' : '12h');
}

/** English says the half of the day behind the time: "half past three pm". */
function inHalf(heard: Heard, half: string): typeof read {
  const clock = heard.clocks.pop();
  if (clock === undefined) return read;
  // "15:30 pm" is clumsy but clear; "15:30 am" is a contradiction.
  const contradicts = clock.minutes >= 780 ? half === 'am' : clock.minutes < 60;
  const minutes = (clock.minutes % 720) + (half === 'pm' ? 720 : 0);
  heard.clocks.push(half === '' ? clock : contradicts ? impossible : { minutes, notation: '24h' });
  return read;
}

function hearMidnight(heard: Heard): typeof read {
  heard.midnight = true;
  return hearClock(heard, 12, 0, '12h');
}

function hearDay(heard: Heard, day: DaySaid): typeof read {
  heard.days.push(day);
  return read;
}

function hearMinutesAgo(heard: Heard, minutes: number): typeof read {
  heard.minutesAgo.push(minutes);
  return read;
}

const daysAgo =
  (days: number): Rule[1] =>
  (heard) =>
    hearDay(heard, { kind: 'days-ago', days });
const minutesAgo =
  (minutes: number): Rule[1] =>
  (heard) =>
    hearMinutesAgo(heard, minutes);
const yearsAgo =
  (years: number): Rule[1] =>
  (heard) => {
    heard.yearsAgo.push(years);
    return read;
  };
const flag =
  (name: 'ahead' | 'justNow'): Rule[1] =>
  (heard) => {
    heard[name] = true;
    return read;
  };

/** `at` is "om": it stays behind, so that "vanochtend 9" reads on as "om 9". */
const part =
  (said: Part, at: string): Rule[1] =>
  (heard, day = '') => {
    heard.parts.push(said);
    return `${day} ${at}`;
  };
const partAndDay =
  (said: Part, at: string, days: number): Rule[1] =>
  (heard) => {
    heard.parts.push(said);
    heard.days.push({ kind: 'days-ago', days });
    return at;
  };

function weekdayNumber(locale: Locale, word: string): number {
  return weekdayStarts[locale].indexOf(word.slice(0, 2)) + 1;
}

interface WeekWords {
  readonly lastWeek: string;
  readonly thisWeek: string;
  readonly weeksAgo: string;
  readonly last: string;
  readonly lastAfter: string;
  readonly on: string;
  readonly today: string;
  readonly yesterday: string;
}

/** Weekdays and weeks: the same rules in both languages, apart from the words. */
function weekRules(locale: Locale, words: WeekWords): Rule[] {
  const { lastWeek, thisWeek, weeksAgo, last, lastAfter, on, today, yesterday } = words;
  const ofWeek = (heard: Heard, day: string, weeks: number) =>
    hearDay(heard, { kind: 'weekday-of-week', weekday: weekdayNumber(locale, day), weeksAgo: weeks });
  const latest = (heard: Heard, day: string, beforeToday: boolean, minusWeeks = 0) =>
    hearDay(heard, { kind: 'weekday', weekday: weekdayNumber(locale, day), beforeToday, minusWeeks });
  const either = (day: string) => `(?:${day}) N ${weeksAgo}|N ${weeksAgo} (?:${day})`;
  return [
    rule(locale, `${lastWeek} ${on}WD|WD ${lastWeek}`, (heard, a, b) => ofWeek(heard, a || b, 1)),
    rule(locale, `${thisWeek} ${on}WD|WD ${thisWeek}`, (heard, a, b) => ofWeek(heard, a || b, 0)),
    rule(locale, `N ${weeksAgo} ${on}WD`, (heard, weeks, day) => ofWeek(heard, day, Number(weeks))),
    // "vrijdag een week geleden" counts in calendar weeks or from last Friday. Both are heard; only where they agree is it a day.
    rule(locale, `WD N ${weeksAgo}`, (heard, day, weeks) => {
      ofWeek(heard, day, Number(weeks));
      return latest(heard, day, true, Number(weeks));
    }),
    rule(locale, either(today), (heard, a, b) => hearDay(heard, { kind: 'days-ago', days: Number(a || b) * 7 })),
    rule(locale, either(yesterday), (heard, a, b) =>
      hearDay(heard, { kind: 'days-ago', days: Number(a || b) * 7 + 1 }),
    ),
    rule(locale, `${last} WD|WD ${lastAfter}`, (heard, a, b) => latest(heard, a || b, true)),
    rule(locale, 'WD', (heard, day) => latest(heard, day, false)),
  ];
}

/** Times in figures look the same in both languages. A written date must not lend its figures to a clock: "12.11.2026". */
function figures(locale: Locale, at: string, hours: string): Rule[] {
  const digital: Rule[1] = (heard, hour, minute) => hearDigital(heard, hour, minute, locale);
  return [
    rule(locale, `(?<![./:-])N:(\\d{2})(?![./:-]\\d)(?: ?(?:${hours}))?`, digital),
    rule(locale, `([01]\\d|2[0-3])([0-5]\\d) ?(?:${hours})`, (heard, hour, minute) =>
      hearClock(heard, Number(hour), Number(minute), '24h'),
    ),
    rule(locale, `(?<![./:-])N\\.(\\d{2}) ?(?:${hours})`, digital),
    rule(locale, `(?:${at}) N\\.(\\d{2})(?![./-]\\d)`, digital),
    // Without "om" or "uur" only minutes above 12 show that "15.30" is a time; "15.10" may be the fifteenth of October.
    rule(locale, '(?<![./:-])N\\.(1[3-9]|[2-5]\\d)(?![./-]\\d)', digital),
    rule(locale, '(?<![./:-])N ?[uh] ?(\\d{2})(?![./:-]\\d)(?! MONTH)', digital),
  ];
}

/** Written dates in the one form that the date library reads as they are meant. */
function dates(locale: Locale): Rule[] {
  return [
    rule(locale, "N (MONTH) '?(\\d{2})", (_heard, day, month, year) => `${day} ${month} 20${year}`),
    rule(locale, "(?<![./-])N[-/.]N[-/.]'?(\\d{2})", (_heard, day, month, year) => `${day}-${month}-20${year}`),
    rule(locale, '(?<![./-])N-N(?![./-])', (_heard, day, month) => `${day}/${month}`),
  ];
}

/** "Tegen vijven": the hour as people round it. */
const rounded = 'enen tweeen drieen vieren vijven zessen zevenen achten negenen tienen elven twaalven'.split(' ');

const dutch: readonly Rule[] = [
  rule(
    'nl',
    '(dag|dagen|week|weken|uur|uurtje|min|minuten|minuut|kwartier) terug',
    (_heard, unit) => `${unit} geleden`,
  ),
  rule(
    'nl',
    'overmorgen|morgen(?:ochtend|middag|avond|nacht)|straks|zo ?meteen|later vandaag|volgende? (?:week|maand|jaar)',
    flag('ahead'),
  ),
  rule('nl', '(?:volgende|komende|aanstaande|aankomende) (?:weekend|WD)|WD aanstaande', flag('ahead')),
  rule(
    'nl',
    '(?<!(?:kwart|\\d|minuten|min) )over (?:\\d{1,3} |half |anderhalf )?(?:half |paar )?(?:minuten|minuut|min|uur|uurtje|kwartier|dagen|dag|weken|week|maanden|maand)',
    flag('ahead'),
  ),
  rule(
    'nl',
    '(?:1 )?(?:paar|enkele) (?:minuten|minuutjes|tellen|seconden) geleden|(?:zo)?even geleden',
    flag('justNow'),
  ),
  rule('nl', 'zojuist|daarnet|zo ?net|zopas|zo ?even|net|nu', flag('justNow')),
  rule('nl', 'N uur (?:en )?N (?:minuten|min) geleden', (heard, hours, minutes) =>
    hearMinutesAgo(heard, Number(hours) * 60 + Number(minutes)),
  ),
  rule('nl', '(\\d{1,3}) ?(?:minuten|minuut|minuutje|minuutjes|min) geleden', (heard, minutes) =>
    hearMinutesAgo(heard, Number(minutes)),
  ),
  rule('nl', '(?:1 )?half (?:uur|uurtje) geleden', minutesAgo(30)),
  rule('nl', 'anderhalf uur geleden', minutesAgo(90)),
  rule('nl', '(?:N )?(?:kwartier|kwartiertje) geleden', (heard, quarters) =>
    hearMinutesAgo(heard, Number(quarters || 1) * 15),
  ),
  rule('nl', '(\\d{1,3})(\\.5)? ?(?:uur|uren|uurtje|u) geleden', (heard, hours, half) =>
    hearMinutesAgo(heard, Number(hours) * 60 + (half === '' ? 0 : 30)),
  ),
  // Nights. Not two neighbouring days is not one night: that stays unread, so it is asked.
  rule('nl', 'nacht van WD op WD', (heard, first, second) =>
    weekdayNumber('nl', second) === (weekdayNumber('nl', first) % 7) + 1
      ? part('night-before', '')(heard, second)
      : 'of',
  ),
  rule('nl', 'nacht van N op N(?= MONTH)', (heard, first, second) => {
    if (Number(second) !== Number(first) + 1 && Number(second) !== 1) return 'of';
    heard.parts.push('night-before');
    return second;
  }),
  rule('nl', '(gister(?:en)?|eergister(?:en)?|WD) ?nacht', part('either-night', 'om')),
  rule('nl', 'van ?nacht|vanacht|(?:de )?(?:afgelopen|voorbije) nacht', partAndDay('night-before', 'om', 0)),
  rule('nl', "(?:'?s ?)?nachts|(?:midden )?(?:in de )?nacht", part('night', 'om')),
  // Parts of the day. "gisteren morgen" is a morning and "morgen" alone is tomorrow, so the word before it decides.
  rule('nl', 'tussen de middag|(?:in de |tijdens de )?(?:lunch|lunchpauze|lunchtijd)', part('lunch', 'om')),
  rule('nl', 'overdag', part('daytime', 'om')),
  rule('nl', 'van ?(?:ochtend|morgen|voormiddag)', partAndDay('morning', 'om', 0)),
  rule('nl', 'van ?(?:middag|namiddag)', partAndDay('afternoon', 'om', 0)),
  rule('nl', 'van ?avond', partAndDay('evening', 'om', 0)),
  rule('nl', '(gister(?:en)?|eergister(?:en)?|WD) ?(?:ochtend|morgen|voormiddag)', part('morning', 'om')),
  rule('nl', '(gister(?:en)?|eergister(?:en)?|WD) ?(?:middag|namiddag)', part('afternoon', 'om')),
  rule('nl', '(gister(?:en)?|eergister(?:en)?|WD) ?avond', part('evening', 'om')),
  rule(
    'nl',
    "(?:'?s ?)?(?:ochtends|morgens|voormiddags)|in de (?:vroege )?morgen|ochtend|voormiddag",
    part('morning', 'om'),
  ),
  rule('nl', "(?:'?s ?)?(?:na)?middags|middag|namiddag", part('afternoon', 'om')),
  rule('nl', "(?:'?s ?)?avonds|avond", part('evening', 'om')),
  rule('nl', 'morgen', flag('ahead')),
  // Clock times.
  rule('nl', '(?:1 )?(?:uur|uurtje) of N(?: uur)?', (heard, hour) => {
    heard.about = true;
    return `om ${hour} uur`;
  }),
  rule('nl', "(?:zo )?(?:rond(?: de)?|zo'n|ongeveer|circa|ca|plm|omstreeks|tegen|om en nabij|plusminus)", (heard) => {
    heard.about = true;
    return 'om';
  }),
  rule('nl', 'om(?: om)+', () => 'om'),
  ...figures('nl', 'om', 'uur|u|h'),
  rule('nl', '([1-9]|1\\d)(?: minuten| min)? (voor|over) half N(?: uur)?', (heard, minutes, side, hour) =>
    hearAround(heard, Number(hour), Number(minutes) * (side === 'voor' ? -1 : 1) - 30),
  ),
  rule('nl', 'half N(?: uur)?', (heard, hour) => hearAround(heard, Number(hour), -30)),
  rule('nl', '(kwart|[1-9]|[1-5]\\d)(?: minuten| min)? (voor|over|na) N(?: uur)?', (heard, minutes, side, hour) =>
    hearAround(heard, Number(hour), (minutes === 'kwart' ? 15 : Number(minutes)) * (side === 'voor' ? -1 : 1)),
  ),
  rule('nl', 'N uur (\\d{2})(?! MONTH)(?![-/.:])', (heard, hour, minute) =>
    hearClock(heard, Number(hour), Number(minute)),
  ),
  rule('nl', 'N ?(?:uur|u)', (heard, hour) =>
    hearClock(heard, Number(hour), 0, hour.startsWith('0') ? '24h' : undefined),
  ),
  rule('nl', 'om N(?! MONTH)(?![-/.:])', (heard, hour) => hearClock(heard, Number(hour), 0)),
  rule('nl', `om (${rounded.join('|')})`, (heard, hour) => hearClock(heard, rounded.indexOf(hour) + 1, 0)),
  rule('nl', 'middernacht', hearMidnight),
  // Days.
  ...weekRules('nl', {
    lastWeek: '(?:van )?(?:de )?vorige week',
    thisWeek: '(?:van )?deze(?: week)?',
    weeksAgo: '(?:week|weken) geleden',
    last: '(?:afgelopen|vorige|voorbije|verleden|laatste)(?: week)?',
    lastAfter: '(?:jl|jongstleden|afgelopen week)',
    on: '(?:op )?',
    today: 'vandaag|precies|exact',
    yesterday: 'gister(?:en)?',
  }),
  rule('nl', 'eer ?gist(?:er|eren|ren|ere)', daysAgo(2)),
  rule('nl', 'gist(?:er|eren|ren|ere)', daysAgo(1)),
  rule('nl', '(?:eerder )?vandaag', daysAgo(0)),
  rule('nl', '(?:vorig|verleden) jaar', yearsAgo(1)),
  rule('nl', 'dit jaar', yearsAgo(0)),
  rule('nl', 'N ?(?:e|de|ste)(?= MONTH)', (_heard, day) => day),
  rule('nl', '(?:de )?N ?(?:e|de|ste)', (heard, day) => hearDay(heard, { kind: 'day-of-month', day: Number(day) })),
  rule('nl', 'febr', () => 'feb'),
  ...dates('nl'),
  filler(
    'nl',
    'het dat dit was is gebeurde gebeurd gebeurt heeft plaatsgevonden op om de in ik denk dacht geloof volgens mij ergens zo aan begin eind einde van vroeg vroege laat late precies exact stipt toen al jl jongstleden',
  ),
];

const half = '(?: (am|pm))?';

const english: readonly Rule[] = [
  rule('en', 'an?(?= (?:minute|hour|day|week|quarter|half|couple|few|moment|second))', () => '1'),
  rule(
    'en',
    'tomorrow|soon|later (?:today|this [a-z]+)|next (?:week|month|year|weekend|WD)|(?:coming|upcoming) (?:weekend|WD)',
    flag('ahead'),
  ),
  rule('en', 'in (?:\\d{1,3}|half)(?: 1)? (?:minutes?|mins?|hours?|days?|weeks?|months?)', flag('ahead')),
  rule('en', '(?:1 )?moments? ago|(?:1 )?(?:few|couple of) (?:minutes|seconds) ago|1 second ago', flag('justNow')),
  rule('en', '(?:only )?just(?: now| happened)?|right now|now', flag('justNow')),
  rule('en', 'N hours? (?:and )?N (?:minutes|mins?) ago', (heard, hours, minutes) =>
    hearMinutesAgo(heard, Number(hours) * 60 + Number(minutes)),
  ),
  rule('en', '(\\d{1,3}) (?:minutes?|mins?) ago', (heard, minutes) => hearMinutesAgo(heard, Number(minutes))),
  rule('en', '(?:1 )?half (?:1 )?hour ago', minutesAgo(30)),
  rule('en', '(?:1 )?quarter of 1 hour ago', minutesAgo(15)),
  rule('en', 'N and 1 half hours? ago|N hours? and 1 half ago', (heard, a, b) =>
    hearMinutesAgo(heard, Number(a || b) * 60 + 30),
  ),
  rule('en', '(\\d{1,3})(\\.5)? (?:hours?|hrs?) ago', (heard, hours, extra) =>
    hearMinutesAgo(heard, Number(hours) * 60 + (extra === '' ? 0 : 30)),
  ),
  // Nights and parts of the day.
  rule('en', 'last night', partAndDay('night-after', 'at', 1)),
  rule('en', '(yesterday|WD) night', part('night-after', 'at')),
  rule('en', 'this morning', partAndDay('morning', 'at', 0)),
  rule('en', 'this afternoon', partAndDay('afternoon', 'at', 0)),
  rule('en', 'tonight|this evening', partAndDay('evening', 'at', 0)),
  rule('en', '(?:in the )?daytime|during the day|by day', part('daytime', 'at')),
  rule('en', '(?:at |during )?(?:the )?lunch(?: ?time| break)?', part('lunch', 'at')),
  rule(
    'en',
    '(?<!(?:past|to|after|before|of|till) )N(?= in the (?:morning|afternoon|evening)| at night)',
    (_heard, hour) => `at ${hour}`,
  ),
  rule('en', '(?:in the )?middle of the night|(?:at |in the |during the )?night', part('night', 'at')),
  rule('en', 'morning', part('morning', 'at')),
  rule('en', 'afternoon', part('afternoon', 'at')),
  rule('en', 'evening', part('evening', 'at')),
  // Clock times.
  rule('en', '(?:around|about|roughly|approximately|approx|circa|ca)', (heard) => {
    heard.about = true;
    return 'at';
  }),
  rule('en', 'at(?: at)+', () => 'at'),
  rule('en', '(?<!(?:past|to|after|before|of|till) )N(?:[:. ](\\d{2}))? (am|pm)', (heard, hour, minute, ampm) => {
    hearClock(heard, Number(hour), Number(minute));
    return inHalf(heard, ampm);
  }),
  ...figures('en', 'at', 'hrs|hours|h'),
  rule('en', `half past N(?: o'? ?clock)?${half}`, (heard, hour, ampm) => {
    hearAround(heard, Number(hour), 30);
    return inHalf(heard, ampm);
  }),
  rule(
    'en',
    `(?:1 )?(quarter|[1-9]|[1-5]\\d)(?: minutes| mins?)? (past|after|to|before|of|till) N(?: o'? ?clock)?${half}`,
    (heard, minutes, side, hour, ampm) => {
      const after = side === 'past' || side === 'after';
      hearAround(heard, Number(hour), (minutes === 'quarter' ? 15 : Number(minutes)) * (after ? 1 : -1));
      return inHalf(heard, ampm);
    },
  ),
  rule('en', `N o'? ?clock${half}`, (heard, hour, ampm) => {
    hearClock(heard, Number(hour), 0);
    return inHalf(heard, ampm);
  }),
  rule('en', 'at N(?: (\\d{2}))?(?! MONTH)(?![-/.:])', (heard, hour, minute) =>
    hearClock(heard, Number(hour), Number(minute)),
  ),
  rule('en', 'noon|midday', (heard) => hearClock(heard, 12, 0, '24h')),
  rule('en', 'midnight', hearMidnight),
  // Days.
  rule('en', '(?:the )?day before yesterday', daysAgo(2)),
  ...weekRules('en', {
    lastWeek: '(?:of |in )?last week',
    thisWeek: '(?:of )?this(?: week)?',
    weeksAgo: 'weeks? ago',
    last: '(?:this past|last|past|previous)',
    lastAfter: '(?:just gone)',
    on: '(?:on )?',
    today: 'today|exactly',
    yesterday: 'yesterday',
  }),
  rule('en', 'yesterday', daysAgo(1)),
  rule('en', '(?:earlier )?today', daysAgo(0)),
  rule('en', 'last year', yearsAgo(1)),
  rule('en', 'this year', yearsAgo(0)),
  // As it stands, the date library reads "november 12" as November 2012.
  rule('en', '(MONTH) N(?:st|nd|rd|th)?(?: (\\d{4}))?', (_heard, month, day, year) => `${day} ${month} ${year}`),
  rule('en', 'N(?:st|nd|rd|th)?(?: of)?(?= MONTH)', (_heard, day) => day),
  rule('en', '(?:the )?N(?:st|nd|rd|th)', (heard, day) => hearDay(heard, { kind: 'day-of-month', day: Number(day) })),
  ...dates('en'),
  filler(
    'en',
    'it this that happened was is on at the in i think believe guess somewhere sometime early late earlier beginning end of exactly precisely sharp',
  ),
];

/** In this order: a rule sees what the rules before it left. */
const rules: Record<Locale, readonly Rule[]> = { nl: dutch, en: english };
