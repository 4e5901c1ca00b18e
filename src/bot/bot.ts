import type { Reference } from '../model/conversation.ts';
import type { World } from '../model/world.ts';
import type { Conversations } from '../services/conversations.ts';
import type { Incoming } from '../services/incoming.ts';
import type { Audience, Message, Messenger } from '../services/messages.ts';
import type { Log } from '../services/ports.ts';
import { localeFrom, texts } from '../texts/texts.ts';
import { AuthenticationError, type Door, saysItIsOfTheService, TeamsAdapter } from './adapter.ts';
import { render } from './cards/render.ts';
import { type Received, receive } from './incoming.ts';

interface BotOptions {
  readonly door: Door;
  readonly conversations: Conversations;
  readonly messenger: Messenger;
  readonly log: Log;
  readonly world: World;
  readonly timeZone: string;
  /** `undefined` = any tenant: only the demo. */
  readonly tenantId: string | undefined;
  readonly isTrusted: (serviceUrl: string) => boolean;
}

/** What the door answers over HTTP. */
export interface Answered {
  readonly status: 200 | 401 | 400 | 501;
  readonly body?: unknown;
}

/** Takes in one activity, end to end: token, tenant, reading, turn, reply. Never throws. */
export type Bot = (authorization: string, activity: Readonly<Record<string, unknown>>) => Promise<Answered>;

export function createBot(options: BotOptions): Bot {
  const { door, conversations, messenger, log, world, timeZone, tenantId, isTrusted } = options;
  const adapter = new TeamsAdapter(door.authentication);
  const standing = createStanding();

  const audienceFor = (locale: Audience['locale']): Audience => ({ locale, timeZone, now: world.now() });

  async function turn(received: Received): Promise<Answered> {
    const { incoming, isInvoke } = received;
    if (tenantId !== undefined && received.tenantId !== tenantId) {
      log.warn('other-tenant', { kind: incoming.kind });
      return { status: 200 };
    }
    if (incoming.kind === 'ignored') {
      log.info('ignored', { why: incoming.why });
      return { status: isInvoke ? 501 : 200 };
    }
    const answer = await answerTo(incoming);
    if (answer === undefined) return { status: 200 };
    const audience = audienceFor(answer.locale);
    if (isInvoke && keepsCard(incoming) && received.reference !== undefined) {
      await send(received.reference, incoming, answer.message, audience);
      const value = texts[answer.locale].below;
      return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value } };
    }
    if (isInvoke) {
      remember(incoming, received.cardId, answer.message);
      const { card } = render(answer.message, audience);
      return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
    }
    await reply(received, answer.message, audience);
    return { status: 200 };
  }

  /** Whatever goes wrong inside a turn, the person gets a sentence and a code, the log the same code and no word of theirs. */
  async function answerTo(incoming: Incoming) {
    try {
      return await conversations.handle(incoming);
    } catch (error) {
      const code = world.newId().slice(0, 8);
      log.error('turn-failed', error, { code, kind: incoming.kind });
      const language = 'sender' in incoming ? incoming.sender.language : undefined;
      return { message: { kind: 'failed', code } as const, locale: localeFrom(language) };
    }
  }

  async function reply(received: Received, message: Message, audience: Audience): Promise<void> {
    const { reference, incoming, cardId } = received;
    if (reference === undefined) return;
    if (incoming.kind === 'press' && cardId !== undefined && !keepsCard(incoming)) {
      remember(incoming, cardId, message);
      await messenger.update(reference, cardId, message, audience);
      return;
    }
    await send(reference, incoming, message, audience);
  }

  async function send(reference: Reference, incoming: Incoming, message: Message, audience: Audience): Promise<void> {
    const delivery = await messenger.send(reference, message, audience, 'quiet');
    if (delivery.kind !== 'delivered' || !('sender' in incoming) || message.kind !== 'turn') return;
    // One card of a conversation is the living one; the one before says that it went on.
    const earlier = standing.swap(incoming.sender.id, message.draft, delivery.activityId);
    if (earlier !== undefined) await messenger.update(reference, earlier, { kind: 'continued' }, audience);
  }

  function remember(incoming: Incoming, cardId: string | undefined, message: Message): void {
    if (!('sender' in incoming) || cardId === undefined) return;
    if (message.kind === 'turn') standing.swap(incoming.sender.id, message.draft, cardId);
    else standing.drop(incoming.sender.id, cardId);
  }

  return async (authorization, activity) => {
    if (door.appId !== '' && !saysItIsOfTheService(authorization)) {
      log.warn('not-authenticated');
      return { status: 401 };
    }
    // For another channel the SDK would ask another key server, or none (platform.md 2.1 and 2.3).
    if (activity['channelId'] !== 'msteams') {
      log.warn('other-channel');
      return { status: 400 };
    }
    try {
      let answered: Answered = { status: 401 };
      const response = await adapter.receive(authorization, activity, async (context) => {
        const received = receive(activity);
        // The token belongs to a service address; only then is it worth knowing whether that address is one of Teams.
        if (received.reference !== undefined && !isTrusted(received.reference.serviceUrl)) {
          log.warn('untrusted-service-url', { kind: received.incoming.kind });
          answered = { status: 401 };
          return;
        }
        answered = await turn(received);
        if (received.isInvoke && answered.status !== 501) {
          await context.sendActivity({
            type: 'invokeResponse',
            value: { status: answered.status, body: answered.body },
          });
        }
      });
      return response !== undefined && answered.status === 200 ? { status: 200, body: response.body } : answered;
    } catch (error) {
      if (error instanceof AuthenticationError) {
        log.warn('not-authenticated');
        return { status: 401 };
      }
      // Bad signatures and the like come out of the SDK as plain errors (platform.md 0.8): to the outside all are one refusal.
      log.error('door-failed', error);
      return { status: 401 };
    }
  };
}

/** A receipt is not replaced by what somebody looks up from it. */
function keepsCard(incoming: Incoming): boolean {
  return (
    incoming.kind === 'press' &&
    incoming.press !== undefined &&
    'keep' in incoming.press &&
    incoming.press.keep === true
  );
}

/**
 * Which card of a draft is the living one, kept in memory only: after a restart an older card may stay standing, and pressing it is
 * answered with where things stand.
 */
function createStanding() {
  const cards = new Map<string, ReadonlyMap<string, string>>();
  return {
    /** Remembers the card of this draft and gives the one that stood before, if it is another. */
    swap(person: string, draft: string, card: string): string | undefined {
      const own = cards.get(person) ?? new Map<string, string>();
      cards.delete(person);
      // A card shows one draft: what it showed before stands nowhere any more.
      const others = [...own].filter(([id, standing]) => id !== draft && standing !== card);
      cards.set(person, new Map([...others, [draft, card]]));
      const oldest = cards.keys().next().value;
      if (cards.size > 10_000 && oldest !== undefined) cards.delete(oldest);
      const before = own.get(draft);
      return before === card ? undefined : before;
    },
    drop(person: string, card: string): void {
      const own = cards.get(person);
      if (own !== undefined) cards.set(person, new Map([...own].filter(([, standing]) => standing !== card)));
    },
  };
}
