import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chainFor, excludedFrom, namesPerson, targetFor } from '../../src/model/hand-off.ts';
import { unitOf } from '../../src/model/organisation.ts';
import { organisation, people } from '../organisation.ts';

const { noor, anna, bram, chris, evi, olaf } = people;
const frontDesk = unitOf(organisation, 'front-desk');
const askedFor = (...leftOut: string[]) => chainFor(organisation, frontDesk, leftOut).map((link) => link.person);
const excluded = (identity: string, { reporter = noor.id as string, notTo = [] as string[] } = {}) =>
  excludedFrom(organisation, { reporter, notTo, identity });

describe('the chain', () => {
  it('is the contact person and then the deputy, each with their role', () => {
    expect(chainFor(organisation, frontDesk, [noor.id])).toEqual([
      { person: anna.id, role: 'contact-person' },
      { person: bram.id, role: 'deputy' },
    ]);
  });

  it('leaves out the reporter and everybody who is excluded, before anybody is asked', () => {
    expect(askedFor(anna.id)).toEqual([bram.id]);
    expect(askedFor(bram.id)).toEqual([anna.id]);
    expect(askedFor(noor.id, anna.id, bram.id)).toEqual([]);
    const everybody = Object.values(people).map((person): string => person.id);
    fc.assert(
      fc.property(fc.constantFrom(...organisation.units), fc.subarray(everybody), (unit, leftOut) => {
        const asked = chainFor(organisation, unit, leftOut).map((link) => link.person);
        expect(asked).toEqual([unit.contactPerson, unit.deputy].filter((person) => !leftOut.includes(person)));
      }),
    );
  });

  it('asks nobody who is gone from the organisation', () => {
    const left = { ...organisation, people: organisation.people.filter((person) => person.id !== anna.id) };
    expect(chainFor(left, frontDesk, []).map((link) => link.person)).toEqual([bram.id]);
  });
});

describe('a name in a text', () => {
  it.each([
    ['the whole name', 'het was Anna Bakker', 'Anna Bakker'],
    ['the family name alone', 'mevrouw BAKKER, balie 3', 'Anna Bakker'],
    ['between signs', '"bakker"?', 'Anna Bakker'],
    ['a particle in between', 'noel de  vries!', 'Noël de Vries'],
    ['another particle, or none', 'Vries, Noel', 'Noël de Vries'],
    ['with accents left out', 'meneer Ozdemir', 'Ayşe Özdemir'],
    ['with accents of another making', 'O\u0308zdemir', 'Ayşe Özdemir'],
    ['with accents the name does not have', 'Bákker', 'Anna Bakker'],
    ['letters that are no accents', 'Yildiz', 'Elif Yıldız'],
    ['a stroke through the letter', 'Sorensen of Walesa', 'Lech Sørensen'],
    ['a particle written with a sign', "'t hof", "Piet van 't Hof"],
    ['the first half of a double name', 'Anna Bakker', 'Anna Bakker-de Vries'],
    ['the second half of a double name', 'mevrouw de Vries', 'Anna Bakker-de Vries'],
    ['a double name with room around the dash', 'mevrouw Bakker', 'Anna Bakker - de Vries'],
    ['the family name in front, as directories write it', 'meneer Visser', 'Visser, Bram'],
    ['with the department behind it', 'meneer Visser', 'Bram Visser (Publieksbalie)'],
    ['the only name there is', 'het was Cher', 'Cher'],
    ['a family name of one letter falls back to what there is', 'Bram', 'Bram V.'],
  ])('is found: %s', (_how, text, name) => {
    expect(namesPerson(text, name)).toBe(true);
  });

  it.each([
    ['a first name alone', 'Anna', 'Anna Bakker'],
    ['a first name with a dash', 'Anne of Marie', 'Anne-Marie Jansen'],
    ['a first name behind the family name', 'Bram', 'Visser, Bram'],
    ['a particle alone', 'de van der', 'Noël de Vries'],
    ['a word that holds the name', 'bakkerij', 'Anna Bakker'],
    ['a word that ends with the name', 'onbakker', 'Anna Bakker'],
    ['no text', '', 'Anna Bakker'],
    ['signs only', '?!... --', 'Anna Bakker'],
    ['a name that is only particles', 'de van der', 'van der'],
    ['a name that is empty', 'Bakker', ''],
  ])('is not found: %s', (_how, text, name) => {
    expect(namesPerson(text, name)).toBe(false);
  });

  it('is found wherever it stands, in capitals or not, whatever else is typed around it', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(people)),
        fc.array(word),
        fc.array(word),
        fc.boolean(),
        ({ name }, before, after, loud) => {
          const text = [...before, name.split(' ').at(-1), ...after].join(' ');
          expect(namesPerson(loud ? text.toUpperCase() : text, name)).toBe(true);
        },
      ),
    );
  });

  it('is looked for without a throw in any text and any name', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '(((', ',', '-', 'a,b,c', '( - )'),
    );
    fc.assert(
      fc.property(anyText, anyText, (text, name) => {
        expect(typeof namesPerson(text, name)).toBe('boolean');
      }),
    );
  });

  it('is looked for in time that grows with the text and not faster, in long hostile texts and names', () => {
    // Any of these would keep an expression that tries again from each place busy for hours.
    const long = 100_000;
    for (const text of [
      '('.repeat(long),
      ' '.repeat(long),
      '-'.repeat(long),
      'a '.repeat(long),
      '\u0301'.repeat(long),
    ]) {
      expect(namesPerson(`${text} bakker`, 'Anna Bakker')).toBe(true);
      // A name stands in the organisation file, where 200 signs are the most.
      expect(namesPerson('mevrouw', text.slice(0, 200))).toBe(false);
    }
  });
});

describe('who hears nothing of a report', () => {
  it('is whoever the reporter left out and whoever of its chain is named as the one who did it', () => {
    expect(excluded('')).toEqual([]);
    expect(excluded('', { notTo: [bram.id] })).toEqual([bram.id]);
    expect(excluded('mevrouw Bakker van de balie')).toEqual([anna.id]);
    expect(excluded('mevrouw Bakker', { notTo: [anna.id, bram.id] })).toEqual([anna.id, bram.id]);
    expect(excluded('een onbekende man')).toEqual([]);
  });

  it('is also the administrator who is named, because an alarm is a message about the case', () => {
    expect(excluded('Evi Brouwer')).toEqual([evi.id]);
  });

  it('is somebody of another unit too, who could be asked to call later; and nobody who is never asked', () => {
    expect(excluded(chris.name)).toEqual([chris.id]);
    expect(excluded(olaf.name)).toEqual([]);
  });

  it('is never the reporter, who may name a colleague with the same name', () => {
    expect(excluded('Bakker', { reporter: anna.id, notTo: [anna.id] })).toEqual([]);
  });
});

describe('the time to take a report up', () => {
  const { policy } = organisation;
  it.each([
    ['S4', 'self', [], 15],
    ['S4', 'family', ['knows-home'], 15],
    ['S3', 'self', ['weapon-shown'], 240],
    ['S3', 'self', undefined, 240],
    ['S3', 'self', ['knows-home'], 60],
    ['S3', 'self', ['doxing'], 60],
    ['S3', 'self', ['family'], 60],
    ['S3', 'family', undefined, 60],
    ['S2', 'family', [], 'working-day'],
    ['S1', 'self', undefined, 'working-day'],
  ] as const)('of %s aimed at %s with %j is %s', (level, target, threat, minutes) => {
    expect(targetFor(policy, level, { target, threat })).toBe(minutes);
  });

  it('is a setting of the organisation', () => {
    const own = { ...policy, targets: { ...policy.targets, S4: 5, S3AtHome: 7 } };
    expect(targetFor(own, 'S4', { target: 'self' })).toBe(5);
    expect(targetFor(own, 'S3', { target: 'family' })).toBe(7);
  });
});
