import { z } from 'zod';
import { Draft } from './draft.ts';
import { timed } from './timer.ts';
import { Instant, Locale, PersonId } from './world.ts';

/** How to reach somebody in Teams: facts of the channel, refreshed at every message, never a name. */
export const Reference = z.object({
  /** Always `msteams`. */
  channelId: z.string(),
  /** For example `https://smba.trafficmanager.net/emea/`. It can change; the newest counts. */
  serviceUrl: z.string(),
  /** For example `a:1...`. */
  conversationId: z.string(),
  /** The tenant of the conversation, a GUID. */
  tenantId: z.string().optional(),
  /** `28:...` and `29:...`: ids that only this app can use. */
  botId: z.string(),
  userId: z.string(),
});
export type Reference = z.infer<typeof Reference>;

/** A card that still stands in somebody's chat with content on it: `{ subject: '<incident>', activityId: '1732...', at: ... }`. */
export const Shown = z.object({ subject: z.string(), activityId: z.string(), at: Instant });
export type Shown = z.infer<typeof Shown>;

/** Everything about talking with one person: one document, one write a turn (design section 3). */
export const Conversation = z.object({
  id: PersonId,
  /** Sealed: as Teams gave it last. Only for people whom the organisation file does not list. */
  name: z.string(),
  locale: Locale,
  /** Absent = cannot be reached: the app was removed or never installed. */
  reference: Reference.optional(),
  /** Whom this person left out of a report, or named as the one who did it: never asked to call them either. */
  keptOut: z.array(PersonId).default([]),
  /** The request to be called that is open: one at a time, however often it is asked for. */
  call: z.string().optional(),
  /** Once, however often Teams says "installed". */
  welcomedAt: Instant.optional(),
  /** The last hundred things dealt with: Teams delivers again, with the same id and with new ones. */
  handled: z.array(z.string()),
  /** Sealed: one report at most that is not sent, and the check-ins that are open. The one touched last comes last. */
  drafts: z.array(Draft),
  shown: z.array(Shown),
  ...timed,
  etag: z.string().optional(),
});
export type Conversation = z.infer<typeof Conversation>;

const handledKept = 100;

export function withHandled(conversation: Conversation, ...keys: readonly string[]): Conversation {
  return { ...conversation, handled: [...conversation.handled, ...keys].slice(-handledKept) };
}

/** At most this many standing cards are remembered for one person; the oldest are forgotten. */
const shownKept = 50;

/** Remembers the one card that stands for a subject. */
export function withShown(conversation: Conversation, shown: Shown): Conversation {
  const others = conversation.shown.filter((other) => other.subject !== shown.subject);
  return { ...conversation, shown: [...others, shown].slice(-shownKept) };
}
