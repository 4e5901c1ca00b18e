import type { Wording } from './nl.ts';

export const en: Wording = {
  commands: {
    report: ['report something', 'i want to report something', 'report', 'make a report', 'new report'],
    back: ['back', 'previous', 'go back'],
    skip: ['skip', 'next'],
    review: ['overview', 'check'],
    submit: ['send', 'send it', 'submit', 'send my report'],
    pause: ['later', 'pause', 'take a break', 'i will continue later'],
    resume: ['continue', 'go on', 'resume'],
    cancel: ['stop', 'cancel', 'quit'],
    discard: ['discard', 'throw away', 'delete draft'],
    help: ['help', 'call', 'phone numbers'],
    reports: ['my reports', 'my report', 'who has my report'],
    hello: ['hello', 'hi', 'start', 'menu', 'begin'],
    aboutMe: ['about me', 'it is about me'],
    aboutOther: ['someone else', 'about someone else', 'it is about someone else'],
    callMe: ['call me', 'let someone call me'],
    dutch: ['dutch', 'nederlands'],
    english: ['english', 'in english'],
  },

  summaries: { message: 'Message', urgent: 'Urgent message', callNow: 'Call now', overview: 'Overview' },

  buttons: {
    report: 'Report something',
    myReports: 'My reports',
    help: 'Help',
    next: 'Continue',
    back: 'Back',
    skip: 'Skip',
    later: 'Continue later',
    resume: 'Go on with my report',
    discard: 'Throw my draft away',
    keep: 'Keep my draft',
    send: 'Send my report',
    change: 'Change an answer',
    saveChange: 'Save this change',
    otherPerson: 'Rather someone else',
    stop: 'Stop',
    open: 'Open the report',
    fold: 'Fold away',
    take: 'I will take this up',
    takeCall: 'I call now',
    aboutMe: 'About me',
    aboutOther: 'About someone else',
    callMe: 'Yes, let someone call me',
    dontCall: 'No, not now',
    keepSentence: 'Leave the sentence in',
    dropSentence: 'Take the sentence out',
    showRoute: 'Change that answer',
  },

  welcome: {
    title: 'Steunpunt',
    text: 'Did you face aggression or violence at work? You can report it here. I am a program, not a person. I make sure that a colleague contacts you.',
    how: 'Tap a button or type what you want. For example: report something.',
    helper: 'You are a contact person or deputy. When a colleague reports something, you get a message here.',
  },

  hello: { title: 'What can I do for you?', text: 'Tap a button, or type: report something.' },

  help: {
    title: 'Help',
    call: 'You can always call these numbers.',
    commands:
      'You can also type: report something, back, skip, later, continue, stop, my reports, help. For Dutch type: Nederlands.',
    draft: 'You have a report that is not sent yet. Nobody has read it.',
  },

  unsent: 'Not sent yet. Nobody has read this.',
  numbered: (number) => `Question ${number}`,
  now: (value) => `Filled in now: ${value}`,
  optional: 'You may skip this.',
  maximum: (characters) => `At most ${characters} characters.`,
  ownWords: (words) => (words === 1 ? 'your text, 1 word' : `your text, ${words} words`),
  skipped: 'skipped',
  chooseMore: 'You can choose more than one.',

  moment: {
    justNow: 'Just now',
    earlierToday: 'Earlier today',
    yesterday: 'Yesterday',
    other: 'On another day',
    date: 'Date, if you know it',
    time: 'Time, if you know it',
    aboutDay: (day) => `${day}, time not known exactly`,
    aboutPart: (dayAndClock) => `${dayAndClock}, about`,
  },

  problems: {
    required: 'I need an answer here. Choose or type one.',
    'not-an-option': "I don't know that answer. Choose one of the answers, or type its number.",
    'too-long': (max, length) =>
      `Your text has ${length} characters. There is room for ${max}. I saved or cut nothing of it. Send it shorter.`,
    future: 'That moment is still to come. When did it happen?',
    unclear: "I don't understand that moment. Type for example: yesterday at 15:30.",
    'too-long-ago':
      'That is more than two years ago. Is that right? Type the date in another way, or call the number under Help.',
    'which-half-of-day': 'Was that by day or at night? Type: by day. Or type the time like this: 15:30.',
    'at-review': 'Your report is ready. Tap an answer to change it, or type: send.',
    unfinished: 'Your report is not finished yet. This question is still open.',
    outdated: 'This card is out of date. Below you see how it is now.',
    'not-asked': 'I had not asked anything yet. I did not save this. The question is below.',
    'nothing-open': 'No question is open now. Type: report something.',
    'cannot-read': "I can't read this kind of message. Type your answer as text.",
    busy: 'One moment. I could not save this yet. Please try again shortly.',
    code: (code) =>
      `Something went wrong. What was saved is still there. Try again, or call the number under Help. Code: ${code}.`,
  },

  opening:
    "I'm glad you report this. I am a program, not a person. I ask a few questions, then ask someone to contact you. You can stop at any time.",

  dangerNow: {
    title: 'Your safety first',
    text: 'Call 112 now, or use your alarm. Go somewhere safe. Your report stays here. It can wait.',
  },

  route: {
    title: 'Who reads this?',
    readers: (name, name2) =>
      name2 === undefined ? `${name} reads this.` : `${name} reads this, and ${name2} if ${name} can't.`,
    nobody: 'There is nobody now who can read your report. It is better to call one of these numbers.',
    manager: 'Your manager does not see your story unless you want that.',
    teams:
      'It is confidential, but Teams knows who you are. In special cases your employer can find what you type in this chat.',
    card: 'Do you fill it in on the card? Then your text does not stand in the chat as a message.',
  },

  review: {
    title: 'Is this right?',
    goesTo: (name, name2, readsBy) =>
      name2 === undefined
        ? `After sending I ask ${name} to contact you. You hear from me how it stands, ${readsBy} at the latest.`
        : `After sending I ask ${name} to contact you. You hear from me how it stands, ${readsBy} at the latest. If ${name} can't, I ask ${name2}.`,
    startsAt: (time) => `Someone reads from ${time}.`,
    callToo: "A message wakes nobody. Don't want to wait? Then call first.",
    nobody:
      'Nobody in your unit can receive this report. You may still send it. I save it and warn the administrator, without content. Want to talk to someone now? Call.',
    notSkipped: (names) => `${names} does not get this report.`,
  },

  receipt: {
    title: 'Your report is received',
    reference: (reference) => `Your reference is ${reference}. You only need it when you call.`,
    next: (name, time) =>
      `I now ask ${name} to contact you. You hear from me who takes it up, ${time} at the latest. Even if that is nobody yet.`,
    nextLater: (name, starts, time) =>
      `I ask ${name} to contact you, from ${starts}. You hear from me who takes it up, ${time} at the latest. Even if that is nobody yet.`,
    nobody:
      'There is nobody I can ask now. The administrator is alerted, without content. Call one of these numbers if you want to talk to someone.',
    checkIn: (time) => `${capital(time)} I ask you whether someone contacted you.`,
    noCheckIn:
      'It did not happen to you yourself. So I will not ask you later how it goes. Want to talk to someone yourself? Type: help.',
    later: 'Type: my reports. Then you see how it stands.',
  },

  endings: {
    internal: {
      title: 'This is about someone from work',
      text: 'So I send nothing to your manager and make no report. Nobody gets a message. You can call a confidential adviser. Then nothing is in Teams.',
    },
    'rather-not-say': {
      title: "You don't have to say",
      text: 'Then I choose the most closed way. I pass nothing on and make no report. Nobody gets a message. You can call a confidential adviser. Then nothing is in Teams.',
    },
    'office-holder': {
      title: 'This must go fast and to few people',
      text: 'A threat to an office-holder does not go through this program. Call this person at once. Keep the message as it is. Do not answer it, forward it or throw it away.',
    },
    private: {
      title: 'This is private',
      text: 'So I make no report at your work. Nobody gets a message. These people can help you, day and night.',
    },
    nothingSent: 'Nobody has read what you filled in so far. You can change an answer, or throw it all away.',
    call: (name) => `Call ${name}`,
  },

  guest: {
    title: 'Steunpunt is for employees',
    text: 'You are a guest here. So I cannot take a report from you, and I save nothing. You can always call these numbers.',
  },

  notHere:
    'You can only report in a chat with me alone. Find Steunpunt among your chats and type there: report something. I save nothing here.',

  paused: 'Good. Your report stays here. Not sent yet, nobody has read this. Type: continue, when you want to go on.',
  confirmCancel:
    'You stopped. What you filled in is not sent and nobody has read it. Do you want to keep it or throw it away?',
  cancelled:
    'Your draft is thrown away. What you typed in this chat may still be in Teams. You can always report again.',
  below: 'It is below.',
  continued: 'This conversation goes on below.',
  addedToStory: 'I added this to your story.',
  language: 'I now speak English.',

  reports: {
    title: 'My reports',
    none: 'You have not reported anything yet.',
    draft: (time) => `Draft of ${time}. Not sent yet, nobody has read this.`,
    line: (reference, time) => `${reference}, reported ${time}`,
    taken: (name) => `${name} has taken up your report and will contact you.`,
    asked: (name, time) => `Nobody has taken it yet. I asked ${name}. You hear from me again ${time} at the latest.`,
    startsAt: (name, time) => `I ask ${name} ${time} to take it up.`,
    nobody: (time) => `Nobody has taken it yet. ${capital(time)} I ask again.`,
    received: 'Your report is saved. I am going to ask someone to take it up.',
    nobodyAtAll: 'There is nobody I can ask. The administrator knows. Call the number under Help.',
    checkIn: (time) => `${capital(time)} I ask you whether someone contacted you.`,
    wish: 'Your wish is passed on.',
    wishKept: 'I pass your wish on to whoever takes up your report.',
  },

  ping: {
    title: 'There is a report for you',
    urgentTitle: 'There is an urgent report for you',
    reason: {
      'contact-person': (unit) => `You get this because you are the contact person of ${unit}.`,
      deputy: (unit) => `You get this because you are the deputy of ${unit}.`,
      administrator: (unit) => `You get this because you are an administrator for ${unit}.`,
    },
    reference: (reference) => `Reference ${reference}`,
    until: (time) =>
      `Can you take this up? If not, you need not do anything. I wait until ${time}. Then I go on asking.`,
    reminder: 'Reminder: nobody has taken up this report yet.',
    again: 'Contact was not made yet. That happens. Will you try once more?',
    notYours: 'There is nothing here for you to see.',
    takenBy: (name) => `${name} has taken up this report. You need not do anything more.`,
    takenByYou: 'You have taken up this report. Thank you.',
    callTaken: 'You call now. Thank you.',
    callSoon: (name, time) => `${name} knows that you will make contact. ${capital(time)} I ask whether that happened.`,
    callSoonNoCheckIn: (name) => `${name} knows that you will make contact.`,
    wishes: 'Asked for:',
    callWish: (when) => `To be called: ${when}`,
    folded: 'The content is folded away.',
  },

  caseCard: {
    title: 'The report',
    reporter: 'Reported by',
    phone: 'Phone',
    unit: 'Unit',
    reportedAt: 'Reported',
    status: 'Status',
    submitted: 'not taken up yet',
    acknowledged: 'taken up',
    private: 'Only you and whoever takes this up read this. Make contact before you arrange anything.',
  },

  told: {
    taken: {
      title: 'Your report is taken up',
      text: (name) => `${name} has taken up your report and will contact you.`,
      checkIn: (time) => `${capital(time)} I ask you whether that happened.`,
    },
    nobodyYet: {
      title: 'Your report is saved',
      text: (name, time) =>
        `Your report is saved, but nobody has taken it yet. I now ask ${name} too. You hear from me again ${time} at the latest, even if there is still nobody.`,
      call: "Don't want to wait? Then call.",
    },
    nobodyLeft: {
      title: 'Nobody has taken up your report yet',
      text: (time) =>
        `Your report is saved. I asked everybody I may ask, and nobody has taken it yet. The administrator knows that now. ${time === undefined ? 'There is nobody left I can ask.' : `I start again ${time}.`}`,
      call: "That should not have happened. Don't want to wait? Then call.",
    },
    wishPassedOn: (name) => `I pass this on to ${name}.`,
    wishKept: 'I pass this on to whoever takes up your report.',
    askedAgain: (name) => `Thank you. I ask ${name} again to contact you.`,
    thanks: 'Thank you. You can always ask for help, even in a year: type "help".',
  },

  wish: {
    title: 'There is a question about a report that you took up',
    text: 'The reporter asks for:',
  },

  checkIn: {
    taken: (name) => `${name} was going to contact you. You don't have to explain anything here. One tap is enough.`,
    notTaken:
      "Nobody has taken up your report yet. That should have been sooner. You don't have to explain anything here. One tap is enough.",
    later: 'That is fine. The question stays here.',
    spoken: (name) => `Did ${name} speak with you?`,
    title: 'How is your report going?',
  },

  alarm: {
    title: 'Attention needed',
    text: (code, reference) => (reference === '' ? `Code ${code}.` : `Code ${code}, reference ${reference}.`),
    what: {
      'chain-ended': 'Nobody in the chain has taken up this report.',
      'nobody-to-ask': 'There is nobody who can be asked about this report.',
      'call-now-unanswered': 'Somebody asked to be called now. Nobody has confirmed that yet.',
      'handler-unreachable': 'Whoever took up a report cannot be reached. The reporter has a wish.',
      'timer-failed': 'A planned step does not succeed. The step is repeated.',
      'unreadable-document': 'A stored document cannot be read. It was left alone.',
    },
  },

  safety: {
    suicidal: {
      title: 'Thank you for saying this',
      text: 'Call or chat with 113, day and night. In danger? Call 112.',
      question: 'Is this about you, or about someone else?',
      me: "Thank you for saying this. You don't have to be alone with it. Call or chat with 113 now, day or night. In danger? Call 112.",
      offer: (name) => `Shall I ask ${name} to call you now? I won't say why.`,
      nobodyToAsk: 'I cannot ask anyone to call you now. Call 113, or the number of your unit.',
      paused: 'Your report waits. Nothing was sent.',
      other:
        'Is there danger now? Call 112. You can talk with 113 about someone else, on the line below. After that we go on here.',
      asked: (name, time) =>
        `I ask ${name} to call you now. I do not say why. At ${time} you hear from me whether someone confirmed. Don't wait if it is too much: call 113.`,
      taken: (name) => `${name} has confirmed that you will be called. 113 is there too, day and night.`,
      nobody: (time) =>
        `Nobody has confirmed yet that you will be called. Don't wait: call or chat with 113. In danger? Call 112.${time === undefined ? '' : ` At ${time} you hear from me once more.`}`,
      notNow: 'That is fine. 113 is there day and night. Type: continue, when you want to go on reporting.',
      sentence: 'Does that sentence stay in your story?',
      sentenceGone: 'The sentence is taken out of your story.',
      sentenceKept: 'The sentence stays.',
      after:
        'Half an hour ago I asked someone to call you. Did that not work out? 113 is there day and night. Type: help, for more numbers.',
    },
    exposure: {
      title: 'Have this looked at soon',
      text: (number) =>
        `Wound: let it bleed and rinse with water. Eye or mouth: only rinse. Then call ${number} at once. Best is a doctor within 2 hours. Longer ago? Call as well.`,
      outOfHours: 'your doctor or the out-of-hours doctor',
    },
    'head-or-throat': {
      title: 'See a doctor today',
      text: 'A blow to the head, hands around your throat, or passed out for a moment? Have a doctor look today, also without marks. Drowsy, sick or short of breath? Call 112.',
    },
    'sexual-assault': {
      title: 'You need not tell it here',
      text: 'First call the Sexual Assault Centre, day and night. Best within 7 days. If you can: do not wash yet and keep your clothes. After that you may go on here.',
    },
    'office-holder': {
      title: 'Is this a threat to an office-holder?',
      text: 'Then your report goes another, faster way. Change your answer to that question. Is it not? Just go on.',
    },
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
