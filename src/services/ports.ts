import type { ContactRequest } from '../model/contact-request.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Incident, VaultRecord } from '../model/incident.ts';
import type { PersonId } from '../model/world.ts';
import type { AlarmCode } from './messages.ts';
import type { Collection } from './store.ts';

/** The documents that this version keeps; each is one aggregate (design section 6). */
export interface Store {
  readonly conversations: Collection<Conversation>;
  readonly incidents: Collection<Incident>;
  readonly requests: Collection<ContactRequest>;
  readonly vault: Collection<VaultRecord>;
}

/** One line in the log. Never a name, a word that somebody typed, a reason: ids, counts, codes and times only. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean | undefined>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean | undefined>>): void;
  /** An unexpected error (or an alarm, without one): its name and where it came from, never its message, which may quote what it choked on. */
  error(event: string, error: unknown, facts?: Readonly<Record<string, string | number | boolean | undefined>>): void;
}

/** What an alarm is about. `excluded` hear nothing of it, administrators or not (promise 3). */
export interface AlarmSubject {
  readonly id: string;
  readonly reference: string;
  readonly excluded?: readonly PersonId[];
}

/** Something an operator must look at (design section 11): a log line, a counter and a card to the administrators. */
export type RaiseAlarm = (code: AlarmCode, about: AlarmSubject) => Promise<void>;
