import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/**
 * A Teams for tests: signs real tokens against its own key server, plays the connector with scripted faults, and shows each person what
 * their client would show. The bot under test is reached over HTTP, as Teams does, and everything it says comes in over HTTP.
 */
export interface Fault {
  readonly status?: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The message arrives and the answer does not. */
  readonly resetAfterAccept?: true;
  readonly hang?: true;
}

export interface Message {
  readonly id: string;
  card: AdaptiveCard;
  readonly summary: string;
  readonly sentAt: number;
}

interface CardElement {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly label?: string;
  readonly value?: string;
  readonly isRequired?: boolean;
  readonly items?: readonly CardElement[];
  readonly inlines?: readonly { readonly text: string }[];
  readonly choices?: readonly { readonly title: string; readonly value: string }[];
}
interface CardAction {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly data: Record<string, unknown>;
  readonly associatedInputs?: string;
  readonly fallback?: CardAction;
}
export interface AdaptiveCard {
  readonly body: readonly CardElement[];
  readonly actions: readonly CardAction[];
  readonly fallbackText: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export const testTenant = '22222222-0000-4000-8000-000000000001';
export const testApp = '33333333-0000-4000-8000-000000000001';
const issuer = 'https://api.botframework.com';

export async function startTeams() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'teams', alg: 'RS256', use: 'sig', endorsements: ['msteams'] };
  const chats = new Map<string, Message[]>();
  const faults = new Map<string, Fault[]>();
  const guests = new Set<string>();
  const received: {
    readonly conversation: string;
    readonly raw: string;
    readonly authorization: string | undefined;
  }[] = [];
  let botUrl = '';
  let count = 0;
  let millisecond = Date.parse('2026-11-25T09:00:00.000Z');

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://teams.test');
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (url.pathname === '/openid') return send(200, { issuer, jwks_uri: `${serviceUrl()}/keys` });
    if (url.pathname === '/keys') return send(200, { keys: [jwk] });
    const member = /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/.exec(url.pathname);
    if (member !== null) {
      const person = decodeURIComponent(member[2] ?? '').replace(/^29:/, '');
      return send(200, { id: member[2], userRole: guests.has(person) ? 'guest' : 'user' });
    }
    const activities = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(url.pathname);
    if (activities === null) return send(404, {});
    const conversation = decodeURIComponent(activities[1] ?? '');
    const raw = await bodyOf(request);
    const fault = faults.get(conversation)?.shift();
    if (fault?.hang) return;
    if (fault?.status !== undefined)
      return send(fault.status, { error: { code: fault.code ?? 'Fault', message: 'scripted' } }, fault.headers);
    received.push({ conversation, raw, authorization: request.headers.authorization });
    const id = deliver(conversation, activities[2], request.method ?? '', JSON.parse(raw));
    if (fault?.resetAfterAccept) {
      response.destroy();
      return;
    }
    return id === undefined ? send(404, { error: { code: 'ActivityNotFoundInConversation' } }) : send(200, { id });
  }

  /** Puts a message or a new version of one into the chat, after the rules of Teams that break real bots. */
  function deliver(
    conversation: string,
    target: string | undefined,
    method: string,
    activity: Activity,
  ): string | undefined {
    const chat = chats.get(conversation) ?? [];
    chats.set(conversation, chat);
    const card = activity.attachments?.[0]?.content;
    if (card === undefined) throw new Error('the bot sent a message without a card');
    if (activity.text !== undefined) throw new Error('the bot sent text beside a card');
    if (JSON.stringify(activity).length * 2 > 100 * 1024) throw new Error('the message is larger than Teams takes');
    if (method === 'PUT') {
      const standing = chat.find((message) => message.id === target);
      if (standing === undefined) return undefined;
      standing.card = card;
      return standing.id;
    }
    count += 1;
    const id = String(count);
    chat.push({ id, card, summary: activity.summary ?? '', sentAt: count });
    return id;
  }

  const serviceUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function token(claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return new SignJWT({ serviceurl: serviceUrl(), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'teams' })
      .setIssuer(issuer)
      .setAudience(testApp)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  }

  async function post(activity: object, authorization?: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: authorization ?? `Bearer ${await token()}` },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  function clientOf(person: Person, locale = 'nl-NL') {
    const conversation = `a:1${person.id}`;
    const chat = () => chats.get(conversation) ?? [];
    const activity = (extra: object) => {
      millisecond += 1;
      return {
        id: randomUUID(),
        timestamp: new Date(millisecond).toISOString(),
        channelId: 'msteams',
        serviceUrl: serviceUrl(),
        from: { id: `29:${person.id}`, name: person.name, aadObjectId: person.id },
        recipient: { id: `28:${testApp}`, name: 'Steunpunt' },
        conversation: { id: conversation, conversationType: 'personal', tenantId: testTenant },
        channelData: { tenant: { id: testTenant } },
        locale,
        ...extra,
      };
    };
    const standing = (title: string) => {
      const message = chat().findLast((candidate) => candidate.card.actions.some((action) => action.title === title));
      const action = message?.card.actions.find((candidate) => candidate.title === title);
      if (message === undefined || action === undefined) {
        throw new Error(
          `${person.name} sees no button "${title}". The last card says:\n${chat().at(-1)?.card.fallbackText ?? 'nothing'}`,
        );
      }
      return { message, action };
    };
    const client = {
      person,
      conversation,
      activity,
      messages: chat,
      /** What the newest message shows. */
      screen: () => chat().at(-1)?.card.fallbackText ?? '',
      last: () => chat().at(-1),
      /** Notifications in order: what a lock screen would show. */
      summaries: () => chat().map((message) => message.summary),
      buttons: () =>
        chat()
          .at(-1)
          ?.card.actions.map((action) => action.title) ?? [],
      send: (extra: object) => post(activity(extra)),
      says: async (text: string) => {
        const { status } = await client.send({ type: 'message', text, textFormat: 'plain' });
        if (status !== 200) throw new Error(`the bot answered ${status}`);
        return client.screen();
      },
      installs: async () => {
        await client.send({ type: 'installationUpdate', action: 'add' });
        await client.send({
          type: 'conversationUpdate',
          membersAdded: [{ id: `28:${testApp}` }, { id: `29:${person.id}` }],
        });
      },
      /** The activity that a press on a standing card sends, with what stands in the inputs of that card. */
      press: (title: string, inputs: Readonly<Record<string, string>> = {}) => {
        const { message, action } = standing(title);
        const filled = action.associatedInputs === 'none' ? {} : { ...valuesOn(message.card.body), ...inputs };
        const data = { ...action.data, ...filled };
        return {
          message,
          activity: activity({
            type: 'invoke',
            name: 'adaptiveCard/action',
            replyToId: message.id,
            value: { action: { type: 'Action.Execute', verb: action.verb, data }, trigger: 'manual' },
          }),
        };
      },
      /** Taps a button; the card is replaced by the answer, as a client does. */
      taps: async (title: string, inputs: Readonly<Record<string, string>> = {}) => {
        const { message, activity: pressed } = client.press(title, inputs);
        const { status, body } = await post(pressed);
        const answered = body as { statusCode: number; type: string; value: AdaptiveCard } | undefined;
        // The card stays as it is; what was asked for came as a message of its own.
        if (status === 200 && answered?.type === 'application/vnd.microsoft.activity.message') return client.screen();
        if (status !== 200 || answered?.type !== 'application/vnd.microsoft.card.adaptive')
          throw new Error(`the bot answered ${status}`);
        message.card = answered.value;
        return answered.value.fallbackText;
      },
      /** The same tap from a client that does not know Action.Execute. */
      submits: async (title: string, inputs: Readonly<Record<string, string>> = {}) => {
        const { message, action } = standing(title);
        const old = action.fallback ?? action;
        const { status } = await client.send({
          type: 'message',
          replyToId: message.id,
          value: { ...old.data, ...valuesOn(message.card.body), ...inputs },
        });
        if (status !== 200) throw new Error(`the bot answered ${status}`);
        return message.card.fallbackText;
      },
      fails: (...scripted: readonly Fault[]) => faults.set(conversation, [...scripted]),
    };
    return client;
  }

  return {
    serviceUrl,
    connect: (url: string) => {
      botUrl = url;
    },
    token,
    post,
    client: clientOf,
    guest: (person: Person) => guests.add(person.id),
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Teams = Awaited<ReturnType<typeof startTeams>>;
export type Client = ReturnType<Teams['client']>;

interface Activity {
  readonly text?: string;
  readonly summary?: string;
  readonly attachments?: readonly { readonly content: AdaptiveCard }[];
}

function valuesOn(body: readonly CardElement[]): Record<string, string> {
  return Object.fromEntries(
    body.flatMap((element) =>
      element.type.startsWith('Input.') && element.id !== undefined && element.value !== undefined
        ? [[element.id, element.value]]
        : [],
    ),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
