import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { render } from '../../src/bot/cards/render.ts';
import { checkInList } from '../../src/dialogs/lists/check-in.ts';
import { intakeList } from '../../src/dialogs/lists/intake.ts';
import { type QuestionList, type Safety, valid } from '../../src/dialogs/question.ts';
import { type Input, type Reply, type TurnContext, takeTurn } from '../../src/dialogs/turn.ts';
import type { Draft, Value } from '../../src/model/draft.ts';
import type { Task } from '../../src/model/incident.ts';
import type { Locale, Text } from '../../src/model/world.ts';
import type {
  AlarmCode,
  Audience,
  CaseMessage,
  Message,
  Phone,
  Plan,
  TurnMessage,
} from '../../src/services/messages.ts';
import { texts } from '../../src/texts/texts.ts';
import { organisation } from '../organisation.ts';

const at = '2026-11-25T09:00:00.000Z';
const later = '2026-11-26T09:00:00.000Z';
const locales: readonly Locale[] = ['nl', 'en'];
const audience = (locale: Locale): Audience => ({ locale, timeZone: 'Europe/Amsterdam', now: at });

/** What people can fill in: their words, and names as the organisation file or Teams gives them. */
interface Said {
  readonly story: string;
  readonly name: string;
}
const usual: Said = {
  name: 'Noor van der Meulen-de Wit',
  story: 'Een man kwam aan de balie en begon te schreeuwen toen zijn pas niet klaar lag.\n\n'.repeat(25).trim(),
};

/** One or more of every kind: a new kind of message does not compile until it has its samples here. */
function samplesOf({ story, name }: Said): { readonly [K in Message['kind']]: readonly Message[] } {
  const label: Text = { nl: name, en: name };
  const phones: readonly Phone[] = [
    { label: { nl: 'Direct gevaar', en: 'Immediate danger' }, number: '112' },
    { label, number: '06-00000010' },
    { label, number: '+31 6 00000011' },
  ];
  const plan: Plan = { names: [name, name], readsBy: later, leftOut: [], callToo: false, phones: [] };
  const nobody: Plan = { names: [], leftOut: [name, name], callToo: true, phones };
  const tasks: readonly Task[] = [
    { id: 'a', kind: 'contact-wish', what: 'today', askedAt: at },
    { id: 'b', kind: 'practical-need', what: 'not-alone', askedAt: at },
    { id: 'c', kind: 'practical-need', what: 'of-an-older-list', askedAt: at },
  ];
  const ping = { kind: 'ping', incident: 'i', reference: 'K7R2M-9T6C8', unit: label, until: later } as const;
  const aCase: Omit<CaseMessage, 'taken' | 'mayTake' | 'tasks'> = {
    kind: 'case',
    incident: 'i',
    reference: 'K7R2M-9T6C8',
    reporter: name,
    reporterPhone: '06-00000021',
    unit: label,
    reportedAt: at,
    entries: [
      { question: 'what-happened', ask: { nl: 'Wat is er gebeurd?', en: 'What happened?' }, words: story, at },
      { question: 'category', ask: { nl: 'Wat?', en: 'What?' }, chosen: [{ id: 'verbal', label }], at },
      { question: 'occurred-at', ask: { nl: 'Wanneer?', en: 'When?' }, moment: { at, precision: 'day' }, at },
    ],
  };
  const closed = { incident: 'i', reference: 'K7R2M-9T6C8' } as const;
  return {
    welcome: [true, false].map((helper) => ({ kind: 'welcome', helper })),
    hello: [true, false].map((hasDraft) => ({ kind: 'hello', hasDraft })),
    help: [true, false].map((hasDraft) => ({ kind: 'help', hasDraft, phones })),
    guest: [{ kind: 'guest', phones }],
    'not-here': [{ kind: 'not-here' }],
    language: [{ kind: 'language', hasDraft: false }],
    turn: turnsOf({ story, name }, plan, nobody, phones),
    receipt: [
      { kind: 'receipt', reference: 'K7R2M-9T6C8', plan, checkInAt: later },
      { kind: 'receipt', reference: 'K7R2M-9T6C8', plan: { ...plan, startsAt: later, callToo: true, phones } },
      { kind: 'receipt', reference: 'K7R2M-9T6C8', plan: nobody },
    ],
    reports: [
      { kind: 'reports', drafts: [], reports: [] },
      {
        kind: 'reports',
        drafts: [{ startedAt: at }],
        reports: [
          { kind: 'taken', name } as const,
          { kind: 'asked', name, by: later } as const,
          { kind: 'starts', name, at: later } as const,
          { kind: 'nobody', againAt: later } as const,
          { kind: 'nobody' } as const,
        ].map((state) => ({ reference: 'K7R2M-9T6C8', reportedAt: at, state, checkInAt: later, wishes: 'passed-on' })),
      },
    ],
    ping: [
      { ...ping, role: 'contact-person', urgent: false, why: 'new' },
      { ...ping, role: 'deputy', urgent: true, why: 'reminder' },
      { ...ping, role: 'deputy', urgent: true, why: 'again' },
    ],
    case: [
      { ...aCase, taken: false, mayTake: true, tasks: [] },
      { ...aCase, taken: true, mayTake: false, tasks },
    ],
    'case-closed': [
      { kind: 'case-closed', state: { kind: 'not-yours' } },
      { kind: 'case-closed', state: { kind: 'taken-by', name } },
      { kind: 'case-closed', state: { kind: 'folded', ...closed, mayTake: true } },
      { kind: 'case-closed', state: { kind: 'taken-by-you', ...closed, reporter: name, tasks, checkInAt: later } },
      { kind: 'case-closed', state: { kind: 'taken-by-you', ...closed, reporter: name, tasks: [] } },
    ],
    told: (
      [
        { kind: 'taken', name, checkInAt: later },
        { kind: 'nobody-yet', name, by: later },
        { kind: 'nobody-left', againAt: later },
        { kind: 'nobody-left' },
        { kind: 'call-taken', name },
        { kind: 'call-nobody', at: later },
        { kind: 'call-nobody' },
        { kind: 'call-after' },
      ] as const
    ).map((told) => ({ kind: 'told', told, phones })),
    wish: [{ kind: 'wish', reference: 'K7R2M-9T6C8', incident: 'i', tasks }],
    'check-in-done': [
      { kind: 'check-in-done', spoken: 'yes', asked: false },
      { kind: 'check-in-done', spoken: 'not-yet', asked: true, askedAgain: name, passedOnTo: name },
      { kind: 'check-in-done', spoken: 'not-yet', asked: true },
    ],
    safety: (
      [
        { kind: 'suicidal' },
        { kind: 'about-me', name },
        { kind: 'about-me' },
        { kind: 'about-other' },
        { kind: 'call-asked', name, at: later },
        { kind: 'not-now' },
        { kind: 'sentence', kept: true },
        { kind: 'sentence', kept: false },
      ] as const
    ).flatMap((about): Message[] => [
      { kind: 'safety', about, phones },
      { kind: 'safety', about, phones, draft: 'd' },
    ]),
    'call-request': [
      { kind: 'call-request', request: 'r', name, phone: '06-00000021', taken: false },
      { kind: 'call-request', request: 'r', name, taken: true },
    ],
    alarm: (Object.keys(texts.nl.alarm.what) as AlarmCode[]).map((code) => ({
      kind: 'alarm',
      code,
      reference: 'K7R2M-9T6C8',
    })),
    problem: (['nothing-open', 'cannot-read', 'outdated', 'busy'] as const).map((problem) => ({
      kind: 'problem',
      problem,
    })),
    failed: [{ kind: 'failed', code: '1a2b3c4d' }],
    continued: [{ kind: 'continued' }],
  };
}

const unitsOf = (label: Text) => organisation.units.map(({ id }) => ({ id, name: label }));

/** Everything that a question list can say: each question asked, changed and gone back to, each ending, each safety text, each note. */
function turnsOf({ story, name }: Said, plan: Plan, nobody: Plan, phones: readonly Phone[]): readonly TurnMessage[] {
  const contacts = [1, 2].map((number) => ({ id: `contact-${number}`, name }));
  const intake = intakeList({ contacts, units: unitsOf({ nl: name, en: name }) });
  const message = (list: QuestionList, replies: readonly Reply[]): TurnMessage => ({
    kind: 'turn',
    draft: 'd',
    list: list.id,
    replies,
    plan,
    phones,
    crisisPhones: phones,
    sexualAssaultPhones: phones,
    endingPhones: phones,
    exposureLine: '06-00000012',
    handler: name,
  });
  const context: TurnContext = {
    now: at,
    timeZone: 'Europe/Amsterdam',
    locale: 'nl',
    reference: 'K7R2M-9T6C8',
    readMoment: () => ({ ok: false, problem: 'unclear' }),
  };
  const draftWith = (list: QuestionList, values: Readonly<Record<string, Value>>): Draft => ({
    id: 'd',
    list: list.id,
    startedAt: at,
    answers: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, at, via: 'card' as const }])),
  });
  const turn = (list: QuestionList, values: Readonly<Record<string, Value>>, input: Input) =>
    message(list, takeTurn(list, draftWith(list, values), input, context).replies);

  const full: Record<string, Value> = {
    'safe-now': 'yes',
    'perpetrator-relation': 'private',
    'office-holder-target': 'no',
    'touched-work': 'yes',
    unit: 'front-desk',
    'perpetrator-identity': story.slice(0, 500),
    'what-happened': story,
    target: 'self',
    category: ['verbal', 'threat-intimidation', 'physical', 'discrimination', 'sexual-harassment', 'property-damage'],
    'occurred-at': { at, precision: 'part' },
    'threat-facts': ['stalking', 'doxing'],
    'physical-facts': ['bite-or-body-fluid'],
    'sexual-facts': ['touched'],
    'property-facts': ['none'],
    'not-to': ['contact-1'],
  };
  const asked = [intake, checkInList].flatMap((list) => {
    const answers =
      list === intake ? full : { spoken: 'yes', 'contact-wish': 'today', 'practical-needs': ['not-alone'] };
    return list.questions.flatMap(({ id }, index): TurnMessage[] => {
      const until = Object.fromEntries(
        list.questions
          .slice(0, index)
          .map((question) => [question.id, (answers as Record<string, Value>)[question.id] ?? null]),
      );
      return [
        turn(list, until, { kind: 'resume' }),
        turn(list, answers, { kind: 'edit', question: id }),
        turn(list, answers, { kind: 'back', from: id }),
        turn(list, until, { kind: 'answer', shown: [id], inputs: { [id]: story.padEnd(15_000, 'x') } }),
        turn(list, until, { kind: 'answer', shown: [id], inputs: {} }),
      ];
    });
  });
  const review = turn(intake, full, { kind: 'resume' });
  const opening = turn(intake, {}, { kind: 'resume' }).replies;
  const above = (reply: Reply) => message(intake, [reply, ...opening]);
  const safeties: readonly Safety[] = [
    'danger-now',
    'suicidal',
    'exposure',
    'head-or-throat',
    'sexual-assault',
    'office-holder',
  ];
  const { exposureLine: _noLine, ...withoutLine } = message(intake, [{ kind: 'safety', safety: 'exposure' }]);
  const { handler: _nobody, ...notTaken } = turn(checkInList, {}, { kind: 'resume' });
  return [
    // What is sent with the last answer is answered with a message of its own.
    ...asked.filter(({ replies }) => replies.every(({ kind }) => kind !== 'submitted')),
    review,
    { ...review, plan: { ...plan, startsAt: later, leftOut: [name], callToo: true, phones } },
    { ...review, plan: nobody },
    { ...turn(intake, full, { kind: 'edit', question: 'perpetrator-identity' }), plan: nobody },
    ...(['internal', 'rather-not-say', 'office-holder', 'private'] as const).map((ending) =>
      message(intake, [{ kind: 'ending', ending, question: 'perpetrator-relation' }]),
    ),
    ...safeties.flatMap((safety) =>
      (['nl', 'en'] as const).flatMap((locale) => [
        message(intake, [{ kind: 'safety', safety, locale }]),
        above({ kind: 'safety', safety, locale }),
      ]),
    ),
    withoutLine,
    ...(['paused', 'confirm-cancel', 'help', 'sentence-gone'] as const).map((note) =>
      message(intake, [{ kind: 'note', note }]),
    ),
    ...(['at-review', 'unfinished', 'nothing-asked'] as const).map((problem) => above({ kind: 'problem', problem })),
    ...(['required', 'not-an-option', 'future', 'unclear', 'too-long-ago', 'which-half-of-day'] as const).map((kind) =>
      above({ kind: 'problem', problem: { kind } }),
    ),
    above({ kind: 'problem', problem: { kind: 'too-long', max: 10_000, length: 12_345 } }),
    above({ kind: 'stale' }),
    message(intake, [{ kind: 'cancelled' }]),
    message(checkInList, [{ kind: 'cancelled' }]),
    notTaken,
  ];
}

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
interface CardJson extends Node {
  readonly body: readonly Node[];
  readonly actions: readonly Node[];
  readonly fallbackText: string;
}

const rendered = (said: Said) =>
  locales.flatMap((locale) =>
    Object.values(samplesOf(said))
      .flat()
      .map((message) => {
        const { card, text, summary } = render(message, audience(locale));
        return { locale, kind: message.kind, card: JSON.parse(JSON.stringify(card)) as CardJson, text, summary };
      }),
  );

/** Every element of a card, at any depth. */
function nodesOf(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(nodesOf);
  return 'type' in value && typeof value.type === 'string' ? [value as Node, ...inside] : inside;
}

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const utf16 = (value: unknown) => JSON.stringify(value).length * 2;

const usualCards = rendered(usual);

describe('every card', () => {
  const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
    'adaptivecards/dist/adaptivecards.js',
  ) as typeof import('adaptivecards');

  function complaintsAbout(json: unknown): readonly string[] {
    const context = new SerializationContext(Versions.v1_5);
    new AdaptiveCard().parse(json as object, context);
    const complaints = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
    // The library's pattern for a language remembers where it was, and so refuses every second card, whatever the language.
    return complaints.filter((complaint) => !/^Invalid value "(?:nl|en)" for property "lang"/.test(complaint));
  }

  it('is read by the real library of Adaptive Cards 1.5 without a complaint', () => {
    for (const { card, kind } of usualCards) {
      expect(card.version).toBe('1.5');
      expect({ kind, complaints: complaintsAbout(card) }).toEqual({ kind, complaints: [] });
    }
    // And the library does complain when there is a reason.
    const wrong = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Sparkles' }] };
    expect(complaintsAbout(wrong)).toEqual([expect.stringContaining('Sparkles')]);
  });

  it('has at most six buttons, each with a title, and none is cut off', () => {
    for (const { card, text } of usualCards) {
      expect(card.actions.length).toBeLessThanOrEqual(6);
      const inText =
        text
          .split('\n')
          .at(-1)
          ?.match(/\[[^\]]+\]/g)?.length ?? 0;
      expect(inText).toBe(card.actions.length);
      for (const action of card.actions) expect(action.title).not.toBe('');
    }
  });

  it('carries the same press for clients that do not know Action.Execute', () => {
    for (const { card } of usualCards) {
      for (const action of card.actions) {
        const { type, verb, fallback, ...shared } = action;
        expect(type).toBe('Action.Execute');
        expect(verb).toBe((shared.data as { press: { do: string } }).press.do);
        expect(fallback).toEqual({ type: 'Action.Submit', ...shared });
      }
    }
  });

  it('has a label on every input, an error message on every required one, and text that wraps', () => {
    for (const { card } of usualCards) {
      for (const node of nodesOf(card)) {
        if (node.type.startsWith('Input.')) expect(node.label).toEqual(expect.stringMatching(/\S/));
        if (node.isRequired === true) expect(node.errorMessage).toEqual(expect.stringMatching(/\S/));
        if (['TextBlock', 'Input.ChoiceSet'].includes(node.type)) expect(node.wrap).toBe(true);
        if (node.type === 'RichTextBlock') expect(node.inlines).not.toEqual([]);
      }
      const ids = nodesOf(card).flatMap((node) => (node.id === undefined ? [] : [node.id]));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('never asks Teams to refresh it, and has a twin in words', () => {
    for (const { card, text } of usualCards) {
      expect(card).not.toHaveProperty('refresh');
      expect(card.fallbackText.trim()).not.toBe('');
      expect(card.fallbackText).toBe(text);
    }
  });

  it('says in words everything that it says in elements', () => {
    for (const { card, text } of usualCards) {
      const spoken = nodesOf(card).flatMap((node) => {
        const {
          type,
          text: own,
          label,
          choices,
        } = node as { type: string; text?: string; label?: string; choices?: { title: string }[] };
        if (type === 'TextRun') return [own ?? ''];
        return [...(label === undefined ? [] : [label]), ...(choices ?? []).map(({ title }) => title)];
      });
      for (const words of spoken) expect(text).toContain(words);
    }
  });

  it('shows one of the four fixed texts as a notification', () => {
    for (const { summary, locale } of usualCards) {
      expect(Object.values(texts[locale].summaries)).toContain(summary);
    }
  });

  it('is at most 24 KB at usual sizes', () => {
    for (const { card, kind } of usualCards)
      expect({ kind, small: bytes(card) <= 24 * 1024 }).toEqual({ kind, small: true });
  });

  it.each([
    ['plain words', 'schelden '],
    ['nothing but quotation marks', '"'],
    ['nothing but line breaks and letters', 'a\n'],
    ['another script', '侮辱'],
    ['emoji', '😡'],
    ['control characters', '\u0000'],
    ['broken characters', '\ud800'],
  ])('stays under 100 KB with a story of 10,000 characters of %s', (_what, part) => {
    const story = part.repeat(10_000 / part.length).padEnd(10_000, 'x');
    expect(story).toHaveLength(10_000);
    for (const { card, kind, summary } of rendered({ ...usual, story })) {
      const activity = { type: 'message', summary, attachments: [{ content: card }] };
      expect({ kind, size: utf16(activity) }).toEqual({ kind, size: expect.any(Number) });
      expect(utf16(activity)).toBeLessThan(98 * 1024);
    }
  });
});

describe('the words of people on a card', () => {
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
  const hostile = [
    'evil [112](https://evil.example)',
    '**x** _y_ `z` # kop',
    '<at>everyone</at> <script>x</script>',
    '{{DATE(2026-11-25T09:00:00Z, LONG)}} {{{TIME(2026-11-25T09:00:00Z)}}',
    '\u202egnp.exe \u0000\u0007 \ud800 \u200b]\u200b(https://evil.example)',
  ];

  /** Every string in a card with the way to it, such as `body/3/inlines/0/text`. */
  function stringsIn(value: Json, path = ''): readonly (readonly [string, string])[] {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inside]) =>
      stringsIn(inside as Json, path === '' ? key : `${path}/${key}`),
    );
  }
  const typeAt = (card: CardJson, path: string): string => {
    const parent = path.split('/').slice(0, -1);
    return (parent.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], card) as Node).type;
  };

  it.each(hostile)('never become Markdown, a mention, a date or a hidden sign: %j', (words) => {
    const cards = rendered({ name: `evil ${words}`, story: `evil ${words}\nevil ${words}` });
    let found = 0;
    for (const { card, summary } of cards) {
      expect(summary).not.toContain('evil');
      for (const [path, text] of stringsIn(card as unknown as Json)) {
        expect({ path, broken: lone.test(text) }).toEqual({ path, broken: false });
        if (!text.includes('evil')) continue;
        found += 1;
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
        expect(text).not.toMatch(/[\u0000\u0007]/);
        const place = path === 'fallbackText' ? path : path.includes('/choices/') ? 'choice' : typeAt(card, path);
        if (place !== 'Input.Text') expect(text).not.toMatch(/[\u202e\u200b]/);
        switch (place) {
          case 'TextRun':
            // Knows no Markdown; only a date between braces would be replaced.
            expect(text).not.toMatch(/\{\{(?:DATE|TIME)/);
            break;
          case 'Input.Text':
            expect(path).toMatch(/\/value$/);
            break;
          case 'TextBlock': {
            const ownLinksGone = text.replace(/\[[+0-9\u2011\u00a0]+\]\(tel:[+0-9]+\)/g, '');
            expect(ownLinksGone.replace(/\\./g, '')).not.toMatch(/[[\]()*_`<>{}#]/);
            break;
          }
          case 'Action.Execute':
          case 'Action.Submit':
            // Buttons are plain text.
            expect(path).toMatch(/\/title$/);
            break;
          case 'choice':
            // Names of colleagues and units: from the organisation file, so from an administrator.
            expect(text).not.toContain('](');
            break;
          case 'fallbackText':
            expect(text).not.toContain('](');
            break;
          default:
            throw new Error(`words of people stand in a ${place}, at ${path}`);
        }
      }
    }
    expect(found).toBeGreaterThan(100);
  });

  it('keep every letter: what is hidden or broken goes, what was written stays', () => {
    const story = 'Zij zei: "Ik weet <waar> je woont" & lachte *hard*.\nDaarna {{niets}} [meer] (echt).';
    const message = samplesOf({ ...usual, story }).case[0] as Message;
    const { card } = render(message, audience('nl'));
    const runs = nodesOf(card).flatMap((node) => (node.type === 'TextRun' ? [String(node.text)] : []));
    for (const line of story.split('\n')) expect(runs.map((run) => run.replaceAll('\u2060', ''))).toContain(line);
  });

  it('are not on the review, where they are counted, nor on any card before a case is opened', () => {
    const said = { name: 'Anna', story: 'geheimwoord in mijn verhaal' };
    for (const locale of locales) {
      const { turn, case: _opened, ...others } = samplesOf(said);
      const reviews = turn.filter(
        (message) => message.kind === 'turn' && message.replies.some(({ kind }) => kind === 'review'),
      );
      expect(reviews.length).toBeGreaterThan(0);
      for (const message of [...reviews, ...Object.values(others).flat()]) {
        expect(JSON.stringify(render(message, audience(locale)))).not.toContain('geheimwoord');
      }
    }
  });
});

describe('the wording', () => {
  /** Every sentence the program can say, by where it stands. Functions are filled in, with and without what may be absent. */
  function wordingOf(value: unknown, path: string): readonly (readonly [string, string])[] {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'function') {
      const names = Array.from({ length: value.length }, () => 'Anna');
      const variants = [
        names,
        ...names.map((_, index) => names.map((name, place) => (place === index ? undefined : name))),
      ];
      return variants.flatMap((variant) => {
        try {
          const said = String(value(...variant));
          return said.includes('undefined') ? [] : [[path, said] as const];
        } catch {
          // This part may not be absent.
          return [];
        }
      });
    }
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inside]) => wordingOf(inside, `${path}.${key}`));
  }

  const listTexts = (locale: Locale) => {
    const unit = { nl: 'Balie', en: 'Desk' };
    const intake = intakeList({ contacts: [{ id: 'a', name: 'Anna' }], units: unitsOf(unit) });
    return [intake, checkInList].flatMap((list) =>
      list.questions.flatMap((question) => {
        const options = 'options' in question ? question.options.map((option) => option.label) : [];
        const skip = question.kind === 'choices' && question.skipLabel !== undefined ? [question.skipLabel] : [];
        return [question.ask, ...(question.help === undefined ? [] : [question.help]), ...options, ...skip].map(
          (text) => [`${list.id}.${question.id}`, text[locale]] as const,
        );
      }),
    );
  };
  const all = locales.flatMap((locale) => {
    const { commands: _typedByPeople, ...said } = texts[locale];
    return [
      ...wordingOf(said, locale),
      ...listTexts(locale).map(([path, text]) => [`${locale}.${path}`, text] as const),
    ];
  });
  const sentences = all.flatMap(([path, text]) =>
    (text.match(/[^.?!\n]+(?:[.?!](?!\S)|$)/g) ?? []).map((sentence) => [path, sentence.trim()] as const),
  );
  const those = (said: readonly (readonly [string, string])[], pattern: RegExp) =>
    said.filter(([, text]) => pattern.test(text)).map(([path, text]) => `${path}: ${text}`);

  it('is all there to be looked at', () => {
    expect(all.length).toBeGreaterThan(400);
    expect(sentences.map(([, sentence]) => sentence)).toContain(
      'Je melding is bewaard, maar nog niemand heeft hem opgepakt.',
    );
    expect(sentences.map(([, sentence]) => sentence)).toContain('Do you know who it was?');
  });

  it('has no exclamation marks, no emoji and no greeting by the time of day', () => {
    expect(those(all, /!/)).toEqual([]);
    expect(those(all, /\p{Extended_Pictographic}/u)).toEqual([]);
    expect(those(all, /goede(?:morgen|middag|navond)|good (?:morning|afternoon|evening)/i)).toEqual([]);
  });

  it.each([
    ['bot', /\bbot\b/i],
    ['anonymous', /anoniem|anonym/i],
    ['victim', /slachtoffer|\bvictim/i],
    ['regret', /\bhelaas\b|\bunfortunately\b/i],
    ['playing down', /\bslechts\b|\bmerely\b|rustig maar|\bcalm down\b|\bminor\b/i],
    ['knowing how it feels', /begrijp hoe je je voelt|understand how you feel/i],
    ['the level', /\bS[1-4]\b|\bernst|\bseverity\b/i],
  ])('never uses a word for: %s', (_what, pattern) => {
    expect(those(all, pattern)).toEqual([]);
  });

  it('never asks why; the word stands only where nobody has to say it', () => {
    const why = those(sentences, /\bwaarom\b|\bwhy\b/i);
    expect(why.filter((sentence) => sentence.endsWith('?'))).toEqual([]);
    expect(why.filter((sentence) => !/niet .*waarom|(?:not|won't) .*why/i.test(sentence))).toEqual([]);
  });

  /** Longer all the same, by a word or two: they would say less in two sentences. */
  const longer = ['nl.opening', 'en.receipt.next', 'en.receipt.nextLater'];

  it('speaks in sentences of at most 15 words', () => {
    const long = sentences.filter(([, sentence]) => sentence.split(/\s+/).length > 15);
    expect(long.filter(([path]) => !longer.includes(path))).toEqual([]);
    for (const [, sentence] of long) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(18);
  });

  it('names every question, option and value once in each language', () => {
    const list = intakeList({ contacts: [], units: unitsOf({ nl: 'Balie', en: 'Desk' }) });
    for (const locale of locales) {
      for (const question of [...list.questions, ...checkInList.questions]) {
        if (!('options' in question) || question.id === 'unit') continue;
        const labels = question.options.map((option) => option.label[locale]);
        expect(new Set(labels).size).toBe(labels.length);
        for (const option of question.options) {
          expect(valid(question, question.kind === 'choices' ? [option.id] : option.id)).toBeDefined();
        }
      }
    }
  });
});
