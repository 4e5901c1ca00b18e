import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  categories,
  Severity,
  type SeverityFacts,
  severityOf,
  severityRules,
  touchesHome,
} from '../../src/model/severity.ts';

const calm: SeverityFacts = { safeNow: true, categories: ['verbal'], target: 'self' };
const threat = (...chosen: string[]) => ({ categories: ['threat-intimidation'], threat: chosen });
const physical = (...chosen: string[]) => ({ categories: ['physical'], physical: chosen });
const sexual = (...chosen: string[]) => ({ categories: ['sexual-harassment'], sexual: chosen });
const damage = (...chosen: string[]) => ({ categories: ['property-damage'], property: chosen });

/** One row for each rule, highest level first: domain.md 3.3 as practice.md 1.6 changes it. */
const table: readonly (readonly [rule: string, level: Severity, facts: Partial<SeverityFacts>])[] = [
  ['ongoing-danger', 'S4', { safeNow: false }],
  ['fatal-admitted-or-permanent', 'S4', { injury: 'admitted' }],
  ['weapon-used', 'S4', physical('weapon-used')],
  ['strangled', 'S4', physical('strangled')],
  ['unconscious', 'S4', physical('unconscious')],
  ['rape', 'S4', sexual('rape')],
  ['fire-explosive-or-shot', 'S4', damage('fire-explosive-or-shot')],
  ['life-threat-with-means', 'S4', threat('death-or-serious-violence', 'means-or-preparation')],
  ['life-threat-at-home', 'S4', threat('death-or-serious-violence', 'knows-home')],
  ['injury-treated', 'S3', { injury: 'treated' }],
  ['specific-threat', 'S3', threat('death-or-serious-violence')],
  ['weapon-shown', 'S3', threat('weapon-shown')],
  ['stalking-or-doxing', 'S3', threat('doxing')],
  ['influence-on-decision', 'S3', threat('influence')],
  ['knows-home', 'S3', threat('knows-home')],
  ['unwanted-touch', 'S3', sexual('touched')],
  ['bite-or-body-fluid', 'S3', physical('bite-or-body-fluid')],
  ['deprived-of-freedom', 'S3', physical('deprived-of-freedom')],
  ['threat-not-specified', 'S3', { categories: ['threat-intimidation'] }],
  ['physical-not-specified', 'S3', { categories: ['physical'] }],
  ['sexual-not-specified', 'S3', { categories: ['sexual-harassment'] }],
  ['damage-not-specified', 'S3', { categories: ['property-damage'] }],
  ['physical', 'S2', physical('none')],
  ['vague-threat', 'S2', threat('none')],
  ['sexual-words', 'S2', sexual('words-only')],
  ['discrimination', 'S2', { categories: ['discrimination'] }],
  ['property-damage', 'S2', damage('none')],
  ['verbal', 'S1', { categories: ['verbal'] }],
];

const rank = (facts: SeverityFacts) => Severity.options.indexOf(severityOf(facts).level);

const details = {
  threat: [
    'death-or-serious-violence',
    'knows-home',
    'family',
    'weapon-shown',
    'means-or-preparation',
    'stalking',
    'doxing',
    'influence',
  ],
  physical: ['weapon-used', 'strangled', 'unconscious', 'bite-or-body-fluid', 'deprived-of-freedom'],
  sexual: ['touched', 'rape', 'words-only'],
  property: ['fire-explosive-or-shot'],
} as const;
type Detail = keyof typeof details;

const anyDetail = (detail: Detail) => fc.option(fc.subarray([...details[detail]]), { nil: undefined });
const anyFacts: fc.Arbitrary<SeverityFacts> = fc.record({
  safeNow: fc.boolean(),
  categories: fc.subarray([...categories]),
  threat: anyDetail('threat'),
  physical: anyDetail('physical'),
  sexual: anyDetail('sexual'),
  property: anyDetail('property'),
  target: fc.constantFrom('self', 'team', 'colleague', 'family', 'organisation'),
  injury: fc.constantFrom(undefined, 'none', 'minor', 'treated', 'admitted', 'permanent', 'fatal', 'unknown'),
});

describe('the level of a report', () => {
  it.each(table)('is decided by the rule %s as %s', (rule, level, facts) => {
    expect(severityOf({ ...calm, ...facts })).toEqual({ level, rule });
  });

  it('has a row in this test for every rule, in the order in which the rules are tried', () => {
    expect(severityRules.map(({ rule, level }) => [rule, level])).toEqual(table.map(([rule, level]) => [rule, level]));
  });

  it('is that of the highest rule that holds, because the rules are tried from high to low', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const unmoved = {
          ...facts,
          target: 'self',
          threat: facts.threat?.filter((one) => one !== 'family'),
        };
        const highest = severityRules
          .filter((rule) => rule.holds(unmoved))
          .map(({ level }) => level)
          .sort()
          .at(-1);
        expect(severityOf(unmoved).level).toBe(highest);
      }),
    );
  });

  it.each(['admitted', 'permanent', 'fatal'] as const)('is S4 when somebody is %s', (injury) => {
    expect(severityOf({ ...calm, injury }).level).toBe('S4');
  });

  it('is S4 for "I know where you live" together with a death threat, and S3 for each of them alone', () => {
    expect(severityOf({ ...calm, ...threat('knows-home', 'death-or-serious-violence') }).level).toBe('S4');
    expect(severityOf({ ...calm, ...threat('knows-home') }).level).toBe('S3');
    expect(severityOf({ ...calm, ...threat('death-or-serious-violence') }).level).toBe('S3');
  });

  it('goes up by one, at most to S4, when it was aimed at the family, and the record says so', () => {
    expect(severityOf({ ...calm, target: 'family' })).toEqual({ level: 'S2', rule: 'verbal+targeted-at-family' });
    expect(severityOf({ ...calm, ...threat('family') })).toEqual({
      level: 'S3',
      rule: 'vague-threat+targeted-at-family',
    });
    expect(severityOf({ ...calm, ...threat('stalking', 'family') }).level).toBe('S4');
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const elsewhere = { ...facts, target: 'self', threat: facts.threat?.filter((one) => one !== 'family') };
        expect(rank({ ...elsewhere, target: 'family' })).toBe(Math.min(3, rank(elsewhere) + 1));
      }),
    );
  });

  it('is the higher of two possible levels when the question that tells them apart was skipped', () => {
    for (const [category, detail, harmless] of [
      ['threat-intimidation', 'threat', 'none'],
      ['physical', 'physical', 'none'],
      ['sexual-harassment', 'sexual', 'words-only'],
      ['property-damage', 'property', 'none'],
    ] as const) {
      const answered = { ...calm, categories: [category], [detail]: [harmless] };
      const skipped = { ...calm, categories: [category], [detail]: undefined };
      expect(severityOf(answered).level).toBe('S2');
      expect(severityOf(skipped).level).toBe('S3');
    }
  });

  it('never goes down when a fact is added', () => {
    const changes: readonly ((facts: SeverityFacts) => SeverityFacts)[] = [
      (facts) => ({ ...facts, safeNow: false }),
      (facts) => ({ ...facts, target: 'family' }),
      (facts) => ({ ...facts, injury: 'treated' }),
      (facts) => ({ ...facts, injury: 'admitted' }),
      ...categories.map((category) => (facts: SeverityFacts) => ({
        ...facts,
        categories: [...facts.categories, category],
      })),
      ...(Object.keys(details) as Detail[]).flatMap((detail) =>
        details[detail].map((fact) => (facts: SeverityFacts) => {
          const before = facts[detail];
          // A skipped question that is answered after all is an answer, not one fact more.
          return before === undefined ? facts : { ...facts, [detail]: [...before, fact] };
        }),
      ),
    ];
    const weight = { none: 0, unknown: 0, minor: 0, treated: 1, admitted: 2, permanent: 2, fatal: 2 };
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...changes), (facts, add) => {
        const more = add(facts);
        // To say "treated" after "admitted" takes a fact back.
        fc.pre(weight[more.injury ?? 'none'] >= weight[facts.injury ?? 'none']);
        expect(rank(more)).toBeGreaterThanOrEqual(rank(facts));
      }),
    );
  });
});

describe('what touches the home', () => {
  it('is the family, the address, or details put online, and nothing else', () => {
    expect(touchesHome({ target: 'family' })).toBe(true);
    for (const fact of details.threat) {
      expect([fact, touchesHome({ target: 'self', threat: [fact] })]).toEqual([
        fact,
        ['family', 'knows-home', 'doxing'].includes(fact),
      ]);
    }
    expect(touchesHome({ target: 'self' })).toBe(false);
  });
});
