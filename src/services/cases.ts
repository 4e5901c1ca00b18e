import type { Conversation } from '../model/conversation.ts';
import type { Incident } from '../model/incident.ts';
import { memberOf, nameOf, unitOf } from '../model/organisation.ts';
import { may, relationTo } from '../model/permissions.ts';
import { withNextDue } from '../model/timer.ts';
import type { Instant, PersonId } from '../model/world.ts';
import { callCard, isAskedToCall, takeCall } from './call-request.ts';
import {
  type CheckInAnswers,
  checkInAt,
  currentStep,
  restartsAt,
  take,
  withCheckIn,
  withNotReached,
} from './hand-off.ts';
import type { CaseState, Message, Progress } from './messages.ts';
import type { Store } from './ports.ts';
import { hearsBy, type Setting } from './setting.ts';
import { Conflict } from './store.ts';

/** What people do with a case. Every answer is decided from the stored state and the permission table, never from the card. */
export interface Cases {
  open(incident: string, person: PersonId): Promise<Message>;
  /** Exactly one person takes a case; everybody else gets the card as it is now. */
  take(incident: string, person: PersonId): Promise<Message>;
  folded(incident: string, person: PersonId): Promise<Message>;
  takeCall(request: string, person: PersonId): Promise<Message>;
  checkInAnswered(incident: string, checkIn: string, answers: CheckInAnswers, at: Instant): Promise<void>;
  /** "Not yet": the contact has not happened, so the report is asked for anew at once. */
  notReached(incident: string, checkIn: string, at: Instant): Promise<void>;
  /** "My reports". */
  progressOf(conversation: Conversation): Promise<Message>;
}

const tries = 5;
const reportsShown = 10;

export function createCases({ setting, store }: { readonly setting: Setting; readonly store: Store }): Cases {
  const { organisation, world } = setting;
  const notYours: Message = { kind: 'case-closed', state: { kind: 'not-yours' } };

  /** Decides on the newest version until the write succeeds. `undefined` from `decide` = nothing to write. */
  async function change(
    id: string,
    decide: (incident: Incident) => Incident | undefined,
  ): Promise<{ incident: Incident; changed: boolean } | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const stored = await store.incidents.get(id);
      if (stored === undefined) return undefined;
      const next = decide(stored);
      if (next === undefined) return { incident: stored, changed: false };
      try {
        const written = await store.incidents.replace({ ...withNextDue(next), etag: stored.etag });
        return { incident: written, changed: true };
      } catch (error) {
        if (!(error instanceof Conflict) || attempt === tries) throw error;
      }
    }
  }

  /** The content-free card, as it is true for this person now. */
  function closed(incident: Incident, person: PersonId): Message {
    return { kind: 'case-closed', state: stateFor(incident, person) };
  }

  function stateFor(incident: Incident, person: PersonId): CaseState {
    const relation = relationTo(incident, person);
    const { id, reference } = incident;
    if (relation === 'handler' && incident.status === 'acknowledged') {
      const at = checkInAt(incident);
      return {
        kind: 'taken-by-you',
        incident: id,
        reference,
        reporter: incident.reporterName,
        tasks: incident.tasks,
        ...(at !== undefined && { checkInAt: at }),
      };
    }
    if (may(incident, person, 'open')) {
      return { kind: 'folded', incident: id, reference, mayTake: may(incident, person, 'take') };
    }
    const name = incident.handler === undefined ? undefined : nameOf(organisation, incident.handler);
    if (relation === 'asked' && name !== undefined) return { kind: 'taken-by', name };
    return { kind: 'not-yours' };
  }

  function opened(incident: Incident, person: PersonId): Message {
    const phone = memberOf(organisation, incident.reporter)?.phone;
    return {
      kind: 'case',
      incident: incident.id,
      reference: incident.reference,
      reporter: incident.reporterName,
      ...(phone !== undefined && { reporterPhone: phone }),
      unit: unitOf(organisation, incident.unit).name,
      reportedAt: incident.reportedAt,
      taken: incident.status === 'acknowledged',
      mayTake: may(incident, person, 'take'),
      entries: incident.entries,
      tasks: incident.tasks,
    };
  }

  return {
    open: async (id, person) => {
      const incident = await store.incidents.get(id);
      if (incident === undefined) return notYours;
      return may(incident, person, 'open') ? opened(incident, person) : closed(incident, person);
    },

    take: async (id, person) => {
      const result = await change(id, (incident) => take(incident, person, world.now()));
      return result === undefined ? notYours : closed(result.incident, person);
    },

    folded: async (id, person) => {
      const incident = await store.incidents.get(id);
      return incident === undefined ? notYours : closed(incident, person);
    },

    takeCall: async (id, person) => {
      for (let attempt = 1; ; attempt += 1) {
        const request = await store.requests.get(id);
        if (request === undefined || !isAskedToCall(request, person)) return notYours;
        const next = takeCall(request, person, world.now());
        if (next === undefined) {
          if (request.adviser === person) return callCard(request, true);
          const name = request.adviser === undefined ? undefined : nameOf(organisation, request.adviser);
          return name === undefined ? notYours : { kind: 'case-closed', state: { kind: 'taken-by', name } };
        }
        try {
          await store.requests.replace({ ...next, etag: request.etag });
          return callCard(request, true);
        } catch (error) {
          if (!(error instanceof Conflict) || attempt === tries) throw error;
        }
      }
    },

    checkInAnswered: async (id, checkIn, answers, at) => {
      await change(id, (incident) => {
        const next = withCheckIn(setting, incident, checkIn, answers, at);
        return next === incident ? undefined : next;
      });
    },

    notReached: async (id, checkIn, at) => {
      await change(id, (incident) => {
        const next = withNotReached(setting, incident, checkIn, at);
        return next === incident ? undefined : next;
      });
    },

    progressOf: async (conversation) => {
      const reports: Progress[] = [];
      for (let after: string | undefined; ; ) {
        const page = await store.incidents.page({
          where: { reporter: conversation.id },
          limit: 50,
          ...(after !== undefined && { after }),
        });
        reports.push(...page.items.map((incident) => progress(incident)));
        after = page.next;
        if (after === undefined) break;
      }
      // Sent, but not yet made into an incident by this turn or the next tick: it counts, for it was received.
      const waiting = conversation.drafts.filter((draft) => draft.list === 'intake' && draft.submittedAt !== undefined);
      const known = new Set(reports.map((report) => report.reference));
      for (const { reference, submittedAt } of waiting) {
        if (reference === undefined || submittedAt === undefined || known.has(reference)) continue;
        reports.push({ reference, reportedAt: submittedAt, state: { kind: 'received' }, wishes: 'none' });
      }
      return {
        kind: 'reports',
        drafts: conversation.drafts
          .filter((draft) => draft.list === 'intake' && draft.submittedAt === undefined)
          .map(({ startedAt }) => ({ startedAt })),
        reports: reports.toSorted((a, b) => Date.parse(b.reportedAt) - Date.parse(a.reportedAt)).slice(0, reportsShown),
      };
    },
  };

  function progress(incident: Incident): Progress {
    const at = checkInAt(incident);
    return {
      reference: incident.reference,
      reportedAt: incident.reportedAt,
      state: stateOf(incident),
      ...(at !== undefined && { checkInAt: at }),
      wishes: wishesOf(incident),
    };
  }

  function wishesOf(incident: Incident): Progress['wishes'] {
    if (incident.tasks.length === 0) return 'none';
    const waiting = incident.timers.some((timer) => timer.kind === 'tell-handler' && timer.doneAt === undefined);
    return incident.handler === undefined || waiting ? 'kept' : 'passed-on';
  }

  function stateOf(incident: Incident): Progress['state'] {
    const now = world.now();
    const handler = incident.handler === undefined ? undefined : nameOf(organisation, incident.handler);
    if (incident.status === 'acknowledged' && handler !== undefined) return { kind: 'taken', name: handler };
    const current = currentStep(incident, now);
    const person = current === undefined ? undefined : incident.chain[current.step]?.person;
    const name = person === undefined ? undefined : nameOf(organisation, person);
    if (current !== undefined && name !== undefined) {
      return current.from === now
        ? { kind: 'asked', name, by: hearsBy(setting, incident.reporter, current.until, incident.severity.level) }
        : { kind: 'starts', name, at: current.from };
    }
    const againAt = restartsAt(incident);
    return { kind: 'nobody', ...(againAt !== undefined && { againAt }) };
  }
}
