/**
 * bot/cards/ renders messages. A card is first a list of plain elements; from these come both the Adaptive Card and its text twin, so
 * that the two can never say different things. Words of people (and names, and units) stand in TextRuns, which know no Markdown.
 */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Press } from '../../services/incoming.ts';

export type Element =
  /** Only wording of the program: a heading is a TextBlock, which reads Markdown. */
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: 'subtle' | 'strong' | 'alert' }
  /** A question with its answer right under it. */
  | { readonly kind: 'answer'; readonly ask: string; readonly answer: string }
  /** Somebody's own words. */
  | { readonly kind: 'words'; readonly text: string }
  /** `inline`: all on one line, where they only have to be at hand. */
  | {
      readonly kind: 'phones';
      readonly phones: readonly { readonly label: string; readonly number: string }[];
      readonly inline?: true;
    }
  | {
      readonly kind: 'text-input';
      readonly id: string;
      readonly label: string;
      readonly value?: string;
      readonly long: boolean;
      readonly required?: string;
    }
  | {
      readonly kind: 'choice-input';
      readonly id: string;
      readonly label: string;
      readonly options: readonly { readonly id: string; readonly label: string }[];
      readonly several: boolean;
      /** Folded up until it is touched. */
      readonly compact?: true;
      readonly value?: readonly string[];
      readonly required?: string;
    }
  | {
      readonly kind: 'date-input' | 'time-input';
      readonly id: string;
      readonly label: string;
      readonly value?: string;
      readonly max?: string;
    };

export interface Button {
  readonly title: string;
  readonly press: Press;
  readonly style?: 'main' | 'danger';
  /** Sends the inputs along; then required inputs are checked first. */
  readonly sends?: true;
}

export interface Card {
  readonly elements: readonly Element[];
  readonly buttons: readonly Button[];
}

/** Teams shows six actions; more belong in a choice (design section 10). */
export const mostButtons = 6;

/** Text without the signs that no message can carry, or only at six times their length. */
function sendable(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/(?![\t\n\r])\p{Cc}/gu, '');
}

/** Text as it may be shown: composed, without signs that hide, turn or break what stands beside them. The stored text keeps them. */
function presentable(text: string): string {
  return sendable(text)
    .replace(/[\p{Bidi_Control}\u200b\u2060\ufeff]/gu, '')
    .normalize('NFC');
}

/** For places that read Markdown but show a backslash: a link is no link any more, and looks the same. */
function unlinked(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}

/** A label inside a TextBlock: every sign that Markdown could read is escaped. */
function literal(text: string): string {
  return presentable(text).replace(/[\\`*_{}[\]()#+\-!>|~<]/g, (sign) => `\\${sign}`);
}

/** A number is never broken over two lines. */
const unbroken = (number: string) => number.replaceAll('-', '\u2011').replaceAll(' ', '\u00a0');
const digits = (number: string) => number.replace(/[^+0-9]/g, '');

type Body = NonNullable<IAdaptiveCard['body']>[number];
type Action = NonNullable<IAdaptiveCard['actions']>[number];

const linesShown = 60;

function run(text: string, tone?: 'subtle' | 'strong' | 'alert'): Body {
  return {
    type: 'RichTextBlock',
    inlines: [
      {
        type: 'TextRun',
        // No Markdown here, but a renderer would put a date of its own in the place of {{DATE(...)}}.
        text: text.replace(/\{(?=\{)/g, '{\u2060'),
        ...(tone === 'subtle' && { isSubtle: true, size: 'Small' as const }),
        ...(tone === 'strong' && { weight: 'Bolder' as const }),
        ...(tone === 'alert' && { weight: 'Bolder' as const, color: 'Attention' as const }),
      },
    ],
  };
}

/** Line by line, because a TextRun shows no line breaks; very many lines end up in the last one, nothing is dropped. */
function paragraphs(text: string): readonly Body[] {
  const lines = presentable(text).split(/\r\n|\r|\n/);
  const shown =
    lines.length > linesShown ? [...lines.slice(0, linesShown - 1), lines.slice(linesShown - 1).join(' ')] : lines;
  return shown.filter((line) => line.trim() !== '').map((line) => run(line));
}

function bodyOf(element: Element): readonly Body[] {
  switch (element.kind) {
    case 'heading':
      return [
        { type: 'TextBlock', text: element.text, wrap: true, weight: 'Bolder', size: 'Medium', style: 'heading' },
      ];
    case 'text':
      return [run(presentable(element.text), element.tone)];
    case 'answer':
      return [run(presentable(element.ask), 'subtle'), { ...run(presentable(element.answer)), spacing: 'None' }];
    case 'words':
      return [{ type: 'Container', style: 'emphasis', items: [...paragraphs(element.text)] }];
    case 'phones': {
      const lines = element.phones.map(
        ({ label, number }) => `${literal(label)}: [${unbroken(number)}](tel:${digits(number)})`,
      );
      return (element.inline ? [lines.join(' · ')] : lines).map((line) => ({
        type: 'TextBlock',
        text: line,
        wrap: true,
        ...(element.inline ? { spacing: 'Small', size: 'Small' } : { spacing: 'Small' }),
      }));
    }
    case 'text-input':
      return [
        {
          type: 'Input.Text',
          id: element.id,
          label: element.label,
          isMultiline: element.long,
          ...(element.value !== undefined && { value: sendable(element.value) }),
          ...(element.required !== undefined && { isRequired: true, errorMessage: element.required }),
        },
      ];
    case 'choice-input':
      return [
        {
          type: 'Input.ChoiceSet',
          id: element.id,
          label: element.label,
          // A long list of single answers folds up; several answers can only be ticked when they all stand there.
          style: element.several || (element.options.length <= 8 && !element.compact) ? 'expanded' : 'compact',
          isMultiSelect: element.several,
          wrap: true,
          choices: element.options.map(({ id, label }) => ({ title: unlinked(presentable(label)), value: id })),
          ...(element.value !== undefined && element.value.length > 0 && { value: element.value.join(',') }),
          ...(element.required !== undefined && { isRequired: true, errorMessage: element.required }),
        },
      ];
    case 'date-input':
    case 'time-input':
      return [
        {
          type: element.kind === 'date-input' ? 'Input.Date' : 'Input.Time',
          id: element.id,
          label: element.label,
          ...(element.value !== undefined && { value: element.value }),
          ...(element.max !== undefined && { max: element.max }),
        },
      ];
    default:
      return element satisfies never;
  }
}

/** Action.Execute replaces the card in place; clients that do not know it send the same press as a message. */
function actionOf({ title, press, style, sends }: Button): Action {
  const shared = {
    title: presentable(title),
    data: { press },
    ...(style === 'main' && { style: 'positive' as const }),
    ...(style === 'danger' && { style: 'destructive' as const }),
    ...(sends === undefined && { associatedInputs: 'none' as const }),
  };
  return { type: 'Action.Execute', verb: press.do, ...shared, fallback: { type: 'Action.Submit', ...shared } };
}

export function toAdaptiveCard(card: Card, language: string): IAdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: language,
    body: card.elements.flatMap(bodyOf),
    actions: card.buttons.slice(0, mostButtons).map(actionOf),
    fallbackText: unlinked(toText(card)),
  } as IAdaptiveCard;
}

/** The same card in words, for clients and readers without cards. */
export function toText(card: Card): string {
  const lines = card.elements.flatMap((element): readonly string[] => {
    switch (element.kind) {
      case 'heading':
      case 'text':
        return [presentable(element.text)];
      case 'answer':
        return [presentable(element.ask), presentable(element.answer)];
      case 'words':
        return [`“${presentable(element.text)}”`];
      case 'phones':
        return element.phones.map(({ label, number }) => `${presentable(label)}: ${number}`);
      case 'choice-input':
        return [
          element.label,
          element.options.map(({ label }, index) => `${index + 1}. ${presentable(label)}`).join('  '),
        ];
      case 'text-input':
      case 'date-input':
      case 'time-input':
        return [element.label];
      default:
        return element satisfies never;
    }
  });
  const buttons = card.buttons.map(({ title }) => `[${presentable(title)}]`).join(' ');
  return [...lines, ...(buttons === '' ? [] : [buttons])].join('\n');
}
