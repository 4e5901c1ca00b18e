import { memberOf, nameOf, type Organisation, type Unit, unitOf, windowOf } from '../model/organisation.ts';
import type { Hours } from '../model/policy.ts';
import type { Severity } from '../model/severity.ts';
import type { Instant, PersonId, World } from '../model/world.ts';
import type { Calendar } from './calendar.ts';
import type { Phone } from './messages.ts';

/** What every rule of this organisation needs at hand. */
export interface Setting {
  readonly world: World;
  readonly organisation: Organisation;
  readonly calendar: Calendar;
}

const ownLine = (unit: Unit): Phone => ({
  label: { nl: `Hulplijn van ${unit.name.nl}`, en: `Help line of ${unit.name.en}` },
  number: unit.dutyPhone,
});

/** A help line of the policy by its id; the organisation file was refused if one of these is missing. */
export function helpLine(organisation: Organisation, id: string): readonly Phone[] {
  return organisation.policy.helpLines.filter((line) => line.id === id).map(({ label, number }) => ({ label, number }));
}

/** Whom to call instead of, or before, waiting for a message to be read (practice.md 3.1). */
export function unitPhones(unit: Unit): readonly Phone[] {
  const alarm = unit.alarmLine;
  return [
    ...(alarm === undefined
      ? []
      : [{ label: { nl: 'Alarmlijn op het werk', en: 'Alarm line at work' }, number: alarm }]),
    ownLine(unit),
  ];
}

/** Everything that can be called, nearest first. */
export function allPhones(organisation: Organisation, unit: Unit): readonly Phone[] {
  const [emergency, ...others] = organisation.policy.helpLines.map(({ label, number }) => ({ label, number }));
  return [...(emergency === undefined ? [] : [emergency]), ...unitPhones(unit), ...others];
}

export function unitOfPerson(organisation: Organisation, person: PersonId): Unit {
  return unitOf(organisation, memberOf(organisation, person)?.unit);
}

/** When this person may be written to without urgency. */
export function windowOfPerson(organisation: Organisation, person: PersonId): Hours {
  return windowOf(organisation, unitOfPerson(organisation, person));
}

export function namesOf(organisation: Organisation, people: readonly PersonId[]): readonly string[] {
  return people.map((id) => nameOf(organisation, id)).filter((name) => name !== undefined);
}

/** The later of two moments. */
export function latest(a: Instant, b: Instant): Instant {
  return Date.parse(a) < Date.parse(b) ? b : a;
}

/**
 * The time that can be promised to somebody for news that is there at `at`: inside their window, except for what is critical. A promise is
 * a time that is kept, so it is made of the same rule by which the message goes out.
 */
export function hearsBy({ organisation, calendar }: Setting, person: PersonId, at: Instant, level: Severity): Instant {
  return level === 'S4' ? at : calendar.nextOpening(at, windowOfPerson(organisation, person));
}
