import type { Reply } from '../../dialogs/turn.ts';
import type { Audience, Phone, TurnMessage } from '../../services/messages.ts';
import { texts, type Wording } from '../../texts/texts.ts';
import { type Button, type Card, mostButtons } from './card.ts';
import { heading, menu, phoneElements, text } from './parts.ts';
import { askCard, problemText, reviewCard } from './questions.ts';

/** One card for one turn: what is said first (safety, problems), then where the conversation stands. */
export function turnCard(message: TurnMessage, audience: Audience): Card {
  const parts = message.replies.map((reply) => replyCard(reply, message, audience));
  const elements = parts.flatMap((part) => part.elements);
  return { elements, buttons: parts.flatMap((part) => part.buttons).slice(-mostButtons) };
}

function replyCard(reply: Reply, message: TurnMessage, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  const { draft } = message;
  switch (reply.kind) {
    case 'ask':
      return askCard(reply, message, audience);
    case 'review':
      return reviewCard(reply, message, audience);
    case 'problem':
      return { elements: [text(problemOf(reply.problem, audience), 'alert')], buttons: [] };
    case 'safety':
      return safetyElements(reply, message, audience);
    case 'note':
      if (reply.note === 'paused' && message.list === 'check-in') {
        return {
          elements: [text(wording.checkIn.later)],
          buttons: [{ title: buttons.next, press: { do: 'resume', draft } }],
        };
      }
      return noteCard(reply.note, draft, wording);
    case 'ending': {
      const { endings } = wording;
      return {
        elements: [
          heading(endings[reply.ending].title),
          text(endings[reply.ending].text),
          ...phoneElements(message.endingPhones, audience),
          text(endings.nothingSent, 'subtle'),
        ],
        buttons: [
          { title: buttons.change, press: { do: 'edit', draft, question: reply.question } },
          { title: buttons.discard, press: { do: 'discard', draft }, style: 'danger' },
        ],
      };
    }
    case 'cancelled':
      return message.list === 'check-in'
        ? { elements: [text(wording.told.thanks)], buttons: [] }
        : { elements: [text(wording.cancelled)], buttons: menu(wording) };
    case 'stale':
      return { elements: [text(wording.problems.outdated, 'strong')], buttons: [] };
    case 'submitted':
      // A receipt says this, with names and times; the engine only marks the moment.
      return { elements: [], buttons: [] };
    default:
      return reply satisfies never;
  }
}

function problemOf(problem: Extract<Reply, { kind: 'problem' }>['problem'], audience: Audience): string {
  const { problems } = texts[audience.locale];
  if (problem === 'at-review' || problem === 'unfinished') return problems[problem];
  return problem === 'nothing-asked' ? problems['not-asked'] : problemText(problem, audience);
}

function noteCard(note: Extract<Reply, { kind: 'note' }>['note'], draft: string, wording: Wording): Card {
  const { buttons } = wording;
  const resume: Button = { title: buttons.resume, press: { do: 'resume', draft }, style: 'main' };
  switch (note) {
    case 'paused':
      return { elements: [text(wording.paused)], buttons: [resume] };
    case 'confirm-cancel':
      return {
        elements: [text(wording.confirmCancel)],
        buttons: [
          resume,
          { title: buttons.keep, press: { do: 'pause', draft } },
          { title: buttons.discard, press: { do: 'discard', draft }, style: 'danger' },
        ],
      };
    case 'sentence-gone':
      return { elements: [text(wording.safety.suicidal.sentenceGone)], buttons: [] };
    case 'added-to-story':
      return { elements: [text(wording.addedToStory, 'strong')], buttons: [] };
    case 'help':
      return { elements: [text(wording.help.commands, 'subtle')], buttons: [] };
    default:
      return note satisfies never;
  }
}

function safetyElements(reply: Extract<Reply, { kind: 'safety' }>, message: TurnMessage, audience: Audience): Card {
  // In the language that was typed, whatever the program speaks otherwise (practice.md section 2).
  const own: Audience = { ...audience, locale: reply.locale ?? audience.locale };
  const wording = texts[own.locale];
  const { safety, buttons } = wording;
  const phones = (ids: readonly Phone[]) => phoneElements(ids, own);
  switch (reply.safety) {
    case 'danger-now':
      return {
        elements: [
          heading(wording.dangerNow.title),
          text(wording.dangerNow.text, 'alert'),
          ...(message.replies.some((other) => other.kind === 'ask') ? [] : phones(message.phones)),
        ],
        buttons: [],
      };
    case 'suicidal':
      return {
        elements: [
          heading(safety.suicidal.title),
          text(safety.suicidal.text, 'strong'),
          ...phones(message.crisisPhones),
          text(safety.suicidal.question),
        ],
        buttons: [
          { title: buttons.aboutMe, press: { do: 'about-me', draft: message.draft, language: own.locale } },
          { title: buttons.aboutOther, press: { do: 'about-other', draft: message.draft, language: own.locale } },
        ],
      };
    case 'exposure': {
      const number = message.exposureLine ?? safety.exposure.outOfHours;
      return {
        elements: [
          heading(safety.exposure.title),
          text(safety.exposure.text(number), 'alert'),
          ...(message.exposureLine === undefined
            ? []
            : phones([
                { label: { nl: 'Na een beet of bloed', en: 'After a bite or blood' }, number: message.exposureLine },
              ])),
        ],
        buttons: [],
      };
    }
    case 'sexual-assault':
      return {
        elements: [
          heading(safety['sexual-assault'].title),
          text(safety['sexual-assault'].text, 'alert'),
          ...phones(message.sexualAssaultPhones),
        ],
        buttons: [],
      };
    case 'head-or-throat':
      return {
        elements: [heading(safety['head-or-throat'].title), text(safety['head-or-throat'].text, 'alert')],
        buttons: [],
      };
    case 'office-holder':
      return {
        elements: [heading(safety['office-holder'].title), text(safety['office-holder'].text)],
        buttons: [
          { title: buttons.showRoute, press: { do: 'edit', draft: message.draft, question: 'office-holder-target' } },
        ],
      };
    default:
      return reply.safety satisfies never;
  }
}
