import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandIn } from '../../src/dialogs/commands.ts';
import { checkInList } from '../../src/dialogs/lists/check-in.ts';
import { intakeList } from '../../src/dialogs/lists/intake.ts';
import { loadMomentReader, type MomentReader } from '../../src/dialogs/moment.ts';
import { answerTo, pathOf } from '../../src/dialogs/path.ts';
import { mistakesIn, type Question, type QuestionList } from '../../src/dialogs/question.ts';
import { momentInput } from '../../src/dialogs/read-answer.ts';
import { type Input, type Turn, type TurnContext, takeTurn } from '../../src/dialogs/turn.ts';
import { Draft } from '../../src/model/draft.ts';
import { people } from '../organisation.ts';

const contacts = [people.anna, people.bram];
const units = [
  { id: 'front-desk', name: { nl: 'Publieksbalie', en: 'Front desk' } },
  { id: 'street', name: { nl: 'Handhaving buiten', en: 'Street enforcement' } },
];
const lists: Readonly<Record<string, QuestionList>> = {
  'the intake of a colleague': intakeList({ contacts }),
  'the intake of somebody who is not in the file': intakeList({ contacts, units }),
  'the check-in': checkInList,
};

const now = '2026-11-25T09:00:00.000Z';
let readMoment: MomentReader;
beforeAll(async () => {
  readMoment = await loadMomentReader();
});
const context = (locale: 'nl' | 'en' = 'nl'): TurnContext => ({
  now,
  timeZone: 'Europe/Amsterdam',
  locale,
  readMoment,
  reference: 'K7R2M-9T6C8',
});

/** Two of the commands are answers to a question after words that worry, and words like any other elsewhere. */
function commandAnywhere(text: string) {
  const command = commandIn(text);
  return command === 'callMe' || command === 'aboutOther' ? undefined : command;
}

const blank = (list: QuestionList): Draft => ({ id: 'draft', list: list.id, answers: {}, startedAt: now });
const asked = (turn: Turn) =>
  turn.replies.find((reply) => reply.kind === 'ask')?.questions.map(({ question }) => question) ?? [];
const answersOf = ({ draft }: { draft: Draft }) =>
  Object.fromEntries(Object.entries(draft.answers).map(([id, { value }]) => [id, value]));

/** What somebody could put on a card for a question: an input that the question takes, and the text that means the same. */
function acceptable(question: Question): fc.Arbitrary<{ inputs: Record<string, string>; text: string }> {
  switch (question.kind) {
    case 'text':
      return words.map((text) => ({ inputs: { [question.id]: text }, text }));
    case 'choice':
      return fc
        .constantFrom(...question.options)
        .map((option) => ({ inputs: { [question.id]: option.id }, text: option.label.nl }));
    case 'choices':
      return fc.subarray([...question.options], { minLength: 1 }).map((options) => ({
        inputs: { [question.id]: options.map((option) => option.id).join(',') },
        text: options.map((option) => question.options.indexOf(option) + 1).join(', '),
      }));
    case 'moment':
      return fc.integer({ min: 1, max: 300 }).map((daysAgo) => {
        const date = new Date(Date.parse(now) - daysAgo * 86_400_000).toISOString().slice(0, 10);
        const [year, month, day] = date.split('-');
        return {
          inputs: { [momentInput.date(question.id)]: date, [momentInput.time(question.id)]: '14:05' },
          text: `${day}-${month}-${year} 14:05`,
        };
      });
    default:
      return question satisfies never;
  }
}

/** Words that are a story: no command, and no signal that would stop the form. */
const words = fc
  .array(
    fc.constantFrom(
      'hij',
      'riep',
      'stop',
      'bij',
      'de',
      'balie',
      'terug',
      'en',
      'schreeuwde',
      'verstuur',
      '__proto__',
      'constructor',
    ),
    { minLength: 2, maxLength: 12 },
  )
  .map((parts) => parts.join(' '))
  .filter((text) => commandIn(text) === undefined);

const anyInput: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'toString', '1', 'ja', ''),
    ),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    shown: fc.array(
      fc.constantFrom('safe-now', 'category', '__proto__', 'constructor', 'what-happened', 'occurred-at', 'spoken'),
    ),
    inputs: fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('safe-now', '__proto__', 'category', 'occurred-at.date')),
      fc.anything(),
    ),
  }),
  fc.record({
    kind: fc.constantFrom('edit' as const),
    question: fc.oneof(fc.string(), fc.constantFrom('category', '__proto__', 'safe-now')),
  }),
  fc.record({ kind: fc.constantFrom('back' as const) }),
  fc.record({ kind: fc.constantFrom('skip' as const) }),
  fc.record({
    kind: fc.constantFrom('drop-sentence', 'submit', 'pause', 'resume', 'cancel', 'help') as fc.Arbitrary<'submit'>,
  }),
);

/** Answers what is asked, as it comes, until the list is through. */
function answeredThrough(list: QuestionList, pick: <T>(arbitrary: fc.Arbitrary<T>) => T, start = blank(list)): Turn {
  let turn = takeTurn(list, start, { kind: 'resume' }, context());
  for (let steps = 0; steps < 60; steps += 1) {
    const questions = asked(turn);
    if (questions.length === 0) {
      const [last] = turn.replies.slice(-1);
      if (last?.kind === 'ending')
        turn = takeTurn(list, turn.draft, { kind: 'edit', question: last.question }, context());
      else if (turn.outcome === 'resting') turn = takeTurn(list, turn.draft, { kind: 'resume' }, context());
      else return turn;
      continue;
    }
    const inputs = Object.assign({}, ...questions.map((question) => pick(acceptable(question)).inputs));
    turn = takeTurn(list, turn.draft, { kind: 'answer', shown: questions.map(({ id }) => id), inputs }, context());
  }
  throw new Error('the list does not come to an end');
}

describe.each(Object.entries(lists))('%s', (_name, list) => {
  it('is a sound list', () => {
    expect(mistakesIn(list)).toEqual([]);
  });

  it('has no answer that is also a command', () => {
    for (const question of list.questions) {
      if (!('options' in question)) continue;
      for (const option of question.options) {
        for (const label of [option.label.nl, option.label.en, ...(option.words ?? [])])
          expect([label, commandAnywhere(label)]).toEqual([label, undefined]);
      }
    }
  });

  it('gives a turn for any input, on any draft, and the draft stays one', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 12 }), (inputs) => {
        let draft = blank(list);
        for (const input of inputs) {
          const turn = takeTurn(list, draft, input, context());
          expect(turn.replies.length).toBeGreaterThan(0);
          expect(Draft.parse(JSON.parse(JSON.stringify(turn.draft)))).toEqual(turn.draft);
          draft = turn.draft;
        }
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
    );
  });

  it('can always be completed, whatever was answered before', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 8 }), fc.gen(), (inputs, gen) => {
        let draft = blank(list);
        for (const input of inputs) draft = takeTurn(list, draft, input, context()).draft;
        if (draft.submittedAt !== undefined) return;
        const turn = answeredThrough(list, (arbitrary) => gen(() => arbitrary), draft);
        const sent = turn.outcome === 'submitted' ? turn : takeTurn(list, turn.draft, { kind: 'submit' }, context());
        expect(sent.outcome).toBe('submitted');
      }),
    );
  });

  it('takes the same answer from a card as from typing', () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        let byCard = takeTurn(list, blank(list), { kind: 'resume' }, context());
        let byText = byCard;
        for (let steps = 0; steps < 40; steps += 1) {
          const [question] = asked(byCard);
          if (question === undefined) break;
          const given = gen(() => acceptable(question));
          byCard = takeTurn(
            list,
            byCard.draft,
            { kind: 'answer', shown: [question.id], inputs: given.inputs },
            context(),
          );
          byText = takeTurn(list, byText.draft, { kind: 'text', text: given.text }, context());
          expect(answersOf(byText)).toEqual(answersOf(byCard));
        }
      }),
    );
  });

  it('is as it was after going back and giving the same answer', () => {
    fc.assert(
      fc.property(fc.gen(), fc.nat({ max: 12 }), (gen, steps) => {
        let turn = takeTurn(list, blank(list), { kind: 'resume' }, context());
        for (let step = 0; step < steps; step += 1) {
          const [question] = asked(turn);
          if (question === undefined) break;
          const { text } = gen(() => acceptable(question));
          const next = takeTurn(list, turn.draft, { kind: 'text', text }, context());
          if (next.outcome !== 'open') break;
          turn = next;
        }
        const back = takeTurn(list, turn.draft, { kind: 'back' }, context());
        const question = list.questions.find(({ id }) => id === back.draft.asked);
        const value = question === undefined ? undefined : answerTo(question, back.draft);
        if (back.draft.focus === undefined || question === undefined || value === undefined) return;
        const later = { ...context(), now: '2026-11-25T10:00:00.000Z' };
        const again =
          value === null
            ? takeTurn(list, back.draft, { kind: 'skip' }, later)
            : takeTurn(
                list,
                back.draft,
                { kind: 'answer', shown: [question.id], inputs: inputsFor(question, value) },
                later,
              );
        expect(again.draft.answers).toEqual(turn.draft.answers);
        expect(pathOf(list, again.draft)).toEqual(pathOf(list, turn.draft));
      }),
    );
  });

  it('survives being written down between any two turns', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 10 }), (inputs) => {
        let kept = blank(list);
        let stored = blank(list);
        for (const input of inputs) {
          kept = takeTurn(list, kept, input, context()).draft;
          stored = takeTurn(list, JSON.parse(JSON.stringify(stored)) as Draft, input, context()).draft;
        }
        expect(stored).toEqual(kept);
      }),
    );
  });

  it('stores the same whatever the language', () => {
    fc.assert(
      fc.property(
        fc.array(anyInput, { maxLength: 10 }).filter((inputs) => inputs.every((input) => input.kind !== 'text')),
        (inputs) => {
          let dutch = blank(list);
          let english = blank(list);
          for (const input of inputs) {
            dutch = takeTurn(list, dutch, input, context('nl')).draft;
            english = takeTurn(list, english, input, context('en')).draft;
          }
          expect(english).toEqual(dutch);
        },
      ),
    );
  });

  it('survives a list that changed in between: nothing lands under another question, and it can still be completed', () => {
    fc.assert(
      fc.property(fc.gen(), fc.nat(), fc.nat({ max: 8 }), (gen, at, steps) => {
        let turn = takeTurn(list, blank(list), { kind: 'resume' }, context());
        for (let step = 0; step < steps; step += 1) {
          const [question] = asked(turn);
          if (question === undefined) break;
          turn = takeTurn(list, turn.draft, { kind: 'text', text: gen(() => acceptable(question)).text }, context());
        }
        if (turn.draft.submittedAt !== undefined) return;
        const changed = changedList(
          list,
          at,
          gen(() => fc.constantFrom('insert', 'remove', 'swap', 'rename', 'drop-option')),
        );
        const before = answersOf(turn);
        const awaited = turn.draft.asked;
        const after = takeTurn(changed, turn.draft, { kind: 'text', text: 'hij riep stop bij de balie' }, context());
        for (const [id, value] of Object.entries(answersOf(after))) {
          // A line that goes on with the story just typed is the one other place, and only at its end.
          if (before[id] === value || value === `${before[id]}\nhij riep stop bij de balie`) continue;
          expect(id).toBe(awaited);
        }
        const through = answeredThrough(changed, (arbitrary) => gen(() => arbitrary), after.draft);
        expect(
          through.outcome === 'submitted' ||
            takeTurn(changed, through.draft, { kind: 'submit' }, context()).outcome === 'submitted',
        ).toBe(true);
      }),
    );
  });
});

function inputsFor(question: Question, value: unknown): Record<string, string> {
  // A moment that stands is shown and not filled in again: its inputs come back empty.
  if (question.kind === 'moment') return {};
  return { [question.id]: Array.isArray(value) ? value.join(',') : String(value) };
}

/** A list as a later version could have it. Conditions keep naming earlier choices, so the change stays a sound list. */
function changedList(list: QuestionList, at: number, change: string): QuestionList {
  const free = list.questions.filter((question) => !conditionIds(list).has(question.id));
  const target = free[at % free.length];
  if (target === undefined) return list;
  const index = list.questions.indexOf(target);
  const questions = [...list.questions];
  switch (change) {
    case 'insert':
      questions.splice(index, 0, { id: 'brand-new', kind: 'text', max: 100, ask: { nl: 'Nieuw?', en: 'New?' } });
      break;
    case 'remove':
      questions.splice(index, 1);
      break;
    case 'rename':
      questions[index] = { ...target, id: 'renamed', was: [target.id] };
      break;
    case 'drop-option':
      if ('options' in target && target.options.length > 2)
        questions[index] = { ...target, options: target.options.slice(0, -1) } as Question;
      break;
    default: {
      const other = free[(at + 1) % free.length];
      if (other === undefined || other.when !== undefined || target.when !== undefined) break;
      const otherIndex = list.questions.indexOf(other);
      questions[index] = other;
      questions[otherIndex] = target;
    }
  }
  return { ...list, questions };
}

function conditionIds(list: QuestionList): ReadonlySet<string> {
  return new Set(
    JSON.stringify(list.questions.map(({ when }) => when ?? {}))
      .match(/"question":"[^"]+"/g)
      ?.map((found) => found.slice(12, -1)) ?? [],
  );
}

describe('words', () => {
  it('are a command only when they are the whole message', () => {
    for (const [text, command] of [
      ['stop', 'cancel'],
      ['Stop.', 'cancel'],
      ['  TERUG ', 'back'],
      ['terug graag', 'back'],
      ['ik wil iets melden', 'report'],
      ['I want to report something', 'report'],
      ['hij riep: stop', undefined],
      ['hij riep: stop!', undefined],
      ['stop met mij', undefined],
      ['stoppen deed hij niet', undefined],
      ['__proto__', undefined],
      ['constructor', undefined],
      ['', undefined],
      [`stop ${' '.repeat(200)}`, undefined],
    ] as const) {
      expect([text, commandIn(text)]).toEqual([text, command]);
    }
  });

  it('of a story are never a command, wherever they stand', () => {
    const list = intakeList({ contacts });
    fc.assert(
      fc.property(words, (story) => {
        const draft: Draft = {
          ...blank(list),
          asked: 'what-happened',
          answers: { 'safe-now': { value: 'yes', at: now, via: 'card' } },
        };
        const turn = takeTurn(list, draft, { kind: 'text', text: story }, context());
        expect(turn.draft.answers['what-happened']?.value).toBe(story);
      }),
    );
  });
});

describe('bad input', () => {
  const list = intakeList({ contacts });
  const story: Draft = {
    ...blank(list),
    asked: 'what-happened',
    answers: Object.fromEntries(
      Object.entries({
        'safe-now': 'yes',
        'perpetrator-relation': 'outside',
        'office-holder-target': 'no',
        'perpetrator-identity': null,
      }).map(([id, value]) => [id, { value, at: now, via: 'card' as const }]),
    ),
  };

  it('keeps the good answers of a card when one is not good, and gives back what was typed', () => {
    const long = 'a'.repeat(10_001);
    const turn = takeTurn(
      list,
      story,
      {
        kind: 'answer',
        shown: ['what-happened', 'target', 'category', 'occurred-at'],
        inputs: { 'what-happened': long, target: 'self', category: 'verbal', 'occurred-at.quick': 'just-now' },
      },
      context(),
    );
    expect(answersOf(turn)).toMatchObject({ target: 'self', category: ['verbal'] });
    const [reply] = turn.replies;
    expect(reply).toMatchObject({
      kind: 'ask',
      questions: [
        { question: { id: 'what-happened' }, problem: { kind: 'too-long', max: 10_000, length: 10_001 }, given: long },
      ],
    });
  });

  it('takes exactly ten thousand characters', () => {
    const turn = takeTurn(list, story, { kind: 'text', text: 'é'.repeat(10_000) }, context());
    expect(turn.draft.answers['what-happened']?.value).toHaveLength(10_000);
  });

  it('asks again when an option does not exist, and keeps where it was', () => {
    const turn = takeTurn(
      list,
      { ...story, asked: 'target' },
      { kind: 'text', text: 'de burgemeester van een andere stad' },
      context(),
    );
    expect(turn.replies).toContainEqual(expect.objectContaining({ kind: 'ask' }));
    expect(answersOf(turn)).toEqual(answersOf({ draft: story }));
  });

  it('adds a further line to the story that was just typed, and asks the question again', () => {
    const first = takeTurn(list, story, { kind: 'text', text: 'Hij kwam binnen.' }, context());
    const second = takeTurn(list, first.draft, { kind: 'text', text: 'En toen dreigde hij met een mes.' }, context());
    expect(second.draft.answers['what-happened']?.value).toBe('Hij kwam binnen.\nEn toen dreigde hij met een mes.');
    expect(second.replies).toContainEqual({ kind: 'note', note: 'added-to-story' });
    expect(asked(second).map(({ id }) => id)[0]).toBe('target');
    const later = { ...context(), now: '2026-11-25T11:00:00.000Z' };
    const slip = takeTurn(list, second.draft, { kind: 'text', text: 'dat weet ik even niet meer' }, later);
    expect(slip.draft.answers['what-happened']?.value).toBe('Hij kwam binnen.\nEn toen dreigde hij met een mes.');
    expect(takeTurn(list, second.draft, { kind: 'text', text: 'mijn buurman' }, context()).draft.answers).toEqual(
      second.draft.answers,
    );
  });

  it('never takes a moment that has not been', () => {
    const turn = takeTurn(
      list,
      {
        ...story,
        asked: 'occurred-at',
        answers: {
          ...story.answers,
          'what-happened': { value: 'x', at: now, via: 'text' },
          target: { value: 'self', at: now, via: 'text' },
          category: { value: ['verbal'], at: now, via: 'text' },
        },
      },
      { kind: 'text', text: '26-11-2026 14:00' },
      context(),
    );
    expect(turn.replies).toContainEqual(
      expect.objectContaining({ questions: [expect.objectContaining({ problem: { kind: 'future' } })] }),
    );
    expect(turn.draft.answers['occurred-at']).toBeUndefined();
  });
});

describe('words that worry', () => {
  const list = intakeList({ contacts });
  const atStory = (answers: Readonly<Record<string, unknown>> = {}): Draft => ({
    ...blank(list),
    asked: 'what-happened',
    answers: Object.fromEntries(
      Object.entries({
        'safe-now': 'yes',
        'perpetrator-relation': 'outside',
        'office-holder-target': 'no',
        'perpetrator-identity': null,
        ...answers,
      }).map(([id, value]) => [id, { value: value as string, at: now, via: 'card' as const }]),
    ),
  });

  it('are answered before any next question, in the language in which they were typed', () => {
    const turn = takeTurn(
      list,
      atStory(),
      { kind: 'text', text: 'Sindsdien wil ik dood. Ik zie het niet meer.' },
      context('en'),
    );
    expect(turn.replies).toEqual([{ kind: 'safety', safety: 'suicidal', locale: 'nl' }]);
    expect(turn.outcome).toBe('resting');
  });

  it('are kept in the story and in no other field', () => {
    const turn = takeTurn(list, atStory(), { kind: 'text', text: 'I want to kill myself.' }, context());
    const { answers, ...rest } = turn.draft;
    expect(answers['what-happened']?.value).toBe('I want to kill myself.');
    expect(JSON.stringify(rest)).not.toMatch(/suicid|signal/);
  });

  it('can be taken out of the story by their sentence', () => {
    const turn = takeTurn(
      list,
      atStory(),
      { kind: 'text', text: 'Hij sloeg mij. Ik wil dood. Het was bij de balie.' },
      context(),
    );
    const dropped = takeTurn(list, turn.draft, { kind: 'drop-sentence' }, context());
    expect(dropped.draft.answers['what-happened']?.value).not.toMatch(/dood/);
    expect(dropped.draft.answers['what-happened']?.value).toMatch(/Hij sloeg mij/);
    expect(dropped.draft.answers['what-happened']?.value).toMatch(/bij de balie/);
  });

  it('about a bite are followed by the next question on the same card', () => {
    const turn = takeTurn(list, atStory(), { kind: 'text', text: 'Hij heeft me gebeten in mijn arm.' }, context());
    expect(turn.replies.map((reply) => reply.kind)).toEqual(['safety', 'ask']);
  });

  it('are answered as well when they stand on a card, and when they are no answer to what was asked', () => {
    const onCard = takeTurn(
      list,
      atStory(),
      { kind: 'answer', shown: ['what-happened'], inputs: { 'what-happened': 'ik wil dood' } },
      context(),
    );
    expect(onCard.replies[0]).toMatchObject({ kind: 'safety', safety: 'suicidal' });
    const atChoice = takeTurn(
      list,
      { ...blank(list), asked: 'safe-now' },
      { kind: 'text', text: 'ik wil dood' },
      context(),
    );
    expect(atChoice.replies[0]).toMatchObject({ kind: 'safety', safety: 'suicidal' });
  });

  it('never change the route by themselves: an office-holder is asked about', () => {
    const turn = takeTurn(
      list,
      atStory(),
      { kind: 'text', text: 'Hij zei dat hij de burgemeester iets aan ging doen, dat was een bedreiging.' },
      context(),
    );
    expect(turn.replies[0]).toMatchObject({ kind: 'safety', safety: 'office-holder' });
    expect(answersOf(turn)['office-holder-target']).toBe('no');
  });

  it('"I am not safe" is answered with 112 before anything else', () => {
    const turn = takeTurn(list, { ...blank(list), asked: 'safe-now' }, { kind: 'text', text: 'nee' }, context());
    expect(turn.replies[0]).toMatchObject({ kind: 'safety', safety: 'danger-now' });
  });
});

describe('answers that end the intake', () => {
  const list = intakeList({ contacts });
  const start = (relation: string, target: string) =>
    takeTurn(
      list,
      blank(list),
      {
        kind: 'answer',
        shown: ['safe-now', 'perpetrator-relation', 'office-holder-target'],
        inputs: { 'safe-now': 'yes', 'perpetrator-relation': relation, 'office-holder-target': target },
      },
      context(),
    );

  it.each([
    ['work', 'no', 'internal'],
    ['office-holder', 'no', 'internal'],
    ['rather-not-say', 'no', 'rather-not-say'],
    ['outside', 'threatened', 'office-holder'],
    ['work', 'threatened', 'internal'],
  ])('%s and %s end with %s, and nothing can be sent', (relation, target, ending) => {
    const turn = start(relation, target);
    expect(turn.replies.at(-1)).toMatchObject({ kind: 'ending', ending });
    expect(takeTurn(list, turn.draft, { kind: 'submit' }, context()).outcome).toBe('open');
  });

  it.each(['insulted', 'criticised', 'no'])('an office-holder who was %s goes on', (target) => {
    expect(start('outside', target).replies.at(-1)).toMatchObject({ kind: 'ask' });
  });

  it('something private ends unless it touched the work and the person wants it reported', () => {
    const asksFirst = start('private', 'no');
    expect(asked(asksFirst).map(({ id }) => id)).toEqual(['touched-work']);
    expect(takeTurn(list, asksFirst.draft, { kind: 'text', text: 'nee' }, context()).replies.at(-1)).toMatchObject({
      kind: 'ending',
      ending: 'private',
    });
    expect(asked(takeTurn(list, asksFirst.draft, { kind: 'text', text: 'ja' }, context())).map(({ id }) => id)).toEqual(
      ['perpetrator-identity'],
    );
  });

  it('let the person change the answer and go on', () => {
    const ended = start('work', 'no');
    const edit = takeTurn(list, ended.draft, { kind: 'edit', question: 'perpetrator-relation' }, context());
    const changed = takeTurn(list, edit.draft, { kind: 'text', text: '1' }, context());
    expect(changed.replies.at(-1)).toMatchObject({ kind: 'ask' });
  });
});
