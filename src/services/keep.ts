import type { Conversation } from '../model/conversation.ts';
import type { Timer } from '../model/timer.ts';
import { minutesAfter } from '../model/world.ts';
import type { Cases } from './cases.ts';
import type { Conversations } from './conversations.ts';
import type { Messenger } from './messages.ts';
import { type Change, done, postponed } from './scheduler.ts';
import type { Setting } from './setting.ts';

interface KeeperOptions {
  readonly setting: Setting;
  readonly messenger: Messenger;
  readonly cases: Cases;
  readonly conversations: Conversations;
}

/** Carries out the due steps of a conversation itself: what a crash left unfinished, and stories that stand open for a day. */
export function createKeeper({ setting, messenger, cases, conversations }: KeeperOptions) {
  const { organisation, world } = setting;

  /** Folds a case card back to what its reader may see without opening it anew. */
  async function fold(conversation: Conversation, timer: Timer): Promise<Change<Conversation>> {
    const card = conversation.shown.find((shown) => shown.activityId === timer.about);
    if (card !== undefined && conversation.reference !== undefined) {
      const message = await cases.folded(card.subject, conversation.id);
      const audience = { locale: conversation.locale, timeZone: organisation.timeZone, now: world.now() };
      const delivery = await messenger.update(conversation.reference, card.activityId, message, audience);
      if (delivery.kind === 'later') return (fresh) => postponed(fresh, timer, delivery.retryAt, true);
      // Folding twice does no harm, so an unknown outcome is tried again, a few times.
      if (delivery.kind === 'unknown' && timer.attempts < 3) {
        return (fresh) => postponed(fresh, timer, minutesAfter(world.now(), 5), true);
      }
    }
    return (fresh) => ({
      ...done(fresh, timer, world.now()),
      shown: fresh.shown.filter((shown) => shown.activityId !== timer.about),
    });
  }

  return async (conversation: Conversation, timer: Timer): Promise<Change<Conversation>> => {
    if (timer.kind === 'fold') return fold(conversation, timer);
    if (timer.kind === 'carry-out' && timer.about !== undefined)
      return conversations.carryOut(conversation, timer.about);
    if (timer.kind === 'place-call' && timer.about !== undefined)
      return conversations.placeCall(conversation, timer.about);
    return (fresh) => postponed(fresh, timer, minutesAfter(world.now(), 60), false);
  };
}
