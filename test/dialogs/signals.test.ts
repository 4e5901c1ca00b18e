import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSignals, type SignalKind, signalKinds, withoutSentencesOf } from '../../src/dialogs/signals.ts';

const kinds = (text: string) => readSignals(text).map(({ kind }) => kind);

/** One line per phrase: the signal | what is typed. */
const table = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()) as [kind: SignalKind, phrase: string]);

describe('a signal is heard', () => {
  it.each(
    table(`
    suicidal       | ik wil dood
    suicidal       | Ik wil écht gewoon dood.
    suicidal       | ik denk soms dat ik dood wil
    suicidal       | was ik maar dood
    suicidal       | ik heb zelfmoordgedachten
    suicidal       | ik denk aan zelfmort
    suicidal       | ik denk aan zelfmord
    suicidal       | ik voel me suïcidaal
    suicidal       | ik maak er een eind aan
    suicidal       | straks ga ik er een einde aan maken
    suicidal       | ik wil niet meer leven
    suicidal       | voor mij hoeft het niet, ik wil er niet meer zijn
    suicidal       | het leven heeft geen zin meer
    suicidal       | ik zie het niet meer zitten
    suicidal       | ik ben bang dat ik mezelf iets aandoe
    suicidal       | ik hoef niet meer te leven
    suicidal       | ik wil niet meer wakker worden
    suicidal       | ik stap uit het leven
    suicidal       | hij dreigt voor de trein te springen
    suicidal       | iedereen is beter af zonder mij
    suicidal       | mijn collega zegt dat ze dood wil
    suicidal       | ik wil... dood
    exposure       | hij heeft me gebeten
    exposure       | ze beet mij in mijn arm
    exposure       | ik kreeg zijn bloed in mijn oog
    exposure       | ik heb me geprikt aan een naald
    exposure       | hij heeft me met een mes in mijn hand gesneden
    exposure       | hij spuugde mij vol in het gezicht
    exposure       | in mijn mond gespuugd
    exposure       | er is speeksel in mijn ogen gekomen
    exposure       | hij heeft mij gebeeten
    head-or-throat | hij wurgde me
    head-or-throat | ik ben gewurgd door een klant
    head-or-throat | hij kneep mijn keel dicht
    head-or-throat | ze greep me bij de keel
    head-or-throat | hij deed zijn handen om mijn nek
    head-or-throat | ik kreeg een klap op mijn hoofd
    head-or-throat | hij gaf een kopstoot
    head-or-throat | ik viel met mijn hoofd tegen de muur
    head-or-throat | ik ben even buiten bewustzijn geweest
    head-or-throat | mijn collega lag bewustloos op de grond
    head-or-throat | ze heeft een hersenschudding
    head-or-throat | hij schopte in mijn gezicht
    sexual-assault | ik ben verkracht
    sexual-assault | ik ben verkragt
    sexual-assault | een bezoeker heeft mij aangerand
    sexual-assault | hij randde haar aan
    sexual-assault | hij heeft me betast
    sexual-assault | hij greep me bij mijn borsten
    sexual-assault | hij zoende me tegen mijn wil
    sexual-assault | seksueel misbruik door een bezoeker
    office-holder  | de burgemeester is bedreigd
    office-holder  | De wethouder liep naar huis. Daar stond een man. Hij riep dat hij haar zou vermoorden.
    office-holder  | het raadslid wordt al dagen gevolgd
    office-holder  | de burgermeester kreeg een kogelbrief
    office-holder  | ze weten waar de gedeputeerde woont
    office-holder  | de minister werd bedreigd op straat
    `),
  )('in Dutch, %s: "%s"', (kind, phrase) => {
    expect(readSignals(phrase)).toContainEqual({ kind, locale: 'nl' });
  });

  it.each(
    table(`
    suicidal       | I want to kill myself
    suicidal       | I'm going to end my life
    suicidal       | I just want to end it all
    suicidal       | I really want to die
    suicidal       | i wanna die
    suicidal       | I wish I was dead
    suicidal       | they would be better off without me
    suicidal       | I feel suicidal
    suicidal       | I don't want to live anymore
    suicidal       | I do not want to be alive
    suicidal       | there is no reason to live
    suicidal       | my colleague took his own life
    suicidal       | he threatened to kill himself
    suicidal       | I keep thinking about suiside
    exposure       | he bit me
    exposure       | I was bitten by a man
    exposure       | there was blood in my eye
    exposure       | I pricked my finger on a needle
    exposure       | I found a syringe and it stuck in me
    exposure       | she cut me with a knife
    exposure       | he spat in my mouth
    exposure       | spit got in my eyes
    head-or-throat | he strangled me
    head-or-throat | he tried to strangel her
    head-or-throat | he choked my colleague
    head-or-throat | he grabbed me by the throat
    head-or-throat | he put his hands around my neck
    head-or-throat | I got a blow to the head
    head-or-throat | he hit me on the head with a bottle
    head-or-throat | he punched me in the face
    head-or-throat | she was unconcious for a minute
    head-or-throat | I passed out
    head-or-throat | I lost consciousness
    sexual-assault | I was raped
    sexual-assault | he sexually assaulted me
    sexual-assault | he groped me
    sexual-assault | he grabbed my breasts
    sexual-assault | it was a sexual assult
    sexual-assault | he forced himself on me
    office-holder  | the mayor was threatened
    office-holder  | A man shouted at the alderman. Later he said he would kill her.
    office-holder  | somebody followed the councillor, he followed her home
    office-holder  | the minister got a bullet in the post
    office-holder  | they know where the councilor lives
    `),
  )('in English, %s: "%s"', (kind, phrase) => {
    expect(readSignals(phrase)).toContainEqual({ kind, locale: 'en' });
  });
});

describe('nothing is heard', () => {
  it.each(
    `
    ik maak je dood
    hij riep: ik maak jullie allemaal dood
    hij zei dat hij me dood zou schieten
    hij wil me dood hebben
    ik wil hem dood maken, zei hij
    hij zei dat hij mij dood wilde
    ze riep dat ik dood moest
    wil je dood of zo
    ik wil niet dood
    ik was bang dat ik dood ging
    de beveiliging maakte er een eind aan
    ik zie het niet meer zitten om daar alleen te werken
    hij maakte een eind aan het gesprek
    een zelfmoordaanslag op het nieuws
    hij had mij beet bij mijn jas
    ik moest op mijn tanden bijten
    hij haalde het bloed onder mijn nagels vandaan
    er staat een sneetje brood en een bloedheet kopje thee
    hij spuugde op de grond
    hij sneed me de pas af
    we hebben een datum geprikt
    het zit in mijn hoofd
    ik gaf een klap op het bureau van het hoofd van de afdeling
    dat heb ik over het hoofd gezien
    ik heb keelpijn en hoofdpijn
    de angst greep me bij de keel
    het hangt me de keel uit
    hij sloeg op tafel
    ik kreeg een klap in mijn gezicht
    hij is verkouden en had een wond
    hij schold me uit voor hoer
    hij schopte tussen mijn benen
    hij greep naar zijn kruis
    de burgemeester sprak met ons
    ik werk voor de wethouder en het college
    hij bedreigde mij op de Burgemeester Jansenlaan
    hij bedreigde mij bij het ministerie
    ik werd bedreigd door een klant
    `
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  )('in the Dutch "%s"', (phrase) => {
    expect(kinds(phrase)).toEqual([]);
  });

  it.each(
    `
    he said I will kill you
    I'll kill you all, he shouted
    he wants me dead
    do you want to die? he shouted
    he told me: kill yourself
    I was afraid and I don't want to die
    he threatened to end my life
    she said she would end my life
    a suicide bomber was on the news
    I don't want to live near that street
    he ended the call
    this deadline will be the death of the team
    it hurt a bit my arm is fine
    I had to bite my tongue
    let's get a bite to eat
    it makes my blood boil
    he did it in cold blood
    like a needle in a haystack
    he cut me off in traffic
    they cut my hours
    he spat on the floor
    he slammed the door
    I hit the nail on the head
    we passed out the leaflets
    it is all in my head
    I got choked up
    the head of department called me
    he grabbed my arm
    he grabbed his crotch
    grapes and rapeseed oil
    the mayor visited us
    the councillor asked a question
    a customer threatened me
    we followed the usual steps and told the manager
    `
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  )('in the English "%s"', (phrase) => {
    expect(kinds(phrase)).toEqual([]);
  });
});

describe('a phrase with another meaning', () => {
  it.each(
    table(`
    suicidal       | ik wil dood en ik meen het
    suicidal       | ik wil dood of weg hier
    suicidal       | hij zei dat hij mij dood wilde, en nu wil ik dood
    suicidal       | die avond wilde ik mijn leven beëindigen
    suicidal       | denk je dat ik beter dood kan zijn
    suicidal       | ik zie het niet meer zitten om verder te leven
    suicidal       | I'll end my life
    suicidal       | he makes me want to end my life
    suicidal       | I don't want to live in this world
    exposure       | er zat bloed onder mijn nagels
    exposure       | we hadden een datum geprikt en toen heeft hij me gebeten
    head-or-throat | tot mijn schrik greep hij me bij de keel
    head-or-throat | uit angst greep hij me bij de keel
    head-or-throat | hij sloeg me met een stok over het hoofd
    head-or-throat | hij gaf een klap op het hoofd van mijn collega
    head-or-throat | the head of department was hit on the head
    sexual-assault | hij greep haar kont
    sexual-assault | he touched her bum
    office-holder  | de burgemeester werd bedreigd in de Kerkstraat
    office-holder  | de wethouder werd gevolgd door een man
    office-holder  | the mayor was followed by a man in the street
    `),
  )('does not hide %s: "%s"', (kind, phrase) => {
    expect(kinds(phrase)).toContain(kind);
  });
});

describe('however it is written', () => {
  it.each([
    ['IK WIL DOOD', 'capitals'],
    ['ik wíl dóód', 'accents'],
    ['ik wil dooooood', 'long vowels'],
    ['ik wil do\u200bod', 'a zero-width space'],
    ['ik wil do\u00adod', 'a soft hyphen'],
    ['ik wil\u00a0dood', 'a space that does not break'],
    ['ｉｋ ｗｉｌ ｄｏｏｄ', 'wide letters'],
    ['“ik wil dood”,zei ze', 'quotes and no space'],
    ['ik  wil\tdood!!!', 'odd spacing'],
    ['help...ik wil dood', 'three dots before'],
  ])('"%s" is heard (%s)', (text) => {
    expect(kinds(text)).toEqual(['suicidal']);
  });

  it('hears whole words only, in every script', () => {
    expect(kinds('ik wil doodsbang')).toEqual([]);
    expect(kinds('ik wil doodя')).toEqual([]);
    expect(kinds('яverkracht')).toEqual([]);
    expect(kinds('the grape harvest')).toEqual([]);
  });

  it('does not join words of two sentences', () => {
    expect(kinds('Dat is wat ik wil. Dood is hij niet.')).toEqual([]);
    expect(kinds('Ik gaf een klap op tafel. Mijn hoofd liep over.')).toEqual([]);
    expect(kinds('ik wil dhr. Dood spreken')).toEqual([]);
  });
});

describe('several signals', () => {
  it('come once each, the most urgent first, wherever they stand', () => {
    const text =
      'De burgemeester is bedreigd. Ik ben verkracht. Hij gaf me een kopstoot en nog een kopstoot. Ik zag bloed en bloed. Ik wil dood.';
    expect(kinds(text)).toEqual([...signalKinds]);
    expect(signalKinds[0]).toBe('suicidal');
  });

  it('each come in the language they were typed in', () => {
    expect(readSignals('Hij heeft me gebeten. I want to kill myself.')).toEqual([
      { kind: 'suicidal', locale: 'en' },
      { kind: 'exposure', locale: 'nl' },
    ]);
  });

  it('take the language of the words around a word of both', () => {
    expect(readSignals('suicide')).toEqual([{ kind: 'suicidal', locale: 'nl' }]);
    expect(readSignals('I think of suicide and that is not good')).toEqual([{ kind: 'suicidal', locale: 'en' }]);
    expect(readSignals('ik denk aan suicide en dat is niet goed')).toEqual([{ kind: 'suicidal', locale: 'nl' }]);
  });

  it('hear a threat to an office-holder in words of two languages', () => {
    expect(kinds('de burgemeester kreeg een mail: I will kill you')).toEqual(['office-holder']);
  });
});

describe('without the sentences that carry a signal', () => {
  it('a text keeps all its other sentences to the letter', () => {
    expect(withoutSentencesOf('Hij schreeuwde.  Ik wil dood!! Toen ging hij weg .', 'suicidal')).toBe(
      'Hij schreeuwde.  Toen ging hij weg .',
    );
    expect(withoutSentencesOf('Hij riep "weg". "Ik wil dood." Dat was gisteren…', 'suicidal')).toBe(
      'Hij riep "weg". Dat was gisteren…',
    );
    expect(withoutSentencesOf('regel een\nik wil dood\n- regel drie 🙂 einde', 'suicidal')).toBe(
      'regel een\n- regel drie 🙂 einde',
    );
    expect(withoutSentencesOf('Ik sprak dhr. Jansen. Ik wil... dood.', 'suicidal')).toBe('Ik sprak dhr. Jansen.');
    expect(withoutSentencesOf('🙂🙂! Hij ging 🙂. 🙂 Ik wil dood. Klaar.', 'suicidal')).toBe(
      '🙂🙂! Hij ging 🙂. Klaar.',
    );
    expect(withoutSentencesOf('ik wil dood', 'suicidal')).toBe('');
  });

  it('a text with another signal, or with none, stays as it is', () => {
    for (const text of ['  Ik wil dood.  ', ' Er was niets aan de hand. ', '']) {
      expect(withoutSentencesOf(text, 'exposure')).toBe(text);
    }
  });

  it('an office-holder is left out only where there is a threat', () => {
    const threat = 'Iemand werd bedreigd. De burgemeester was er. Het was laat.';
    expect(withoutSentencesOf(threat, 'office-holder')).toBe('Iemand werd bedreigd. Het was laat.');
    expect(withoutSentencesOf('De burgemeester was er. Het was laat.', 'office-holder')).toBe(
      'De burgemeester was er. Het was laat.',
    );
  });

  const words =
    'ik wil dood niet meer leven zelfmoord hij mij me maken beet bloed in mijn oog klap hoofd van keel verkracht burgemeester bedreigd kill myself I end my life he would the mayor threatened . . ! ? ... … \n dhr. J. " ) 🙂 , échte \u200b';
  const text = fc.oneof(
    fc
      .array(fc.constantFrom(...words.split(' '), '\n'), { maxLength: 60 })
      .chain((said) => fc.constantFrom(' ', '', '  ').map((space) => said.join(space === '' ? ' ' : space))),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  it('no such signal is left, whatever the text', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...signalKinds), (typed, kind) => {
        const left = withoutSentencesOf(typed, kind);
        expect(kinds(left)).not.toContain(kind);
        if (!kinds(typed).includes(kind)) expect(left).toBe(typed);
      }),
      { numRuns: 3000 },
    );
  });

  it('nothing is added or moved: what is left is the text with pieces taken out', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...signalKinds), (typed, kind) => {
        let at = 0;
        for (const mark of withoutSentencesOf(typed, kind)) {
          at = typed.indexOf(mark, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += mark.length;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the work', () => {
  const fragments = [
    'ik wil ',
    'wil ik ',
    'mij dood wil ',
    'mijn leven ',
    'hij mijn leven ',
    'zie het niet meer ',
    'ik ik er een eind ',
    'klap op het ',
    'hand om de ',
    'mijn hoofd ',
    'greep me bij ',
    'spuugde in ',
    'he would end my ',
    'hit the head ',
    'grabbed the ',
    'burgemeester ',
    'weten waar ',
    'know where ',
    'zelfmoordzelfmoord',
    'dooooood',
    "d'o'o'd ",
    'a.b.',
    'é\u0301\u200b',
  ];
  const comparisons = (text: string) => {
    const tally = { comparisons: 0 };
    readSignals(text, tally);
    return tally.comparisons;
  };
  const filled = (fragment: string, length: number) =>
    fragment.repeat(Math.ceil(length / fragment.length)).slice(0, length);

  it.each(fragments)('grows with the length of the text and no faster: "%s" again and again', (fragment) => {
    const [half, whole] = [comparisons(filled(fragment, 5_000)), comparisons(filled(fragment, 10_000))];
    expect(whole).toBeLessThanOrEqual(half * 2 + 200);
    expect(whole).toBeLessThan(100_000);
  });

  it('stays within ten comparisons a character for whatever is repeated', () => {
    const vocabulary = fragments.flatMap((fragment) => fragment.trim().split(' '));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 6 }), (said) => {
        expect(comparisons(filled(`${said.join(' ')} `, 10_000))).toBeLessThan(100_000);
      }),
      { numRuns: 200 },
    );
  });

  // The patterns that cut a text into words and sentences: each is one class of characters, so there is nothing to try twice.
  it.each(['.', '. ', '.)', '!"', '…', ' ', '\n', '\u200b', "'", '\u0301', 'a', '🙂'])(
    'ends for ten thousand times "%s"',
    (mark) => {
      const text = `ik ${mark.repeat(10_000)} wil dood`;
      expect(withoutSentencesOf(text, 'exposure')).toBe(text);
    },
  );
});
