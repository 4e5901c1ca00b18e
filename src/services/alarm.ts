import { isBefore, minutesAfter } from '../model/world.ts';
import type { Messenger } from './messages.ts';
import type { Log, RaiseAlarm, Store } from './ports.ts';
import type { Setting } from './setting.ts';

interface AlarmOptions {
  readonly setting: Setting;
  readonly store: Store;
  readonly messenger: Messenger;
  readonly log: Log;
}

/**
 * Something an operator must look at: one log line with a code, always, and a card to the administrators, at most one for a code and a case
 * an hour. Content-free: a code and a reference.
 */
export function createAlarm({ setting, store, messenger, log }: AlarmOptions): RaiseAlarm {
  const { organisation, world } = setting;
  const carded = new Map<string, string>();

  return async (code, { id, reference, excluded = [] }) => {
    const now = world.now();
    log.error('alarm', undefined, { code, document: id });
    const key = `${code} ${id}`;
    const last = carded.get(key);
    if (last !== undefined && isBefore(now, minutesAfter(last, 60))) return;
    if (carded.size > 10_000) carded.clear();
    carded.set(key, now);
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
