import { z } from 'zod';
import { Moment } from './draft.ts';
import { Severity } from './severity.ts';
import { timed } from './timer.ts';
import { Instant, Locale, PersonId, Text } from './world.ts';

/** Who may know, which tasks, whose aftercare. This version makes incidents of the first regime only (issue C brings the others). */
const Regime = z.enum(['external', 'internal', 'office-holder']);

export const Status = z.enum(['submitted', 'acknowledged']);
export type Status = z.infer<typeof Status>;

/** What can happen to an incident. A missing cell means: not allowed. */
export const transitions = {
  submitted: { take: 'acknowledged' },
  /** "Not yet" in the check-in: the report is asked for anew, without blame (practice.md 3.7). */
  acknowledged: { 'not-reached': 'submitted' },
} as const satisfies Record<Status, Partial<Record<'take' | 'not-reached', Status>>>;

/** One link of the chain, as it was when the report was sent: a later change of the rota does not reroute a running case. */
export const ChainLink = z.object({ person: PersonId, role: z.enum(['contact-person', 'deputy', 'administrator']) });
export type ChainLink = z.infer<typeof ChainLink>;

/**
 * An answer as it was given: the wording of the question and of the chosen options stand beside it, so that a report stays readable
 * when the question list has long changed.
 */
export const Entry = z.object({
  /** The id of the question, for example `what-happened`. */
  question: z.string(),
  /** Its wording at that time, for example `{ nl: 'Wat is er gebeurd?', en: 'What happened?' }`. */
  ask: Text,
  /** The chosen options in words, both languages; absent for own words and moments. */
  chosen: z.array(z.object({ id: z.string(), label: Text })).optional(),
  /** Own words, to the letter as they were typed. */
  words: z.string().optional(),
  /** For example `{ at: '2026-11-23T14:30:00Z', precision: 'minute' }`. */
  moment: Moment.optional(),
  /** When it was answered. */
  at: Instant,
});
export type Entry = z.infer<typeof Entry>;

/** Human work: something that was asked for and must get an answer. */
export const Task = z.object({
  /** Made from what it is about, so that carrying out twice makes it once: `<check-in>:practical-need:ride-home`. */
  id: z.string(),
  kind: z.enum(['contact-wish', 'practical-need']),
  /** Which wish or need, by option id: `today`, `roster-or-place`. */
  what: z.string(),
  /** The person who took the case; absent until somebody has. */
  owner: PersonId.optional(),
  askedAt: Instant,
});
export type Task = z.infer<typeof Task>;

/** What happened to a case, in order: for example `{ kind: 'taken', at: '2026-11-23T15:02:00Z', by: '<person>' }`. */
export const IncidentEvent = z.object({
  kind: z.enum([
    'submitted',
    'asked',
    'reminded',
    'unreachable',
    'chain-ended',
    'taken',
    'not-reached',
    'check-in-answered',
  ]),
  at: Instant,
  by: PersonId.optional(),
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;

export const Incident = z.object({
  /** The id of the draft it was written in. */
  id: z.string(),
  /** For example `K7R2M-9T6C8`. */
  reference: z.string(),
  regime: Regime,
  /** For example `{ level: 'S2', rule: 'physical' }`. For routing; the reporter never sees it. */
  severity: z.object({ level: Severity, rule: z.string() }),
  status: Status,
  /** When it was sent. */
  reportedAt: Instant,
  /** Who sent it; not always the one to whom it happened. */
  reporter: PersonId,
  /** The id of the unit whose people are asked, for example `front-desk`. */
  unit: z.string(),
  /** To whom it happened, as far as they are known here: the reporter or nobody, in this version. */
  victims: z.array(PersonId).max(30),
  /** Never routed to, never see it, never hear of it (promise 3). */
  excluded: z.array(PersonId).max(30),
  /** Who took the case; stays when the case is asked for anew. */
  handler: PersonId.optional(),
  /** Who is asked, in order: `[{ person: '<anna>', role: 'contact-person' }, { person: '<bram>', role: 'deputy' }]`. */
  chain: z.array(ChainLink).max(30),
  /** Who in the chain has been asked by now: only they may open the case before somebody took it. */
  asked: z.array(PersonId).max(30),
  /** The messages by which they were asked: brought up to date when somebody takes the case. The oldest are forgotten. */
  cards: z.array(z.object({ person: PersonId, activityId: z.string() })).default([]),
  /** How often the chain was walked: 0 the first time. */
  round: z.number().int().min(0),
  /** Time to take it up, in covered minutes. */
  targetMinutes: z.union([z.number().int().min(1), z.literal('working-day')]),
  /** Sealed: what the reporter asked for. */
  tasks: z.array(Task).max(100),
  events: z.array(IncidentEvent),
  ...timed,
  /** Sealed: the answers and the name of the reporter as it was at sending. */
  entries: z.array(Entry),
  reporterName: z.string(),
  /** In which language the reporter wrote. */
  locale: Locale,
  etag: z.string().optional(),
});
export type Incident = z.infer<typeof Incident>;

/** At most this many standing cards are remembered in one case. */
const cardsKept = 60;

export function withCard(incident: Incident, person: PersonId, activityId: string): Incident {
  return { ...incident, cards: [...incident.cards, { person, activityId }].slice(-cardsKept) };
}

/** At most this many events stay in the document; the audit (issue D) keeps all. */
const eventsKept = 200;

export function withEvent(incident: Incident, event: IncidentEvent): Incident {
  return { ...incident, events: [...incident.events, event].slice(-eventsKept) };
}

/** The identity of the other, apart from everything else (practice.md 1.3). Wholly sealed. */
export const VaultRecord = z.object({ id: z.string(), identity: z.string(), etag: z.string().optional() });
export type VaultRecord = z.infer<typeof VaultRecord>;
