import { z } from 'zod';
import { Policy } from './policy.ts';
import { Locale, PersonId, Text } from './world.ts';

const Id = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes, such as front-desk');
const Phone = z.string().regex(/^[+0-9][0-9 -]*$/, 'must be a phone number such as 06-00000000');

export const Unit = z.strictObject({
  id: Id,
  name: Text,
  /** Only the root unit has none. */
  parent: Id.optional(),
  contactPerson: PersonId,
  deputy: PersonId,
  /** Who answers by phone when somebody cannot wait. */
  dutyPhone: Phone,
  /** The unit's own alarm, shown before 112 where it exists. */
  alarmLine: Phone.optional(),
  /** Where to call at once after a bite, blood or a needle. */
  exposureLine: Phone.optional(),
  shiftWork: z.boolean().default(false),
});
export type Unit = z.infer<typeof Unit>;

export const Member = z.strictObject({
  id: PersonId,
  name: z.string().min(1).max(200),
  unit: Id,
  phone: Phone.optional(),
  /** Wins over the language that Teams reports. */
  locale: Locale.optional(),
});
export type Member = z.infer<typeof Member>;

/** Somebody to call outside this program: the confidential advisers, the person for threats against office-holders. */
const OutsideContact = z.strictObject({ name: z.string().min(1), phone: Phone, external: z.boolean().default(false) });

const Shape = z.strictObject({
  name: z.string().min(1),
  /** IANA name, for example `Europe/Amsterdam`. Quiet hours and working days are counted on this clock. */
  timeZone: z.string().default('Europe/Amsterdam').refine(isTimeZone, 'must be a time zone such as Europe/Amsterdam'),
  /** Whose public holidays are no working days; `NL`. */
  country: z.string().length(2).default('NL'),
  rootUnit: Id,
  units: z.array(Unit).min(1),
  people: z.array(Member).min(1),
  /** Who hear operator alarms. */
  administrators: z.array(PersonId).min(1),
  /** Whom to call when it is about somebody from work. The first that is external is named too. */
  confidentialAdvisers: z.array(OutsideContact).min(1),
  /** Whom to call when an office-holder is threatened. */
  officeHolderContact: OutsideContact,
  policy: Policy.prefault({}),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Enough shape to follow the references in it, so that these mistakes are named in one go with whatever else is missing. */
const Followable = z.looseObject({
  units: z.array(z.looseObject({})),
  people: z.array(z.looseObject({})),
  administrators: z.array(z.unknown()),
});

/**
 * The organisation file, checked as a whole: every mistake is listed with its path, and a file with one mistake is not used at all,
 * because a chain with a hole in it leaves somebody alone.
 */
export const Organisation = Shape.superRefine(checkReferences, {
  when: ({ value }) => Followable.safeParse(value).success,
});
export type Organisation = z.infer<typeof Shape>;

function checkReferences(organisation: Organisation, context: z.core.$RefinementCtx<Organisation>): void {
  const mistake = (path: (string | number)[], message: string) => {
    // What is missing or malformed is said once, and not also that it refers to nothing.
    const said = context.issues.some((issue) => issue.code !== 'custom' && issue.path?.join() === path.join());
    if (!said) context.addIssue({ code: 'custom', path, message });
  };
  const people = new Map(organisation.people.map((person) => [person.id, person]));
  const units = new Map(organisation.units.map((unit) => [unit.id, unit]));

  organisation.people.forEach((person, index) => {
    if (people.get(person.id) !== person) mistake(['people', index, 'id'], 'is listed twice');
    if (!units.has(person.unit)) mistake(['people', index, 'unit'], `names a unit that does not exist: ${person.unit}`);
  });
  organisation.units.forEach((unit, index) => {
    if (units.get(unit.id) !== unit) mistake(['units', index, 'id'], `is listed twice: ${unit.id}`);
    for (const role of ['contactPerson', 'deputy'] as const) {
      if (!people.has(unit[role])) mistake(['units', index, role], 'names a person who is not in people');
    }
    if (unit.contactPerson === unit.deputy)
      mistake(['units', index, 'deputy'], 'is the same person as the contact person');
    if (unit.id === organisation.rootUnit && unit.parent !== undefined) {
      mistake(['units', index, 'parent'], 'the root unit has no parent');
    }
    if (unit.id !== organisation.rootUnit && !reachesRoot(unit, units, organisation.rootUnit)) {
      mistake(['units', index, 'parent'], 'does not lead to the root unit');
    }
  });
  if (!units.has(organisation.rootUnit)) mistake(['rootUnit'], 'names a unit that does not exist');
  organisation.administrators.forEach((id, index) => {
    if (!people.has(id)) mistake(['administrators', index], 'names a person who is not in people');
  });
}

function reachesRoot(unit: Unit, units: ReadonlyMap<string, Unit>, rootUnit: string): boolean {
  const seen = new Set<string>();
  let current: Unit | undefined = unit;
  while (current !== undefined && !seen.has(current.id)) {
    if (current.id === rootUnit) return true;
    seen.add(current.id);
    current = current.parent === undefined ? undefined : units.get(current.parent);
  }
  return false;
}

export function unitOf(organisation: Organisation, id: string | undefined): Unit {
  const found =
    organisation.units.find((unit) => unit.id === id) ??
    organisation.units.find((unit) => unit.id === organisation.rootUnit);
  if (found === undefined) throw new Error('an organisation without its root unit cannot have passed its check');
  return found;
}

export function memberOf(organisation: Organisation, id: PersonId): Member | undefined {
  return organisation.people.find((person) => person.id === id);
}

/** How somebody is named to others. A person who is gone from the file is still named by what they do, never by an id. */
export function nameOf(organisation: Organisation, id: PersonId): string | undefined {
  return memberOf(organisation, id)?.name;
}

/** When a person of this unit may be written to without urgency. */
export function windowOf(organisation: Organisation, unit: Unit) {
  return unit.shiftWork ? organisation.policy.shiftWindow : organisation.policy.window;
}
