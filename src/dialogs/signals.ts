/**
 * Words after which safety comes first (practice.md 2): the reader answers them with help before the next question. Nothing is stored.
 *
 * This will miss words. People hint, joke, misspell and use other languages, and no list keeps up with that. So no signal means nothing,
 * and the help numbers stand on every card, whatever was typed. It will also fire in vain: then the price is one question too many. That is
 * why suicidal words fire whoever they are about ("is this about you?" is asked), while a threat by somebody else ("ik maak je dood")
 * does not. Not chosen: a model that judges the text. Nobody could say beforehand what it hears, and the lists below can be read.
 */
import type { Locale } from '../model/world.ts';

/** The most urgent first. */
export const signalKinds = ['suicidal', 'exposure', 'head-or-throat', 'sexual-assault', 'office-holder'] as const;
export type SignalKind = (typeof signalKinds)[number];

export interface Signal {
  readonly kind: SignalKind;
  /** The language in which it was typed, so that help comes in the same one. */
  readonly locale: Locale;
}

/** Counts single comparisons, so that a test can show that the work grows with the text and no faster. */
export interface Tally {
  comparisons: number;
}

/** At most one signal of a kind, the most urgent first. */
export function readSignals(text: string, tally: Tally = { comparisons: 0 }): readonly Signal[] {
  const words = wordsOf(text);
  const found = phrasesIn(words, tally);
  return signalKinds.flatMap((kind) => {
    const carriers = carriersOf(kind, found);
    return carriers.length === 0 ? [] : [{ kind, locale: languageOf(carriers, words) }];
  });
}

/** The text without the sentences that carry the signal; the other sentences, and a text without it, stay as they are to the letter. */
export function withoutSentencesOf(text: string, kind: SignalKind): string {
  const words = wordsOf(text);
  const carriers = carriersOf(kind, phrasesIn(words, { comparisons: 0 }));
  if (carriers.length === 0) return text;
  const carrying = new Set(carriers.map((carrier) => words[carrier.from]?.sentence));
  const starts = new Map<number, number>();
  for (const { sentence, sentenceStart } of words) starts.set(sentence, sentenceStart);
  const kept = [...starts].filter(([sentence]) => !carrying.has(sentence));
  const left = kept.map(([sentence, start]) => text.slice(start, starts.get(sentence + 1))).join('');
  return carrying.has(starts.size - 1) ? left.trimEnd() : left;
}

/** An office alone is daily work; only beside threatening or following, anywhere in the text, is it worth the question. */
function carriersOf(kind: SignalKind, found: readonly Found[]): readonly Found[] {
  if (kind !== 'office-holder') return found.filter(({ phrase }) => phrase.list === kind);
  const threatened = found.some(({ phrase }) => phrase.list === 'threat');
  return threatened ? found.filter(({ phrase }) => phrase.list === 'office') : [];
}

interface Word {
  /** Lower case, no accents, apostrophes or invisible characters, no letter more than twice in a row: "Dóóóód" is "dood". */
  readonly word: string;
  readonly sentence: number;
  readonly sentenceStart: number;
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let [sentence, sentenceStart, previousEnd] = [0, 0, 0];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}'’`´]+/gu)) {
    const word = folded(match[0]);
    if (word === '') continue;
    const end = sentenceEnd(text.slice(previousEnd, match.index), words.at(-1)?.word);
    if (end !== undefined) {
      sentence += 1;
      sentenceStart = previousEnd + end;
    }
    words.push({ word, sentence, sentenceStart });
    previousEnd = match.index + match[0].length;
  }
  return words;
}

function folded(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}'’`´]/gu, '')
    .replace(/(.)\1{2,}/gu, '$1$1');
}

const abbreviations = new Set('dhr mw mevr mr mrs ms dr drs ing ir prof nr bijv bv enz etc ca evt resp st'.split(' '));

/**
 * Where, in what stands between two words, the first sentence is over; `undefined` when it goes on. Three dots are a pause and no end
 * ("ik wil... dood"), nor is the dot of "dhr. Jansen" or "J. Jansen". One walk and no pattern: a pattern would try ten thousand dots again
 * from each of them.
 */
function sentenceEnd(between: string, before: string | undefined): number | undefined {
  if (before === undefined) return undefined;
  const abbreviated = /^\p{L}$/u.test(before) || abbreviations.has(before);
  let dots = 0;
  let loud = false;
  let over = false;
  for (let at = 0; at < between.length; at += 1) {
    const mark = between.charAt(at);
    if (over && !isSpace(mark)) return at;
    if (mark === '.') dots += 1;
    else if (mark === '…') dots += 2;
    else if (mark === '!' || mark === '?') loud = true;
    else if (mark === '\n') over = true;
    else if (isSpace(mark)) {
      over ||= loud || (dots === 1 && !abbreviated);
      dots = 0;
    }
  }
  return over ? between.length : undefined;
}

const isSpace = (mark: string) => mark.trim() === '';

/** "threat" and "office" together make the signal 'office-holder'. */
type List = Exclude<SignalKind, 'office-holder'> | 'office' | 'threat';

interface Step {
  readonly exact: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  readonly endings: readonly string[];
  readonly kind: 'word' | 'maybe' | 'gap';
}

interface Phrase {
  readonly list: List;
  readonly locale: Locale;
  /** Said where these words mean something else: a find inside such a phrase does not count. */
  readonly innocent: boolean;
  readonly steps: readonly Step[];
}

interface Found {
  readonly phrase: Phrase;
  readonly from: number;
  readonly until: number;
}

const widestGap = 6;
const mostSteps = 9;
const mostChoices = 2;

/**
 * One phrase of the lists below: words in this order, in one sentence. `wil|wou` either word; `verkracht*` and `*straat` a beginning and an
 * end; `?maar` may be there; `~` up to six other words. A handful of steps with at most two choices: so a phrase costs a fixed number of
 * comparisons at most, at every word of the text, however the text is made.
 */
function phraseOf(list: List, locale: Locale, innocent: boolean, written: string): Phrase {
  const steps = written.split(' ').map((step): Step => {
    const options = step.replace(/^\?/, '').split('|');
    return {
      exact: new Set(options.filter((option) => !option.includes('*'))),
      beginnings: options.filter((option) => option.endsWith('*')).map((option) => option.slice(0, -1)),
      endings: options.filter((option) => option.startsWith('*')).map((option) => option.slice(1)),
      kind: step === '~' ? 'gap' : step.startsWith('?') ? 'maybe' : 'word',
    };
  });
  const [first] = steps;
  const choices = steps.filter(({ kind }) => kind !== 'word').length;
  const overlooked = steps.some(({ exact }) => [...exact].some((word) => passedOver.has(word)));
  const sound =
    first?.kind === 'word' && first.endings.length === 0 && first.beginnings.every((word) => word.length >= 3);
  if (!sound || overlooked || steps.length > mostSteps || choices > mostChoices)
    throw new Error(`This phrase cannot be read: ${written}`);
  return { list, locale, innocent, steps };
}

/** Where the phrase ends when it starts at this word, `undefined` when it does not. */
function matchEnd(phrase: Phrase, words: readonly Word[], start: number, tally: Tally): number | undefined {
  const sentence = words[start]?.sentence;
  const rest = (at: number, index: number): number | undefined => {
    const step = phrase.steps[index];
    if (step === undefined) return at;
    if (step.kind === 'gap') {
      for (let skipped = 0; skipped <= widestGap; skipped += 1) {
        const end = rest(at + skipped, index + 1);
        if (end !== undefined) return end;
      }
      return undefined;
    }
    const word = words[at];
    if (word !== undefined && word.sentence === sentence && holds(step, word.word, tally)) {
      const end = rest(at + 1, index + 1);
      if (end !== undefined) return end;
    }
    return step.kind === 'maybe' ? rest(at, index + 1) : undefined;
  };
  return rest(start, 0);
}

function holds(step: Step, word: string, tally: Tally): boolean {
  tally.comparisons += 1 + step.beginnings.length + step.endings.length;
  return (
    step.exact.has(word) ||
    step.beginnings.some((beginning) => word.startsWith(beginning)) ||
    step.endings.some((ending) => word.endsWith(ending) && word !== ending)
  );
}

function phrasesIn(allWords: readonly Word[], tally: Tally): readonly Found[] {
  const at: number[] = [];
  allWords.forEach(({ word }, index) => {
    if (!passedOver.has(word)) at.push(index);
  });
  const words = at.map((index) => allWords[index]).filter((word) => word !== undefined);
  const found: Found[] = [];
  // Per list, how far an innocent phrase that began here or before reaches: one look tells whether a find lies inside one.
  const innocentUntil = new Map<List, number>();
  words.forEach(({ word }, from) => {
    const here: Found[] = [];
    for (const phrase of phrasesByBeginning.get(word.slice(0, 3)) ?? []) {
      const until = matchEnd(phrase, words, from, tally);
      if (until !== undefined) here.push({ phrase, from, until });
    }
    for (const { phrase, until } of here.filter((one) => one.phrase.innocent)) {
      innocentUntil.set(phrase.list, Math.max(until, innocentUntil.get(phrase.list) ?? 0));
    }
    found.push(
      ...here.filter(({ phrase, until }) => !phrase.innocent && until > (innocentUntil.get(phrase.list) ?? 0)),
    );
  });
  return found.map(({ phrase, from, until }) => ({ phrase, from: at[from] ?? 0, until: at[until - 1] ?? 0 }));
}

/** "Suicide" is a word in both languages: the small words around it decide. */
function languageOf(carriers: readonly Found[], words: readonly Word[]): Locale {
  const locales = new Set(carriers.map(({ phrase }) => phrase.locale));
  const [first] = locales;
  if (locales.size === 1 && first !== undefined) return first;
  const share = (locale: Locale) => words.filter(({ word }) => smallWords[locale].has(word)).length;
  return share('en') > share('nl') ? 'en' : 'nl';
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const smallWords: Record<Locale, ReadonlySet<string>> = {
  nl: setOf('ik je jij hij zij ze het de een en dat die niet met van mijn heeft had naar voor op te ook er maar om'),
  en: setOf('i you he she it the a an and that not with of my his her has had to for on at is this they them'),
};

/** They change nothing and stand anywhere: "ik wil echt gewoon dood". Not "niet" and not "never". */
const passedOver = setOf(`
  echt gewoon eigenlijk soms nu ook heel zo alleen nog eerlijk liefst gwn wel toch bijna
  really just actually honestly only so sometimes even fucking literally simply totally truly`);

interface Lines {
  readonly fires: string;
  readonly innocent?: string;
}

/** One phrase a line. Words as they look after folding: no accents, no apostrophes, no capitals. Common misspellings stand beside the word. */
const lists: Record<List, Record<Locale, Lines>> = {
  suicidal: {
    nl: {
      fires: `
        wil|will|wilde|wou|willen|wilden ?ik|hij|zij|ze|ie dood|doot|doodgaan|sterven
        dood|doot|doodgaan|sterven wil|will|wilde|wou|willen
        wou|wilde|wens|wenste dat ik dood was
        was ik maar dood
        liever|beter dood
        zelfmoord*|zelfmord*|zelfmoort*|zelfmort*|zelfmoor|zelfdoding*|zelfdodingen
        zelf moord|moort
        suicide|suicidaal|suicidale|suicidepoging*|suicidegedachten|sucidaal|suicidaliteit
        maak|maken er ?maar een|n eind|einde aan
        ik ~ er een|n eind|einde aan maken|maak
        wil|wilde|wou er ?zelf een|n eind|einde aan maken
        eind|einde aan mijn|mn|m|zijn|zn|haar|het leven
        eind|einde aan alles
        niet meer|verder|langer ?te leven
        niet meer verder leven
        niet meer wil|wilde|wou|willen|hoef|hoeft ?te leven
        wil|wilde niet leven
        zie|zag ?ik het leven niet ?meer zitten
        zie|zag ?ik het niet meer zitten
        zitten om ?verder te leven
        leven niet ?meer waard
        leven heeft|had ?voor geen zin
        geen zin meer in ?het leven
        geen reden ?meer om te leven
        niks|niets ?meer om voor te leven
        geen uitweg meer
        wil|wilde|wou er niet meer zijn
        er niet meer wil|wilde|wou|hoef ?te zijn
        er liever niet ?meer
        niet|nooit meer wakker worden
        niet|nooit meer wakker wil|wilde worden
        mezelf|mijzelf|mijself|meself|zichzelf ~ iets|wat aandoen|aandoe|aandoet|aan
        mezelf|mijzelf|mijself|meself|zichzelf|zich van kant
        me|mij|zich zelf van kant
        ik maak|ga|wil|zou me|mij van kant
        me|mij zelf iets|wat aandoen|aandoe|aandoet|aan
        mezelf|mijzelf|zichzelf ~ ophangen|verhangen|verdrinken|doodmaken|doodschieten|doden|ombrengen|vermoorden|opknopen
        mezelf|mijzelf snijden|snijd|snij
        snij|snijd mezelf|mijzelf
        mezelf|mijzelf pijn doen
        voor de|een trein|tram|metro ~ springen|spring|gesprongen
        spring|springt ?ik voor de|een trein|tram|metro
        van de|het|een dak|brug|flat|balkon ~ springen|spring|afspringen
        spring|springt ?ik van de|het|een dak|brug|flat|balkon
        uit het leven ~ stappen|stap|gestapt
        stap|stapt|stappen uit het leven
        mijn|mn|zijn|haar leven ~ beeindig*
        levensmoe|doodswens|doodsverlangen|afscheidsbrief|zelfbeschadig*
        beter af zonder mij|me
        beter als|dat|wanneer ik er niet`,
      innocent: `
        wil|wilde|wou|willen|wilden ?hij|zij|ze|ie dood maken|hebben|schieten|slaan|steken|trappen|zien
        wil|wilde|wou|willen|wilden dood en verderf
        mij|me|je|jou|jullie|hem|haar|ons|hen|hun|u|iedereen|de|zijn|mn dood|doot wil|wilde|wou|willen
        mij|me|je|jou|jullie|hem|haar|ons|hen|hun|u|iedereen liever dood
        vroeg|vraagt|riep ?mij|me of ik dood wil|wilde|wou
        dood willen maken|hebben|schieten|slaan|steken|zien
        hij|zij|ze wilde|wou|wens|wenste dat ik dood was
        je|jij|u kan|kunt|kon|bent|was beter|liever dood
        zie|zien|zag je|jou|jullie liever|beter dood
        zelfmoordaanslag*|zelfmoordterrorist*|zelfmoordactie*|zelfmoordcommando*
        zie|zag ?ik het niet meer zitten om|hier|daar|op|bij|dat
        hij|zij|ze zou|wil|wilde|ging|gaat|dreigde mijn|mn leven ?te beeindig*`,
    },
    en: {
      fires: `
        kill|killing|killed|kil|hang|shoot myself|himself|herself|themself|themselves|meself
        kill|killing|hang|shoot my self
        kms
        unalive*
        end|ending|ended my|his|her|their ?own life|lives
        take|taking|took|taken my|his|her|their own life|lives
        take|taking my life
        end|ending it all
        want|wants|wanted|wanna ?to die|dye
        wish|wished i was|were dead|gone
        wish|wished i wasnt|werent alive|here
        rather be dead
        rather die than
        better off dead
        better off without me
        suicid*|sucide|sucidal|suiside|suicde|suisidal
        dont|not|longer|didnt want|wanna|wanted ?to live|exist
        want|wanna ?to live in this world|body|hell
        dont|not|longer want|wanna ?to be alive
        dont|not|never want|wanna ?to wake up
        no reason ?left to live
        nothing ?left to live for
        tired of living
        cant|cannot go on living
        not|isnt worth living
        jump|jumping in front of a|the train
        jump|jumping off a|the bridge|roof|building
        self harm*
        selfharm*
        harm|harming myself
        want|going|gonna|wanna ?to hurt myself`,
      innocent: `
        you want|wanna ?to die
        dont|not|didnt|doesnt|never want|wants|wanted|wanna ?to die
        dont|not|didnt|longer want|wanna|wanted ?to live here|there|in|near|next
        suicide bomb*|vest|attack*|squad|mission
        he|she|they|who|man|woman|customer|client|guy ?has|had threat* to end|take my life
        he|she|they|man|woman|who|you would|will|wants|wanted|tried|threatened|might|could|can ?to end|take my life
        hed|shed|theyd|youd|hell|shell|theyll end|take my life
        he|she|they|you was|is|were|are going|gonna ?to end|take my life`,
    },
  },
  exposure: {
    nl: {
      fires: `
        gebeten|gebeeten|gebete|gebetten|bijten|bijtwond*|beetwond*|bijtincident*
        beet|bijt mij|me|in|hem|haar|hij|ze|zij|door
        bloed|bloet|bloedde|bloeden|bloedt|bloedend*|gebloed|bloederig*|bloedneus|bloedspatten|bloedspetters|bloedcontact
        naald|naalden|naalt|injectienaald*|injectiespuit*|prikaccident*|prikincident*|prikwond*|geprikt
        gebruikte|met ?een|de|zijn|haar spuit|spuiten
        gesneden|gesnede|gesneeden|opengesneden|snijwond*|snijwont*|snee|sneewond*|steekwond*|neergestoken
        sneed|snijdt mij|me|in|hem|haar|mijn
        gestoken met
        mes ~ gestoken|gesneden
        gestoken|stak ~ mes
        mes in mijn|zijn|haar|mn
        spuug*|spoog|spogen|spuw*|spugen|speeksel|fluim|rochel*|gespuugd|gespuugt|gespuwd|gespogen ~ oog|ogen|oogen|mond|mont|gezicht
        oog|ogen|oogen|mond|gezicht ~ gespuugd|gespuugt|gespuwd|gespogen|gespuug|spuugde|spuugt|spuwde|spuwt|spoog|spugen|spuwen`,
      innocent: `
        op mijn|mn|zijn|haar|de tanden|lip|lippen|tong|kiezen ~ gebeten|bijten
        tanden op elkaar gebeten|bijten
        in het zand|stof gebeten|bijten
        van zich|me|mij af ?te bijten|gebeten
        door de zure appel ~ bijten|gebeten
        gebeten op mij|me|ons|hem|haar
        beet|bijt in het|zichzelf zand|stof
        bloed onder ?de|mijn nagels vandaan|weg
        bloed van onder ?de|mijn nagels
        wil|wilde|willen|wilden bloed zien
        kwaad|nieuw|koelen bloed
        bloed kookt|kookte|koken|zweet|prikken|geprikt|afnemen|afgenomen
        vlees en bloed
        naald in een hooiberg
        datum|afspraak|vorkje ~ geprikt
        gesneden brood|koek|kaas|worst
        snee|sneetje brood
        sneed|snijdt mij|me|hem|haar ?de ?pas|weg af`,
    },
    en: {
      fires: `
        bitten|biten|bitting|bite|bites|biting|bitemark*
        bit me|my|him|her|his|through
        blood|bled|bleeding|bleed|bleeds|bloodied
        bloody nose|hand|hands|knife|face|lip|wound|needle
        needle|needles|needlestick*|syringe*|syringue|pricked
        stabbed|stabbing|slashed
        stab|knife|cut wound|wounds
        cut me|my|him|his|her|myself|himself|open
        got|was|were|been|getting cut by|with|on
        a|deep|small|bad|nasty cut on|in|to
        spat|spit|spits|spitting|spitted|saliva ~ eye|eyes|mouth|face`,
      innocent: `
        a|little bit me|my|him|her|his|through
        bit|bite|biting|bitten my|his|her tongue|lip|lips
        bite to eat
        bite the bullet
        sound bite|bites
        cold|bad blood
        flesh and blood
        blood ?was|is|started boil*|pressure|test|tests|sweat|donor|donors
        blood ran|run|runs cold
        needle in a|the haystack
        pins and needles
        cut me|him|her|us off|short|some
        cut my|his|her hours|pay|break|hair|losses|shift|shifts|speech|holiday
        a|deep|small|bad cut in|to ?the ?my pay|hours|salary|funding|budget
        was|were|been cut by|with ?the government|council|budget
        slashed ?the|my prices|price|budget|tyres|tires|tyre|tire`,
    },
  },
  'head-or-throat': {
    nl: {
      fires: `
        wurg*|gewurg*|verwurg*|gewrugd|nekklem|verstikking
        keel|strot|luchtpijp ~ dichtgeknepen|dichtgedrukt|dichtkneep|dichtknijpen|dichtdrukken|gegrepen|gepakt|geknepen|vastgepakt
        keel|strot dicht geknepen|gedrukt
        kneep|knijpt|knijpen|drukte|pakte|greep|grijpt|grijpen ~ keel|strot|nek|hals|luchtpijp
        bij|naar de|mijn|mn|zijn|haar|hun keel|strot
        hand|handen|arm|armen|touw|sjaal|koord ~ keel|nek|hals|strot
        kreeg|krijg|kregen ?ik|hij|ze geen lucht
        geen lucht ?meer kreeg|krijg|krijgen
        klap|klappen|stomp|stompen|vuistslag*|slag|slagen|schop|trap|elleboog|knie ~ hoofd|hooft|achterhoofd
        klap|klappen|stomp|stompen|slag|schop|trap|sloeg|stompte|raakte ~ mijn|mn|zijn|haar slaap
        sloeg|slaat|slaan|stompte|stompt|trapte|trapt|schopte|schopt|raakte|bonkte|ramde|beukte|mepte|duwde ~ hoofd|hooft|achterhoofd
        hoofd|hooft|achterhoofd ~ geslagen|gestompt|getrapt|geschopt|geraakt|gestoten|gebonkt|gebeukt|geramd
        stomp|vuist|vuistslag*|trap|schop|knie|elleboog|stompte|trapte|schopte ~ gezicht
        gezicht ~ gestompt|getrapt|geschopt
        hoofd|achterhoofd tegen de|het|een
        viel|gevallen|klapte ~ op|met|tegen mijn|mn|zijn|haar|het hoofd|achterhoofd
        hoofd|achterhoofd gevallen|terechtgekomen
        kopstoot*|kopstood|hoofdwond*|hoofdletsel|hersenschudding*|hersenschuding|schedel*
        bewusteloos|bewusteloze|bewustloos|bewusteloosheid|buwusteloos|bewusteloss
        buiten bewustzijn|westen|kennis
        bewustzijn ~ verloren|verloor|kwijt
        verloor|verloren ?ik|hij|ze ?het|mijn bewustzijn
        knockout|flauwgevallen|flauwviel
        knock out
        viel|vallen ?ik|hij|ze ?toen flauw
        flauw gevallen|viel`,
      innocent: `
        wurgcontract*
        angst|emotie|verdriet greep|grijpt|vloog mij|me bij|naar de keel
        klap|klappen|slag|schop|trap|sloeg|raakte|duwde ~ hoofd personeelszaken|communicatie|beveiliging
        klap|klappen|slag|schop|trap|sloeg|raakte|duwde ~ hoofd van de|het|onze|mijn afdeling|team|dienst|school|bureau|unit`,
    },
    en: {
      fires: `
        strangl*|strangel*|strangul*|throttl*|chok*|headlock
        head lock
        hand|hands|arm|arms|fingers|rope|scarf ~ throat|neck
        by the|my|his|her throat|neck
        grabbed|squeezed|held|pressed|seized ~ throat|neck
        couldnt|cant|cannot|not breathe|breath
        hit|punched|kicked|struck|smacked|slammed|banged|bashed|bumped|kneed|elbowed|blow|blows|punch|kick|knock ~ head|skull|temple|forehead
        head against|into|on the|a
        punched|kicked|punch|kick|kneed|elbowed|fist ~ face
        headbutt*|concuss*|unconscious|unconcious|unconsious|unconscius|knockout|fainted
        head butt*|wound|injury|injuries|trauma
        passed|knocked|blacked out
        knocked me|him|her|us out
        lost|losing|lose|loss ?of|my|his|her consciousness|conciousness`,
      innocent: `
        choked up
        choke point|points
        hit|blow|knock|kick|punch|slammed ~ head office|teacher|start
        hit|blow|knock|kick|punch|slammed ~ head of ?the department|school|security|hr|team|unit
        hit the nail on the head
        passed out ?the|some|a leaflet|leaflets|flyer|flyers|form|forms|papers|copies|letters
        knocked out the power`,
    },
  },
  'sexual-assault': {
    nl: {
      fires: `
        verkracht*|verkragt*|verkraht*|verkrachr|aangerand*|aangerant*|aanrand*|aanranding*|betast*|bepoteld|ontucht
        randde|randt ~ aan
        seksueel|sexueel|seksuele|sexuele misbruik*|misbruikt|geweld|lastiggevallen|belaagd|aangevallen
        tegen mijn|haar|zijn wil gezoend|gekust|gezoent
        kuste|zoende ~ tegen mijn|haar|zijn wil
        gedwongen|dwong ~ seks|sex
        greep|graaide|pakte|kneep|tastte|grijpt|knijpt|pakt ~ borsten|kruis|billen|bil|kont|vagina|penis
        borsten|kruis|billen|kont|vagina|penis ~ gegrepen|geknepen|gepakt|gezeten|betast|aangeraakt
        raakte ~ aan ~ borsten|billen|kont|kruis
        zat|zit ~ aan mijn|mn|haar|zijn borsten|kruis|billen|kont
        hand|handen|vingers|greep|graaide|tastte|voelde|zat ~ tussen mijn|mn|haar benen
        hand|handen|vingers|greep|graaide|tastte|voelde|zat ~ onder mijn|mn|haar rok|kleren|bloes|rokje`,
      innocent: `
        hij greep|pakte ?naar|in|aan zijn ?eigen kruis
        greep|pakte hij ?naar|in|aan zijn ?eigen kruis`,
    },
    en: {
      fires: `
        rape|raped|rapes|raping|rappe|rapped|rapist*
        sexual|sexually|sexualy|indecent|indecently assault*|assult*|assalt*|abus*|violat*|attack*
        molest*|grope|groped|groping|gropped|gropes|fondl*
        grabbed|touched|squeezed|pinched|grabs|touches ~ breast|breasts|boob*|bum|butt|buttocks|crotch|groin|arse|ass|bottom|genitals|privates
        forced himself|herself on|upon
        forced me ~ sex
        penetrated me|her|him
        hand|hands|fingers|grabbed|touched|felt ~ between my|her legs
        up my|her skirt
        kissed me|her against`,
      innocent: `
        rape seed|alarm|oil
        rapped on|at|along
        he grabbed|touched|grabs|touches his ?own crotch|groin
        touched|grabbed|squeezed ~ bottom of`,
    },
  },
  office: {
    nl: {
      fires: `
        burgemeester*|burgermeester*|burgemester*|burgmeester*|locoburgemeester*
        wethouder*|wethoudster*|wethoder*|wethoduer
        raadslid|raadsleden|raadlid|gemeenteraadslid|gemeenteraadsleden|fractievoorzitter*|raadsfractie
        gedeputeerde*|gedeputeerd|gedeputeerden|statenlid|statenleden|provinciebestuurder*
        minister|ministers|premier|staatssecretaris*|kamerlid|kamerleden
        commissaris van de koning
        dijkgraaf|dijkgraven|heemraad|heemraden|watergraaf
        ambtsdrager*|volksvertegenwoordiger*|collegelid|collegeleden`,
      innocent: `
        burgemeester*|wethouder*|minister|gedeputeerde* ?van|de|ten|ter ?de|den|der *straat|*laan|*plein|*weg|*kade|*singel|*park|*hof`,
    },
    en: {
      fires: `
        mayor|mayors|mayoress|alderman|aldermen|alderwoman|aldermans
        councillor*|councilor*|counciller*|councilman|councilwoman|councilmember*
        council|cabinet|state member|members|secretary
        minister|ministers|mp|mps
        member|members of parliament|council
        kings commissioner
        dike warden`,
      innocent: `
        minister of the church|religion`,
    },
  },
  threat: {
    nl: {
      fires: `
        bedreig*|bedrijg*|gedreigd|dreig*|doodsbedreig*|doodbedreig*|dreigbrief|dreigmail*
        vermoord*|doodmaken|doodschieten|doodsteken|doodslaan|neerschieten|neersteken|neergestoken|ombrengen|afschieten
        maak|maken|maakt ~ dood|kapot
        mij|me|je|jou|hem|haar|hun|u afmaken|afmaak
        gaat|ga ~ eraan
        er aan gaat
        kogel*|kogelbrief*|bombrief*|bommelding*|brandbom*|brandstichting|bom
        iets|wat aandoen|aangedaan
        achtervolg*|stalk*|gestalk*|belaag*
        volgt|volgde|volgden|volgen hem|haar|mij|me|ons|hun|hen
        word|wordt|werd|werden ?ik|hij|zij|ze ~ gevolgd
        naar huis gevolgd
        opgewacht|opwachten
        weet|weten|wist|wisten waar ~ woon|woont|wonen|woonde
        weten je ~ te|vinden vinden
        voor|bij zijn|haar|mijn|hun huis|deur|voordeur`,
      innocent: `
        volgt|volgde|volgden|volgen mij|me|hem|haar|hen op`,
    },
    en: {
      fires: `
        threat*|thret*|treath*
        kill|kills|killed|murder*|shoot|shot|behead*|lynch*
        bomb|bombs|bullet|bullets|firebomb*|arson
        stalk*
        follow|follows|followed|following him|her|me|us|them|home
        was|were|is|been|being ?been followed|following
        know|knows|knew where ~ live|lives|lived
        outside ~ house|home|door
        waiting|waited for him|her|me|them
        hurt him|her|them|you`,
      innocent: `
        follow|followed|following up`,
    },
  },
};

const phrasesByBeginning: ReadonlyMap<string, readonly Phrase[]> = indexed(
  (Object.entries(lists) as [List, Record<Locale, Lines>][]).flatMap(([list, locales]) =>
    (['nl', 'en'] as const).flatMap((locale) => [
      ...linesOf(locales[locale].fires).map((line) => phraseOf(list, locale, false, line)),
      ...linesOf(locales[locale].innocent ?? '').map((line) => phraseOf(list, locale, true, line)),
    ]),
  ),
);

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** By the first three letters of the first word: most words of a text then cost one look and no comparison. */
function indexed(phrases: readonly Phrase[]): ReadonlyMap<string, readonly Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first] = phrase.steps;
    const words = [...(first?.exact ?? []), ...(first?.beginnings ?? [])];
    for (const key of new Set(words.map((word) => word.slice(0, 3)))) {
      const there = index.get(key);
      if (there === undefined) index.set(key, [phrase]);
      else there.push(phrase);
    }
  }
  return index;
}
