/**
 * texts/ holds the wording of the program. Dutch first, B1: `je`, short sentences, one question at a time, nothing blaming, no
 * exclamation marks (practice.md section 7). English is typed by this file, so a missing line does not compile.
 * A parameter called `time` is a day with a clock ("morgen om 09:00"), `name` the directory name of a colleague.
 */
export const nl = {
  /** Words that are a command when they are the whole message. */
  commands: {
    report: [
      'iets melden',
      'ik wil iets melden',
      'melden',
      'melding doen',
      'ik wil een melding doen',
      'nieuwe melding',
    ],
    back: ['terug', 'vorige', 'ga terug'],
    skip: ['overslaan', 'sla over', 'volgende'],
    review: ['overzicht', 'controleren'],
    submit: ['versturen', 'verstuur', 'verzenden', 'verstuur melding'],
    pause: ['later', 'pauze', 'even stoppen', 'ik ga later verder'],
    resume: ['verder', 'ga verder', 'doorgaan', 'ik ga verder'],
    cancel: ['stop', 'stoppen', 'annuleren', 'annuleer'],
    discard: ['weggooien', 'gooi weg', 'melding weggooien'],
    help: ['hulp', 'help', 'bellen', 'telefoonnummers'],
    reports: ['mijn meldingen', 'mijn melding', 'wie heeft mijn melding'],
    hello: ['hallo', 'hoi', 'hi', 'start', 'menu', 'begin'],
    aboutMe: ['over mij', 'het gaat over mij'],
    aboutOther: ['iemand anders', 'over iemand anders', 'het gaat over iemand anders'],
    callMe: ['bel mij', 'laat me bellen'],
    dutch: ['nederlands', 'in het nederlands'],
    english: ['english', 'in english', 'engels'],
  },

  /** The four fixed texts of a notification (practice.md section 6). They never name a person, an act or a place. */
  summaries: { message: 'Bericht', urgent: 'Dringend bericht', callNow: 'Bel nu', overview: 'Overzicht' },

  buttons: {
    report: 'Iets melden',
    myReports: 'Mijn meldingen',
    help: 'Hulp',
    next: 'Verder',
    back: 'Terug',
    skip: 'Sla over',
    later: 'Later verder',
    resume: 'Verder met mijn melding',
    discard: 'Gooi mijn concept weg',
    keep: 'Bewaar mijn concept',
    send: 'Verstuur mijn melding',
    change: 'Antwoord aanpassen',
    saveChange: 'Bewaar deze aanpassing',
    otherPerson: 'Liever iemand anders',
    stop: 'Stop',
    open: 'Open de melding',
    fold: 'Dichtvouwen',
    take: 'Ik pak dit op',
    takeCall: 'Ik bel nu',
    aboutMe: 'Over mij',
    aboutOther: 'Over iemand anders',
    callMe: 'Ja, laat mij bellen',
    dontCall: 'Nee, nu niet',
    keepSentence: 'Laat de zin staan',
    dropSentence: 'Haal de zin weg',
    showRoute: 'Pas dat antwoord aan',
  },

  welcome: {
    title: 'Steunpunt',
    text: 'Heb je agressie of geweld meegemaakt op je werk? Dan kun je dat hier melden. Ik ben een programma, geen mens. Ik zorg dat een collega contact met je opneemt.',
    how: 'Tik op een knop of typ wat je wilt. Bijvoorbeeld: iets melden.',
    helper: 'Jij bent contactpersoon of vervanger. Als een collega iets meldt, krijg je hier een bericht.',
  },

  hello: { title: 'Waarmee kan ik je helpen?', text: 'Tik op een knop, of typ: iets melden.' },

  help: {
    title: 'Hulp',
    call: 'Deze nummers kun je altijd bellen.',
    commands:
      'Je kunt ook typen: iets melden, terug, sla over, later, verder, stop, mijn meldingen, hulp. Voor Engels typ je: English.',
    draft: 'Je hebt een melding die nog niet verstuurd is. Niemand heeft die gelezen.',
  },

  unsent: 'Nog niet verstuurd. Niemand heeft dit gelezen.',
  numbered: (number: number) => `Vraag ${number}`,
  now: (value: string) => `Nu ingevuld: ${value}`,
  optional: 'Mag je overslaan.',
  maximum: (characters: number) => `Maximaal ${characters} tekens.`,
  ownWords: (words: number) => (words === 1 ? 'je tekst, 1 woord' : `je tekst, ${words} woorden`),
  skipped: 'overgeslagen',
  chooseMore: 'Je kunt er meer kiezen.',

  moment: {
    justNow: 'Zojuist',
    earlierToday: 'Eerder vandaag',
    yesterday: 'Gisteren',
    other: 'Op een andere dag',
    date: 'Datum, als je die weet',
    time: 'Tijd, als je die weet',
    aboutDay: (day: string) => `${day}, tijd niet precies bekend`,
    aboutPart: (dayAndClock: string) => `${dayAndClock}, ongeveer`,
  },

  problems: {
    required: 'Hier heb ik een antwoord op nodig. Kies of typ er een.',
    'not-an-option': 'Dat antwoord ken ik niet. Kies een van de antwoorden, of typ het nummer.',
    'too-long': (max: number, length: number) =>
      `Je tekst is ${length} tekens. Er passen er ${max}. Ik heb er niets van bewaard of geknipt. Stuur hem korter.`,
    future: 'Dat moment is nog niet geweest. Wanneer gebeurde het?',
    unclear: 'Dat moment begrijp ik niet. Typ bijvoorbeeld: gisteren om 15:30.',
    'too-long-ago': 'Dat is meer dan twee jaar geleden. Klopt dat? Typ de datum anders, of bel het nummer onder Hulp.',
    'which-half-of-day': 'Was dat overdag of in de nacht? Typ: overdag. Of typ de tijd zo: 15:30.',
    'at-review': 'Je melding staat klaar. Tik op een antwoord om het aan te passen, of typ: verstuur.',
    unfinished: 'Je melding is nog niet klaar. Deze vraag mist nog.',
    outdated: 'Deze kaart is verouderd. Hieronder staat hoe het nu is.',
    'not-asked': 'Ik had nog niets gevraagd. Dit heb ik niet bewaard. Hieronder staat de vraag.',
    'nothing-open': 'Er staat nu geen vraag open. Typ: iets melden.',
    'cannot-read': 'Dit soort bericht kan ik niet lezen. Typ je antwoord als tekst.',
    busy: 'Een moment. Ik kon dit nog niet bewaren. Probeer het zo nog een keer.',
    code: (code: string) =>
      `Er ging iets mis. Wat al bewaard was, is er nog. Probeer het opnieuw, of bel het nummer onder Hulp. Code: ${code}.`,
  },

  opening:
    'Goed dat je dit meldt. Ik ben een programma, geen mens. Ik stel een paar vragen en vraag daarna iemand om contact met je op te nemen. Stoppen mag altijd.',

  dangerNow: {
    title: 'Eerst je veiligheid',
    text: 'Bel nu 112, of druk op je alarm. Ga naar een veilige plek. Je melding blijft hier staan. Die kan wachten.',
  },

  route: {
    title: 'Wie leest dit?',
    readers: (name: string, name2: string | undefined) =>
      name2 === undefined ? `Dit leest ${name}.` : `Dit lezen ${name} en, als die niet kan, ${name2}.`,
    nobody: 'Er is nu niemand die je melding kan lezen. Bel liever een van deze nummers.',
    manager: 'Je leidinggevende ziet je verhaal niet, tenzij jij dat wilt.',
    teams:
      'Het is vertrouwelijk, maar Teams weet wie je bent. Wat je in deze chat typt, kan je werkgever in bijzondere gevallen terugvinden.',
    card: 'Vul je het in op de kaart? Dan staat je tekst niet als bericht in de chat.',
  },

  review: {
    title: 'Klopt dit zo?',
    goesTo: (name: string, name2: string | undefined, readsBy: string) =>
      name2 === undefined
        ? `Na het versturen vraag ik ${name} om contact met je op te nemen. Uiterlijk ${readsBy} hoor je van mij hoe het staat.`
        : `Na het versturen vraag ik ${name} om contact met je op te nemen. Uiterlijk ${readsBy} hoor je van mij hoe het staat. Lukt het ${name} niet, dan vraag ik ${name2}.`,
    startsAt: (time: string) => `Er wordt gelezen vanaf ${time}.`,
    callToo: 'Een bericht maakt niemand wakker. Wil je niet wachten? Bel dan eerst.',
    nobody:
      'Niemand van je afdeling kan deze melding krijgen. Je mag hem toch versturen. Dan bewaar ik hem en waarschuw ik de beheerder, zonder inhoud. Wil je nu iemand spreken? Bel.',
    notSkipped: (names: string) => `${names} krijgt deze melding niet.`,
  },

  receipt: {
    title: 'Je melding is ontvangen',
    reference: (reference: string) => `Je kenmerk is ${reference}. Dat heb je alleen nodig als je belt.`,
    next: (name: string, time: string) =>
      `Ik vraag ${name} nu om contact met je op te nemen. Uiterlijk ${time} hoor je van mij wie het oppakt, ook als dat nog niemand is.`,
    nextLater: (name: string, starts: string, time: string) =>
      `Ik vraag ${name} om contact met je op te nemen, vanaf ${starts}. Uiterlijk ${time} hoor je van mij wie het oppakt, ook als dat nog niemand is.`,
    nobody:
      'Er is nu niemand die ik kan vragen. De beheerder krijgt een seintje, zonder inhoud. Bel een van deze nummers als je iemand wilt spreken.',
    checkIn: (time: string) => `${capital(time)} vraag ik je of het contact gelukt is.`,
    noCheckIn:
      'Het is jou niet zelf overkomen. Daarom vraag ik jou later niet hoe het gaat. Wil je zelf iemand spreken? Typ: hulp.',
    later: 'Typ: mijn meldingen. Dan zie je hoe het staat.',
  },

  endings: {
    internal: {
      title: 'Dit gaat over iemand van het werk',
      text: 'Dan stuur ik niets naar je leidinggevende en maak ik geen melding. Niemand krijgt een bericht. Je kunt een vertrouwenspersoon bellen. Dan staat er niets in Teams.',
    },
    'rather-not-say': {
      title: 'Dat hoef je niet te zeggen',
      text: 'Ik kies dan de meest gesloten weg. Ik stuur niets door en maak geen melding. Niemand krijgt een bericht. Je kunt een vertrouwenspersoon bellen. Dan staat er niets in Teams.',
    },
    'office-holder': {
      title: 'Dit moet snel en in kleine kring',
      text: 'Een bedreiging van een bestuurder loopt niet via dit programma. Bel meteen deze persoon. Bewaar het bericht zoals het is. Antwoord niet, stuur het niet door en gooi het niet weg.',
    },
    private: {
      title: 'Dit is privé',
      text: 'Dan maak ik geen melding bij je werk. Niemand krijgt een bericht. Deze mensen kunnen je helpen, dag en nacht.',
    },
    nothingSent:
      'Wat je tot nu toe hebt ingevuld, heeft niemand gelezen. Je kunt een antwoord aanpassen, of alles weggooien.',
    call: (name: string) => `Bel ${name}`,
  },

  guest: {
    title: 'Steunpunt is voor medewerkers',
    text: 'Je bent hier gast. Daarom kan ik geen melding van je aannemen, en ik bewaar niets. Deze nummers kun je altijd bellen.',
  },

  notHere:
    'Melden doe je alleen met mij, in een eigen chat. Zoek Steunpunt op bij je chats en typ daar: iets melden. Hier bewaar ik niets.',

  paused:
    'Goed. Je melding blijft hier staan. Nog niet verstuurd, niemand heeft dit gelezen. Typ: verder, als je weer wilt.',
  confirmCancel:
    'Je bent gestopt. Wat je hebt ingevuld is nog niet verstuurd en niemand heeft het gelezen. Wil je het bewaren of weggooien?',
  cancelled:
    'Je concept is weggegooid. Wat je in deze chat hebt getypt, kan in Teams nog staan. Opnieuw melden kan altijd.',
  below: 'Het staat hieronder.',
  continued: 'Dit gesprek gaat hieronder verder.',
  addedToStory: 'Ik heb dit bij je verhaal gezet.',
  language: 'Ik spreek nu Nederlands.',

  reports: {
    title: 'Mijn meldingen',
    none: 'Je hebt nog niets gemeld.',
    draft: (time: string) => `Concept van ${time}. Nog niet verstuurd, niemand heeft dit gelezen.`,
    line: (reference: string, time: string) => `${reference}, gemeld ${time}`,
    taken: (name: string) => `${name} heeft je melding opgepakt en neemt contact met je op.`,
    asked: (name: string, time: string) =>
      `Nog niemand heeft hem opgepakt. Ik heb ${name} gevraagd. Uiterlijk ${time} hoor je weer van mij.`,
    startsAt: (name: string, time: string) => `Ik vraag ${name} ${time} om hem op te pakken.`,
    nobody: (time: string) => `Nog niemand heeft hem opgepakt. ${capital(time)} vraag ik het opnieuw.`,
    received: 'Je melding is bewaard. Ik ga nu iemand vragen om hem op te pakken.',
    nobodyAtAll: 'Er is niemand die ik kan vragen. De beheerder weet het. Bel het nummer onder Hulp.',
    checkIn: (time: string) => `${capital(time)} vraag ik je of het contact gelukt is.`,
    wish: 'Je wens is doorgegeven.',
    wishKept: 'Je wens geef ik door aan wie je melding oppakt.',
  },

  ping: {
    title: 'Er is een melding voor je',
    urgentTitle: 'Er is een dringende melding voor je',
    reason: {
      'contact-person': (unit: string) => `Je krijgt dit omdat je contactpersoon bent van ${unit}.`,
      deputy: (unit: string) => `Je krijgt dit omdat je vervanger bent van ${unit}.`,
      administrator: (unit: string) => `Je krijgt dit omdat je beheerder bent voor ${unit}.`,
    },
    reference: (reference: string) => `Kenmerk ${reference}`,
    until: (time: string) =>
      `Kun je dit oppakken? Zo niet, dan hoef je niets te doen. Ik wacht tot ${time} en vraag dan verder.`,
    reminder: 'Herinnering: nog niemand heeft deze melding opgepakt.',
    again: 'Het contact is nog niet gelukt. Dat kan gebeuren. Wil je het nog een keer proberen?',
    notYours: 'Hier is voor jou niets te zien.',
    takenBy: (name: string) => `${name} heeft deze melding opgepakt. Je hoeft niets meer te doen.`,
    takenByYou: 'Jij hebt deze melding opgepakt. Dank je.',
    callTaken: 'Jij belt nu. Dank je.',
    callSoon: (name: string, time: string) =>
      `${name} weet dat jij contact opneemt. ${capital(time)} vraag ik of dat gelukt is.`,
    callSoonNoCheckIn: (name: string) => `${name} weet dat jij contact opneemt.`,
    wishes: 'Gevraagd:',
    callWish: (when: string) => `Gebeld worden: ${when}`,
    folded: 'De inhoud is dichtgevouwen.',
  },

  caseCard: {
    title: 'De melding',
    reporter: 'Gemeld door',
    phone: 'Telefoon',
    unit: 'Afdeling',
    reportedAt: 'Gemeld',
    status: 'Stand',
    submitted: 'nog niet opgepakt',
    acknowledged: 'opgepakt',
    private: 'Alleen jij en wie dit oppakt lezen dit. Neem contact op voordat je iets regelt.',
  },

  told: {
    taken: {
      title: 'Je melding is opgepakt',
      text: (name: string) => `${name} heeft je melding opgepakt en neemt contact met je op.`,
      checkIn: (time: string) => `${capital(time)} vraag ik je of dat gelukt is.`,
    },
    nobodyYet: {
      title: 'Je melding is bewaard',
      text: (name: string, time: string) =>
        `Je melding is bewaard, maar nog niemand heeft hem opgepakt. Ik vraag het nu ook aan ${name}. Uiterlijk ${time} hoor je weer van mij, ook als er dan nog niemand is.`,
      call: 'Niet wachten? Bel dan.',
    },
    nobodyLeft: {
      title: 'Nog niemand heeft je melding opgepakt',
      text: (time: string | undefined) =>
        `Je melding is bewaard. Ik heb iedereen gevraagd die ik mag vragen, en nog niemand heeft hem opgepakt. De beheerder weet dat nu. ${time === undefined ? 'Er is niemand meer die ik kan vragen.' : `Ik begin ${time} opnieuw.`}`,
      call: 'Dat had niet mogen gebeuren. Wil je niet wachten? Bel dan.',
    },
    wishPassedOn: (name: string) => `Ik geef dit door aan ${name}.`,
    wishKept: 'Ik geef dit door aan wie je melding oppakt.',
    askedAgain: (name: string) => `Dank je. Ik vraag ${name} opnieuw om contact met je op te nemen.`,
    thanks: 'Dank je. Hulp vragen kan altijd, ook over een jaar: typ "hulp".',
  },

  wish: {
    title: 'Er is een vraag bij een melding die jij hebt opgepakt',
    text: 'De melder vraagt om:',
  },

  checkIn: {
    taken: (name: string) => `${name} zou contact met je opnemen. Je hoeft hier niets te vertellen. Eén tik is genoeg.`,
    notTaken:
      'Nog niemand heeft je melding opgepakt. Dat had eerder gemoeten. Je hoeft hier niets te vertellen. Eén tik is genoeg.',
    later: 'Dat is goed. De vraag blijft hier staan.',
    spoken: (name: string) => `Heeft ${name} je gesproken?`,
    title: 'Hoe staat het met je melding?',
  },

  alarm: {
    title: 'Aandacht nodig',
    text: (code: string, reference: string) =>
      reference === '' ? `Code ${code}.` : `Code ${code}, kenmerk ${reference}.`,
    what: {
      'chain-ended': 'Niemand in de keten heeft deze melding opgepakt.',
      'nobody-to-ask': 'Voor deze melding is niemand die gevraagd kan worden.',
      'call-now-unanswered': 'Iemand vroeg om nu gebeld te worden. Nog niemand heeft dat bevestigd.',
      'handler-unreachable': 'Wie een melding oppakte, is niet te bereiken. Er is een wens van de melder.',
      'timer-failed': 'Een geplande stap lukt niet. De stap wordt herhaald.',
      'unreadable-document': 'Een bewaard document is niet te lezen. Het is met rust gelaten.',
    },
  },

  safety: {
    suicidal: {
      title: 'Dank je dat je dit zegt',
      text: 'Bel of chat met 113, dag en nacht. In gevaar? Bel 112.',
      question: 'Gaat het over jou, of over iemand anders?',
      me: 'Dank je dat je dit zegt. Je hoeft hier niet alleen mee te blijven. Bel of chat nu met 113, dag en nacht. In gevaar? Bel 112.',
      offer: (name: string) => `Zal ik ${name} vragen je nu te bellen? Ik zeg niet waarom.`,
      nobodyToAsk: 'Ik kan nu niemand vragen je te bellen. Bel 113, of het nummer van je afdeling.',
      paused: 'Je melding wacht. Er is niets verstuurd.',
      other:
        'Is er nu gevaar? Bel 112. Je kunt met 113 overleggen over een ander, via de lijn hieronder. Daarna gaan we hier verder.',
      asked: (name: string, time: string) =>
        `Ik vraag ${name} je nu te bellen. Ik zeg niet waarom. Om ${time} hoor je van mij of iemand het bevestigd heeft. Wacht niet als het niet gaat: bel 113.`,
      taken: (name: string) => `${name} heeft bevestigd dat je gebeld wordt. 113 blijft er ook, dag en nacht.`,
      nobody: (time: string | undefined) =>
        `Nog niemand heeft bevestigd dat je gebeld wordt. Wacht niet: bel of chat met 113. In gevaar? Bel 112.${time === undefined ? '' : ` Om ${time} hoor je nog een keer van mij.`}`,
      notNow: 'Dat is goed. 113 is er dag en nacht. Typ: verder, als je weer wilt melden.',
      sentence: 'Blijft die zin in je verhaal staan?',
      sentenceGone: 'De zin is uit je verhaal gehaald.',
      sentenceKept: 'De zin blijft staan.',
      after:
        'Een halfuur geleden vroeg ik iemand om je te bellen. Is dat niet gelukt? 113 is er dag en nacht. Typ: hulp, voor meer nummers.',
    },
    exposure: {
      title: 'Laat hier snel naar kijken',
      text: (number: string) =>
        `Wond: laat goed bloeden en spoel met water. Oog of mond: alleen spoelen. Bel daarna meteen ${number}. Het liefst ben je binnen 2 uur bij een arts. Is het langer geleden? Bel dan ook.`,
      outOfHours: 'de huisarts of de huisartsenpost',
    },
    'head-or-throat': {
      title: 'Ga vandaag nog naar een arts',
      text: 'Klap op het hoofd, keel dichtgeknepen of even weg geweest? Laat vandaag een arts kijken, ook als je niets ziet. Word je suf, misselijk of benauwd? Bel 112.',
    },
    'sexual-assault': {
      title: 'Je hoeft het hier niet te vertellen',
      text: 'Bel eerst het Centrum Seksueel Geweld, dag en nacht. Het liefst binnen 7 dagen. Als het kan: was je nog niet en bewaar je kleren. Daarna mag je hier verder.',
    },
    'office-holder': {
      title: 'Gaat dit om een bedreiging van een bestuurder?',
      text: 'Dan gaat je melding een andere, snellere weg. Pas dan je antwoord op die vraag aan. Is dat het niet? Ga gewoon verder.',
    },
  },
};

/** "morgen om 09:00" at the start of a sentence. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export type Wording = typeof nl;
