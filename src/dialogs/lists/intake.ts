import type { Text } from '../../model/world.ts';
import type { Option, QuestionList } from '../question.ts';

/** What the list cannot know by itself: who is asking, and which people there are to choose from. */
export interface IntakeSetting {
  /** The units to choose from, only for somebody whom the organisation file does not list. */
  readonly units?: readonly { readonly id: string; readonly name: Text }[];
  /** Who would be asked to take this report up: the reporter may leave each of them out. */
  readonly contacts: readonly { readonly id: string; readonly name: string }[];
}

export const notInList = 'not-in-the-list';

const yesNo: readonly Option[] = [
  { id: 'yes', label: { nl: 'Ja', en: 'Yes' }, words: ['j', 'y', 'jazeker', 'ja hoor', 'yep', 'ik ben veilig'] },
  { id: 'no', label: { nl: 'Nee', en: 'No' }, words: ['n', 'nope', 'niet', 'neen'] },
];

/**
 * The report, in the order of practice.md 1.1: safe now, who did it, was an office-holder the target, who will read this, do you know
 * who it was (vault), what happened, to whom, what kind, when. Details are asked only where the kind calls for them.
 */
export function intakeList({ units, contacts }: IntakeSetting): QuestionList {
  return {
    id: 'intake',
    review: true,
    questions: [
      {
        id: 'safe-now',
        kind: 'choice',
        group: 'start',
        essential: true,
        shows: 'opening',
        ask: { nl: 'Ben je nu veilig?', en: 'Are you safe now?' },
        options: yesNo.map((option) => (option.id === 'no' ? { ...option, signal: 'danger-now' as const } : option)),
      },
      {
        id: 'perpetrator-relation',
        kind: 'choice',
        group: 'start',
        essential: true,
        ask: { nl: 'Wie deed het?', en: 'Who did it?' },
        options: [
          {
            id: 'outside',
            label: {
              nl: 'Iemand van buiten, zoals een burger of patiënt',
              en: 'Someone from outside, such as a citizen or patient',
            },
            words: [
              'iemand van buiten',
              'van buiten',
              'someone from outside',
              'outside',
              'burger',
              'patient',
              'klant',
              'client',
            ],
          },
          {
            id: 'work',
            label: { nl: 'Iemand van het werk', en: 'Someone from work' },
            words: [
              'collega',
              'een collega',
              'mijn collega',
              'leidinggevende',
              'mijn leidinggevende',
              'van het werk',
              'colleague',
              'a colleague',
              'my manager',
              'manager',
            ],
          },
          {
            id: 'office-holder',
            label: {
              nl: 'Een bestuurder, zoals een wethouder of raadslid',
              en: 'An office-holder, such as an alderman or council member',
            },
            words: [
              'bestuurder',
              'een bestuurder',
              'wethouder',
              'raadslid',
              'burgemeester',
              'an office-holder',
              'alderman',
              'mayor',
            ],
          },
          {
            id: 'private',
            label: { nl: 'Iemand die ik privé ken', en: 'Someone I know privately' },
            words: ['prive', 'iemand van prive', 'privately', 'ex', 'mijn ex', 'my ex'],
          },
          {
            id: 'unknown',
            label: { nl: 'Weet ik niet', en: "I don't know" },
            words: ['geen idee', 'onbekend', 'weet niet', 'unknown', 'dont know'],
          },
          {
            id: 'rather-not-say',
            label: { nl: 'Zeg ik liever niet', en: "I'd rather not say" },
            words: ['liever niet', 'wil ik niet zeggen', 'rather not say', 'rather not'],
          },
        ],
        ends: [
          { is: ['work', 'office-holder'], with: 'internal' },
          { is: ['rather-not-say'], with: 'rather-not-say' },
        ],
      },
      {
        id: 'office-holder-target',
        kind: 'choice',
        group: 'start',
        essential: true,
        ask: {
          nl: 'Was het gericht tegen een burgemeester, wethouder, raadslid of andere bestuurder?',
          en: 'Was it aimed at a mayor, alderman, council member or other office-holder?',
        },
        options: [
          { id: 'no', label: { nl: 'Nee', en: 'No' }, words: ['n', 'nope', 'niet', 'neen'] },
          {
            id: 'threatened',
            label: { nl: 'Ja, bedreigd of gevolgd', en: 'Yes, threatened or followed' },
            words: ['bedreigd', 'gevolgd', 'bedreiging', 'threatened', 'followed', 'threat'],
          },
          { id: 'insulted', label: { nl: 'Ja, beledigd', en: 'Yes, insulted' }, words: ['beledigd', 'insulted'] },
          {
            id: 'criticised',
            label: { nl: 'Ja, boze kritiek', en: 'Yes, angry criticism' },
            words: ['kritiek', 'boze kritiek', 'criticism', 'angry criticism'],
          },
        ],
        ends: [{ is: ['threatened'], with: 'office-holder' }],
      },
      {
        id: 'touched-work',
        kind: 'choice',
        essential: true,
        when: { question: 'perpetrator-relation', is: ['private'] },
        ask: {
          nl: 'Wil je dit op je werk melden?',
          en: 'Do you want to report this at work?',
        },
        help: { nl: 'Bijvoorbeeld omdat het je werk raakte.', en: 'For example because it touched your work.' },
        options: [
          { id: 'yes', label: { nl: 'Ja', en: 'Yes' }, words: ['j', 'y'] },
          { id: 'no', label: { nl: 'Nee', en: 'No' }, words: ['n'] },
        ],
        ends: [{ is: ['no'], with: 'private' }],
      },
      ...(units === undefined
        ? []
        : ([
            {
              id: 'unit',
              kind: 'choice',
              essential: true,
              ask: { nl: 'Waar werk je?', en: 'Where do you work?' },
              help: {
                nl: 'Zo weet ik wie je melding leest.',
                en: 'This tells me who reads your report.',
              },
              options: [
                ...units.map(({ id, name }) => ({ id, label: name })),
                {
                  id: notInList,
                  label: { nl: 'Staat er niet bij', en: 'Not in the list' },
                  words: ['niet in de lijst', 'ergens anders', 'somewhere else'],
                },
              ],
            },
          ] as const)),
      {
        id: 'perpetrator-identity',
        kind: 'text',
        max: 500,
        vault: true,
        shows: 'route',
        ask: { nl: 'Weet je wie het was?', en: 'Do you know who it was?' },
        help: {
          nl: 'Een naam, kenteken of klantnummer. Dit bewaar ik apart, achter slot. Gebruik daarna liever geen namen meer.',
          en: 'A name, number plate or client number. I keep this apart, under lock. After this, rather use no names.',
        },
      },
      {
        id: 'what-happened',
        kind: 'text',
        max: 10_000,
        group: 'story',
        essential: true,
        ask: { nl: 'Wat is er gebeurd?', en: 'What happened?' },
        help: {
          nl: 'Vertel het in je eigen woorden. Kort mag.',
          en: 'Tell it in your own words. Short is fine.',
        },
      },
      {
        id: 'target',
        kind: 'choice',
        group: 'story',
        essential: true,
        ask: { nl: 'Wie overkwam het?', en: 'To whom did it happen?' },
        options: [
          {
            id: 'self',
            label: { nl: 'Mij', en: 'Me' },
            words: ['ik', 'mijzelf', 'mezelf', 'aan mij', 'to me', 'myself', 'i'],
          },
          {
            id: 'team',
            label: { nl: 'Mij en collega’s', en: 'Me and colleagues' },
            words: ['ons', 'us', "mij en collega's", 'mij en mijn collega', 'me and my colleague'],
          },
          {
            id: 'colleague',
            label: { nl: 'Een collega', en: 'A colleague' },
            words: ['collega', 'mijn collega', 'colleague', 'my colleague'],
          },
          {
            id: 'family',
            label: { nl: 'Mijn gezin of familie', en: 'My family' },
            words: ['gezin', 'familie', 'mijn gezin', 'mijn familie', 'family'],
          },
          {
            id: 'organisation',
            label: { nl: 'De organisatie', en: 'The organisation' },
            words: ['organisatie', 'het gebouw', 'organisation', 'the building'],
          },
        ],
      },
      {
        id: 'category',
        kind: 'choices',
        group: 'story',
        essential: true,
        ask: { nl: 'Wat voor agressie was het?', en: 'What kind of aggression was it?' },
        options: [
          {
            id: 'verbal',
            label: { nl: 'Schelden of schreeuwen', en: 'Shouting or abuse' },
            words: ['schelden', 'schreeuwen', 'uitgescholden', 'shouting', 'abuse', 'verbal', 'verbaal'],
          },
          {
            id: 'threat-intimidation',
            label: { nl: 'Dreigen of intimideren', en: 'Threats or intimidation' },
            words: [
              'dreigen',
              'bedreiging',
              'bedreigd',
              'intimidatie',
              'intimideren',
              'threat',
              'threats',
              'intimidation',
            ],
          },
          {
            id: 'physical',
            label: { nl: 'Duwen, slaan of ander geweld', en: 'Pushing, hitting or other violence' },
            words: ['slaan', 'geslagen', 'duwen', 'schoppen', 'geweld', 'fysiek', 'hitting', 'violence', 'physical'],
          },
          {
            id: 'discrimination',
            label: { nl: 'Discriminatie', en: 'Discrimination' },
            words: ['gediscrimineerd', 'racisme', 'racism'],
          },
          {
            id: 'sexual-harassment',
            label: { nl: 'Seksuele intimidatie of seksueel geweld', en: 'Sexual harassment or sexual violence' },
            words: ['seksueel', 'seksuele intimidatie', 'sexual harassment', 'sexual'],
          },
          {
            id: 'property-damage',
            label: { nl: 'Iets kapotgemaakt', en: 'Something damaged' },
            words: ['vernieling', 'schade', 'kapot', 'damage', 'vandalism'],
          },
        ],
      },
      {
        id: 'occurred-at',
        kind: 'moment',
        group: 'story',
        essential: true,
        ask: { nl: 'Wanneer was het?', en: 'When was it?' },
      },
      {
        id: 'threat-facts',
        kind: 'choices',
        group: 'facts',
        none: 'none',
        when: { question: 'category', is: ['threat-intimidation'] },
        ask: { nl: 'Hoorde dit bij het dreigen?', en: 'Was this part of the threat?' },
        help: {
          nl: 'Vink aan wat klopt. Dan weten we hoe snel iemand moet reageren.',
          en: 'Tick what is true. Then we know how fast someone must act.',
        },
        options: [
          {
            id: 'death-or-serious-violence',
            label: { nl: 'Dreigen met de dood of zwaar geweld', en: 'A threat of death or serious violence' },
          },
          {
            id: 'knows-home',
            label: {
              nl: '"Ik weet waar je woont", of iets over je huis',
              en: '"I know where you live", or something about your home',
            },
          },
          { id: 'family', label: { nl: 'Iets over je gezin of familie', en: 'Something about your family' } },
          { id: 'weapon-shown', label: { nl: 'Een wapen of voorwerp laten zien', en: 'A weapon or object was shown' } },
          {
            id: 'means-or-preparation',
            label: {
              nl: 'Klaarstaan of opwachten, bijvoorbeeld met een wapen',
              en: 'Waiting ready, for example with a weapon',
            },
          },
          {
            id: 'stalking',
            label: { nl: 'Vaker volgen of lastigvallen', en: 'Following or harassing more than once' },
          },
          { id: 'doxing', label: { nl: 'Jouw gegevens online gezet', en: 'Your details put online' } },
          { id: 'influence', label: { nl: 'Bedoeld om een besluit te krijgen', en: 'Meant to force a decision' } },
          {
            id: 'none',
            label: { nl: 'Geen van deze', en: 'None of these' },
            words: ['geen', 'niets', 'none', 'nothing'],
          },
        ],
      },
      {
        id: 'physical-facts',
        kind: 'choices',
        group: 'facts',
        none: 'none',
        when: { question: 'category', is: ['physical'] },
        ask: { nl: 'Hoorde dit bij het geweld?', en: 'Was this part of the violence?' },
        options: [
          { id: 'weapon-used', label: { nl: 'Een wapen gebruikt of ermee gericht', en: 'A weapon was used or aimed' } },
          {
            id: 'strangled',
            label: { nl: 'Keel dichtgeknepen', en: 'Hands around the throat' },
            signal: 'head-or-throat',
          },
          {
            id: 'unconscious',
            label: {
              nl: 'Klap op het hoofd en even weg geweest',
              en: 'A blow to the head and passed out for a moment',
            },
            signal: 'head-or-throat',
          },
          {
            id: 'bite-or-body-fluid',
            label: { nl: 'Bijten, bloed, of spugen in oog of mond', en: 'A bite, blood, or spit in eye or mouth' },
            signal: 'exposure',
          },
          { id: 'deprived-of-freedom', label: { nl: 'Vastgehouden of opgesloten', en: 'Held or locked in' } },
          {
            id: 'none',
            label: { nl: 'Geen van deze', en: 'None of these' },
            words: ['geen', 'niets', 'none', 'nothing'],
          },
        ],
      },
      {
        id: 'sexual-facts',
        kind: 'choices',
        group: 'facts',
        none: 'words-only',
        when: { question: 'category', is: ['sexual-harassment'] },
        ask: { nl: 'Wat past erbij?', en: 'What fits?' },
        help: { nl: 'Je hoeft het hier niet te vertellen.', en: 'You need not tell it here.' },
        options: [
          {
            id: 'touched',
            label: { nl: 'Aangeraakt zonder dat je wilde', en: 'Touched without wanting it' },
            signal: 'sexual-assault',
          },
          {
            id: 'rape',
            label: { nl: 'Verkrachting, of een poging', en: 'Rape, or an attempt' },
            signal: 'sexual-assault',
          },
          {
            id: 'words-only',
            label: { nl: 'Alleen woorden, beelden of gebaren', en: 'Only words, pictures or gestures' },
          },
        ],
      },
      {
        id: 'property-facts',
        kind: 'choices',
        group: 'facts',
        none: 'none',
        when: { question: 'category', is: ['property-damage'] },
        ask: { nl: 'Hoorde dit bij de schade?', en: 'Was this part of the damage?' },
        options: [
          {
            id: 'fire-explosive-or-shot',
            label: { nl: 'Brand, een explosief of een schot', en: 'Fire, an explosive or a shot' },
          },
          { id: 'none', label: { nl: 'Nee', en: 'No' }, words: ['geen', 'none'] },
        ],
      },
      ...(contacts.length === 0
        ? []
        : ([
            {
              id: 'not-to',
              kind: 'choices',
              onRequest: true,
              ask: { nl: 'Wie mag dit niet lezen?', en: 'Who must not read this?' },
              help: {
                nl: 'Je hoeft niet te zeggen waarom. Wie je aanvinkt, krijgt geen bericht en ziet niets.',
                en: 'You need not say why. Whoever you tick gets no message and sees nothing.',
              },
              options: contacts.map(({ id, name }) => ({ id, label: { nl: name, en: name } })),
              skipLabel: { nl: 'Toch iedereen', en: 'Everyone after all' },
            },
          ] as const)),
    ],
  };
}

/** What happened to the reporter, too: only then the program comes back to ask how the contact went (issue A, step 6). */
export const reporterIsVictim: readonly string[] = ['self', 'team', 'family'];
