import { z } from 'zod';
import type { Reference } from '../model/conversation.ts';
import { Locale } from '../model/world.ts';

const id = z.string().min(1).max(100);

/**
 * What a card says was pressed. Everything in it comes from outside: who pressed is told by the channel, what is allowed is decided by
 * the permission table and the stored state, never by the card.
 */
export const Press = z.discriminatedUnion('do', [
  /** `keep`: the card says something that must stay, so the answer comes as a message of its own. */
  z.object({ do: z.enum(['start', 'help', 'reports']), keep: z.literal(true).optional() }),
  z.object({
    do: z.literal('answer'),
    draft: id,
    shown: z.array(id).max(40),
    /** The option on the button that was pressed, where the answers are buttons. */
    chosen: z.object({ question: id, option: id }).optional(),
  }),
  z.object({ do: z.literal('back'), draft: id, from: id }),
  z.object({ do: z.enum(['edit', 'skip']), draft: id, question: id }),
  z.object({
    do: z.enum(['submit', 'pause', 'resume', 'cancel', 'discard', 'drop-sentence', 'keep-sentence']),
    draft: id,
  }),
  /** `language`: of the card, so that what follows words that worry stays in the language in which they were typed. */
  z.object({
    do: z.enum(['about-me', 'about-other', 'call-me', 'not-now']),
    draft: id.optional(),
    language: Locale.optional(),
  }),
  z.object({ do: z.enum(['open', 'take', 'fold']), incident: id }),
  z.object({ do: z.literal('take-call'), request: id }),
]);
export type Press = z.infer<typeof Press>;

export interface Sender {
  readonly id: string;
  /** As Teams gives it: used only for people whom the organisation file does not list. */
  readonly name: string;
  /** The language tag of the client, for example `nl-BE`. */
  readonly language?: string;
  readonly reference: Reference;
}

/** One thing that came in from Teams, after the door let it through. `keys`: what marks a repeat of it. */
export type Incoming =
  | { readonly kind: 'text'; readonly keys: readonly string[]; readonly sender: Sender; readonly text: string }
  | {
      readonly kind: 'press';
      readonly keys: readonly string[];
      readonly sender: Sender;
      /** `undefined`: a button of another version, or a made-up one. */
      readonly press: Press | undefined;
      readonly inputs: Readonly<Record<string, unknown>>;
      /** The message on which the card stands. */
      readonly cardId?: string;
    }
  | { readonly kind: 'installed' | 'removed' | 'unreadable'; readonly keys: readonly string[]; readonly sender: Sender }
  /** In a channel or a group chat, where everybody reads along. What was typed is not carried along, so nobody can repeat it. */
  | { readonly kind: 'not-personal'; readonly language?: string }
  | { readonly kind: 'ignored'; readonly why: string };
