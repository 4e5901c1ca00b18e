import type { Conversation } from '../model/conversation.ts';
import { withNextDue } from '../model/timer.ts';
import type { Locale, PersonId } from '../model/world.ts';
import { AlreadyThere, type Collection, Conflict, type Versioned } from './store.ts';

export function newConversation(id: PersonId, locale: Locale): Conversation {
  return { id, name: '', locale, handled: [], keptOut: [], drafts: [], shown: [], timers: [] };
}

/** Thrown after five conflicts: the person is told "one moment", nothing is lost. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

const tries = 5;

/**
 * Reads, decides, writes on condition; decides anew when somebody wrote in between. `decide` must be pure: it may run several times.
 * A decision that leaves the document the very same object is not written.
 */
export async function decideConversation<R>(
  conversations: Collection<Conversation>,
  fresh: Conversation,
  decide: (conversation: Conversation) => { readonly conversation: Conversation; readonly result: R },
  pause: (milliseconds: number) => Promise<void> = wait,
): Promise<{ readonly conversation: Conversation; readonly result: R }> {
  for (let attempt = 1; ; attempt += 1) {
    const stored = await conversations.get(fresh.id);
    const before: Conversation = stored ?? fresh;
    const { conversation, result } = decide(before);
    if (conversation === before) return { conversation, result };
    const next = withNextDue(conversation);
    try {
      const written =
        stored === undefined
          ? await conversations.create(next)
          : await conversations.replace({ ...next, etag: stored.etag } as Versioned<Conversation>);
      return { conversation: written, result };
    } catch (error) {
      if (!(error instanceof Conflict || error instanceof AlreadyThere)) throw error;
      if (attempt === tries) throw new Busy('the conversation is being written by others');
      await pause(attempt * 7);
    }
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
