import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Audience, Message } from '../../services/messages.ts';
import { texts } from '../../texts/texts.ts';
import { type Card, toAdaptiveCard, toText } from './card.ts';
import { callCard, caseCard, closedCard, pingCard, wishCard } from './case-cards.ts';
import { heading, menu, phoneElements, resumable, text } from './parts.ts';
import { checkInDoneCard, receiptCard, reportsCard, toldCard } from './reporter-cards.ts';
import { safetyCard } from './safety-card.ts';
import { turnCard } from './turn-card.ts';

export interface Rendered {
  readonly card: IAdaptiveCard;
  /** The same in words. */
  readonly text: string;
  /** What a notification and a lock screen show: one of four fixed texts, whatever the message is about (promise 4). */
  readonly summary: string;
}

export function render(message: Message, audience: Audience): Rendered {
  const card = cardFor(message, audience);
  return { card: toAdaptiveCard(card, audience.locale), text: toText(card), summary: summaryOf(message, audience) };
}

function summaryOf(message: Message, { locale }: Audience): string {
  const { summaries } = texts[locale];
  if (message.kind === 'call-request') return summaries.callNow;
  if (message.kind === 'ping' && message.urgent) return summaries.urgent;
  if (message.kind === 'reports') return summaries.overview;
  return summaries.message;
}

function cardFor(message: Message, audience: Audience): Card {
  const wording = texts[audience.locale];
  switch (message.kind) {
    case 'welcome':
      return {
        elements: [
          heading(wording.welcome.title),
          text(wording.welcome.text),
          ...(message.helper ? [text(wording.welcome.helper)] : []),
          text(wording.welcome.how, 'subtle'),
        ],
        buttons: menu(wording),
      };
    case 'hello':
      return {
        elements: [
          ...(message.first === undefined ? [] : turnCard(message.first, audience).elements),
          heading(wording.hello.title),
          text(message.hasDraft ? wording.help.draft : wording.hello.text),
        ],
        buttons: resumable(menu(wording), message.hasDraft, wording),
      };
    case 'help':
      return {
        elements: [
          heading(wording.help.title),
          text(wording.help.call),
          ...phoneElements(message.phones, audience),
          text(wording.help.commands, 'subtle'),
          ...(message.hasDraft ? [text(wording.help.draft)] : []),
        ],
        buttons: resumable(menu(wording).slice(0, 2), message.hasDraft, wording),
      };
    case 'guest':
      return {
        elements: [heading(wording.guest.title), text(wording.guest.text), ...phoneElements(message.phones, audience)],
        buttons: [],
      };
    case 'not-here':
      return { elements: [text(wording.notHere)], buttons: [] };
    case 'language':
      return { elements: [text(wording.language)], buttons: resumable(menu(wording), message.hasDraft, wording) };
    case 'turn':
      return turnCard(message, audience);
    case 'receipt':
      return receiptCard(message, audience);
    case 'reports':
      return reportsCard(message, audience);
    case 'ping':
      return pingCard(message, audience);
    case 'case':
      return caseCard(message, audience);
    case 'case-closed':
      return closedCard(message.state, audience);
    case 'told':
      return toldCard(message.told, message.phones, audience);
    case 'wish':
      return wishCard(message, audience);
    case 'check-in-done':
      return checkInDoneCard(message, audience);
    case 'safety':
      return safetyCard(message, audience);
    case 'call-request':
      return callCard(message, audience);
    case 'alarm':
      return {
        elements: [
          heading(wording.alarm.title),
          text(wording.alarm.what[message.code]),
          text(wording.alarm.text(message.code, message.reference), 'subtle'),
        ],
        buttons: [],
      };
    case 'problem':
      return {
        elements: [text(wording.problems[message.problem])],
        buttons: message.problem === 'busy' ? [] : menu(wording),
      };
    case 'failed':
      return { elements: [text(wording.problems.code(message.code))], buttons: menu(wording) };
    case 'continued':
      return { elements: [text(wording.continued, 'subtle')], buttons: [] };
    default:
      return message satisfies never;
  }
}
