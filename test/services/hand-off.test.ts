import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Incident } from '../../src/model/incident.ts';
import { Organisation } from '../../src/model/organisation.ts';
import { dueTimers, type Timer, withNextDue } from '../../src/model/timer.ts';
import { isBefore, minutesAfter } from '../../src/model/world.ts';
import { createCalendar } from '../../src/services/calendar.ts';
import {
  afterPing,
  checkInAt,
  currentStep,
  escalate,
  isAskedAgain,
  planCheckIn,
  planStep,
  restartsAt,
  take,
  withCheckIn,
} from '../../src/services/hand-off.ts';
import { done, postponed } from '../../src/services/scheduler.ts';
import type { Setting } from '../../src/services/setting.ts';
import { organisationFile, people, organisation as testOrganisation } from '../organisation.ts';
import { testWorld } from '../world.ts';

const { noor, anna, bram, chris } = people;

function settingOf(organisation: Organisation = testOrganisation, world = testWorld()) {
  const calendar = createCalendar({
    timeZone: organisation.timeZone,
    isHoliday: () => false,
    covered: organisation.policy.coveredHours,
  });
  return { world, organisation, calendar } satisfies Setting;
}
const setting = settingOf();

/** Wednesday 25 November 2026, a clock time in Amsterdam, which is an hour before UTC then. */
const wednesday = (time: string) => minutesAfter(`2026-11-25T${time}:00.000Z`, -60);
const thursday = (time: string) => minutesAfter(`2026-11-26T${time}:00.000Z`, -60);

const asContactPerson = { person: anna.id, role: 'contact-person' } as const;
const asDeputy = { person: bram.id, role: 'deputy' } as const;

function report(fields: Partial<Incident> = {}): Incident {
  return Incident.parse({
    id: 'incident',
    reference: 'K7R2M-9T6C8',
    regime: 'external',
    severity: { level: 'S2', rule: 'physical' },
    status: 'submitted',
    reportedAt: wednesday('10:00'),
    reporter: noor.id,
    unit: 'front-desk',
    victims: [noor.id],
    excluded: [],
    chain: [asContactPerson, asDeputy],
    asked: [],
    cards: [],
    round: 0,
    targetMinutes: 'working-day',
    tasks: [],
    events: [],
    timers: [],
    entries: [],
    reporterName: noor.name,
    locale: 'nl',
    ...fields,
  });
}
const serious = { severity: { level: 'S3', rule: 'weapon-shown' }, targetMinutes: 240 } as const;
const critical = { severity: { level: 'S4', rule: 'weapon-used' }, targetMinutes: 15 } as const;

const isOpen = (timer: Timer) => timer.doneAt === undefined;
/** What is planned, as `id` and when, in the order of time. */
const planned = (incident: Incident) =>
  incident.timers
    .filter(isOpen)
    .map((timer) => [timer.id, timer.dueAt])
    .toSorted((a, b) => Date.parse(a[1] ?? '') - Date.parse(b[1] ?? ''));
const timerOf = (incident: Incident, id: string): Timer => {
  const timer = incident.timers.find((candidate) => candidate.id === id);
  if (timer === undefined) throw new Error(`no timer ${id}`);
  return timer;
};
const kinds = (incident: Incident) => incident.events.map((event) => event.kind);

/** Sent at that time and the first person asked. */
function asked(fields: Partial<Incident> = {}, at = wednesday('10:00')): Incident {
  const sent = planStep(setting, report(fields), 0, at);
  const ping = timerOf(sent, 'ping-0-0');
  return afterPing(setting, done(sent, ping, at), ping, true, at);
}
function takenBy(person: string, incident: Incident, at = wednesday('11:00')): Incident {
  const taken = take(incident, person, at);
  if (taken === undefined) throw new Error('not taken');
  return taken;
}

describe('planning a step of the hand-off', () => {
  it('plans the ping, the reminder at half the target and the step to the next person, and nothing else', () => {
    expect(planned(planStep(setting, report(), 0, wednesday('10:00')))).toEqual([
      ['ping-0-0', wednesday('10:00')],
      ['remind-0-0', wednesday('15:00')],
      ['escalate-0-0', thursday('10:00')],
    ]);
    expect(planned(planStep(setting, report(serious), 0, wednesday('10:00')))).toEqual([
      ['ping-0-0', wednesday('10:00')],
      ['remind-0-0', wednesday('12:00')],
      ['escalate-0-0', wednesday('14:00')],
    ]);
  });

  it('waits with the ping until somebody reads, and counts the target from then', () => {
    expect(planned(planStep(setting, report(serious), 0, wednesday('22:00')))).toEqual([
      ['ping-0-0', thursday('08:00')],
      ['remind-0-0', thursday('10:00')],
      ['escalate-0-0', thursday('12:00')],
    ]);
  });

  it('sends a critical ping at night too, before everything else, and counts its target in covered hours', () => {
    const night = planStep(setting, report(critical), 0, wednesday('22:00'));
    expect(planned(night)).toEqual([
      ['ping-0-0', wednesday('22:00')],
      ['remind-0-0', minutesAfter(thursday('08:00'), 7.5)],
      ['escalate-0-0', thursday('08:15')],
    ]);
    expect(night.timers.map((timer) => timer.urgency)).toEqual([0, 0, 0]);
    expect(planStep(setting, report(), 0, wednesday('22:00')).timers.map((timer) => timer.urgency)).toEqual([2, 2, 2]);
  });

  it('plans the same once, however often it is done', () => {
    const once = planStep(setting, report(), 0, wednesday('10:00'));
    expect(planStep(setting, once, 0, wednesday('10:00'))).toEqual(once);
  });
});

describe('when nobody took it in time', () => {
  it('asks the deputy, tells the reporter, and stops what was planned for the first person', () => {
    const next = escalate(setting, asked(serious), 0, wednesday('14:00'));
    expect(planned(next)).toEqual([
      ['ping-0-1', wednesday('14:00')],
      ['tell-nobody-yet-0-1', wednesday('14:00')],
      ['remind-0-1', wednesday('16:00')],
      ['escalate-0-1', wednesday('18:00')],
    ]);
    expect(currentStep(next, wednesday('14:00'))).toEqual({
      step: 1,
      from: wednesday('14:00'),
      until: wednesday('18:00'),
    });
  });

  it('raises the alarm at the end of the chain, tells the reporter the truth, and begins again at half the target', () => {
    const ended = escalate(setting, escalate(setting, asked(serious), 0, wednesday('14:00')), 1, wednesday('16:00'));
    expect(planned(ended)).toEqual([
      ['tell-nobody-yet-0-1', wednesday('14:00')],
      ['alarm-0', wednesday('16:00')],
      ['tell-nobody-left-0', wednesday('16:00')],
      ['restart-0', wednesday('18:00')],
    ]);
    expect(timerOf(ended, 'alarm-0')).toMatchObject({ urgency: 0, about: 'chain-ended' });
    expect(kinds(ended)).toContain('chain-ended');
    expect(restartsAt(ended)).toBe(wednesday('18:00'));
    expect(currentStep(ended, wednesday('16:00'))).toBeUndefined();
    const restarted = escalate(setting, ended, 2, wednesday('18:00'));
    expect(restarted.round).toBe(1);
    expect(planned(restarted).filter(([id]) => id?.endsWith('1-0'))).toEqual([
      ['ping-1-0', thursday('08:00')],
      ['remind-1-0', thursday('10:00')],
      ['escalate-1-0', thursday('12:00')],
    ]);
  });

  it('asks the next person at once when somebody cannot be reached, and does not call them asked', () => {
    const sent = planStep(setting, report(serious), 0, wednesday('10:00'));
    const ping = timerOf(sent, 'ping-0-0');
    const next = afterPing(setting, done(sent, ping, wednesday('10:00')), ping, false, wednesday('10:00'));
    expect(next.asked).toEqual([]);
    expect(kinds(next)).toEqual(['unreachable']);
    expect(planned(next)[0]).toEqual(['ping-0-1', wednesday('10:00')]);
    expect(take(next, anna.id, wednesday('10:01'))).toBeUndefined();
  });

  it('counts a reminder as a reminder and asks nobody twice', () => {
    const first = asked(serious);
    const reminded = afterPing(setting, first, timerOf(first, 'remind-0-0'), true, wednesday('12:00'));
    expect(reminded.asked).toEqual([anna.id]);
    expect(kinds(reminded)).toEqual(['asked', 'reminded']);
  });
});

describe('with nobody to ask', () => {
  const nobody = planStep(setting, report({ ...serious, chain: [] }), 0, wednesday('10:00'));

  it('raises the alarm at once and again a working day later, and tells the reporter', () => {
    expect(planned(nobody)).toEqual([
      ['alarm-0', wednesday('10:00')],
      ['tell-nobody-left-0', wednesday('10:00')],
      ['restart-0', thursday('10:00')],
    ]);
    expect(timerOf(nobody, 'alarm-0').about).toBe('nobody-to-ask');
    // No promise of a time: asking again would ask nobody.
    expect(restartsAt(nobody)).toBeUndefined();
  });

  it('tells the reporter once and the operator every working day', () => {
    const again = escalate(setting, nobody, 0, thursday('10:00'));
    expect(planned(again).map(([id]) => id)).toEqual(['alarm-0', 'tell-nobody-left-0', 'alarm-1', 'restart-1']);
    expect(timerOf(again, 'restart-1').dueAt).toBe('2026-11-27T09:00:00.000Z');
  });
});

describe('taking a report up', () => {
  it('ends everything that is planned for the hand-off, and plans to tell the reporter and to fold the cards of others', () => {
    const late = escalate(setting, asked(serious), 0, wednesday('14:00'));
    const ended = escalate(setting, late, 1, wednesday('18:00'));
    for (const incident of [asked(serious), late, ended]) {
      const taken = takenBy(anna.id, incident);
      expect(taken).toMatchObject({ status: 'acknowledged', handler: anna.id });
      const open = taken.timers.filter(isOpen);
      expect(open.map((timer) => [timer.kind, timer.about])).toEqual([
        ['tell-reporter', 'taken'],
        ['fold-others', undefined],
      ]);
    }
  });

  it('leaves the check-in where it stands', () => {
    const incident = planCheckIn(setting, asked(serious), wednesday('09:00'));
    expect(checkInAt(takenBy(anna.id, incident))).toBe(checkInAt(incident));
    expect(checkInAt(incident)).toBe(wednesday('14:00'));
  });

  it('is for one person: a second one, and the same one again, change nothing', () => {
    const both = { ...asked(serious), asked: [anna.id, bram.id] };
    const taken = takenBy(anna.id, both);
    expect(take(taken, bram.id, wednesday('11:01'))).toBeUndefined();
    expect(take(taken, anna.id, wednesday('11:01'))).toBeUndefined();
  });

  it('is not for who was not asked yet, who is excluded, the reporter, or anybody else', () => {
    const incident = asked(serious);
    for (const person of [bram.id, noor.id, chris.id, 'somebody']) {
      expect(take(incident, person, wednesday('11:00'))).toBeUndefined();
    }
    expect(take({ ...incident, excluded: [anna.id] }, anna.id, wednesday('11:00'))).toBeUndefined();
  });

  it('gives open wishes to who takes it, on the card and not in a message of their own', () => {
    const answers = { spoken: 'yes', contactWish: 'today', needs: ['ride-home'] };
    const wishing = withCheckIn(setting, asked(serious), 'first', answers, wednesday('12:00'));
    expect(wishing.tasks.map((task) => [task.what, task.owner])).toEqual([
      ['today', undefined],
      ['ride-home', undefined],
    ]);
    const taken = takenBy(anna.id, wishing, wednesday('13:00'));
    expect(taken.tasks.map((task) => task.owner)).toEqual([anna.id, anna.id]);
    expect(taken.timers.filter((timer) => isOpen(timer) && timer.kind === 'tell-handler')).toEqual([]);
  });

  it('is for somebody whose ping is on its way too, and then they count as asked', () => {
    const sent = planStep(setting, report(serious), 0, wednesday('10:00'));
    const lease = { token: 'token', until: wednesday('10:01') };
    const sending = { ...sent, timers: sent.timers.map((timer) => ({ ...timer, lease })) };
    expect(take(sent, anna.id, wednesday('10:00'))).toBeUndefined();
    expect(takenBy(anna.id, sending, wednesday('10:00'))).toMatchObject({ handler: anna.id, asked: [anna.id] });
    expect(take(sending, bram.id, wednesday('10:00'))).toBeUndefined();
    expect(take({ ...sending, excluded: [anna.id] }, anna.id, wednesday('10:00'))).toBeUndefined();
  });

  it('stops the steps that follow: an escalation that comes late changes nothing', () => {
    const taken = takenBy(anna.id, asked(serious));
    expect(escalate(setting, taken, 0, wednesday('14:00'))).toBe(taken);
  });
});

describe('the answer to the check-in', () => {
  const taken = takenBy(bram.id, { ...asked(serious), asked: [anna.id, bram.id] });

  it('"not yet" opens the report again and asks the person who had it first, without blame', () => {
    const again = withCheckIn(setting, taken, 'first', { spoken: 'not-yet', needs: [] }, thursday('14:00'));
    expect(again.status).toBe('submitted');
    expect(again.round).toBe(1);
    expect(again.chain.map((link) => link.person)).toEqual([bram.id, anna.id]);
    expect(isAskedAgain(again)).toBe(true);
    expect(planned(again).filter(([id]) => id?.endsWith('-1-0'))).toEqual([
      ['ping-1-0', thursday('14:00')],
      ['remind-1-0', thursday('16:00')],
      ['escalate-1-0', thursday('18:00')],
    ]);
    const retaken = takenBy(anna.id, again, thursday('15:00'));
    expect(retaken.handler).toBe(anna.id);
    expect(isAskedAgain(retaken)).toBe(false);
  });

  it.each(['yes', 'not-needed', ''])('"%s" leaves it with the person who has it', (spoken) => {
    const answered = withCheckIn(setting, taken, 'first', { spoken, needs: [] }, thursday('14:00'));
    expect(answered).toMatchObject({ status: 'acknowledged', handler: bram.id, tasks: [] });
    expect(planned(answered)).toEqual(planned(taken));
  });

  it('makes each wish a task of the person who has it, and tells them once', () => {
    const answers = { spoken: 'yes', contactWish: 'this-week', needs: ['ride-home', 'not-alone'] };
    const answered = withCheckIn(setting, taken, 'first', answers, thursday('14:00'));
    expect(answered.tasks.map(({ kind, what, owner }) => [kind, what, owner])).toEqual([
      ['contact-wish', 'this-week', bram.id],
      ['practical-need', 'ride-home', bram.id],
      ['practical-need', 'not-alone', bram.id],
    ]);
    expect(answered.timers.filter((timer) => isOpen(timer) && timer.kind === 'tell-handler')).toHaveLength(1);
  });

  it('makes no task of "no"', () => {
    const answers = { spoken: 'yes', contactWish: 'no', needs: [] };
    expect(withCheckIn(setting, taken, 'first', answers, thursday('14:00')).tasks).toEqual([]);
  });

  it('"not yet" on a report that nobody has leaves its planned steps as they are', () => {
    const waiting = asked(serious);
    const answered = withCheckIn(setting, waiting, 'first', { spoken: 'not-yet', needs: [] }, wednesday('11:00'));
    expect(planned(answered)).toEqual(planned(waiting));
    expect(answered.round).toBe(0);
  });

  it('carried in twice changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('yes', 'not-yet', 'not-needed'),
        fc.constantFrom(undefined, 'today', 'no'),
        fc.subarray(['ride-home', 'not-alone']),
        fc.constantFrom(taken, asked(serious)),
        (spoken, contactWish, needs, incident) => {
          const answers = { spoken, needs, ...(contactWish !== undefined && { contactWish }) };
          const once = withCheckIn(setting, incident, 'first', answers, thursday('14:00'));
          expect(withCheckIn(setting, once, 'first', answers, thursday('14:01'))).toBe(once);
        },
      ),
    );
  });
});

describe('the first check-in', () => {
  const inShifts = Organisation.parse({
    ...organisationFile(),
    people: (organisationFile().people as object[]).map((person) => ({ ...person, unit: 'street' })),
  });
  const at = (fields: Partial<Incident>, occurredAt: string | undefined, where: Setting = setting) =>
    checkInAt(planCheckIn(where, report(fields), occurredAt));

  it.each([
    ['S2, a day after the incident', {}, wednesday('09:30'), thursday('09:30')],
    [
      'S1, a day after the incident',
      { severity: { level: 'S1', rule: 'verbal' } },
      wednesday('09:30'),
      thursday('09:30'),
    ],
    ['S2 of long ago, four hours after the report', {}, '2026-11-20T10:00:00.000Z', wednesday('14:00')],
    ['S2 of an unknown moment, a day after the report', {}, undefined, thursday('10:00')],
    ['S3, four hours after the report', serious, wednesday('09:30'), wednesday('14:00')],
    ['S4, four hours after the report, whenever it was', critical, '2026-11-20T10:00:00.000Z', wednesday('14:00')],
    [
      'S3 reported in the evening, the next morning',
      { ...serious, reportedAt: wednesday('16:01') },
      undefined,
      thursday('08:00'),
    ],
    ['S2 of an evening, the morning after next', {}, wednesday('23:00'), '2026-11-27T07:00:00.000Z'],
    [
      'S3 on Friday evening, on Saturday',
      { ...serious, reportedAt: '2026-11-27T18:00:00.000Z' },
      undefined,
      '2026-11-28T07:00:00.000Z',
    ],
  ] as const)('is asked, %s', (_when, fields, occurredAt, expected) => {
    expect(at(fields as Partial<Incident>, occurredAt)).toBe(expected);
  });

  it('keeps to the later window of somebody who works in shifts', () => {
    const shift = settingOf(inShifts);
    expect(at({}, wednesday('09:30'), shift)).toBe(thursday('12:00'));
    expect(at(serious, undefined, shift)).toBe(wednesday('14:00'));
    expect(at({ ...serious, reportedAt: wednesday('07:00') }, undefined, shift)).toBe(wednesday('12:00'));
  });

  it('is not planned when it happened to somebody else', () => {
    expect(planCheckIn(setting, report({ victims: [] }), wednesday('09:30')).timers).toEqual([]);
  });

  it('is never outside the window and never sooner than four hours after the report', () => {
    const minute = fc.integer({ min: 0, max: 60 * 24 * 400 });
    fc.assert(
      fc.property(minute, minute, fc.constantFrom({}, serious, critical), (reported, before, level) => {
        const reportedAt = minutesAfter('2026-01-01T00:00:00.000Z', reported);
        const due = at({ ...level, reportedAt }, minutesAfter(reportedAt, -before)) ?? '';
        expect(setting.calendar.nextOpening(due, testOrganisation.policy.window)).toBe(due);
        expect(isBefore(due, minutesAfter(reportedAt, 240))).toBe(false);
      }),
    );
  });
});

/** What can happen to a report, in any order. */
type Happening =
  | { readonly kind: 'next-step'; readonly outcome: 'delivered' | 'unreachable' | 'later' | 'unknown' }
  | { readonly kind: 'take'; readonly by: string }
  | { readonly kind: 'check-in'; readonly spoken: string; readonly needs: readonly string[] };

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('next-step' as const),
      outcome: fc.constantFrom('delivered' as const, 'unreachable' as const, 'later' as const, 'unknown' as const),
    }),
  },
  fc.record({
    kind: fc.constant('take' as const),
    by: fc.constantFrom(...Object.values(people).map((person) => person.id)),
  }),
  fc.record({
    kind: fc.constant('check-in' as const),
    spoken: fc.constantFrom('yes', 'not-yet', 'not-needed'),
    needs: fc.subarray(['ride-home', 'not-alone']),
  }),
);
const anyReport = fc
  .record({
    level: fc.constantFrom({}, serious, critical),
    chain: fc.subarray([asContactPerson, asDeputy]),
    minute: fc.integer({ min: 0, max: 60 * 24 * 400 }),
  })
  .map(({ level, chain, minute }) => {
    const reportedAt = minutesAfter('2026-01-01T00:00:00.000Z', minute);
    const gone = [asContactPerson, asDeputy].filter((link) => !chain.includes(link)).map((link) => link.person);
    return report({ ...level, chain, reportedAt, excluded: gone });
  });

/** Carries out the first planned step, as the program does. */
function nextStep(
  own: Setting & { world: ReturnType<typeof testWorld> },
  incident: Incident,
  outcome: string,
): Incident {
  const { nextDueAt } = withNextDue(incident);
  if (nextDueAt === undefined) return incident;
  own.world.advanceTo(nextDueAt);
  const now = own.world.now();
  const [timer] = dueTimers(incident, now);
  if (timer === undefined) throw new Error('what is due cannot be claimed');
  if (timer.kind === 'escalate') return escalate(own, done(incident, timer, now), timer.step, now);
  if (outcome === 'later' || (outcome === 'unknown' && timer.attempts < 3)) {
    return postponed(incident, timer, minutesAfter(now, 1), true);
  }
  const settled = done(incident, timer, now);
  const isPing = timer.kind === 'ping' || timer.kind === 'remind';
  return isPing && settled.status === 'submitted'
    ? afterPing(own, settled, timer, outcome === 'delivered', now)
    : settled;
}

describe('whatever happens, in any order', () => {
  function always(check: (incident: Incident, now: string, before: Incident) => void): void {
    fc.assert(
      fc.property(anyReport, fc.array(anyHappening, { maxLength: 40 }), (sent, happenings) => {
        const own = settingOf(testOrganisation, testWorld(sent.reportedAt));
        let incident = planCheckIn(own, planStep(own, sent, 0, sent.reportedAt), sent.reportedAt);
        check(incident, own.world.now(), incident);
        happenings.forEach((happening, index) => {
          const before = incident;
          const now = own.world.now();
          if (happening.kind === 'next-step') incident = nextStep(own, incident, happening.outcome);
          if (happening.kind === 'take') incident = take(incident, happening.by, now) ?? incident;
          if (happening.kind === 'check-in') incident = withCheckIn(own, incident, `${index}`, happening, now);
          check(incident, own.world.now(), before);
        });
      }),
    );
  }

  it('leaves no open report without somebody who confirmed it or a next step that is planned', () => {
    always((incident) => {
      const steps = incident.timers.filter((timer) => isOpen(timer) && timer.kind === 'escalate');
      if (incident.status === 'acknowledged') {
        expect(incident.asked).toContain(incident.handler);
        expect(kinds(incident).lastIndexOf('taken')).toBeGreaterThan(kinds(incident).lastIndexOf('not-reached'));
        expect(steps).toEqual([]);
      } else {
        // One and not two: otherwise a report would run through the chain twice at the same time.
        expect(steps).toHaveLength(1);
      }
    });
  });

  it('never plans a step in the past, and always ends in a step after finitely many at one moment', () => {
    always((incident, now, before) => {
      const known = new Set(before.timers.map((timer) => timer.id));
      for (const timer of incident.timers) {
        if (isOpen(timer) && !known.has(timer.id)) expect(isBefore(timer.dueAt, now)).toBe(false);
      }
    });
    const own = settingOf();
    let incident = planStep(own, report(critical), 0, own.world.now());
    // Nobody can ever be reached: the chain goes round, but not more than once a minute.
    for (let step = 0; step < 200; step += 1) incident = nextStep(own, incident, 'unreachable');
    expect(Date.parse(own.world.now()) - Date.parse(wednesday('10:00'))).toBeGreaterThan(20 * 60_000);
  });

  it('asks, and lets take, nobody but the people in the chain', () => {
    always((incident) => {
      const chain = incident.chain.map((link) => link.person);
      expect(chain).toEqual(expect.arrayContaining(incident.asked));
      for (const person of [...incident.asked, ...chain, incident.handler]) {
        expect(incident.excluded).not.toContain(person);
        expect(person).not.toBe(incident.reporter);
      }
    });
  });

  it('keeps the document in bounds', () => {
    always((incident) => {
      expect(incident.timers.filter((timer) => !isOpen(timer)).length).toBeLessThanOrEqual(41);
      expect(incident.events.length).toBeLessThanOrEqual(200);
      expect(Incident.safeParse(incident).success).toBe(true);
    });
  });
});
