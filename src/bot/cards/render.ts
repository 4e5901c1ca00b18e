import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { checkInList } from '../../dialogs/lists/check-in.ts';
import type { Reply } from '../../dialogs/turn.ts';
import type { Entry, Task } from '../../model/incident.ts';
import type { Audience, CaseState, Message, Phone, Progress, Told, TurnMessage } from '../../services/messages.ts';
import { clock, dayAndClock } from '../../texts/format.ts';
import { texts, type Wording } from '../../texts/texts.ts';
import { type Button, type Card, type Element, mostButtons, toAdaptiveCard, toText } from './card.ts';
import { askCard, momentText, phoneElements, problemText, reviewCard } from './questions.ts';

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

const text = (words: string, tone?: 'subtle' | 'strong' | 'alert'): Element => ({
  kind: 'text',
  text: words,
  ...(tone && { tone }),
});
const heading = (words: string): Element => ({ kind: 'heading', text: words });

function menu(wording: Wording): readonly Button[] {
  return [
    { title: wording.buttons.report, press: { do: 'start' }, style: 'main' },
    { title: wording.buttons.myReports, press: { do: 'reports' } },
    { title: wording.buttons.help, press: { do: 'help' } },
  ];
}

function cardFor(message: Message, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { buttons } = wording;
  const at = (moment: string) => dayAndClock(moment, audience.now, audience);
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
        elements: [heading(wording.hello.title), text(message.hasDraft ? wording.help.draft : wording.hello.text)],
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
      return { elements: [text(wording.language)], buttons: menu(wording) };
    case 'turn':
      return turnCard(message, audience);
    case 'receipt':
      return receiptCard(message, audience);
    case 'reports':
      return {
        elements: [
          heading(wording.reports.title),
          ...(message.reports.length + message.drafts.length === 0 ? [text(wording.reports.none)] : []),
          ...message.drafts.map((draft) => text(wording.reports.draft(at(draft.startedAt)))),
          ...message.reports.flatMap((report) => progressElements(report, audience)),
        ],
        buttons: resumable([menu(wording)[0] as Button], message.drafts.length > 0, wording),
      };
    case 'ping': {
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
    case 'case':
      return {
        elements: [
          heading(wording.caseCard.title),
          text(wording.ping.reference(message.reference), 'subtle'),
          text(`${wording.caseCard.reporter}: ${message.reporter}`, 'strong'),
          ...(message.reporterPhone === undefined
            ? []
            : [
                { kind: 'phones' as const, phones: [{ label: wording.caseCard.phone, number: message.reporterPhone }] },
              ]),
          text(`${wording.caseCard.unit}: ${message.unit[audience.locale]}`),
          text(`${wording.caseCard.reportedAt}: ${at(message.reportedAt)}`),
          text(
            `${wording.caseCard.status}: ${message.taken ? wording.caseCard.acknowledged : wording.caseCard.submitted}`,
          ),
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
    case 'case-closed':
      return closedCard(message.state, audience);
    case 'told':
      return toldCard(message.told, message.phones, audience);
    case 'wish':
      return {
        elements: [
          heading(wording.wish.title),
          text(wording.ping.reference(message.reference), 'subtle'),
          ...taskElements(message.tasks, audience),
        ],
        buttons: [{ title: buttons.open, press: { do: 'open', incident: message.incident } }],
      };
    case 'check-in-done':
      return {
        elements: [
          ...(message.askedAgain === undefined ? [] : [text(wording.told.askedAgain(message.askedAgain))]),
          ...(message.asked
            ? [
                text(
                  message.passedOnTo === undefined
                    ? wording.told.wishKept
                    : wording.told.wishPassedOn(message.passedOnTo),
                ),
              ]
            : []),
          text(wording.told.thanks),
        ],
        buttons: [],
      };
    case 'safety':
      return safetyCard(message, audience);
    case 'call-request':
      return {
        elements: [
          heading(wording.summaries.callNow),
          ...(message.taken ? [text(wording.ping.takenByYou)] : []),
          text(wording.endings.call(message.name), 'strong'),
          ...(message.phone === undefined
            ? []
            : [{ kind: 'phones' as const, phones: [{ label: message.name, number: message.phone }] }]),
        ],
        buttons: message.taken
          ? []
          : [{ title: buttons.takeCall, press: { do: 'take-call', request: message.request }, style: 'main' }],
      };
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

/** With a draft open, going on with it comes first. */
function resumable(menuButtons: readonly Button[], hasDraft: boolean, wording: Wording): readonly Button[] {
  if (!hasDraft) return menuButtons;
  return menuButtons.map((button) =>
    button.press.do === 'start' ? { ...button, title: wording.buttons.resume } : button,
  );
}

/** One card for one turn: what is said first (safety, problems), then where the conversation stands. */
function turnCard(message: TurnMessage, audience: Audience): Card {
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
        elements: [heading(wording.dangerNow.title), text(wording.dangerNow.text, 'alert'), ...phones(message.phones)],
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
          { title: buttons.aboutMe, press: { do: 'about-me', draft: message.draft } },
          { title: buttons.aboutOther, press: { do: 'about-other', draft: message.draft } },
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

function safetyCard(message: Extract<Message, { kind: 'safety' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { suicidal } = wording.safety;
  const { buttons } = wording;
  const { about, draft } = message;
  const phones = phoneElements(message.phones, audience);
  const ofDraft = draft === undefined ? {} : { draft };
  const resume: readonly Button[] =
    draft === undefined ? [] : [{ title: buttons.resume, press: { do: 'resume', draft } }];
  const sentence: readonly Button[] =
    draft === undefined
      ? []
      : [
          { title: buttons.keepSentence, press: { do: 'keep-sentence', draft } },
          { title: buttons.dropSentence, press: { do: 'drop-sentence', draft } },
        ];
  const waiting = draft === undefined ? [] : [text(suicidal.paused, 'subtle'), text(suicidal.sentence)];
  switch (about.kind) {
    case 'suicidal':
      return {
        elements: [heading(suicidal.title), text(suicidal.text, 'strong'), ...phones, text(suicidal.question)],
        buttons: [
          { title: buttons.aboutMe, press: { do: 'about-me', ...ofDraft } },
          { title: buttons.aboutOther, press: { do: 'about-other', ...ofDraft } },
        ],
      };
    case 'about-me':
      return {
        elements: [
          text(suicidal.me, 'strong'),
          ...phones,
          text(about.name === undefined ? suicidal.nobodyToAsk : suicidal.offer(about.name)),
          ...waiting,
        ],
        buttons: [
          ...(about.name === undefined
            ? []
            : [{ title: buttons.callMe, press: { do: 'call-me' as const, ...ofDraft }, style: 'main' as const }]),
          { title: buttons.dontCall, press: { do: 'not-now', ...ofDraft } },
          ...sentence,
          ...resume,
        ],
      };
    case 'about-other':
      return {
        elements: [
          text(suicidal.other, 'strong'),
          ...phones,
          ...(draft === undefined ? [] : [text(suicidal.sentence)]),
        ],
        buttons: [...sentence, ...resume],
      };
    case 'call-asked':
      return {
        elements: [text(suicidal.asked(about.name, clock(about.at, audience)), 'strong'), ...phones, ...waiting],
        buttons: [...sentence, ...resume],
      };
    case 'not-now':
      return { elements: [text(suicidal.notNow), ...phones, ...waiting], buttons: [...sentence, ...resume] };
    case 'sentence':
      return {
        elements: [text(about.kept ? suicidal.sentenceKept : suicidal.sentenceGone), ...phones],
        buttons: resume,
      };
    default:
      return about satisfies never;
  }
}

function receiptCard(message: Extract<Message, { kind: 'receipt' }>, audience: Audience): Card {
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
      default:
        return report.state.againAt === undefined ? reports.nobodyAtAll : reports.nobody(at(report.state.againAt));
    }
  };
  return [
    text(reports.line(report.reference, at(report.reportedAt)), 'strong'),
    text(state()),
    ...(report.checkInAt === undefined ? [] : [text(reports.checkIn(at(report.checkInAt)))]),
    ...(report.wishes ? [text(reports.wish)] : []),
  ];
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

function closedCard(state: CaseState, audience: Audience): Card {
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

function toldCard(told: Told, phones: readonly Phone[], audience: Audience): Card {
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
