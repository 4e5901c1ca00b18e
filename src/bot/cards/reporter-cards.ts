import type { Audience, Message, Phone, Progress, Told } from '../../services/messages.ts';
import { clock, dayAndClock } from '../../texts/format.ts';
import { texts } from '../../texts/texts.ts';
import type { Button, Card, Element } from './card.ts';
import { heading, menu, phoneElements, resumable, text } from './parts.ts';

export function receiptCard(message: Extract<Message, { kind: 'receipt' }>, audience: Audience): Card {
  const { receipt, review, buttons } = texts[audience.locale];
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
  const { plan, checkInAt } = message;
  const [name] = plan.names;
  const next =
    name === undefined || plan.readsBy === undefined
      ? receipt.nobody
      : plan.startsAt === undefined
        ? receipt.next(name, at(plan.readsBy))
        : receipt.nextLater(name, at(plan.startsAt), at(plan.readsBy));
  return {
    elements: [
      heading(receipt.title),
      text(receipt.reference(message.reference)),
      text(next, 'strong'),
      ...(plan.callToo && name !== undefined ? [text(review.callToo)] : []),
      ...phoneElements(plan.phones, audience),
      text(checkInAt === undefined ? receipt.noCheckIn : receipt.checkIn(at(checkInAt))),
      text(receipt.later, 'subtle'),
    ],
    buttons: [
      { title: buttons.myReports, press: { do: 'reports', keep: true } },
      { title: buttons.help, press: { do: 'help', keep: true } },
    ],
  };
}

/** "My reports". */
export function reportsCard(message: Extract<Message, { kind: 'reports' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
  return {
    elements: [
      heading(wording.reports.title),
      ...(message.reports.length + message.drafts.length === 0 ? [text(wording.reports.none)] : []),
      ...message.drafts.map((draft) => text(wording.reports.draft(at(draft.startedAt)))),
      ...message.reports.flatMap((report) => progressElements(report, audience)),
    ],
    buttons: resumable([menu(wording)[0] as Button], message.drafts.length > 0, wording),
  };
}

export function checkInDoneCard(message: Extract<Message, { kind: 'check-in-done' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  return {
    elements: [
      ...(message.askedAgain === undefined ? [] : [text(wording.told.askedAgain(message.askedAgain))]),
      ...(message.asked
        ? [
            text(
              message.passedOnTo === undefined ? wording.told.wishKept : wording.told.wishPassedOn(message.passedOnTo),
            ),
          ]
        : []),
      text(wording.told.thanks),
    ],
    buttons: [],
  };
}

export function toldCard(told: Told, phones: readonly Phone[], audience: Audience): Card {
  const wording = texts[audience.locale];
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
  const numbers = phoneElements(phones, audience);
  const reports: readonly Button[] = [{ title: wording.buttons.myReports, press: { do: 'reports', keep: true } }];
  const { taken, nobodyYet, nobodyLeft } = wording.told;
  const { suicidal } = wording.safety;
  switch (told.kind) {
    case 'taken':
      return {
        elements: [
          heading(taken.title),
          text(taken.text(told.name), 'strong'),
          ...(told.checkInAt === undefined ? [] : [text(taken.checkIn(at(told.checkInAt)))]),
        ],
        buttons: reports,
      };
    case 'nobody-yet':
      return {
        elements: [
          heading(nobodyYet.title),
          text(nobodyYet.text(told.name, at(told.by))),
          text(nobodyYet.call),
          ...numbers,
        ],
        buttons: reports,
      };
    case 'nobody-left':
      return {
        elements: [
          heading(nobodyLeft.title),
          text(nobodyLeft.text(told.againAt === undefined ? undefined : at(told.againAt))),
          text(nobodyLeft.call),
          ...numbers,
        ],
        buttons: reports,
      };
    case 'call-taken':
      return { elements: [text(suicidal.taken(told.name), 'strong'), ...numbers], buttons: [] };
    case 'call-nobody':
      return {
        elements: [
          text(suicidal.nobody(told.at === undefined ? undefined : clock(told.at, audience)), 'strong'),
          ...numbers,
        ],
        buttons: [],
      };
    case 'call-after':
      return { elements: [text(suicidal.after), ...numbers], buttons: [] };
    default:
      return told satisfies never;
  }
}

function progressElements(report: Progress, audience: Audience): readonly Element[] {
  const { reports } = texts[audience.locale];
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
  const state = () => {
    switch (report.state.kind) {
      case 'taken':
        return reports.taken(report.state.name);
      case 'asked':
        return reports.asked(report.state.name, at(report.state.by));
      case 'starts':
        return reports.startsAt(report.state.name, at(report.state.at));
      case 'received':
        return reports.received;
      default:
        return report.state.againAt === undefined ? reports.nobodyAtAll : reports.nobody(at(report.state.againAt));
    }
  };
  return [
    text(reports.line(report.reference, at(report.reportedAt)), 'strong'),
    text(state()),
    ...(report.checkInAt === undefined ? [] : [text(reports.checkIn(at(report.checkInAt)))]),
    ...(report.wishes === 'none' ? [] : [text(report.wishes === 'kept' ? reports.wishKept : reports.wish)]),
  ];
}
