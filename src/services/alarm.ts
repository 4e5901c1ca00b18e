import { isBefore, minutesAfter } from '../model/world.ts';
import type { Messenger } from './messages.ts';
import type { Log, RaiseAlarm, Store } from './ports.ts';
import type { Setting } from './setting.ts';

interface AlarmOptions {
  readonly setting: Setting;
  readonly store: Store;
  readonly messenger: Messenger;
  readonly log: Log;
  /** Tells something outside Teams: the only sign when Teams itself is down. Never throws. */
  readonly tellWebhook: (alarm: { readonly code: string; readonly reference: string }) => Promise<void>;
}

/** An alarm is raised again after this time, if what it is about is still so. */
const quietMinutes = 60;
const mostRemembered = 10_000;

/**
 * Something an operator must look at (design section 11): one log line with a code, the webhook, and a card to the administrators, at most
 * once for a code and a case an hour. Content-free: a code and a reference.
 */
export function createAlarm({ setting, store, messenger, log, tellWebhook }: AlarmOptions): RaiseAlarm {
  const { organisation, world } = setting;
  const raised = new Map<string, string>();

  return async (code, { id, reference, excluded = [] }) => {
    const now = world.now();
    const key = `${code} ${id}`;
    const last = raised.get(key);
    if (last !== undefined && isBefore(now, minutesAfter(last, quietMinutes))) return;
    if (raised.size > mostRemembered) raised.clear();
    raised.set(key, now);
    log.error('alarm', undefined, { code, document: id });
    await tellWebhook({ code, reference });
    for (const administrator of organisation.administrators) {
      if (excluded.includes(administrator)) continue;
      const conversation = await store.conversations.get(administrator);
      if (conversation?.reference === undefined) {
        log.warn('administrator-unreachable', { code });
        continue;
      }
      const audience = { locale: conversation.locale, timeZone: organisation.timeZone, now };
      await messenger.send(conversation.reference, { kind: 'alarm', code, reference }, audience);
    }
  };
}
