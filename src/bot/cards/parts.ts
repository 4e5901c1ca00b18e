import type { Audience, Phone } from '../../services/messages.ts';
import type { Wording } from '../../texts/texts.ts';
import type { Button, Element } from './card.ts';

/** Pieces that several cards are made of. */
export const text = (words: string, tone?: 'subtle' | 'strong' | 'alert'): Element => ({
  kind: 'text',
  text: words,
  ...(tone && { tone }),
});
export const heading = (words: string): Element => ({ kind: 'heading', text: words });

export function localPhones(phones: readonly Phone[], { locale }: Audience) {
  return phones.map(({ label, number }) => ({ label: label[locale], number }));
}

export function phoneElements(phones: readonly Phone[], audience: Audience): readonly Element[] {
  return phones.length === 0 ? [] : [{ kind: 'phones', phones: localPhones(phones, audience) }];
}

export function menu(wording: Wording): readonly Button[] {
  return [
    { title: wording.buttons.report, press: { do: 'start' }, style: 'main' },
    { title: wording.buttons.myReports, press: { do: 'reports' } },
    { title: wording.buttons.help, press: { do: 'help' } },
  ];
}

/** With a draft open, going on with it comes first. */
export function resumable(menuButtons: readonly Button[], hasDraft: boolean, wording: Wording): readonly Button[] {
  if (!hasDraft) return menuButtons;
  return menuButtons.map((button) =>
    button.press.do === 'start' ? { ...button, title: wording.buttons.resume } : button,
  );
}
