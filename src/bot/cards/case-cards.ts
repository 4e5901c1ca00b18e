import { checkInList } from '../../dialogs/lists/check-in.ts';
import type { Entry, Task } from '../../model/incident.ts';
import type { Audience, CaseState, Message } from '../../services/messages.ts';
import { dayAndClock } from '../../texts/format.ts';
import { texts } from '../../texts/texts.ts';
import type { Card, Element } from './card.ts';
import { heading, text } from './parts.ts';
import { momentText } from './questions.ts';

/** Somebody is asked to take a report up. Reference and reason stand inside the card, and nothing of the story. */
export function pingCard(message: Extract<Message, { kind: 'ping' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
  const reason = wording.ping.reason[message.role](message.unit[audience.locale]);
  return {
    elements: [
      heading(message.urgent ? wording.ping.urgentTitle : wording.ping.title),
      ...(message.why === 'reminder' ? [text(wording.ping.reminder, 'strong')] : []),
      ...(message.why === 'again' ? [text(wording.ping.again, 'strong')] : []),
      text(wording.ping.reference(message.reference)),
      text(reason),
      text(wording.ping.until(at(message.until))),
    ],
    buttons: [
      { title: buttons.take, press: { do: 'take', incident: message.incident }, style: 'main' },
      { title: buttons.open, press: { do: 'open', incident: message.incident } },
    ],
  };
}

/** The report itself: only after somebody opened it. */
export function caseCard(message: Extract<Message, { kind: 'case' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
  return {
    elements: [
      heading(wording.caseCard.title),
      text(wording.ping.reference(message.reference), 'subtle'),
      text(`${wording.caseCard.reporter}: ${message.reporter}`, 'strong'),
      ...(message.reporterPhone === undefined
        ? []
        : [{ kind: 'phones' as const, phones: [{ label: wording.caseCard.phone, number: message.reporterPhone }] }]),
      text(`${wording.caseCard.unit}: ${message.unit[audience.locale]}`),
      text(`${wording.caseCard.reportedAt}: ${at(message.reportedAt)}`),
      text(`${wording.caseCard.status}: ${message.taken ? wording.caseCard.acknowledged : wording.caseCard.submitted}`),
      ...taskElements(message.tasks, audience),
      // What happened comes first; the chosen answers are for looking up.
      ...message.entries
        .filter((entry) => entry.words !== undefined)
        .flatMap((entry) => entryElements(entry, audience)),
      ...message.entries
        .filter((entry) => entry.words === undefined)
        .flatMap((entry) => entryElements(entry, audience)),
      text(wording.caseCard.private, 'subtle'),
    ],
    buttons: [
      ...(message.mayTake
        ? [
            {
              title: buttons.take,
              press: { do: 'take' as const, incident: message.incident },
              style: 'main' as const,
            },
          ]
        : []),
      { title: buttons.fold, press: { do: 'fold', incident: message.incident } },
    ],
  };
}

export function wishCard(message: Extract<Message, { kind: 'wish' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  return {
    elements: [
      heading(wording.wish.title),
      text(wording.ping.reference(message.reference), 'subtle'),
      ...taskElements(message.tasks, audience),
    ],
    buttons: [{ title: buttons.open, press: { do: 'open', incident: message.incident } }],
  };
}

/** "Call {name} now", and never why. */
export function callCard(message: Extract<Message, { kind: 'call-request' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  return {
    elements: [
      heading(wording.summaries.callNow),
      ...(message.taken ? [text(wording.ping.callTaken)] : []),
      ...(message.name === undefined ? [] : [text(wording.endings.call(message.name), 'strong')]),
      ...(message.name === undefined || message.phone === undefined
        ? []
        : [{ kind: 'phones' as const, phones: [{ label: message.name, number: message.phone }] }]),
    ],
    buttons: message.taken
      ? []
      : [{ title: buttons.takeCall, press: { do: 'take-call', request: message.request }, style: 'main' }],
  };
}

export function closedCard(state: CaseState, audience: Audience): Card {
  const { ping, buttons } = texts[audience.locale];
  switch (state.kind) {
    case 'not-yours':
      return { elements: [text(ping.notYours)], buttons: [] };
    case 'taken-by':
      return { elements: [text(ping.takenBy(state.name))], buttons: [] };
    case 'folded':
      return {
        elements: [text(ping.reference(state.reference), 'strong'), text(ping.folded)],
        buttons: [
          ...(state.mayTake
            ? [
                {
                  title: buttons.take,
                  press: { do: 'take' as const, incident: state.incident },
                  style: 'main' as const,
                },
              ]
            : []),
          { title: buttons.open, press: { do: 'open', incident: state.incident } },
        ],
      };
    case 'taken-by-you': {
      const next =
        state.checkInAt === undefined
          ? ping.callSoonNoCheckIn(state.reporter)
          : ping.callSoon(state.reporter, dayAndClock(state.checkInAt, audience.now, audience));
      return {
        elements: [
          text(ping.reference(state.reference), 'strong'),
          text(ping.takenByYou),
          text(next),
          ...taskElements(state.tasks, audience),
        ],
        buttons: [{ title: buttons.open, press: { do: 'open', incident: state.incident } }],
      };
    }
    default:
      return state satisfies never;
  }
}

function entryElements(entry: Entry, audience: Audience): readonly Element[] {
  const ask = entry.ask[audience.locale];
  if (entry.words !== undefined) return [text(ask, 'subtle'), { kind: 'words', text: entry.words }];
  const answer =
    entry.moment === undefined
      ? (entry.chosen ?? []).map((option) => option.label[audience.locale]).join(', ')
      : momentText(entry.moment.at, entry.moment.precision, audience);
  return [{ kind: 'answer', ask, answer }];
}

/** A wish by its words in the check-in; one of an older list by its id, rather than not at all. */
function taskElements(tasks: readonly Task[], audience: Audience): readonly Element[] {
  if (tasks.length === 0) return [];
  const { ping } = texts[audience.locale];
  const labels = tasks.map((task) => {
    const question = checkInList.questions.find(
      (candidate) => candidate.id === (task.kind === 'contact-wish' ? 'contact-wish' : 'practical-needs'),
    );
    const option =
      question !== undefined && 'options' in question
        ? question.options.find((one) => one.id === task.what)
        : undefined;
    const label = option?.label[audience.locale] ?? task.what;
    return task.kind === 'contact-wish' ? ping.callWish(label) : label;
  });
  return [text(ping.wishes, 'strong'), ...labels.map((label) => text(`· ${label}`))];
}
