import { ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
import type { Reference } from '../model/conversation.ts';
import type { Delivery } from '../model/delivery.ts';
import { minutesAfter } from '../model/world.ts';
import type { Audience, Message, Messenger } from '../services/messages.ts';
import type { Log } from '../services/ports.ts';
import type { Door } from './adapter.ts';
import { type Rendered, render } from './cards/render.ts';

interface MessengerOptions {
  readonly door: Door;
  readonly log: Log;
  /** Waits for this message's turn: the sends of the whole service are paced (design section 5). */
  readonly pace: () => Promise<void>;
  /** Hosts that may get our token, on top of those of Teams: none in production, the local machine in the demo. */
  readonly isTrusted: (serviceUrl: string) => boolean;
}

interface Pipeline {
  removePolicy(which: { name: string }): void;
  addPolicy(policy: {
    name: string;
    sendRequest<T>(request: { abortSignal: AbortSignal }, next: (request: { abortSignal: AbortSignal }) => T): T;
  }): void;
}

const sendTimeoutMilliseconds = 5000;
/** Whom the token is for. Asking the SDK for it throws "NotImplemented" in the class that reads configurations (measured). */
const connectorAudience = 'https://api.botframework.com';

/** Where Teams lives (platform.md 1.7). The token of the bot goes nowhere else. */
const teamsHosts = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

export function isTeams(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  return url.protocol === 'https:' && url.port === '' && url.username === '' && teamsHosts.has(url.hostname);
}

/**
 * The way out. Speaks to the connector itself and not through a TurnContext, because there an error handler turns a refusal into a success
 * (platform.md 0.1), the SDK repeats posts on its own, and nothing ever times out (0.2, 0.3).
 */
export function createMessenger({ door, log, pace, isTrusted }: MessengerOptions): Messenger {
  const clients = new Map<string, Promise<ConnectorClient>>();

  function clientFor(serviceUrl: string): Promise<ConnectorClient> {
    const known = clients.get(serviceUrl);
    if (known !== undefined) return known;
    const made = connect(serviceUrl).catch((error: unknown) => {
      clients.delete(serviceUrl);
      throw error;
    });
    clients.set(serviceUrl, made);
    return made;
  }

  async function connect(serviceUrl: string): Promise<ConnectorClient> {
    const { appId, authentication } = door;
    const claims = appId === '' ? [] : ['aud', 'appid'].map((type) => ({ type, value: appId }));
    const factory = authentication.createConnectorFactory(new ClaimsIdentity(claims, appId !== ''));
    const client = await factory.create(serviceUrl, connectorAudience);
    // Not in the types: inside sits a ServiceClient of azure core, whose pipeline can be changed. No other setting has any effect.
    const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline.addPolicy({
      name: 'sendTimeout',
      sendRequest: (request, next) => {
        // Not `request.timeout`: its timer goes on after a connection that broke, and holds the process.
        request.abortSignal = AbortSignal.timeout(sendTimeoutMilliseconds);
        return next(request);
      },
    });
    return client;
  }

  async function deliver(
    to: Reference,
    audience: Audience,
    call: (client: ConnectorClient) => Promise<{ id?: string } | undefined>,
  ): Promise<Delivery> {
    if (!isTrusted(to.serviceUrl)) {
      log.error('untrusted-service-url', new Error('not an address of Teams'));
      return { kind: 'unreachable' };
    }
    try {
      const client = await withinTime(clientFor(to.serviceUrl));
      if (client === undefined) return { kind: 'later', retryAt: minutesAfter(audience.now, 0.5) };
      const answer = await withinTime(call(client));
      return answer === undefined ? { kind: 'unknown' } : { kind: 'delivered', activityId: answer.id ?? '' };
    } catch (error) {
      const delivery = deliveryFrom(error, audience.now);
      const facts = { outcome: delivery.kind, status: statusOf(error), code: codeOf(error) };
      if (facts.status === undefined && facts.code === undefined) log.error('not-delivered', error, facts);
      else log.warn('not-delivered', facts);
      return delivery;
    }
  }

  return {
    send: async (to, message, audience, quiet) => {
      // An answer to somebody who is there does not wait behind what can.
      if (quiet === undefined) await pace();
      const activity = activityFor(to, message, audience, quiet === undefined);
      return deliver(to, audience, (client) => client.conversations.sendToConversation(to.conversationId, activity));
    },

    update: async (to, activityId, message, audience) => {
      const delivery = await deliver(to, audience, async (client) => {
        const activity = { ...activityFor(to, message, audience, false), id: activityId };
        const answer = await client.conversations.updateActivity(to.conversationId, activityId, activity);
        return answer ?? { id: activityId };
      });
      return delivery.kind === 'unreachable' ? { kind: 'delivered', activityId } : delivery;
    },

    isGuest: async (at) => {
      try {
        if (!isTrusted(at.serviceUrl)) return undefined;
        const client = await withinTime(clientFor(at.serviceUrl));
        const member: unknown = await withinTime(
          client?.conversations.getConversationMember(at.conversationId, at.userId) ?? Promise.resolve(undefined),
        );
        return readGuest(member);
      } catch (error) {
        log.warn('member-not-looked-up', { status: statusOf(error) });
        return undefined;
      }
    },
  };
}

/** `undefined` when it takes too long: whatever the SDK waits for, a turn does not. */
async function withinTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), sendTimeoutMilliseconds + 1000);
  });
  // A late failure has nobody left to tell.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A card without text beside it: the two together would be split, and then no id comes back to update (platform.md 1.3). */
function activityFor(to: Reference, message: Message, audience: Audience, notify: boolean) {
  const rendered: Rendered = render(message, audience);
  return {
    type: 'message',
    from: { id: to.botId, name: '' },
    recipient: { id: to.userId, name: '' },
    conversation: {
      id: to.conversationId,
      isGroup: false,
      conversationType: 'personal',
      name: '',
      ...(to.tenantId !== undefined && { tenantId: to.tenantId }),
    },
    summary: rendered.summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: rendered.card }],
    // Without this Teams shows no notification for a message that nobody asked for.
    ...(notify && { channelData: { notification: { alert: true } } }),
  };
}

/** platform.md 1.5. What is not in the table counts as unknown: neither "sent" nor "not sent" may be claimed. */
export function deliveryFrom(error: unknown, now: string): Delivery {
  const status = statusOf(error);
  switch (status) {
    case undefined:
      return neverLeft(error) ? { kind: 'later', retryAt: minutesAfter(now, 0.5) } : { kind: 'unknown' };
    case 403:
    case 404:
      return { kind: 'unreachable' };
    case 400:
      return codeOf(error) === 'MemberNotFoundInConversation'
        ? { kind: 'unreachable' }
        : { kind: 'later', retryAt: minutesAfter(now, 15) };
    case 413:
      return { kind: 'later', retryAt: minutesAfter(now, 15) };
    case 401:
      return { kind: 'later', retryAt: minutesAfter(now, 1) };
    case 412:
      return { kind: 'later', retryAt: minutesAfter(now, 0.1) };
    case 429:
      return { kind: 'later', retryAt: minutesAfter(now, retryAfterSeconds(error) / 60) };
    default:
      return { kind: 'unknown' };
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function statusOf(error: unknown): number | undefined {
  const status = field(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

/** A word of the protocol, never a text: anything else could carry what was sent. */
function codeOf(error: unknown): string | undefined {
  const code = field(error, 'code');
  return typeof code === 'string' && /^[A-Za-z_]{1,60}$/.test(code) ? code : undefined;
}

/** Refused before a byte was taken: certainly not delivered. */
function neverLeft(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error) ?? '');
}

/** At most an hour, at least a second; half a minute where Teams does not say. */
function retryAfterSeconds(error: unknown): number {
  const headers = field(field(error, 'response'), 'headers');
  const get = field(headers, 'get');
  const raw: unknown = typeof get === 'function' ? get.call(headers, 'retry-after') : undefined;
  const seconds = typeof raw === 'string' && /^\d+$/.test(raw) ? Number(raw) : 30;
  return Math.min(3600, Math.max(1, seconds));
}

function readGuest(member: unknown): boolean | undefined {
  const role = field(member, 'userRole');
  const name = field(member, 'userPrincipalName');
  if (role === 'guest' || role === 'anonymous') return true;
  if (typeof name === 'string' && name.toUpperCase().includes('#EXT#')) return true;
  return role === 'user' ? false : undefined;
}
