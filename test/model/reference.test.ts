import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeReference, referenceDigits, referenceLetters, referencePattern } from '../../src/model/reference.ts';

/** A chance that gives the listed numbers, each cut to what is asked for. */
function chanceFrom(numbers: readonly number[]) {
  let at = 0;
  return (below: number) => {
    const number = numbers[at % numbers.length] ?? 0;
    at += 1;
    return number % below;
  };
}

const anyReference = fc
  .array(fc.nat(), { minLength: 10, maxLength: 10 })
  .map((numbers) => makeReference(chanceFrom(numbers)));

describe('a reference', () => {
  it('is two groups of five signs that fit the pattern', () => {
    fc.assert(
      fc.property(anyReference, (reference) => {
        expect(reference).toMatch(referencePattern);
        expect(reference).toMatch(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/);
      }),
    );
  });

  it('never has two letters side by side, not even across the dash, so no word can come out', () => {
    fc.assert(
      fc.property(anyReference, (reference) => {
        expect(reference.replace('-', '')).not.toMatch(/[A-Z]{2}/);
      }),
    );
  });

  it('has no sign that looks like another sign, and none that reads as a vowel', () => {
    const signs = [...referenceLetters, ...referenceDigits];
    expect(new Set(signs).size).toBe(signs.length);
    for (const alike of ['0OQ', '1IL', '2Z', '5S', '6G', '8B', 'UVY', 'CG', 'EF', '4A', '3E']) {
      const [one, ...others] = [...alike].filter((sign) => signs.includes(sign));
      expect([alike, one, ...others].length).toBeLessThanOrEqual(2);
    }
    expect(signs.filter((sign) => /[AEIOUY0134]/.test(sign))).toEqual([]);
  });

  it('uses every sign in every place, and asks chance for no more than there is', () => {
    const seen = Array.from({ length: 10 }, () => new Set<string>());
    for (let number = 0; number < referenceLetters.length; number += 1) {
      const asked: number[] = [];
      const reference = makeReference((below) => {
        asked.push(below);
        return Math.min(number, below - 1);
      });
      expect(asked).toEqual([13, 5, 13, 5, 13, 5, 13, 5, 13, 5]);
      [...reference.replace('-', '')].forEach((sign, place) => {
        seen[place]?.add(sign);
      });
    }
    seen.forEach((signs, place) => {
      expect([...signs].sort().join('')).toBe(place % 2 === 0 ? referenceLetters : referenceDigits);
    });
  });

  it('is another one when chance differs in one place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 4 }), { minLength: 10, maxLength: 10 }),
        fc.nat({ max: 9 }),
        (numbers, place) => {
          const other = numbers.map((number, index) => (index === place ? (number + 1) % 5 : number));
          expect(makeReference(chanceFrom(other))).not.toBe(makeReference(chanceFrom(numbers)));
        },
      ),
    );
  });
});
