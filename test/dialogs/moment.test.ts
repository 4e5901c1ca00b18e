import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadMomentReader, type MomentReader, type MomentReading, momentFromCard } from '../../src/dialogs/moment.ts';
import type { Locale } from '../../src/model/world.ts';

const zone = 'Europe/Amsterdam';
/** Wednesday 25 November 2026, 10:00 in Amsterdam. */
const wednesday = '2026-11-25T09:00:00Z';

let readMoment: MomentReader;
beforeAll(async () => {
  readMoment = await loadMomentReader();
});

const read = (text: string, locale: Locale, now = wednesday) =>
  inShort(readMoment(text, { now, timeZone: zone, locale }));

/** `2026-11-24 15:30 minute`, on the clock in Amsterdam, or the problem. */
function inShort(reading: MomentReading): string {
  if (!reading.ok) return reading.problem;
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return `${local.format(new Date(reading.value.at))} ${reading.value.precision}`;
}

/** One line per phrase: what is typed | what is read. */
const table = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()) as [phrase: string, expected: string]);

describe('on Wednesday 25 November 2026 at 10:00', () => {
  it.each(
    table(`
    net                                                      | 2026-11-25 10:00 part
    Zojuist.                                                 | 2026-11-25 10:00 part
    nu net gebeurd                                           | 2026-11-25 10:00 part
    een paar minuten geleden                                 | 2026-11-25 10:00 part
    kwartiertje geleden                                      | 2026-11-25 09:45 part
    20 minuten geleden                                       | 2026-11-25 09:40 part
    een half uur geleden                                     | 2026-11-25 09:30 part
    anderhalf uur geleden                                    | 2026-11-25 08:30 part
    2 uur en 10 minuten geleden                              | 2026-11-25 07:50 part
    vandaag                                                  | 2026-11-25 10:00 day
    Eerder vandaag                                           | 2026-11-25 10:00 day
    09:05                                                    | 2026-11-25 09:05 minute
    vanochtend                                               | 2026-11-25 09:00 part
    vanochtend 9 uur                                         | 2026-11-25 09:00 minute
    vanmorgen om 9                                           | 2026-11-25 09:00 minute
    vanochtend kwart voor negen                              | 2026-11-25 08:45 minute
    vannacht                                                 | 2026-11-25 02:00 part
    vannacht om half drie                                    | 2026-11-25 02:30 minute
    vannacht om 11 uur                                       | 2026-11-24 23:00 minute
    vannacht 12 uur                                          | 2026-11-25 00:00 minute
    gister                                                   | 2026-11-24 12:00 day
    GISTEREN                                                 | 2026-11-24 12:00 day
    gisteravond                                              | 2026-11-24 20:00 part
    gisterenmorgen                                           | 2026-11-24 09:00 part
    gistermiddag rond half vier                              | 2026-11-24 15:30 part
    gisteren 's middags om half vier                         | 2026-11-24 15:30 minute
    gisteren tien over half vier 's middags                  | 2026-11-24 15:40 minute
    gisteren vijf voor half acht s avonds                    | 2026-11-24 19:25 minute
    gisteravond 12 uur                                       | 2026-11-25 00:00 minute
    gisteravond half een                                     | 2026-11-25 00:30 minute
    gisteren om 12 uur 's middags                            | 2026-11-24 12:00 minute
    gisteren tussen de middag                                | 2026-11-24 12:30 part
    gisteren eind van de middag                              | 2026-11-24 15:00 part
    gistermiddag tegen vijven                                | 2026-11-24 17:00 part
    een uur of drie gistermiddag                             | 2026-11-24 15:00 part
    gisteren 15:00                                           | 2026-11-24 15:00 minute
    gisteren om 10:30                                        | 2026-11-24 10:30 minute
    gisteravond om 10:30                                     | 2026-11-24 22:30 minute
    gisteren 15u30                                           | 2026-11-24 15:30 minute
    gisteren 15 uur 30                                       | 2026-11-24 15:30 minute
    1530 uur gisteren                                        | 2026-11-24 15:30 minute
    gisteren om 24:00                                        | 2026-11-25 00:00 minute
    Het was gisteren, rond 15.30 uur.                        | 2026-11-24 15:30 part
    ik denk gisteren om ongeveer 15.30                       | 2026-11-24 15:30 part
    gisteren (dinsdag 24 november) om 15:30                  | 2026-11-24 15:30 minute
    eergisteren                                              | 2026-11-23 12:00 day
    drie dagen geleden om 14:00                              | 2026-11-22 14:00 minute
    maandag                                                  | 2026-11-23 12:00 day
    afgelopen maandag                                        | 2026-11-23 12:00 day
    afgelopen vrijdag                                        | 2026-11-20 12:00 day
    maandagochtend                                           | 2026-11-23 09:00 part
    maandagmorgen om 8:30                                    | 2026-11-23 08:30 minute
    deze week maandag                                        | 2026-11-23 12:00 day
    vorige week woensdag                                     | 2026-11-18 12:00 day
    vorige week vrijdag rond 3 uur 's middags                | 2026-11-20 15:00 part
    woensdagmiddag                                           | 2026-11-18 15:00 part
    woensdag om 15:30                                        | 2026-11-18 15:30 minute
    vandaag een week geleden                                 | 2026-11-18 12:00 day
    maandag een week geleden                                 | 2026-11-16 12:00 day
    twee weken geleden op vrijdag                            | 2026-11-13 12:00 day
    in de nacht van maandag op dinsdag om 2 uur              | 2026-11-24 02:00 minute
    in de nacht van 22 op 23 november                        | 2026-11-23 02:00 part
    12 november 2026 09:05                                   | 2026-11-12 09:05 minute
    12-11-2026 09:05                                         | 2026-11-12 09:05 minute
    2026-11-24T15:30                                         | 2026-11-24 15:30 minute
    12/11                                                    | 2026-11-12 12:00 day
    12-11-26 om 14u                                          | 2026-11-12 14:00 minute
    12 nov '26                                               | 2026-11-12 12:00 day
    12e november                                             | 2026-11-12 12:00 day
    de 12e                                                   | 2026-11-12 12:00 day
    maandag 16 november om 14.30 uur                         | 2026-11-16 14:30 minute
    vrijdag jl. om 16.00 uur                                 | 2026-11-20 16:00 minute
    zo 22 nov                                                | 2026-11-22 12:00 day
    drieëntwintig november om twintig over negen 's ochtends | 2026-11-23 09:20 minute
    12 november om 2 uur 's nachts                           | 2026-11-12 02:00 minute
    24 december vorig jaar                                   | 2025-12-24 12:00 day
    yesterday at 3 pm                                        | 2026-11-24 15:00 minute
    `),
  )('reads the Dutch "%s" as %s', (phrase, expected) => {
    expect(read(phrase, 'nl')).toBe(expected);
  });

  it.each(
    table(`
    half vier                                  | which-half-of-day
    gisteren om half vier                      | which-half-of-day
    vandaag om half tien                       | which-half-of-day
    gisteren kwart over drie                   | which-half-of-day
    vorige week vrijdag rond 3 uur             | which-half-of-day
    gisteren 9u30                              | which-half-of-day
    9:05                                       | which-half-of-day
    vanmiddag kwart over drie                  | future
    vandaag om 15:30                           | future
    vanavond                                   | future
    morgen                                     | future
    morgenochtend om 9 uur                     | future
    volgende week maandag                      | future
    over een uur                               | future
    straks                                     | future
    28 november                                | future
    24 december                                | future
    1 januari 2030                             | future
    24 november 2024                           | too-long-ago
    12 mei 1998                                | too-long-ago
    15:30                                      | unclear
    woensdag                                   | unclear
    maandag 17 november                        | unclear
    gisteren maandag                           | unclear
    vrijdag een week geleden                   | unclear
    gisternacht                                | unclear
    maandagnacht om 2 uur                      | unclear
    gisteren om middernacht                    | unclear
    gistermiddag om middernacht                | unclear
    vannacht om half tien                      | unclear
    vanochtend 15:30                           | unclear
    vanmiddag half vier om 9 uur               | unclear
    een week geleden                           | unclear
    vorige week                                | unclear
    laatst                                     | unclear
    in november                                | unclear
    31 november                                | unclear
    15.10                                      | unclear
    25:70 gisteren                             | unclear
    gisteren voor 15:00                        | unclear
    gisteren na de lunch                       | unclear
    gisteren tussen 3 en 4                     | unclear
    niet gisteren                              | unclear
    gisteren om 15:30 bij de balie             | unclear
    gisteren om 15:30 en vandaag om 9:00       | unclear
    nacht van maandag op donderdag             | unclear
    weet ik niet meer                          | unclear
    `),
  )('asks again after the Dutch "%s": %s', (phrase, expected) => {
    expect(read(phrase, 'nl')).toBe(expected);
  });

  it.each(
    table(`
    just now                                             | 2026-11-25 10:00 part
    It just happened.                                    | 2026-11-25 10:00 part
    a few minutes ago                                    | 2026-11-25 10:00 part
    a quarter of an hour ago                             | 2026-11-25 09:45 part
    20 minutes ago                                       | 2026-11-25 09:40 part
    half an hour ago                                     | 2026-11-25 09:30 part
    an hour and a half ago                               | 2026-11-25 08:30 part
    two and a half hours ago                             | 2026-11-25 07:30 part
    today                                                | 2026-11-25 10:00 day
    earlier today                                        | 2026-11-25 10:00 day
    09:05                                                | 2026-11-25 09:05 minute
    this morning                                         | 2026-11-25 09:00 part
    this morning at 9                                    | 2026-11-25 09:00 minute
    this morning at nine thirty                          | 2026-11-25 09:30 minute
    9 o’clock this morning                               | 2026-11-25 09:00 minute
    twenty-five past nine this morning                   | 2026-11-25 09:25 minute
    yesterday                                            | 2026-11-24 12:00 day
    yesterday at 3pm                                     | 2026-11-24 15:00 minute
    yesterday at 3 p.m.                                  | 2026-11-24 15:00 minute
    half past three pm yesterday                         | 2026-11-24 15:30 minute
    half past three yesterday afternoon                  | 2026-11-24 15:30 minute
    yesterday afternoon around 3                         | 2026-11-24 15:00 part
    yesterday at about half past three in the afternoon  | 2026-11-24 15:30 part
    quarter to four yesterday afternoon                  | 2026-11-24 15:45 minute
    ten to four yesterday afternoon                      | 2026-11-24 15:50 minute
    I think it was yesterday around 3pm                  | 2026-11-24 15:00 part
    yesterday 15:30                                      | 2026-11-24 15:30 minute
    1530 hrs yesterday                                   | 2026-11-24 15:30 minute
    yesterday morning 8.15                               | 2026-11-24 08:15 minute
    8 in the morning yesterday                           | 2026-11-24 08:00 minute
    yesterday at noon                                    | 2026-11-24 12:00 minute
    yesterday at 12pm                                    | 2026-11-24 12:00 minute
    12am yesterday                                       | 2026-11-24 00:00 minute
    yesterday lunchtime                                  | 2026-11-24 12:30 part
    yesterday evening                                    | 2026-11-24 20:00 part
    last night                                           | 2026-11-24 20:00 part
    last night at 11                                     | 2026-11-24 23:00 minute
    last night at midnight                               | 2026-11-25 00:00 minute
    last night at 2                                      | 2026-11-25 02:00 minute
    Monday night at 1am                                  | 2026-11-24 01:00 minute
    Monday night                                         | 2026-11-23 20:00 part
    the day before yesterday                             | 2026-11-23 12:00 day
    two days ago                                         | 2026-11-23 12:00 day
    three days ago at 2 pm                               | 2026-11-22 14:00 minute
    Monday                                               | 2026-11-23 12:00 day
    last Monday                                          | 2026-11-23 12:00 day
    last Friday                                          | 2026-11-20 12:00 day
    this past Friday                                     | 2026-11-20 12:00 day
    on Monday morning                                    | 2026-11-23 09:00 part
    last week Friday                                     | 2026-11-20 12:00 day
    Friday last week at 14:00                            | 2026-11-20 14:00 minute
    wednesday afternoon                                  | 2026-11-18 15:00 part
    a week ago today                                     | 2026-11-18 12:00 day
    two weeks ago on Monday                              | 2026-11-09 12:00 day
    12 November 2026 at 09:05                            | 2026-11-12 09:05 minute
    November 12                                          | 2026-11-12 12:00 day
    November 12th, 2026 at 3pm                           | 2026-11-12 15:00 minute
    the 12th of November                                 | 2026-11-12 12:00 day
    on the 12th                                          | 2026-11-12 12:00 day
    12/11/2026                                           | 2026-11-12 12:00 day
    12/11                                                | 2026-11-12 12:00 day
    15:30, Tuesday 24 November                           | 2026-11-24 15:30 minute
    2 at night on 12 November                            | 2026-11-12 02:00 minute
    December 24 last year                                | 2025-12-24 12:00 day
    gisteren om 15:30                                    | 2026-11-24 15:30 minute
    `),
  )('reads the English "%s" as %s', (phrase, expected) => {
    expect(read(phrase, 'en')).toBe(expected);
  });

  it.each(
    table(`
    half past three yesterday         | which-half-of-day
    at 9                              | which-half-of-day
    10:30 yesterday                   | which-half-of-day
    yesterday at 3:30                 | which-half-of-day
    this afternoon                    | future
    today at 3pm                      | future
    tonight                           | future
    tomorrow                          | future
    next Friday                       | future
    in two hours                      | future
    December 24                       | future
    24 November 2024                  | too-long-ago
    at 15                             | unclear
    wednesday                         | unclear
    Tuesday 23 November               | unclear
    half four yesterday               | unclear
    yesterday at midnight             | unclear
    yesterday at 15:30 am             | unclear
    in the middle of the night        | unclear
    a week ago                        | unclear
    last week                         | unclear
    the other day                     | unclear
    yesterday after 3pm               | unclear
    yesterday between 3 and 4         | unclear
    yesterday 3pm at the front desk   | unclear
    yesterday om half vier            | unclear
    yesterday at 25:00                | unclear
    I don't know                      | unclear
    `),
  )('asks again after the English "%s": %s', (phrase, expected) => {
    expect(read(phrase, 'en')).toBe(expected);
  });
});

describe('in the course of the day', () => {
  const at = (clock: string) => `2026-11-25T${clock}:00+01:00`;

  it('reads "vanmiddag kwart over drie" as 15:15 once it has been', () => {
    expect(read('vanmiddag kwart over drie', 'nl', at('17:00'))).toBe('2026-11-25 15:15 minute');
  });

  it('lets a part of the day that has begun stand for now, and one that has not for nothing', () => {
    expect(read('vanmiddag', 'nl', at('14:10'))).toBe('2026-11-25 14:10 part');
    expect(read('vanmiddag', 'nl', at('18:00'))).toBe('2026-11-25 15:00 part');
    expect(read('vanavond', 'nl', at('15:00'))).toBe('future');
    expect(read('vannacht', 'nl', at('00:30'))).toBe('2026-11-25 00:30 part');
  });

  it('understands "vanavond" in the small hours as the evening before midnight', () => {
    expect(read('vanavond om 11 uur', 'nl', at('01:30'))).toBe('2026-11-24 23:00 minute');
    expect(read('this evening', 'en', at('01:30'))).toBe('2026-11-24 20:00 part');
    expect(read('vanmiddag', 'nl', at('01:30'))).toBe('2026-11-24 15:00 part');
  });

  it('takes a December date in January as the last one', () => {
    expect(read('28 december', 'nl', '2027-01-05T09:00:00Z')).toBe('2026-12-28 12:00 day');
    expect(read('maandag 28 december', 'nl', '2027-01-05T09:00:00Z')).toBe('2026-12-28 12:00 day');
  });

  it('takes noon for a day of which only the day is known, unless noon has still to come', () => {
    expect(read('vandaag', 'nl', at('17:00'))).toBe('2026-11-25 12:00 day');
    expect(read('vandaag', 'nl', at('08:00'))).toBe('2026-11-25 08:00 day');
  });

  it('takes a clock that runs a minute fast for now, and no more than that', () => {
    expect(read('10:01', 'nl')).toBe('2026-11-25 10:00 minute');
    expect(read('vandaag 10:02', 'nl')).toBe('future');
  });

  it('writes seconds and never a fraction of one, so that all moments sort as text', () => {
    const reading = readMoment('net', { now: '2026-11-25T09:00:00.987Z', timeZone: zone, locale: 'nl' });
    expect(reading).toEqual({ ok: true, value: { at: '2026-11-25T09:00:00Z', precision: 'part' } });
  });

  it('reads the first words and the answer to "which half of the day?" together', () => {
    expect(read('gisteren om half vier 15:30', 'nl')).toBe('2026-11-24 15:30 minute');
    expect(read("gisteren om half vier 's middags", 'nl')).toBe('2026-11-24 15:30 minute');
    expect(read('gisteren om half negen overdag', 'nl')).toBe('2026-11-24 08:30 minute');
    expect(read('yesterday at 3:30 pm', 'en')).toBe('2026-11-24 15:30 minute');
    expect(read('gisteren om half vier 16:30', 'nl')).toBe('unclear');
  });
});

describe('on the days that summer time begins and ends', () => {
  const instant = (text: string, now: string) => {
    const reading = readMoment(text, { now, timeZone: zone, locale: 'nl' });
    return reading.ok ? reading.value.at : reading.problem;
  };

  it('moves a time in the hour that is skipped to the next that exists', () => {
    expect(instant('vannacht om half drie', '2026-03-29T10:00:00Z')).toBe('2026-03-29T01:30:00Z');
    expect(instant('29-03-2026 02:00', '2026-04-02T10:00:00Z')).toBe('2026-03-29T01:00:00Z');
    expect(instant('29-03-2026 03:00', '2026-04-02T10:00:00Z')).toBe('2026-03-29T01:00:00Z');
  });

  it('takes the first of two equal times in the hour that comes twice', () => {
    expect(instant('vannacht om half drie', '2026-10-25T10:00:00Z')).toBe('2026-10-25T00:30:00Z');
    expect(instant('25-10-2026 03:00', '2026-10-27T10:00:00Z')).toBe('2026-10-25T02:00:00Z');
  });

  it('counts days and not hours', () => {
    expect(instant('gisteren 15:00', '2026-03-29T12:00:00Z')).toBe('2026-03-28T14:00:00Z');
    expect(instant('gisteren 15:00', '2026-10-25T12:00:00Z')).toBe('2026-10-24T13:00:00Z');
    expect(instant('40 dagen geleden', '2026-11-25T09:00:00Z')).toBe('2026-10-16T10:00:00Z');
  });

  it('counts hours and not the clock for "2 uur geleden"', () => {
    expect(instant('2 uur geleden', '2026-10-25T02:30:00Z')).toBe('2026-10-25T00:30:00Z');
  });
});

describe('the card', () => {
  const card = (input: { quick?: string; date?: string; time?: string }, now = wednesday) =>
    inShort(momentFromCard(input, { now, timeZone: zone }));

  it('reads each quick choice', () => {
    expect(card({ quick: 'just-now' })).toBe('2026-11-25 10:00 part');
    expect(card({ quick: 'earlier-today' })).toBe('2026-11-25 10:00 day');
    expect(card({ quick: 'yesterday' })).toBe('2026-11-24 12:00 day');
    expect(card({ quick: 'last-year' })).toBe('unclear');
  });

  it('lets a date win over the quick choice', () => {
    expect(card({ quick: 'yesterday', date: '2026-11-20' })).toBe('2026-11-20 12:00 day');
    expect(card({ quick: 'just-now', date: '2026-11-20', time: '09:05' })).toBe('2026-11-20 09:05 minute');
  });

  it('makes a quick choice exact with a time', () => {
    expect(card({ quick: 'earlier-today', time: '08:15' })).toBe('2026-11-25 08:15 minute');
    expect(card({ quick: 'yesterday', time: '23:15' })).toBe('2026-11-24 23:15 minute');
    expect(card({ quick: 'just-now', time: '09:50' })).toBe('2026-11-25 09:50 minute');
    expect(card({ quick: 'earlier-today', time: '10:30' })).toBe('future');
  });

  it('takes a time alone for today, and asks when today it has still to come', () => {
    expect(card({ time: '09:50' })).toBe('2026-11-25 09:50 minute');
    expect(card({ time: '15:30' })).toBe('unclear');
  });

  it('refuses what is no date, no time, not yet, or too long ago', () => {
    expect(card({})).toBe('unclear');
    expect(card({ quick: '', date: '', time: '' })).toBe('unclear');
    expect(card({ date: '2026-02-30' })).toBe('unclear');
    expect(card({ date: '25-11-2026' })).toBe('unclear');
    expect(card({ date: '2026-11-24', time: '24:00' })).toBe('unclear');
    expect(card({ date: '2026-11-26' })).toBe('future');
    expect(card({ date: '2024-11-24' })).toBe('too-long-ago');
    expect(card({ date: '2024-11-25' })).toBe('2024-11-25 12:00 day');
    expect(card({ date: '0000-01-01' })).toBe('too-long-ago');
  });

  it('places a time on the days that the clock changes', () => {
    const at = (date: string) => momentFromCard({ date, time: '02:30' }, { now: wednesday, timeZone: zone });
    expect(at('2026-03-29')).toMatchObject({ value: { at: '2026-03-29T01:30:00Z' } });
    expect(at('2026-10-25')).toMatchObject({ value: { at: '2026-10-25T00:30:00Z' } });
  });
});

describe('whatever is typed', () => {
  const words =
    'gisteren eergisteren maandag vrijdag vorige afgelopen week vanavond vannacht ochtend om half kwart over voor vier 12 15:30 9u30 2 3 uur geleden dagen 29 februari 31 dec 2026 -11-2026 12/11 de 12e morgen nacht van op zondag jaar yesterday last night next monday friday at past quarter ago weeks 3pm am noon midnight november 1st 99 9999 : . , - ’s';
  const phrase = fc.array(fc.constantFrom(...words.split(' ')), { maxLength: 9 }).map((said) => said.join(' '));
  const anything = fc.oneof(
    phrase,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  );
  const now = fc
    .date({ min: new Date('2001-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const timeZone = fc.constantFrom(zone, 'America/Curacao', 'Pacific/Kiritimati', 'Pacific/Apia', 'UTC');
  const day = 86_400_000;

  const sound = (reading: MomentReading, at: string) => {
    if (!reading.ok) return;
    expect(reading.value.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(reading.value.at)).toBeLessThanOrEqual(Date.parse(at));
    expect(Date.parse(reading.value.at)).toBeGreaterThan(Date.parse(at) - 733 * day);
  };

  it('never throws and never reads a moment to come, nor one of more than two years ago', () => {
    fc.assert(
      fc.property(anything, now, timeZone, fc.constantFrom<Locale>('nl', 'en'), (text, at, zoneName, locale) => {
        sound(readMoment(text, { now: at, timeZone: zoneName, locale }), at);
      }),
      { numRuns: 3000 },
    );
  });

  it('holds the same for whatever a card sends', () => {
    const cell = (pattern: fc.Arbitrary<string>) => fc.oneof(pattern, fc.string());
    const quick = cell(fc.constantFrom('just-now', 'earlier-today', 'yesterday'));
    const date = cell(now.map((at) => at.slice(0, 10)));
    const time = cell(now.map((at) => at.slice(11, 16)));
    fc.assert(
      fc.property(fc.record({ quick, date, time }, { requiredKeys: [] }), now, timeZone, (input, at, zoneName) => {
        sound(momentFromCard(input, { now: at, timeZone: zoneName }), at);
      }),
      { numRuns: 1000 },
    );
  });

  it('asks about a long story instead of searching it', () => {
    expect(read(`gisteren ${'en toen '.repeat(2000)}`, 'nl')).toBe('unclear');
  });
});

describe('the zone of the machine', () => {
  const phrases = [
    ['gisteren om 15:30', 'nl'],
    ['12 november 2026 09:05', 'nl'],
    ['3 dagen geleden', 'nl'],
    ['vandaag', 'nl'],
    ['12/11', 'en'],
    ['last night', 'en'],
    ['20 minutes ago', 'en'],
  ] as const;
  // Half past twelve at night in Amsterdam: there the date differs from nearly everywhere else.
  const now = '2026-11-24T23:30:00Z';
  const module = join(import.meta.dirname, '../../src/dialogs/moment.ts');
  const script = `
    const { loadMomentReader } = await import(${JSON.stringify(module)});
    const read = await loadMomentReader();
    const context = { now: ${JSON.stringify(now)}, timeZone: ${JSON.stringify(zone)} };
    const readings = ${JSON.stringify(phrases)}.map(([text, locale]) => read(text, { ...context, locale }));
    console.log(JSON.stringify([new Date(0).getTimezoneOffset(), readings]));`;

  it.each([
    ['UTC', 0],
    ['America/Los_Angeles', 480],
    ['Pacific/Kiritimati', 640],
    ['Asia/Kolkata', -330],
  ])('changes nothing: %s', async (TZ, offset) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { env: { ...process.env, TZ } },
    );
    const here = phrases.map(([text, locale]) => readMoment(text, { now, timeZone: zone, locale }));
    expect(JSON.parse(stdout)).toEqual([offset, here]);
    expect(here.every((reading) => reading.ok)).toBe(true);
  });
});
