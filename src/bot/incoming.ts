import { z } from 'zod';
import type { Reference } from '../model/conversation.ts';
import { type Incoming, Press, type Sender } from '../services/incoming.ts';

/**
 * Reads one activity of the channel. Loose about what it does not use, strict about what it does: a shape that does not fit is ignored
 * and logged by its kind, never thrown, and never half believed.
 */
const id = z.string().min(1).max(1000);
const Account = z.object({
  id,
  name: z.string().max(1000).optional(),
  aadObjectId: z.string().min(1).max(100).optional(),
});

const Activity = z.object({
  type: z.string().max(100),
  id: id.optional(),
  timestamp: z.union([z.string(), z.date()]).optional(),
  channelId: z.string(),
  serviceUrl: z.string().max(2000),
  from: Account,
  recipient: Account,
  conversation: z.object({ id, conversationType: z.string().optional(), tenantId: z.string().optional() }),
  locale: z.string().max(35).optional(),
  text: z.string().optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  replyToId: id.optional(),
  value: z.unknown().optional(),
  attachments: z.array(z.object({ contentType: z.string().optional() })).optional(),
  membersAdded: z.array(Account).optional(),
  channelData: z
    .object({ tenant: z.object({ id: z.string() }).partial().optional() })
    .partial()
    .optional(),
});
type Activity = z.infer<typeof Activity>;

export interface Received {
  readonly incoming: Incoming;
  readonly tenantId?: string;
  readonly reference?: Reference;
  /** A card press that expects its answer in the response, not as a message. */
  readonly isInvoke: boolean;
  readonly cardId?: string;
}

const ignored = (why: string, isInvoke = false): Received => ({ incoming: { kind: 'ignored', why }, isInvoke });

export function receive(raw: unknown): Received {
  const parsed = Activity.safeParse(raw);
  if (!parsed.success) return ignored('unknown-shape');
  const activity = parsed.data;
  const isInvoke = activity.type === 'invoke';
  const tenantId = activity.conversation.tenantId ?? activity.channelData?.tenant?.id;
  const shared = {
    isInvoke,
    reference: referenceOf(activity, tenantId),
    ...(tenantId !== undefined && { tenantId }),
    ...(activity.replyToId !== undefined && { cardId: activity.replyToId }),
  };
  return { ...shared, incoming: incomingOf(activity, tenantId) };
}

function referenceOf(activity: Activity, tenantId: string | undefined): Reference {
  return {
    channelId: activity.channelId,
    serviceUrl: activity.serviceUrl,
    conversationId: activity.conversation.id,
    botId: activity.recipient.id,
    userId: activity.from.id,
    ...(tenantId !== undefined && { tenantId }),
  };
}

function incomingOf(activity: Activity, tenantId: string | undefined): Incoming {
  const language = activity.locale === undefined ? {} : { language: activity.locale };
  const speaks = activity.type === 'message' || activity.type === 'invoke';
  // Without a type the scope is unknown: then it counts as shared, and nothing is taken in.
  if (activity.conversation.conversationType !== 'personal') {
    return speaks ? { kind: 'not-personal', ...language } : { kind: 'ignored', why: 'not-personal' };
  }
  const person = activity.from.aadObjectId;
  if (person === undefined) return { kind: 'ignored', why: 'no-person' };
  const sender: Sender = {
    id: person,
    name: activity.from.name ?? '',
    reference: referenceOf(activity, tenantId),
    ...language,
  };
  const keys = keysOf(activity);
  switch (activity.type) {
    case 'message':
      return messageOf(activity, sender, keys);
    case 'invoke':
      return activity.name === 'adaptiveCard/action'
        ? pressOf(cardAction(activity.value), activity, sender, keys)
        : { kind: 'ignored', why: 'unknown-invoke' };
    case 'installationUpdate':
      return { kind: activity.action?.startsWith('remove') === true ? 'removed' : 'installed', keys, sender };
    case 'conversationUpdate':
      // Says hello as well: which of the two comes, and how often, differs; the welcome is said once all the same.
      return activity.membersAdded?.some((member) => member.id === activity.recipient.id) === true
        ? { kind: 'installed', keys, sender }
        : { kind: 'ignored', why: 'conversation-update' };
    default:
      // Edited and deleted messages among them: what was sent stands as it was sent.
      return { kind: 'ignored', why: 'unknown-type' };
  }
}

/** Teams repeats an activity with the same id, and later with another id but the time at which it was first sent. */
function keysOf({ id: activityId, timestamp }: Activity): readonly string[] {
  const time = timestamp instanceof Date ? timestamp.toISOString() : timestamp;
  return [
    ...(activityId === undefined ? [] : [activityId.slice(0, 200)]),
    ...(time === undefined ? [] : [`at ${time.slice(0, 40)}`]),
  ];
}

function messageOf(activity: Activity, sender: Sender, keys: readonly string[]): Incoming {
  // A press of a client that does not know Action.Execute: the same data, as the value of a message.
  if (isRecord(activity.value) && activity.value['press'] !== undefined)
    return pressOf(activity.value, activity, sender, keys);
  const text = activity.text?.trim() ?? '';
  if (text !== '') return { kind: 'text', keys, sender, text: activity.text ?? '' };
  return { kind: 'unreadable', keys, sender };
}

const CardAction = z.object({ action: z.object({ data: z.unknown() }) });

function cardAction(value: unknown): unknown {
  const parsed = CardAction.safeParse(value);
  return parsed.success ? parsed.data.action.data : undefined;
}

function pressOf(data: unknown, activity: Activity, sender: Sender, keys: readonly string[]): Incoming {
  const { press, ...inputs } = isRecord(data) ? data : {};
  const parsed = Press.safeParse(press);
  return {
    kind: 'press',
    keys,
    sender,
    press: parsed.success ? parsed.data : undefined,
    inputs,
    ...(activity.replyToId !== undefined && { cardId: activity.replyToId }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
