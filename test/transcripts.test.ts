import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { texts } from '../src/texts/texts.ts';
import { people } from './organisation.ts';
import type { AdaptiveCard, Client } from './teams/scripted-teams.ts';
import { type Steunpunt, startSteunpunt } from './teams/steunpunt.ts';

/**
 * Runs the conversations in test/transcripts through the real program. A line is one of these:
 *
 *   # what this conversation shows                   the first one is the name of the test
 *   installed: Noor, Anna, Bram                      Steunpunt is in their Teams, so that it can write to them
 *   installed again: Noor                            Teams says once more that it was installed
 *   Noor: ik wil iets melden                         she types
 *   Noor [Verder] target = Mij | category = A + B    she taps, after filling in the card: the label of a choice, or text
 *   Chris [Ik pak dit op] on Anna's card             he sends the press of a card that he did not get
 *       Wat is er gebeurd?                           indented: the card in view says this
 *       not: ernst                                   and does not say this
 *   Anna sees                                        now her newest message is in view
 *   notified Anna: Bericht                           the last that her lock screen showed
 *   nothing new for Anna, Bram                       no message since they were last named
 *   stored reports: 1                                that many reports are on disk
 *   + 4 hours, + 30 minutes, + 2 days                time passes; what falls due happens at its own time
 *   + next                                           to the next planned moment
 *   restart                                          the program stops and starts again on the same data
 *   touches Noor <= 10, cards <= 4                   since she began her report: one choice or one press each; typing is none
 */
const folder = join(import.meta.dirname, 'transcripts');

type Name = 'Noor' | 'Anna' | 'Bram' | 'Chris' | 'Dina' | 'Evi' | 'Olaf';
const byName = new Map(Object.values(people).map((person) => [person.name.split(' ')[0] as Name, person]));
const minutesIn = { minute: 1, hour: 60, day: 24 * 60 };
const fixedSummaries = Object.values(texts).flatMap(({ summaries }) => Object.values(summaries));

/** One person and what was counted about them. */
interface Actor {
  readonly client: Client;
  seen: number;
  touches: number;
  readonly cards: Set<string>;
}

class Failed extends Error {}

async function play(file: string, transcript: string): Promise<void> {
  const steunpunt = await startSteunpunt();
  const run = runner(steunpunt, file.endsWith('.en.txt') ? 'en-GB' : 'nl-NL');
  try {
    for (const [index, line] of transcript.split('\n').entries()) {
      try {
        await run.line(line);
      } catch (error) {
        const failure = new Failed(
          `${file}, line ${index + 1}: ${line.trim()}\n${(error as Error).message}\n\nIn view:\n${run.view()}`,
        );
        if (error instanceof Failed) failure.stack = failure.message;
        throw failure;
      }
    }
  } finally {
    await steunpunt.close();
  }
}

function runner(steunpunt: Steunpunt, locale: string) {
  const { teams } = steunpunt;
  const actors = new Map<string, Actor>();
  let view = '';

  const actor = (name: string): Actor => {
    const known = actors.get(name);
    if (known !== undefined) return known;
    const person = byName.get(name as Name);
    if (person === undefined) throw new Failed(`There is nobody called ${name}.`);
    const made = { client: teams.client(person, locale), seen: 0, touches: 0, cards: new Set<string>() };
    actors.set(name, made);
    return made;
  };
  const several = (names: string) => names.split(/, | and /).map((name) => actor(name.trim()));

  /** A card that asks something, or the review, counts once however often it is shown. */
  function count(one: Actor, card: AdaptiveCard | undefined): void {
    for (const { data } of card?.actions ?? []) {
      const press = data.press as { do: string; shown?: readonly string[] };
      if (press.do === 'answer') one.cards.add(press.shown?.join(' ') ?? '');
      if (press.do === 'submit') one.cards.add('review');
    }
  }

  async function types(one: Actor, text: string): Promise<void> {
    const before = one.client.messages().length;
    await one.client.says(text);
    if (one.client.messages().length === before) throw new Failed('There came no answer.');
    view = one.client.screen();
    count(one, one.client.last()?.card);
  }

  async function taps(one: Actor, title: string, filled: string): Promise<void> {
    const { message, activity } = pressOn(one.client, title);
    const { press } = activity.value.action.data;
    const action = message.card.actions.find((candidate) => candidate.title === title);
    const inputs = inputsOn(message.card, filled);
    if (action?.associatedInputs !== 'none') refuseEmpty(message.card, inputs);
    if (press.do === 'start') {
      one.touches = 0;
      one.cards.clear();
    }
    one.touches += 1 + touchesIn(message.card, inputs);
    view = await one.client.taps(title, inputs);
    count(one, message.card);
    count(one, one.client.last()?.card);
  }

  async function tapsOnOthersCard(one: Actor, title: string, owner: Actor): Promise<void> {
    const { activity } = pressOn(owner.client, title);
    const { name, replyToId, value } = activity;
    const { status, body } = await one.client.send({ type: 'invoke', name, replyToId, value });
    if (status !== 200) throw new Failed(`The answer was ${status}.`);
    view = (body as { value: AdaptiveCard }).value.fallbackText;
  }

  const steps: readonly (readonly [RegExp, (...parts: string[]) => Promise<void> | void])[] = [
    [
      /^\s+not: (.+)$/,
      (text) => {
        if (view.includes(text)) throw new Failed('The card says this.');
      },
    ],
    [
      /^\s+(.+)$/,
      (text) => {
        if (!view.includes(text)) throw new Failed('The card does not say this.');
      },
    ],
    [
      /^installed( again)?: (.+)$/,
      async (again, names) => {
        for (const one of several(names)) {
          await one.client.installs();
          if (again === '') one.seen = one.client.messages().length;
        }
      },
    ],
    [
      /^notified (\w+): (.+)$/,
      (name, summary) => {
        const one = actor(name);
        const last = one.client.last()?.summary;
        if (last !== summary) throw new Failed(`It showed: ${last ?? 'nothing'}`);
        one.seen = one.client.messages().length;
      },
    ],
    [
      /^nothing new for (.+)$/,
      (names) => {
        for (const one of several(names)) {
          const [first] = one.client.messages().slice(one.seen);
          if (first !== undefined) {
            throw new Failed(`${one.client.person.name} got a message:\n${first.card.fallbackText}`);
          }
        }
      },
    ],
    [
      /^stored reports: (\d+)$/,
      (wanted) => {
        const stored = reportsIn(steunpunt.file);
        if (stored !== Number(wanted)) throw new Failed(`There are ${stored}.`);
      },
    ],
    [
      /^\+ (\d+) (minute|hour|day)s?$/,
      async (amount, unit) => {
        await steunpunt.passes(Number(amount) * minutesIn[unit as keyof typeof minutesIn]);
      },
    ],
    [
      /^\+ next$/,
      async () => {
        if ((await steunpunt.toNext()) === undefined) throw new Failed('Nothing is planned.');
      },
    ],
    [/^restart$/, () => steunpunt.restart()],
    [
      /^touches (\w+) <= (\d+), cards <= (\d+)$/,
      (name, touches, cards) => {
        const one = actor(name);
        if (one.touches > Number(touches) || one.cards.size > Number(cards)) {
          throw new Failed(`It took ${one.touches} touches and ${one.cards.size} cards.`);
        }
      },
    ],
    [
      /^(\w+) sees$/,
      (name) => {
        const one = actor(name);
        view = one.client.screen();
        one.seen = one.client.messages().length;
      },
    ],
    [
      /^(\w+) \[([^\]]+)\] on (\w+)'s card$/,
      async (name, title, owner) => acted(actor(name), (one) => tapsOnOthersCard(one, title, actor(owner))),
    ],
    [
      /^(\w+) \[([^\]]+)\](?: (.+))?$/,
      async (name, title, filled) => acted(actor(name), (one) => taps(one, title, filled)),
    ],
    [/^(\w+): (.+)$/, async (name, text) => acted(actor(name), (one) => types(one, text))],
  ];

  /** What somebody did, and everything that follows from it at once. */
  async function acted(one: Actor, act: (one: Actor) => Promise<void>): Promise<void> {
    await act(one);
    one.seen = one.client.messages().length;
    await steunpunt.passes(0);
  }

  return {
    view: () => view,
    line: async (line: string): Promise<void> => {
      if (line.trim() === '' || line.startsWith('#')) return;
      for (const [pattern, step] of steps) {
        const found = pattern.exec(line.trimEnd());
        if (found === null) continue;
        await step(...found.slice(1).map((part) => part ?? ''));
        for (const { client } of actors.values()) {
          const odd = client.summaries().find((summary) => !fixedSummaries.includes(summary));
          if (odd !== undefined) throw new Failed(`A notification says "${odd}", which is not one of the fixed texts.`);
        }
        return;
      }
      throw new Failed('This line is none of the lines that a transcript can have.');
    },
  };
}

/** How many reports are on disk, whatever the program says. */
function reportsIn(file: string): number {
  const database = new Database(file, { readonly: true });
  const row = database.prepare('SELECT count(*) AS reports FROM incidents').get() as { readonly reports: number };
  database.close();
  return row.reports;
}

interface PressActivity {
  readonly name: string;
  readonly replyToId: string;
  readonly value: {
    readonly action: { readonly data: { readonly press: { readonly do: string } } };
  };
}

function pressOn(client: Client, title: string) {
  try {
    const { message, activity } = client.press(title);
    return { message, activity: activity as unknown as PressActivity };
  } catch (error) {
    throw new Failed((error as Error).message);
  }
}

/** `safe-now = Ja | category = A + B`: labels become the values that the card gives them. */
function inputsOn(card: AdaptiveCard, filled: string): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const part of filled === '' ? [] : filled.split(' | ')) {
    const [, id, given] = /^([\w.-]+) = (.*)$/.exec(part) ?? [];
    const element = card.body.find(
      (candidate) => candidate.type.startsWith('Input.') && [id, `${id}.quick`].includes(candidate.id),
    );
    if (element?.id === undefined || given === undefined) {
      throw new Failed(`On the card is nothing to fill in for "${part}".`);
    }
    const { choices } = element;
    inputs[element.id] =
      choices === undefined
        ? given
        : given
            .split(' + ')
            .map((label) => {
              const choice = choices.find((candidate) => candidate.title === label);
              if (choice !== undefined) return choice.value;
              throw new Failed(`There is no "${label}" among: ${choices.map(({ title }) => title).join(' / ')}`);
            })
            .join(',');
  }
  return inputs;
}

/** A client does not send a card on which something required is empty. */
function refuseEmpty(card: AdaptiveCard, inputs: Readonly<Record<string, string>>): void {
  for (const { id, isRequired, value, label } of card.body) {
    if (isRequired === true && id !== undefined && (inputs[id] ?? value ?? '') === '') {
      throw new Failed(`The client does not send this card: "${label}" is required and empty.`);
    }
  }
}

function touchesIn(card: AdaptiveCard, inputs: Readonly<Record<string, string>>): number {
  return Object.entries(inputs)
    .map(([id, value]) => {
      const type = card.body.find((element) => element.id === id)?.type;
      return type === 'Input.Text' ? 0 : value.split(',').length;
    })
    .reduce((sum, touches) => sum + touches, 0);
}

const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));

describe('a conversation as a person would have it', () => {
  it.each(
    files.map((file) => {
      const transcript = readFileSync(join(folder, file), 'utf8');
      return { file, transcript, shows: transcript.split('\n')[0]?.replace(/^# /, '') ?? '' };
    }),
  )('$file: $shows', async ({ file, transcript }) => {
    await play(file, transcript);
  });

  it('exists in Dutch and in English', () => {
    const stories = (locale: string) =>
      files.filter((file) => file.endsWith(`.${locale}.txt`)).map((file) => file.slice(0, -7));
    expect(stories('en')).toEqual(stories('nl'));
    expect(stories('nl').length * 2).toBe(files.length);
  });
});

describe('the reader of these conversations', () => {
  it('says the file, the line and what the card said when a conversation goes another way', async () => {
    const transcript = ['# A mistake', 'Noor: hallo', '    Waarmee kan ik je helpen?', '    Hoe laat is het?'].join(
      '\n',
    );
    await expect(play('mistake.nl.txt', transcript)).rejects.toThrow(
      /^mistake\.nl\.txt, line 4: Hoe laat is het\?\nThe card does not say this\.\n\nIn view:\nWaarmee kan ik je helpen\?/,
    );
  });

  it('fails on a line that it does not know, a person who is not there and a button that is not there', async () => {
    await expect(play('x.nl.txt', 'Noor dances')).rejects.toThrow('none of the lines');
    await expect(play('x.nl.txt', 'Jan: hallo')).rejects.toThrow('nobody called Jan');
    await expect(play('x.nl.txt', 'Noor [Iets melden]')).rejects.toThrow('sees no button "Iets melden"');
  });

  it('does not send a card on which something required is empty, as a client would not', async () => {
    await expect(play('x.nl.txt', 'Noor: iets melden\nNoor [Nee]')).rejects.toThrow(
      '"Ben je nu veilig?" is required and empty',
    );
  });
});
