import { randomInt, randomUUID } from 'node:crypto';
import type { Door } from './bot/adapter.ts';
import { createBot } from './bot/bot.ts';
import { createMessenger } from './bot/messenger.ts';
import { loadMomentReader } from './dialogs/moment.ts';
import { ContactRequest } from './model/contact-request.ts';
import { Conversation } from './model/conversation.ts';
import { Incident, VaultRecord } from './model/incident.ts';
import type { Organisation } from './model/organisation.ts';
import { makeReference } from './model/reference.ts';
import type { World } from './model/world.ts';
import { createAlarm } from './services/alarm.ts';
import { createCalendar, loadHolidays } from './services/calendar.ts';
import { createCases } from './services/cases.ts';
import { createConversations } from './services/conversations.ts';
import { createKeeper } from './services/keep.ts';
import { createPerformer } from './services/perform.ts';
import type { Log, Store } from './services/ports.ts';
import { createScheduler, type Scheduler, workOn } from './services/scheduler.ts';
import type { DocumentKind } from './store/documents.ts';
import { createSealer } from './store/sealing.ts';
import { openSqlite } from './store/sqlite.ts';
import { createServer } from './web/server.ts';

export interface AppOptions {
  readonly world: World;
  readonly log: Log;
  readonly organisation: Organisation;
  readonly databaseFile: string;
  readonly sealingKey: { readonly kid: string; readonly key: Buffer };
  readonly door: Door;
  /** `undefined` = people of any tenant: only the demo. */
  readonly tenantId: string | undefined;
  /** Unlimited where it is absent: the demo and the tests. */
  readonly sendsPerSecond?: number;
  readonly alarmWebhook?: string;
  /** Which service addresses belong to Teams; the demo and the tests add the local machine. */
  readonly isTrusted: (serviceUrl: string) => boolean;
}

export interface App {
  readonly scheduler: Scheduler;
  /** What is planned first, for the demo's time machine. */
  nextStep(): Promise<{ readonly at: string; readonly what: string } | undefined>;
  /** Listens and starts the clockwork; gives the port. */
  start(port: number, host?: string): Promise<number>;
  /** Finishes the turns and the step under way, then lets go of the store. */
  stop(): Promise<void>;
}

const conversations: DocumentKind<Conversation> = {
  name: 'conversations',
  version: 1,
  schema: Conversation,
  sealed: ['drafts', 'name'],
  indexed: [],
};
const incidents: DocumentKind<Incident> = {
  name: 'incidents',
  version: 1,
  schema: Incident,
  // Why a case got its level says what happened, so it is sealed as what was typed is.
  sealed: ['entries', 'reporterName', 'tasks', 'severity'],
  indexed: ['reporter'],
};
const requests: DocumentKind<ContactRequest> = {
  name: 'requests',
  version: 1,
  schema: ContactRequest,
  sealed: ['howToReach'],
  indexed: [],
};
const vault: DocumentKind<VaultRecord> = {
  name: 'vault',
  version: 1,
  schema: VaultRecord,
  sealed: ['identity'],
  indexed: [],
};

/** The composition root: the only file that knows every part. */
export async function createApp(options: AppOptions): Promise<App> {
  const { world, log, organisation, door, tenantId, isTrusted } = options;
  const { kid, key } = options.sealingKey;
  const sqlite = openSqlite({
    file: options.databaseFile,
    sealer: createSealer({ keys: [{ kid, key }], current: kid }),
    kinds: [conversations, incidents, requests, vault],
    newEtag: randomUUID,
    onUnreadable: (collection, id, why) => {
      log.warn('unreadable-document', { collection, document: id, why });
      void raiseAlarm('unreadable-document', { id, reference: '' }).catch(() => undefined);
    },
  });
  const store: Store = {
    conversations: sqlite.collection(conversations),
    incidents: sqlite.collection(incidents),
    requests: sqlite.collection(requests),
    vault: sqlite.collection(vault),
  };
  const calendar = createCalendar({
    timeZone: organisation.timeZone,
    isHoliday: await loadHolidays(organisation.country),
    covered: organisation.policy.coveredHours,
  });
  const readMoment = await loadMomentReader();
  const setting = { world, organisation, calendar };
  const messenger = createMessenger({ door, log, isTrusted, pace: createPacer(options.sendsPerSecond) });
  const tellWebhook = createWebhook(options.alarmWebhook, log);
  const raiseAlarm = createAlarm({ setting, store, messenger, log, tellWebhook });
  const cases = createCases({ setting, store });
  // The scheduler needs what the conversations carry out, and they wake the scheduler: tied together by name.
  const talk = createConversations({ setting, store, messenger, cases, readMoment, log, wake: () => scheduler.wake() });
  const perform = createPerformer({ setting, store, messenger, cases, raiseAlarm, readMoment });
  const keep = createKeeper({ setting, messenger, cases, conversations: talk });
  const keepsFailing = async (document: { readonly id: string; readonly reference?: unknown }) => {
    const reference = typeof document.reference === 'string' ? document.reference : '';
    await raiseAlarm('timer-failed', { id: document.id, reference }).catch((error: unknown) =>
      log.error('alarm-failed', error),
    );
  };
  const work = [
    workOn({ world, log, collection: store.incidents, perform: perform.incident, keepsFailing }),
    workOn({ world, log, collection: store.requests, perform: perform.request, keepsFailing }),
    workOn({ world, log, collection: store.conversations, perform: keep, keepsFailing }),
  ];
  const scheduler = createScheduler({ world, log, work });
  const bot = createBot({
    door,
    conversations: talk,
    messenger,
    log,
    world,
    timeZone: organisation.timeZone,
    tenantId,
    isTrusted,
  });
  const server = createServer({ log, receive: bot });

  return {
    scheduler,
    nextStep: async () => {
      const steps = await Promise.all(work.map((one) => one.nextStep()));
      return steps.filter((step) => step !== undefined).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
    },
    start: async (port, host) => {
      const bound = await server.listen(port, host);
      scheduler.start();
      log.info('started', { port: bound });
      return bound;
    },
    stop: async () => {
      await server.close();
      await scheduler.stop();
      sqlite.close();
      log.info('stopped');
    },
  };
}

/** Lets `perSecond` callers through in a second, in the order in which they came. */
function createPacer(perSecond = Number.POSITIVE_INFINITY): () => Promise<void> {
  let free = 0;
  return async () => {
    if (perSecond === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    const start = Math.max(now, free);
    free = start + 1000 / perSecond;
    if (start > now) await new Promise((resolve) => setTimeout(resolve, start - now));
  };
}

/** Posts a code and a reference; what comes of it is only logged, an alarm must never fail on its way. */
function createWebhook(address: string | undefined, log: Log) {
  return async (alarm: { readonly code: string; readonly reference: string }): Promise<void> => {
    if (address === undefined) return;
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alarm),
        signal: AbortSignal.timeout(5000),
        redirect: 'error',
      });
      if (!response.ok) log.warn('webhook-refused', { status: response.status });
    } catch (error) {
      log.error('webhook-failed', error);
    }
  };
}

/** The real clock, ids that cannot be guessed, and chance. */
export function systemWorld(now: () => string = () => new Date().toISOString()): World {
  return { now, newId: randomUUID, newReference: () => makeReference((below) => randomInt(below)) };
}
