/**
 * A reference is read from a screen by someone who is shaken. So: no letter that looks like a digit or like another
 * letter, and never two letters side by side, so that no word can come out. 3 and 4 are left out because they read as E and A.
 */
export const referenceLetters = 'CDFHJKMNPRTWX';
export const referenceDigits = '26789';

/** Ten signs in two groups, letter and digit in turn, for example `K7R2M-9T6C8`: more than a billion, so hardly ever the same twice. */
export const referencePattern = new RegExp(
  `^(?:[${referenceLetters}][${referenceDigits}]){2}[${referenceLetters}]-(?:[${referenceDigits}][${referenceLetters}]){2}[${referenceDigits}]$`,
);

/** `chance(n)` gives a whole number from 0 up to, not including, n. */
export function makeReference(chance: (below: number) => number): string {
  const signs = Array.from({ length: 10 }, (_, index) => {
    const from = index % 2 === 0 ? referenceLetters : referenceDigits;
    return from.charAt(chance(from.length));
  }).join('');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}
