import type { Audience, Message } from '../../services/messages.ts';
import { clock } from '../../texts/format.ts';
import { texts } from '../../texts/texts.ts';
import type { Button, Card } from './card.ts';
import { heading, phoneElements, text } from './parts.ts';

/** What is said after words about suicide: 113 first, and nothing that asks for more words (practice.md section 2). */
export function safetyCard(message: Extract<Message, { kind: 'safety' }>, audience: Audience): Card {
  const wording = texts[audience.locale];
  const { suicidal } = wording.safety;
  const { buttons } = wording;
  const { about, draft } = message;
  const phones = phoneElements(message.phones, audience);
  const ofDraft = { language: audience.locale, ...(draft !== undefined && { draft }) };
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
          // One question at a time: whether the sentence stays is asked after this one.
          ...(draft === undefined ? [] : [text(suicidal.paused, 'subtle')]),
        ],
        buttons: [
          ...(about.name === undefined
            ? []
            : [{ title: buttons.callMe, press: { do: 'call-me' as const, ...ofDraft }, style: 'main' as const }]),
          { title: buttons.dontCall, press: { do: 'not-now', ...ofDraft } },
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
