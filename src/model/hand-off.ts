import type { ChainLink } from './incident.ts';
import { memberOf, type Organisation, type Unit } from './organisation.ts';
import type { Policy } from './policy.ts';
import { type Severity, type SeverityFacts, touchesHome } from './severity.ts';
import type { PersonId } from './world.ts';

/**
 * Who is asked, in which order: the contact person of the unit, then the deputy. Left out before the first ping: whoever is in
 * `leftOut` (the reporter, everybody they excluded, everybody whose name they gave as the one who did it).
 */
export function chainFor(organisation: Organisation, unit: Unit, leftOut: readonly PersonId[]): readonly ChainLink[] {
  const links = [
    { person: unit.contactPerson, role: 'contact-person' as const },
    { person: unit.deputy, role: 'deputy' as const },
  ];
  return links.filter((link) => !leftOut.includes(link.person) && memberOf(organisation, link.person) !== undefined);
}

/** Letters of neighbouring languages that are no base letter with an accent, as people type them who do not have them. */
const typedAs: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Letters and digits in lower case without accents, so that "Noël de Vries" is found in "noel de  vries!". */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ıłøđßæœ]/g, (letter) => typedAs[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Dutch names carry these between first and last name; alone they name nobody. */
const particles = new Set(['de', 'den', 'der', 'het', 'ten', 'ter', 'van', 'von', 'el', 'al', 'la', 'le', 'in', 't']);

/**
 * The words that name somebody without their first name: the last one, and each half of a double name. Directories write
 * "Bakker-de Vries, Anna (Front desk)" too: then they are all the words before the comma.
 */
function familyNames(name: string): readonly string[] {
  const telling = (text: string) =>
    folded(text)
      .split(' ')
      .filter((part) => part.length > 1 && !particles.has(part));
  const [before = '', after] = name
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s*-\s*/g, '-')
    .split(',');
  const words = before.trim().split(/\s+/);
  const family = words.filter((word, index) => index === words.length - 1 || (index > 0 && word.includes('-')));
  const found = telling(after === undefined ? family.join(' ') : before);
  return found.length > 0 ? found : telling(name).slice(-1);
}

/**
 * Does this text name that person? The whole name, or the family name alone, as whole words. Rather one skipped too many than a ping to
 * the one who did it: the chain has more people, and the review says by name who will be asked.
 */
export function namesPerson(text: string, name: string): boolean {
  const words = folded(text).split(' ');
  return familyNames(name).some((family) => words.includes(family));
}

/** Everybody who may hear nothing of a report with these answers: neither a ping nor, for administrators, an alarm. */
export function excludedFrom(
  organisation: Organisation,
  report: {
    readonly reporter: PersonId;
    readonly notTo: readonly PersonId[];
    readonly identity: string;
  },
): readonly PersonId[] {
  // All who could ever be asked, not only in this unit: a later request to be called may take another way.
  const askable = [
    ...organisation.units.flatMap((unit) => [unit.contactPerson, unit.deputy]),
    ...organisation.administrators,
  ];
  const named = askable.filter((id) => {
    const member = memberOf(organisation, id);
    return member !== undefined && report.identity !== '' && namesPerson(report.identity, member.name);
  });
  return [...new Set([...report.notTo, ...named])].filter((id) => id !== report.reporter);
}

/** practice.md 3.2. */
export function targetFor(
  policy: Policy,
  level: Severity,
  facts: Pick<SeverityFacts, 'threat' | 'target'>,
): number | 'working-day' {
  if (level === 'S3') return touchesHome(facts) ? policy.targets.S3AtHome : policy.targets.S3;
  return policy.targets[level];
}
