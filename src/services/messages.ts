import type { Reply } from '../dialogs/turn.ts';
import type { Reference } from '../model/conversation.ts';
import type { Delivery } from '../model/delivery.ts';
import type { ChainLink, Entry, Task } from '../model/incident.ts';
import type { Instant, Locale, Text } from '../model/world.ts';

/** A number to tap, with what it is for. */
export interface Phone {
  readonly label: Text;
  readonly number: string;
}

/** Who will be asked if the report is sent now, and by when they answer. */
export interface Plan {
  /** In the order in which they are asked; empty = nobody may be asked. */
  readonly names: readonly string[];
  /** Set when nobody reads right now: from then on somebody does. */
  readonly startsAt?: Instant;
  readonly readsBy?: Instant;
  /** Colleagues who would have been asked and will not be. */
  readonly leftOut: readonly string[];
  /** Serious enough to say: call as well, a message wakes nobody. */
  readonly callToo: boolean;
  readonly phones: readonly Phone[];
}

/**
 * Everything the program says, as data. bot/cards renders each as a card with a text twin; nothing else speaks to people.
 * A message holds names and words of a person only where its reader may see them.
 */
export type Message =
  | { readonly kind: 'welcome'; readonly helper: boolean }
  /** `first`: what must be said about safety before anything else. */
  | { readonly kind: 'hello'; readonly hasDraft: boolean; readonly first?: TurnMessage }
  | { readonly kind: 'help'; readonly phones: readonly Phone[]; readonly hasDraft: boolean }
  | { readonly kind: 'guest'; readonly phones: readonly Phone[] }
  | { readonly kind: 'not-here' }
  | { readonly kind: 'language'; readonly hasDraft: boolean }
  | TurnMessage
  | {
      readonly kind: 'receipt';
      readonly reference: string;
      readonly plan: Plan;
      /** Absent = it happened to somebody else: no check-in. */
      readonly checkInAt?: Instant;
    }
  | {
      readonly kind: 'reports';
      readonly drafts: readonly { startedAt: Instant }[];
      readonly reports: readonly Progress[];
    }
  | PingMessage
  | CaseMessage
  /** What is left of a case card after it was folded, or for who may not see it (any more). */
  | { readonly kind: 'case-closed'; readonly state: CaseState }
  | { readonly kind: 'told'; readonly told: Told; readonly phones: readonly Phone[] }
  | { readonly kind: 'wish'; readonly reference: string; readonly incident: string; readonly tasks: readonly Task[] }
  | {
      readonly kind: 'check-in-done';
      readonly spoken: string;
      readonly asked: boolean;
      readonly askedAgain?: string;
      readonly passedOnTo?: string;
    }
  | { readonly kind: 'safety'; readonly about: SafetyTopic; readonly phones: readonly Phone[]; readonly draft?: string }
  | {
      readonly kind: 'call-request';
      readonly request: string;
      /** Gone once somebody confirmed that they call. */
      readonly name?: string;
      readonly phone?: string;
      readonly taken: boolean;
    }
  | { readonly kind: 'alarm'; readonly code: AlarmCode; readonly reference: string }
  | { readonly kind: 'problem'; readonly problem: 'nothing-open' | 'cannot-read' | 'outdated' | 'busy' }
  | { readonly kind: 'failed'; readonly code: string }
  /** Stands where a card was that went on elsewhere. */
  | { readonly kind: 'continued' };

export interface TurnMessage {
  readonly kind: 'turn';
  readonly draft: string;
  readonly list: 'intake' | 'check-in';
  readonly replies: readonly Reply[];
  readonly plan: Plan;
  readonly phones: readonly Phone[];
  /** For words about suicide, and after a sexual assault. */
  readonly crisisPhones: readonly Phone[];
  readonly sexualAssaultPhones: readonly Phone[];
  /** Where to call at once after a bite or blood, if the unit has its own line. */
  readonly exposureLine?: string;
  /** Check-in only: who took the report, if anybody. */
  readonly handler?: string;
  /** Endings only: whom to call. */
  readonly endingPhones: readonly Phone[];
}

export interface PingMessage {
  readonly kind: 'ping';
  readonly incident: string;
  readonly reference: string;
  readonly role: ChainLink['role'];
  readonly unit: Text;
  readonly urgent: boolean;
  readonly until: Instant;
  readonly why: 'new' | 'reminder' | 'again';
}

export interface CaseMessage {
  readonly kind: 'case';
  readonly incident: string;
  readonly reference: string;
  readonly reporter: string;
  readonly reporterPhone?: string;
  readonly unit: Text;
  readonly reportedAt: Instant;
  readonly taken: boolean;
  readonly mayTake: boolean;
  readonly entries: readonly Entry[];
  readonly tasks: readonly Task[];
}

export type CaseState =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'taken-by'; readonly name: string }
  | { readonly kind: 'folded'; readonly incident: string; readonly reference: string; readonly mayTake: boolean }
  | {
      readonly kind: 'taken-by-you';
      readonly incident: string;
      readonly reference: string;
      readonly reporter: string;
      readonly checkInAt?: Instant;
      readonly tasks: readonly Task[];
    };

export type Told =
  | { readonly kind: 'taken'; readonly name: string; readonly checkInAt?: Instant }
  | { readonly kind: 'nobody-yet'; readonly name: string; readonly by: Instant }
  | { readonly kind: 'nobody-left'; readonly againAt?: Instant }
  | { readonly kind: 'call-taken'; readonly name: string }
  | { readonly kind: 'call-nobody'; readonly at?: Instant }
  | { readonly kind: 'call-after' };

export type SafetyTopic =
  | { readonly kind: 'suicidal' }
  | { readonly kind: 'about-me'; readonly name?: string }
  | { readonly kind: 'about-other' }
  | { readonly kind: 'call-asked'; readonly name: string; readonly at: Instant }
  | { readonly kind: 'not-now' }
  | { readonly kind: 'sentence'; readonly kept: boolean };

export type AlarmCode =
  | 'chain-ended'
  | 'nobody-to-ask'
  | 'call-now-unanswered'
  | 'handler-unreachable'
  | 'timer-failed'
  | 'unreadable-document';

/** How one report stands, for the person who sent it. */
export interface Progress {
  readonly reference: string;
  readonly reportedAt: Instant;
  readonly state:
    | { readonly kind: 'taken'; readonly name: string }
    | { readonly kind: 'asked'; readonly name: string; readonly by: Instant }
    | { readonly kind: 'starts'; readonly name: string; readonly at: Instant }
    | { readonly kind: 'nobody'; readonly againAt?: Instant }
    /** Sent, and nobody asked yet: that happens within seconds. */
    | { readonly kind: 'received' };
  readonly checkInAt?: Instant;
  /** What was asked for in the check-in: passed on to the person who took it, or kept until somebody does. */
  readonly wishes: 'none' | 'kept' | 'passed-on';
}

/** For whom a message is written. */
export interface Audience {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: Instant;
}

/** The way out to Teams. Never throws: every outcome is a Delivery. */
export interface Messenger {
  /** `quiet`: an answer to somebody who is there; without it Teams shows a notification. */
  send(to: Reference, message: Message, audience: Audience, quiet?: 'quiet'): Promise<Delivery>;
  /** Replaces a card that stands. A card that is gone counts as done: there is nothing left to replace. */
  update(to: Reference, activityId: string, message: Message, audience: Audience): Promise<Delivery>;
  /** Whether Teams knows this person as a guest of the organisation; `undefined` when Teams does not say. */
  isGuest(at: Reference): Promise<boolean | undefined>;
}
