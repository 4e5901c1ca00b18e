import type { Locale } from '../model/world.ts';
import { texts, type Wording } from '../texts/texts.ts';
import { folded } from './read-answer.ts';

export type Command = keyof Wording['commands'];

const commands: ReadonlyMap<string, Command> = new Map(
  (['en', 'nl'] as const satisfies Locale[]).flatMap((locale) =>
    Object.entries(texts[locale].commands).flatMap(([command, words]) =>
      words.map((word) => [folded(word), command as Command] as const),
    ),
  ),
);

/**
 * The command that a message is, if the whole message is one, in either language. "Hij riep: stop" is a story and no command.
 * Politeness around it is no reason to miss it: "terug graag" and "/help" count.
 */
export function commandIn(text: string): Command | undefined {
  if (text.length > 80) return undefined;
  const plain = folded(text)
    .replace(/^\//, '')
    .replace(/,? (?:graag|alsjeblieft|aub|please)$/u, '');
  return commands.get(plain);
}
