import type { QuestionList } from '../question.ts';

/**
 * The first check-in (domain.md 4.2, A1; practice.md 3.7 and 4): did somebody speak with you, do you want contact, do you need something
 * arranged. Three taps. Nothing about how anyone feels, and no free text.
 */
export const checkInList: QuestionList = {
  id: 'check-in',
  review: false,
  questions: [
    {
      id: 'spoken',
      kind: 'choice',
      essential: true,
      shows: 'check-in',
      ask: { nl: 'Heeft iemand je gesproken?', en: 'Did someone speak with you?' },
      options: [
        { id: 'yes', label: { nl: 'Ja', en: 'Yes' }, words: ['j', 'y', 'gelukt'] },
        { id: 'not-yet', label: { nl: 'Nog niet', en: 'Not yet' }, words: ['nee', 'no', 'n'] },
        { id: 'not-needed', label: { nl: 'Niet nodig', en: 'Not needed' }, words: ['hoeft niet', 'no need'] },
      ],
    },
    {
      id: 'contact-wish',
      kind: 'choice',
      ask: { nl: 'Wil je dat iemand je belt?', en: 'Do you want someone to call you?' },
      options: [
        {
          id: 'today',
          label: { nl: 'Vandaag of morgen', en: 'Today or tomorrow' },
          words: ['ja', 'yes', 'vandaag', 'morgen', 'today', 'tomorrow', 'bel mij', 'bel me', 'call me'],
        },
        {
          id: 'this-week',
          label: { nl: 'Later deze week', en: 'Later this week' },
          words: ['later deze week', 'deze week', 'this week'],
        },
        { id: 'no', label: { nl: 'Nee, nu niet', en: 'No, not now' }, words: ['nee', 'no', 'nu niet', 'not now'] },
      ],
    },
    {
      id: 'practical-needs',
      kind: 'choices',
      ask: { nl: 'Moet er iets geregeld worden?', en: 'Does anything need to be arranged?' },
      skipLabel: { nl: 'Niets nodig', en: 'Nothing needed' },
      options: [
        { id: 'relief-from-shift', label: { nl: 'Vervanging van mijn dienst', en: 'Relief from my shift' } },
        { id: 'ride-home', label: { nl: 'Vervoer van en naar het werk', en: 'A ride to and from work' } },
        { id: 'tell-family', label: { nl: 'Mijn familie laten weten wat er is', en: 'Telling my family' } },
        {
          id: 'personal-goods',
          label: { nl: 'Kleding, bril, telefoon, sleutels of pas', en: 'Clothes, glasses, phone, keys or pass' },
        },
        { id: 'along-to-police', label: { nl: 'Iemand mee naar de politie', en: 'Someone along to the police' } },
        { id: 'other-place-or-roster', label: { nl: 'Andere plek of ander rooster', en: 'Another place or roster' } },
        { id: 'not-alone', label: { nl: 'Niet alleen werken', en: 'Not working alone' } },
        { id: 'not-this-client', label: { nl: 'Niet meer naar deze persoon', en: 'Not this person again' } },
        {
          id: 'protect-details',
          label: { nl: 'Mijn nummer of adres afschermen', en: 'Protecting my number or address' },
        },
      ],
    },
  ],
};
