import type { Question } from '../../dialogs/question.ts';
import { momentInput, type Problem } from '../../dialogs/read-answer.ts';
import { type Asked, chosenIn, type Reply } from '../../dialogs/turn.ts';
import type { Value } from '../../model/draft.ts';
import type { Audience, Plan, TurnMessage } from '../../services/messages.ts';
import { countWords, day, dayAndClock } from '../../texts/format.ts';
import { texts } from '../../texts/texts.ts';
import type { Button, Card, Element } from './card.ts';
import { localPhones, phoneElements } from './parts.ts';

/** Up to this many answers, the last question of a card gives them as buttons: one touch chooses and goes on. */
const mostAnswerButtons = 4;
/** A text that could not be taken goes back on the card up to this length; the card has to stay sendable. */
const mostGivenBack = 15_000;

export function problemText(problem: Problem, audience: Audience): string {
  const { problems } = texts[audience.locale];
  return problem.kind === 'too-long' ? problems['too-long'](problem.max, problem.length) : problems[problem.kind];
}

/** An answer in words. Own words are counted, not repeated: they stay off the card (design section 10). */
function valueText(question: Question, value: Value, audience: Audience): string {
  const wording = texts[audience.locale];
  if (value === null) return wording.skipped;
  if ('options' in question) {
    const labels = question.options
      .filter((option) => chosenIn(value).includes(option.id))
      .map((option) => option.label[audience.locale]);
    return labels.join(', ');
  }
  if (typeof value === 'object' && 'precision' in value) return momentText(value.at, value.precision, audience);
  return typeof value === 'string' ? wording.ownWords(countWords(value)) : '';
}

export function momentText(at: string, precision: 'minute' | 'part' | 'day', audience: Audience): string {
  const { moment } = texts[audience.locale];
  if (precision === 'day') return moment.aboutDay(day(at, audience.now, audience));
  const exact = dayAndClock(at, audience.now, audience);
  return precision === 'part' ? moment.aboutPart(exact) : exact;
}

type Ask = Extract<Reply, { kind: 'ask' }>;

export function askCard(ask: Ask, message: TurnMessage, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  const { draft, list } = message;
  const shown = ask.questions.map(({ question }) => question.id);
  const first = ask.questions[0];
  const last = ask.questions.at(-1);
  const asButtons =
    last?.question.kind === 'choice' && last.question.options.length <= mostAnswerButtons ? last.question : undefined;

  const elements = ask.questions.flatMap((asked): readonly Element[] => [
    ...above(asked.question, message, audience),
    ...questionElements(asked, labelOf(asked.question, message, audience), asked.question === asButtons, audience),
  ]);
  const answers: Button[] =
    asButtons === undefined
      ? [
          {
            title: ask.changing ? buttons.saveChange : buttons.next,
            press: { do: 'answer', draft, shown },
            style: 'main',
            sends: true,
          },
        ]
      : asButtons.options.map((option) => ({
          title: option.label[audience.locale],
          press: { do: 'answer', draft, shown, chosen: { question: asButtons.id, option: option.id } },
          sends: true,
        }));
  const only =
    ask.questions.length === 1 && first !== undefined && !first.question.essential ? first.question : undefined;
  const skip: Button[] =
    only === undefined || (asButtons !== undefined && list === 'check-in')
      ? []
      : [
          {
            title: (only.kind === 'choices' ? only.skipLabel?.[audience.locale] : undefined) ?? buttons.skip,
            press: { do: 'skip', draft, question: only.id },
          },
        ];
  const back: Button[] =
    (ask.canGoBack || ask.changing) && first !== undefined
      ? [{ title: buttons.back, press: { do: 'back', draft, from: first.question.id } }]
      : [];
  const later: Button[] =
    list === 'check-in' || ask.changing ? [] : [{ title: buttons.later, press: { do: 'pause', draft } }];
  return {
    elements: [
      ...(list === 'intake'
        ? [
            {
              kind: 'text' as const,
              // An answer that is being changed keeps its place; a number would send the eye looking for the others.
              text: ask.changing ? wording.unsent : `${wording.numbered(ask.number)} · ${wording.unsent}`,
              tone: 'subtle' as const,
            },
          ]
        : []),
      // Above the questions, because the answers to the last one may be the buttons below.
      ...atHand(message, audience),
      ...elements,
    ],
    buttons: [...answers, ...skip, ...back, ...later],
  };
}

/** What stands above a question: who is asking, who will read, what the check-in is about. */
function above(question: Question, message: TurnMessage, audience: Audience): readonly Element[] {
  const wording = texts[audience.locale];
  switch (question.shows) {
    case 'opening':
      return [{ kind: 'text', text: wording.opening }];
    case 'route':
      return routeElements(message.plan, audience);
    case 'check-in':
      return [
        { kind: 'heading', text: wording.checkIn.title },
        {
          kind: 'text',
          text: message.handler === undefined ? wording.checkIn.notTaken : wording.checkIn.taken(message.handler),
        },
      ];
    default:
      return [];
  }
}

function routeElements(plan: Plan, audience: Audience): readonly Element[] {
  const { route } = texts[audience.locale];
  const [name, name2] = plan.names;
  return [
    { kind: 'heading', text: route.title },
    { kind: 'text', text: name === undefined ? route.nobody : route.readers(name, name2), tone: 'strong' },
    ...(name === undefined ? phoneElements(plan.phones, audience) : []),
    { kind: 'text', text: route.manager },
    { kind: 'text', text: `${route.teams} ${route.card}` },
  ];
}

/** Detection of words will miss some: the numbers are one tap away on every card (practice.md section 2). */
function atHand(message: TurnMessage, audience: Audience): readonly Element[] {
  if (message.list !== 'intake') return [];
  return [{ kind: 'phones', inline: true, phones: localPhones(message.phones, audience) }];
}

/** The check-in asks about a person by name, where there is one. */
function labelOf(question: Question, { handler }: TurnMessage, { locale }: Audience): string {
  return question.shows === 'check-in' && handler !== undefined
    ? texts[locale].checkIn.spoken(handler)
    : question.ask[locale];
}

function questionElements(asked: Asked, label: string, asButtons: boolean, audience: Audience): readonly Element[] {
  const { question, value, problem, given } = asked;
  const { locale } = audience;
  const wording = texts[locale];
  const help =
    question.help === undefined
      ? []
      : [{ kind: 'text' as const, text: question.help[locale], tone: 'subtle' as const }];
  const wrong =
    problem === undefined
      ? []
      : [{ kind: 'text' as const, text: problemText(problem, audience), tone: 'alert' as const }];
  const required = question.essential && value === undefined ? { required: wording.problems.required } : {};
  switch (question.kind) {
    case 'text': {
      const back =
        given !== undefined && given.length <= mostGivenBack ? given : typeof value === 'string' ? value : undefined;
      const maximum = wording.maximum(question.max);
      const hint = question.essential ? maximum : `${wording.optional} ${maximum}`;
      return [
        {
          kind: 'text-input',
          id: question.id,
          label,
          long: question.max > 500,
          ...(back !== undefined && { value: back }),
          ...required,
        },
        ...help,
        { kind: 'text', text: hint, tone: 'subtle' },
        ...wrong,
      ];
    }
    case 'choice':
      if (asButtons) {
        const now =
          typeof value === 'string'
            ? [
                {
                  kind: 'text' as const,
                  text: wording.now(valueText(question, value, audience)),
                  tone: 'subtle' as const,
                },
              ]
            : [];
        return [{ kind: 'text', text: label, tone: 'strong' }, ...help, ...now, ...wrong];
      }
      return [
        {
          kind: 'choice-input',
          id: question.id,
          label,
          several: false,
          options: optionsOf(question, audience),
          value: chosenIn(value),
          ...required,
        },
        ...help,
        ...wrong,
      ];
    case 'choices':
      return [
        {
          kind: 'choice-input',
          id: question.id,
          label: `${label} ${wording.chooseMore}`,
          several: true,
          options: optionsOf(question, audience),
          value: chosenIn(value),
          ...required,
        },
        ...help,
        ...wrong,
      ];
    case 'moment':
      return [...momentElements(question, value, audience), ...wrong];
    default:
      return question satisfies never;
  }
}

function optionsOf(question: Extract<Question, { options: unknown }>, { locale }: Audience) {
  return question.options.map((option) => ({ id: option.id, label: option.label[locale] }));
}

function momentElements(question: Question, value: Value | undefined, audience: Audience): readonly Element[] {
  const { moment, now } = texts[audience.locale];
  const quick = [
    { id: 'just-now', label: moment.justNow },
    { id: 'earlier-today', label: moment.earlierToday },
    { id: 'yesterday', label: moment.yesterday },
    { id: 'other', label: moment.other },
  ];
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: audience.timeZone }).format(new Date(audience.now));
  return [
    {
      kind: 'choice-input',
      id: momentInput.quick(question.id),
      label: question.ask[audience.locale],
      several: false,
      options: quick,
    },
    ...(value === undefined || value === null
      ? []
      : [{ kind: 'text' as const, text: now(valueText(question, value, audience)), tone: 'subtle' as const }]),
    { kind: 'date-input', id: momentInput.date(question.id), label: moment.date, max: today },
    { kind: 'time-input', id: momentInput.time(question.id), label: moment.time },
  ];
}

/** The input on the review in which the answer to change is chosen. */
const changeInput = 'change';

type Review = Extract<Reply, { kind: 'review' }>;

export function reviewCard(review: Review, message: TurnMessage, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  const { plan, draft } = message;
  const answered = review.steps.filter((step) => step.value !== undefined && !step.question.onRequest);
  const other = review.steps.find((step) => step.question.onRequest);
  return {
    elements: [
      { kind: 'heading', text: wording.review.title },
      { kind: 'text', text: wording.unsent, tone: 'subtle' },
      ...answered.flatMap(({ question, value }): readonly Element[] => [
        { kind: 'answer', ask: question.ask[audience.locale], answer: valueText(question, value ?? null, audience) },
      ]),
      ...planElements(plan, audience),
      {
        kind: 'choice-input',
        id: changeInput,
        label: buttons.change,
        several: false,
        compact: true,
        options: answered.map(({ question }) => ({ id: question.id, label: question.ask[audience.locale] })),
      },
      ...(plan.callToo ? [] : atHand(message, audience)),
    ],
    buttons: [
      { title: buttons.send, press: { do: 'submit', draft }, style: 'main' },
      // Which answer is chosen on the card itself; the press only says that one is to be changed.
      { title: buttons.change, press: { do: 'edit', draft, question: changeInput }, sends: true },
      ...(other === undefined
        ? []
        : [{ title: buttons.otherPerson, press: { do: 'edit' as const, draft, question: other.question.id } }]),
      { title: buttons.back, press: { do: 'back', draft, from: 'review' } },
      { title: buttons.later, press: { do: 'pause', draft } },
    ],
  };
}

function planElements(plan: Plan, audience: Audience): readonly Element[] {
  const { review } = texts[audience.locale];
  const [name, name2] = plan.names;
  const leftOut = plan.leftOut.map((left): Element => ({ kind: 'text', text: review.notSkipped(left) }));
  if (name === undefined || plan.readsBy === undefined) {
    return [...leftOut, { kind: 'text', text: review.nobody, tone: 'strong' }, ...phoneElements(plan.phones, audience)];
  }
  const by = dayAndClock(plan.readsBy, audience.now, audience);
  return [
    ...leftOut,
    { kind: 'text', text: review.goesTo(name, name2, by), tone: 'strong' },
    ...(plan.startsAt === undefined
      ? []
      : [{ kind: 'text' as const, text: review.startsAt(dayAndClock(plan.startsAt, audience.now, audience)) }]),
    ...(plan.callToo ? [{ kind: 'text' as const, text: review.callToo }, ...phoneElements(plan.phones, audience)] : []),
  ];
}
