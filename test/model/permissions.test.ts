import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Incident, Status } from '../../src/model/incident.ts';
import { type Action, may, permissions, type Relation, relationTo } from '../../src/model/permissions.ts';
import { people } from '../organisation.ts';

const { noor, anna, bram, chris, olaf } = people;

const bare: Incident = Incident.parse({
  id: 'incident',
  reference: 'K7R2M-9T6C8',
  regime: 'external',
  severity: { level: 'S2', rule: 'physical' },
  status: 'submitted',
  reportedAt: '2026-11-25T09:00:00.000Z',
  reporter: noor.id,
  unit: 'front-desk',
  victims: [noor.id],
  excluded: [],
  chain: [],
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
});

const relations: readonly Relation[] = ['reporter', 'asked', 'handler', 'excluded', 'none'];
const actions: readonly Action[] = ['open', 'take', 'see-progress'];
const statuses = Status.options;

/** An incident in which Olaf is just this, in this status. */
function whereOlafIs(relation: Relation, status: Status): Incident {
  return {
    ...bare,
    status,
    asked: [anna.id, ...(relation === 'asked' || relation === 'handler' ? [olaf.id] : [])],
    excluded: relation === 'excluded' ? [olaf.id] : [],
    reporter: relation === 'reporter' ? olaf.id : noor.id,
    ...(relation === 'handler' ? { handler: olaf.id } : status === 'acknowledged' && { handler: anna.id }),
  };
}

/** Every cell that is allowed; whatever is not in this list is forbidden. */
const allowed: readonly string[] = [
  'reporter see-progress submitted',
  'reporter see-progress acknowledged',
  'asked open submitted',
  'asked take submitted',
  'asked see-progress submitted',
  'asked see-progress acknowledged',
  'handler open submitted',
  'handler open acknowledged',
  // "Not yet" opened it anew, and the first to be asked is the person who had taken it.
  'handler take submitted',
  'handler see-progress submitted',
  'handler see-progress acknowledged',
];

const cells = relations.flatMap((relation) =>
  actions.flatMap((action) => statuses.map((status) => [relation, action, status] as const)),
);

describe('the permission table', () => {
  it.each(cells)('decides what somebody who is "%s" may do: %s while %s', (relation, action, status) => {
    const incident = whereOlafIs(relation, status);
    expect(relationTo(incident, olaf.id)).toBe(relation);
    expect(may(incident, olaf.id, action)).toBe(allowed.includes(`${relation} ${action} ${status}`));
  });

  it('knows no relation, action or status but these', () => {
    expect(Object.keys(permissions).sort()).toEqual([...relations].sort());
    for (const cell of Object.values(permissions)) {
      expect(actions).toEqual(expect.arrayContaining(Object.keys(cell)));
      expect(statuses).toEqual(expect.arrayContaining(Object.values(cell).flat()));
    }
  });

  it('says no to an action or a status that is not in it', () => {
    const known = whereOlafIs('handler', 'submitted');
    for (const action of ['delete', 'Take', '']) {
      expect(may(known, olaf.id, action as Action)).toBe(false);
    }
    expect(may({ ...known, status: 'closed' as Status }, olaf.id, 'open')).toBe(false);
  });

  it('gives somebody who is excluded nothing, whatever else they are', () => {
    const person = fc.constantFrom(noor.id, anna.id, bram.id, chris.id, olaf.id);
    const several = fc.uniqueArray(person);
    const anyIncident = fc
      .record({ status: fc.constantFrom(...statuses), excluded: several, asked: several, reporter: person })
      .chain((fields) => fc.option(person, { nil: undefined }).map((handler) => ({ ...fields, handler })))
      .map(({ handler, ...fields }): Incident => ({ ...bare, ...fields, ...(handler !== undefined && { handler }) }));
    fc.assert(
      fc.property(anyIncident, person, fc.constantFrom(...actions), (incident, who, action) => {
        if (incident.excluded.includes(who)) {
          expect(relationTo(incident, who)).toBe('excluded');
          expect(may(incident, who, action)).toBe(false);
        } else if (may(incident, who, action)) {
          expect([incident.handler, incident.reporter, ...incident.asked]).toContain(who);
        }
      }),
    );
  });

  it('opens a report to nobody by their place in the chain: only to who has been asked', () => {
    const chain = [{ person: olaf.id, role: 'deputy' as const }];
    expect(may({ ...bare, chain }, olaf.id, 'open')).toBe(false);
    expect(may({ ...bare, chain, asked: [olaf.id] }, olaf.id, 'open')).toBe(true);
  });

  it('counts somebody as asked from the moment at which the ping goes out, and not before', () => {
    const ping = { id: 'ping-0-0', kind: 'ping', dueAt: bare.reportedAt, urgency: 2, step: 0, attempts: 0 };
    const withPing = (fields: Partial<(typeof bare)['timers'][number]>): Incident => ({
      ...bare,
      chain: [
        { person: olaf.id, role: 'contact-person' },
        { person: anna.id, role: 'deputy' },
      ],
      timers: [{ ...ping, ...fields }],
    });
    const lease = { token: 'token', until: bare.reportedAt };
    expect(may(withPing({}), olaf.id, 'take')).toBe(false);
    for (const sending of [withPing({ lease }), withPing({ attempts: 1 })]) {
      expect(may(sending, olaf.id, 'take')).toBe(true);
      expect(may(sending, anna.id, 'take')).toBe(false);
      expect(may({ ...sending, excluded: [olaf.id] }, olaf.id, 'take')).toBe(false);
      expect(may({ ...sending, status: 'acknowledged', handler: anna.id }, olaf.id, 'open')).toBe(false);
    }
    // Ended before it reached them: the next person was asked instead.
    expect(may(withPing({ attempts: 1, doneAt: bare.reportedAt }), olaf.id, 'take')).toBe(false);
    expect(may(withPing({ lease, kind: 'escalate' }), olaf.id, 'take')).toBe(false);
  });

  it('lets the reporter see how it stands and not what the people who were asked see', () => {
    expect(actions.filter((action) => may(bare, noor.id, action))).toEqual(['see-progress']);
  });
});
