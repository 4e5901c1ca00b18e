import { z } from 'zod';

/** S1 (minor) to S4 (critical). For routing only: the reporter never sees a level (practice.md 1.6). */
export const Severity = z.enum(['S1', 'S2', 'S3', 'S4']);
export type Severity = z.infer<typeof Severity>;

export const categories = [
  'verbal',
  'threat-intimidation',
  'physical',
  'discrimination',
  'sexual-harassment',
  'property-damage',
] as const;

/** What the person chose, as far as it decides the level. Free text never does: only chosen answers count. */
export interface SeverityFacts {
  readonly safeNow: boolean;
  readonly categories: readonly string[];
  /** Chosen details. `undefined` = the question was skipped: then the higher of two possible levels counts (domain.md 3.3). */
  readonly threat?: readonly string[] | undefined;
  readonly physical?: readonly string[] | undefined;
  readonly sexual?: readonly string[] | undefined;
  readonly property?: readonly string[] | undefined;
  readonly target: string;
  /** One of the six categories that the law asks for (domain.md 3.2), where it is known. */
  readonly injury?: 'none' | 'minor' | 'treated' | 'admitted' | 'permanent' | 'fatal' | 'unknown' | undefined;
}

interface Rule {
  /** Stands in the record, so that anybody can see why a case got its level. */
  readonly rule: string;
  readonly level: Severity;
  readonly holds: (facts: SeverityFacts) => boolean;
}

const has = (list: readonly string[] | undefined, ...wanted: readonly string[]) =>
  wanted.some((one) => list?.includes(one) === true);

const isThreat = (facts: SeverityFacts) => has(facts.categories, 'threat-intimidation');
const isPhysical = (facts: SeverityFacts) => has(facts.categories, 'physical');
const isSexual = (facts: SeverityFacts) => has(facts.categories, 'sexual-harassment');

/** domain.md 3.3 as practice.md 1.6 changes it, highest level first; the first rule that holds decides. */
export const severityRules: readonly Rule[] = [
  { rule: 'ongoing-danger', level: 'S4', holds: (facts) => !facts.safeNow },
  {
    rule: 'fatal-admitted-or-permanent',
    level: 'S4',
    holds: (f) => ['admitted', 'permanent', 'fatal'].includes(f.injury ?? ''),
  },
  { rule: 'weapon-used', level: 'S4', holds: (facts) => has(facts.physical, 'weapon-used') },
  { rule: 'strangled', level: 'S4', holds: (facts) => has(facts.physical, 'strangled') },
  { rule: 'unconscious', level: 'S4', holds: (facts) => has(facts.physical, 'unconscious') },
  { rule: 'rape', level: 'S4', holds: (facts) => has(facts.sexual, 'rape') },
  { rule: 'fire-explosive-or-shot', level: 'S4', holds: (facts) => has(facts.property, 'fire-explosive-or-shot') },
  {
    rule: 'life-threat-with-means',
    level: 'S4',
    holds: (f) => has(f.threat, 'death-or-serious-violence') && has(f.threat, 'means-or-preparation'),
  },
  {
    rule: 'life-threat-at-home',
    level: 'S4',
    holds: (f) => has(f.threat, 'death-or-serious-violence') && has(f.threat, 'knows-home'),
  },
  { rule: 'injury-treated', level: 'S3', holds: (facts) => facts.injury === 'treated' },
  { rule: 'specific-threat', level: 'S3', holds: (facts) => has(facts.threat, 'death-or-serious-violence') },
  { rule: 'weapon-shown', level: 'S3', holds: (facts) => has(facts.threat, 'weapon-shown', 'means-or-preparation') },
  { rule: 'stalking-or-doxing', level: 'S3', holds: (facts) => has(facts.threat, 'stalking', 'doxing') },
  { rule: 'influence-on-decision', level: 'S3', holds: (facts) => has(facts.threat, 'influence') },
  { rule: 'knows-home', level: 'S3', holds: (facts) => has(facts.threat, 'knows-home') },
  { rule: 'unwanted-touch', level: 'S3', holds: (facts) => has(facts.sexual, 'touched') },
  { rule: 'bite-or-body-fluid', level: 'S3', holds: (facts) => has(facts.physical, 'bite-or-body-fluid') },
  { rule: 'deprived-of-freedom', level: 'S3', holds: (facts) => has(facts.physical, 'deprived-of-freedom') },
  { rule: 'threat-not-specified', level: 'S3', holds: (facts) => isThreat(facts) && facts.threat === undefined },
  { rule: 'physical-not-specified', level: 'S3', holds: (facts) => isPhysical(facts) && facts.physical === undefined },
  { rule: 'sexual-not-specified', level: 'S3', holds: (facts) => isSexual(facts) && facts.sexual === undefined },
  {
    rule: 'damage-not-specified',
    level: 'S3',
    holds: (f) => has(f.categories, 'property-damage') && f.property === undefined,
  },
  { rule: 'physical', level: 'S2', holds: isPhysical },
  { rule: 'vague-threat', level: 'S2', holds: isThreat },
  { rule: 'sexual-words', level: 'S2', holds: isSexual },
  { rule: 'discrimination', level: 'S2', holds: (facts) => has(facts.categories, 'discrimination') },
  { rule: 'property-damage', level: 'S2', holds: (facts) => has(facts.categories, 'property-damage') },
  { rule: 'verbal', level: 'S1', holds: () => true },
];

const levels = Severity.options;

/** Aimed at the family raises the level by one, at most to S4: `{ level: "S2", rule: "verbal+targeted-at-family" }`. */
export function severityOf(facts: SeverityFacts): { readonly level: Severity; readonly rule: string } {
  const first = severityRules.find((candidate) => candidate.holds(facts));
  const { level, rule } = first ?? { level: 'S1' as const, rule: 'verbal' };
  const atFamily = facts.target === 'family' || has(facts.threat, 'family');
  if (!atFamily || level === 'S4') return { level, rule };
  return { level: levels[levels.indexOf(level) + 1] ?? 'S4', rule: `${rule}+targeted-at-family` };
}

/** S3 with the home, the family or the address involved is asked for sooner (practice.md 3.2). */
export function touchesHome(facts: Pick<SeverityFacts, 'threat' | 'target'>): boolean {
  return facts.target === 'family' || has(facts.threat, 'family', 'knows-home', 'doxing');
}
