import { describe, expect, it } from '@jest/globals';
import { memberOf, nameOf, Organisation, unitOf, windowOf } from '../../src/model/organisation.ts';
import { requiredHelpLines } from '../../src/model/policy.ts';
import { organisation, organisationFile, people } from '../organisation.ts';

/** The file as somebody edits it: anything can stand anywhere. */
interface File {
  [name: string]: unknown;
  units: Record<string, unknown>[];
  people: Record<string, unknown>[];
  administrators: unknown[];
  confidentialAdvisers: Record<string, unknown>[];
}

/** What is said about the good file after this change, as `path: message`. */
function mistakesAfter(...changes: readonly ((file: File) => void)[]): readonly string[] {
  const file = structuredClone(organisationFile()) as File;
  for (const change of changes) change(file);
  const parsed = Organisation.safeParse(file);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

const edit =
  (list: 'units' | 'people' | 'confidentialAdvisers', index: number, fields: Record<string, unknown>) =>
  (file: File) => {
    Object.assign(file[list][index] ?? {}, fields);
  };

const nobody = 'names a person who is not in people';
const badPhone = 'must be a phone number such as 06-00000000';

/** One change, and everything that must be said about it. */
const mistakes: readonly (readonly [what: string, change: (file: File) => void, said: readonly string[]])[] = [
  [
    'a unit that is listed twice',
    (file) => file.units.push({ ...file.units[1] }),
    ['units.1.id: is listed twice: front-desk'],
  ],
  ['a person who is listed twice', (file) => file.people.push({ ...file.people[0] }), ['people.0.id: is listed twice']],
  [
    'a setting that does not exist, such as a slip of the pen in a phone line',
    edit('units', 1, { alarmline: '06-00000011' }),
    ['units.1: Unrecognized key: "alarmline"'],
  ],
  [
    'a number of the policy that does not exist',
    (file) => {
      file.policy = { coverdHours: 'always' };
    },
    ['policy: Unrecognized key: "coverdHours"'],
  ],
  ['a contact person nobody knows', edit('units', 1, { contactPerson: 'x' }), [`units.1.contactPerson: ${nobody}`]],
  ['a deputy nobody knows', edit('units', 2, { deputy: 'x' }), [`units.2.deputy: ${nobody}`]],
  ['an administrator nobody knows', (file) => file.administrators.push('x'), [`administrators.1: ${nobody}`]],
  [
    'a person in a unit that does not exist',
    edit('people', 3, { unit: 'harbour' }),
    ['people.3.unit: names a unit that does not exist: harbour'],
  ],
  [
    'one person as contact person and deputy',
    edit('units', 0, { deputy: people.chris.id }),
    ['units.0.deputy: is the same person as the contact person'],
  ],
  [
    'parents that run in a circle',
    (file) => {
      edit('units', 1, { parent: 'street' })(file);
      edit('units', 2, { parent: 'front-desk' })(file);
    },
    ['units.1.parent: does not lead to the root unit', 'units.2.parent: does not lead to the root unit'],
  ],
  [
    'a unit that is its own parent',
    edit('units', 1, { parent: 'front-desk' }),
    ['units.1.parent: does not lead to the root unit'],
  ],
  [
    'a parent that does not exist',
    edit('units', 1, { parent: 'harbour' }),
    ['units.1.parent: does not lead to the root unit'],
  ],
  [
    'a second unit without a parent',
    edit('units', 2, { parent: undefined }),
    ['units.2.parent: does not lead to the root unit'],
  ],
  ['a parent above the root', edit('units', 0, { parent: 'street' }), ['units.0.parent: the root unit has no parent']],
  ['a duty phone that is none', edit('units', 1, { dutyPhone: 'call Anna' }), [`units.1.dutyPhone: ${badPhone}`]],
  ['an alarm line that is none', edit('units', 1, { alarmLine: '' }), [`units.1.alarmLine: ${badPhone}`]],
  ['a phone of a person that is none', edit('people', 0, { phone: '06 <b>' }), [`people.0.phone: ${badPhone}`]],
  [
    'an adviser without a real phone',
    edit('confidentialAdvisers', 1, { phone: '-' }),
    [`confidentialAdvisers.1.phone: ${badPhone}`],
  ],
  [
    'an id that is no plain word',
    edit('units', 1, { id: 'Front Desk' }),
    [
      'units.1.id: must be lower-case words joined by dashes, such as front-desk',
      ...[0, 1, 2].map((index) => `people.${index}.unit: names a unit that does not exist: front-desk`),
    ],
  ],
  [
    'a time zone that does not exist',
    (file) => {
      file.timeZone = 'Europe/Waterveen';
    },
    ['timeZone: must be a time zone such as Europe/Amsterdam'],
  ],
  [
    'help lines without one that the texts name',
    (file) => {
      file.policy = { helpLines: organisation.policy.helpLines.filter((line) => line.id !== 'suicide-prevention') };
    },
    [`policy.helpLines: must hold at least: ${requiredHelpLines.join(', ')}`],
  ],
  [
    'hours that end before they begin',
    (file) => {
      file.policy = { coveredHours: { from: '18:00', to: '08:00' } };
    },
    ['policy.coveredHours: from must be earlier than to'],
  ],
  [
    'a clock time that is none',
    (file) => {
      file.policy = { window: { from: '08:00', to: '24:30' } };
    },
    ['policy.window.to: must be a time such as 08:30'],
  ],
];

describe('a good organisation file', () => {
  it('is taken as it is, with the defaults filled in', () => {
    expect(mistakesAfter()).toEqual([]);
    expect(organisation).toMatchObject({ timeZone: 'Europe/Amsterdam', country: 'NL', rootUnit: 'waterveen' });
    expect(organisation.policy).toMatchObject({
      coveredHours: { from: '08:00', to: '18:00' },
      targets: { S4: 15, S3AtHome: 60, S3: 240, S2: 'working-day', S1: 'working-day', callNow: 10 },
      window: { from: '08:00', to: '20:00' },
      shiftWindow: { from: '12:00', to: '20:00' },
      checkIn: { hoursAfterIncident: 24, hoursAfterReport: 4 },
      foldAfterHours: 24,
    });
    expect(organisation.policy.helpLines.map((line) => line.id)).toEqual(requiredHelpLines);
  });

  it('may cover every hour, and may keep its own numbers beside the defaults', () => {
    const own = Organisation.parse({ ...organisationFile(), policy: { coveredHours: 'always', targets: { S3: 30 } } });
    expect(own.policy.coveredHours).toBe('always');
    expect(own.policy.targets).toMatchObject({ S4: 15, S3: 30 });
  });
});

describe('a mistake in the organisation file', () => {
  it.each(mistakes)('is named with its path: %s', (_what, change, said) => {
    expect([...mistakesAfter(change)].sort()).toEqual([...said].sort());
  });

  it('never hides another: all are named at once, references too when something is missing', () => {
    const said = mistakesAfter(
      edit('units', 1, { contactPerson: 'x', dutyPhone: 'none', deputy: undefined }),
      edit('units', 2, { parent: 'street' }),
      edit('people', 0, { unit: 'harbour', name: '' }),
      (file) => {
        file.timeZone = 'Mars/Base';
        file.policy = { helpLines: [], targets: { S4: 0 } };
      },
    );
    expect(said.map((line) => line.slice(0, line.indexOf(':'))).sort()).toEqual([
      'people.0.name',
      'people.0.unit',
      'policy.helpLines',
      'policy.targets.S4',
      'timeZone',
      'units.1.contactPerson',
      'units.1.deputy',
      'units.1.dutyPhone',
      'units.2.parent',
    ]);
  });

  it('is found, and nothing is thrown, whatever stands in the place of the file or of one of its lists', () => {
    for (const junk of [null, 7, 'text', [], {}, { units: 'x' }]) {
      expect(Organisation.safeParse(junk).success).toBe(false);
    }
    for (const list of ['units', 'people', 'administrators']) {
      for (const junk of [null, 'x', {}, [null], ['x'], [[]], []]) {
        expect([list, junk, Organisation.safeParse({ ...organisationFile(), [list]: junk }).success]).toEqual([
          list,
          junk,
          false,
        ]);
      }
    }
  });
});

describe('looking things up', () => {
  it('falls back to the root unit for a unit that is unknown or not given', () => {
    expect(unitOf(organisation, 'street').id).toBe('street');
    expect(unitOf(organisation, 'harbour').id).toBe('waterveen');
    expect(unitOf(organisation, undefined).id).toBe('waterveen');
  });

  it('names a person of the file by name, and somebody else by nothing at all', () => {
    expect(nameOf(organisation, people.anna.id)).toBe('Anna Bakker');
    expect(nameOf(organisation, people.olaf.id)).toBeUndefined();
    expect(memberOf(organisation, '__proto__')).toBeUndefined();
  });

  it('gives a unit that works in shifts its own window', () => {
    expect(windowOf(organisation, unitOf(organisation, 'street'))).toEqual({ from: '12:00', to: '20:00' });
    expect(windowOf(organisation, unitOf(organisation, 'front-desk'))).toEqual({ from: '08:00', to: '20:00' });
  });
});
