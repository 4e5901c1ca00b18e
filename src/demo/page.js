/** The page of the demo: the time machine and the three chat clients. Runs in the browser, without a build step. */

const texts = {
  nl: {
    title: 'Steunpunt uitproberen',
    subtitle: 'Drie mensen, drie chats. Alles is verzonnen en blijft op deze computer.',
    language: 'Taal',
    machine: 'Tijd in de demo',
    hour: '+1 uur',
    day: '+1 dag',
    weeks: '+2 weken',
    toNext: 'Naar het volgende moment',
    try: 'Wat kun je hier proberen',
    steps: [
      'Meld iets als medewerker: typ “ik wil iets melden”. Ga eens terug, of stop en ga later verder.',
      'Ga naar de contactpersoon. Open de kaart en neem de melding op je. De medewerker ziet wie het is.',
      'Of laat de melding liggen en spring vooruit. Na een herinnering krijgt de vervanger de vraag.',
      'Spring nog eens vooruit. De medewerker krijgt de vraag of er contact is geweest.',
      'Start met `npm run demo -- --data map`. Stop, start opnieuw en typ “mijn meldingen”.',
    ],
    roles: { employee: 'Medewerker', 'contact-person': 'Contactpersoon', deputy: 'Vervanger' },
    chatOf: (role, name) => `Chat van ${name}, ${role.toLowerCase()}`,
    ownWindow: 'In eigen venster',
    kinds: {
      ping: 'bericht aan de contactpersoon',
      remind: 'herinnering',
      escalate: 'vraag aan de volgende persoon',
      alarm: 'bericht aan de beheerder',
      'check-in': 'vraag hoe het gaat',
      'tell-reporter': 'bericht aan de medewerker',
      'tell-handler': 'bericht aan wie de melding oppakte',
      'call-nobody': 'bericht over het verzoek om te bellen',
      'call-taken': 'bericht over het verzoek om te bellen',
      'call-after': 'bericht na het verzoek om te bellen',
      'carry-out': 'de melding versturen',
      fold: 'kaart zonder inhoud maken',
      nudge: 'bericht over een melding die niet af is',
    },
    otherKind: 'bericht van het programma',
    next: (what, when, at) => `Volgende stap: ${what}, ${when} (${at}).`,
    nothingNext: 'Er is nu geen volgende stap gepland.',
    due: 'nu',
    jumping: 'De klok springt vooruit.',
    outcome: (at, performed) =>
      `${performed === 0 ? 'Er was niets te doen' : performed === 1 ? '1 stap uitgevoerd' : `${performed} stappen uitgevoerd`}. Het is nu ${at}.`,
    problems: {
      busy: 'De klok springt al. Wacht tot dat klaar is.',
      failed: 'Vooruitgaan is niet gelukt. In het venster waar de demo draait, staat waarom.',
      away: 'De demo antwoordt niet. Draait hij nog? Start hem opnieuw en laad deze pagina daarna weer.',
    },
  },
  en: {
    title: 'Try Steunpunt',
    subtitle: 'Three people, three chats. Everything is invented and stays on this computer.',
    language: 'Language',
    machine: 'Time in the demo',
    hour: '+1 hour',
    day: '+1 day',
    weeks: '+2 weeks',
    toNext: 'To the next moment',
    try: 'What you can try here',
    steps: [
      'Report something as the employee: type “I want to report something”. Go back once, or stop and go on later.',
      'Go to the contact person. Open the card and take the report. The employee sees who it is.',
      'Or leave the report and jump ahead. After a reminder, the deputy is asked.',
      'Jump ahead again. The employee is asked whether somebody made contact.',
      'Start with `npm run demo -- --data folder`. Stop, start again and type “my reports”.',
    ],
    roles: { employee: 'Employee', 'contact-person': 'Contact person', deputy: 'Deputy' },
    chatOf: (role, name) => `Chat of ${name}, ${role.toLowerCase()}`,
    ownWindow: 'In its own window',
    kinds: {
      ping: 'message to the contact person',
      remind: 'reminder',
      escalate: 'question to the next person',
      alarm: 'message to the administrator',
      'check-in': 'question how things are',
      'tell-reporter': 'message to the employee',
      'tell-handler': 'message to who took the report',
      'call-nobody': 'message about the request to call',
      'call-taken': 'message about the request to call',
      'call-after': 'message after the request to call',
      'carry-out': 'send the report on',
      fold: 'card loses its content',
      nudge: 'message about an unfinished report',
    },
    otherKind: 'message of the program',
    next: (what, when, at) => `Next step: ${what}, ${when} (${at}).`,
    nothingNext: 'No next step is planned now.',
    due: 'now',
    jumping: 'The clock is jumping ahead.',
    outcome: (at, performed) =>
      `${performed === 0 ? 'There was nothing to do' : performed === 1 ? '1 step done' : `${performed} steps done`}. It is now ${at}.`,
    problems: {
      busy: 'The clock is already jumping. Wait until that is done.',
      failed: 'Jumping ahead did not work. The window in which the demo runs says why.',
      away: 'The demo does not answer. Does it still run? Start it again and then reload this page.',
    },
  },
};

const timeZone = 'Europe/Amsterdam';
const pollMs = 3_000;
const element = (id) => document.getElementById(id);
const buttons = [...document.querySelectorAll('[data-jump]')];

let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'nl';
/** How far the demo is ahead of this browser, in milliseconds. */
let ahead = 0;
/** What the demo said last; undefined until it has said something. */
let state;
let jumping = false;
let outcome;
let problem;

const words = () => texts[language];
const moment = (at, form) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'nl-NL', { timeZone, ...form }).format(at);
const clock = { hour: '2-digit', minute: '2-digit' };
const day = { weekday: 'long', day: 'numeric', month: 'long' };
const dayAndTime = (at) => `${moment(at, day)}, ${moment(at, clock)}`;

function distance(ms) {
  if (ms < 60_000) return words().due;
  const minutes = Math.round(ms / 60_000);
  const [value, unit] =
    minutes < 90
      ? [minutes, 'minute']
      : minutes < 36 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1_440), 'day'];
  return new Intl.RelativeTimeFormat(language).format(value, unit);
}

/** Writes only what changed: a live region is read aloud again at every write. */
function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

function showTime() {
  if (state === undefined) return;
  const now = Date.now() + ahead;
  write(element('clock'), dayAndTime(now));
  element('clock').dateTime = new Date(now).toISOString();
  const { next } = state;
  const at = next && Date.parse(next.at);
  const what = next && (words().kinds[next.what] ?? words().otherKind);
  write(element('next'), next ? words().next(what, distance(at - now), dayAndTime(at)) : words().nothingNext);
}

function showLines() {
  write(
    element('outcome'),
    jumping ? words().jumping : outcome ? words().outcome(dayAndTime(Date.parse(outcome.now)), outcome.performed) : '',
  );
  write(element('problem'), problem ? words().problems[problem] : '');
  for (const button of buttons) {
    button.disabled = jumping || state === undefined || (state.next === null && button.dataset.jump.includes('next'));
  }
}

function showWords() {
  document.documentElement.lang = language;
  document.title = words().title;
  for (const target of document.querySelectorAll('[data-text]')) write(target, words()[target.dataset.text]);
  for (const target of document.querySelectorAll('[data-label]'))
    target.setAttribute('aria-label', words()[target.dataset.label]);
  for (const link of document.querySelectorAll('.languages a')) {
    if (link.lang === language) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  element('steps').replaceChildren(...words().steps.map((step) => make('li', {}, ...parts(step))));
  for (const section of document.querySelectorAll('.client')) nameClient(section);
}

/** A command stands between backquotes. */
const parts = (step) => step.split('`').map((part, index) => (index % 2 === 1 ? make('code', {}, part) : part));

function nameClient(section) {
  const { role, name } = section.dataset;
  const otherLanguage = language === 'nl' ? 'en' : 'nl';
  write(section.querySelector('.role'), words().roles[role]);
  write(section.querySelector('.name'), name);
  write(section.querySelector('.other'), texts[otherLanguage].roles[role]);
  section.querySelector('.other').lang = otherLanguage;
  write(section.querySelector('.own'), words().ownWindow);
  section.querySelector('iframe').title = words().chatOf(words().roles[role], name);
}

const make = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** Once: a client that is put on the page anew starts anew. */
function placeClients(seats) {
  if (element('clients').childElementCount > 0) return;
  for (const { role, name, url } of seats) {
    const heading = make('h2', {}, make('span', { class: 'role' }), ' ', make('span', { class: 'name' }));
    const own = make('a', { class: 'own', href: url, target: '_blank', rel: 'noopener' });
    const client = make('iframe', { id: `client-${role}`, src: url, referrerpolicy: 'no-referrer' });
    const header = make('header', {}, heading, make('p', { class: 'other' }), own);
    const section = make('section', { class: 'client', 'data-role': role, 'data-name': name }, header, client);
    nameClient(section);
    element('clients').append(section);
  }
}

async function ask(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Error('away');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error in words().problems ? body.error : 'failed');
  return body;
}

function take(found) {
  state = { ...state, ...found };
  ahead = Date.parse(found.now) - Date.now();
  showTime();
}

async function poll() {
  try {
    if (!jumping) {
      const found = await ask('/state');
      placeClients(found.seats);
      // A jump that began meanwhile knows better.
      if (!jumping) take(found);
      if (problem === 'away') problem = undefined;
    }
  } catch {
    problem = 'away';
  }
  showLines();
  setTimeout(poll, pollMs);
}

async function jump(button) {
  if (jumping) return;
  jumping = true;
  problem = undefined;
  showLines();
  try {
    const found = await ask('/jump', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: button.dataset.jump,
    });
    outcome = { now: found.now, performed: found.performed };
    take({ now: found.now, next: found.next });
  } catch (error) {
    outcome = undefined;
    problem = error.message;
  }
  jumping = false;
  showLines();
  // A button that was out of use lost the focus of the keyboard.
  if (document.activeElement === document.body) button.focus({ preventScroll: true });
}

for (const button of buttons) button.addEventListener('click', () => jump(button));
for (const link of document.querySelectorAll('.languages a')) {
  link.addEventListener('click', (event) => {
    // Without loading the page anew: the chats stay as they are.
    event.preventDefault();
    language = link.lang;
    history.replaceState(null, '', link.href);
    showWords();
    showTime();
    showLines();
  });
}

showWords();
showLines();
setInterval(showTime, 1_000);
await poll();
