import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { contactPerson, deputy, employee, organisation } from '../../src/demo/organisation.ts';
import type { Seat } from '../../src/demo/playground.ts';
import { checkInList } from '../../src/dialogs/lists/check-in.ts';
import { intakeList } from '../../src/dialogs/lists/intake.ts';
import type { QuestionList } from '../../src/dialogs/question.ts';
import { countWords } from '../../src/texts/format.ts';
import { texts } from '../../src/texts/texts.ts';

/**
 * The story of the demo as a visitor lives it: the real command, its page in a real browser, three real chat clients.
 *
 *   SCREENSHOTS=folder   a screenshot after each step
 *   PICTURE=file         the picture of the README: a receipt beside the question to the contact person
 */
jest.setTimeout(90_000);

const { CHROMIUM_PATH, PICTURE, SCREENSHOTS } = process.env;
const root = join(__dirname, '..', '..');
const { nl } = texts;
const { buttons } = nl;
const command = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { demo: string } }).scripts
  .demo;
const patienceMs = 20_000;
/** Three chat clients that load at once. */
const loadingMs = 60_000;
/** A Tuesday: with a fixed beginning nothing of the story falls into an evening or a weekend. */
const beginsAt = '2026-12-01T10:00:00+01:00';

const stories = [
  {
    wrong: 'Een man werd boos aan het loket.',
    text: 'Een man schreeuwde tegen mij aan het loket.\nHij riep: stop.',
    words: ['schreeuw', 'schelden', 'loket', 'riep'],
  },
  { text: 'Een vrouw aan de telefoon wist mijn straat.', words: ['vrouw', 'mijn straat', 'woont', 'dreig'] },
] as const;

const unitId = organisation.people.find(({ id }) => id === employee.id)?.unit;
const unit = organisation.units.find(({ id }) => id === unitId)?.name.nl ?? '';

const intake = intakeList({ contacts: [] });
const questionIn = (list: QuestionList, id: string) => {
  const question = list.questions.find((one) => one.id === id);
  if (question === undefined) throw new Error(`The list has no question "${id}".`);
  return question;
};
const ask = (id: string, list: QuestionList = intake) => questionIn(list, id).ask.nl;
const option = (id: string, answer: string, list: QuestionList = intake) => {
  const question = questionIn(list, id);
  const found = 'options' in question ? question.options.find((one) => one.id === answer) : undefined;
  if (found === undefined) throw new Error(`"${id}" has no answer "${answer}".`);
  return found.label.nl;
};
/** The longest part of a text between what is filled in. */
const fixedPart = (text: string) =>
  text
    .split('…')
    .map((part) => part.trim())
    .toSorted((one, other) => other.length - one.length)[0] ?? '';
const literally = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

let folder: string;
let base: number;
let demo: { readonly child: ChildProcess; readonly url: string } | undefined;
let browser: Browser | undefined;
let page: Page;
let references: string[] = [];
/** What the demo printed. */
let output = '';
const crashes: string[] = [];

const ports = () => [0, 1, 2, 3, 4].map((number) => base + number);

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    // Below the ports that the system hands out by itself.
    base = 12_000 + Math.floor(Math.random() * 18_000);
    if ((await Promise.all(ports().map(isFree))).every(Boolean)) return base;
  }
  throw new Error('There are no five free ports in a row.');
}

async function startDemo(): Promise<{ child: ChildProcess; url: string }> {
  const [, ...words] = command.split(' ');
  const child = spawn(process.execPath, [...words, '--data', folder, '--port', String(base)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  output = '';
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        const [found] = /http:\/\/\S+/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    child.once('exit', (code) => reject(new Error(`The demo ended (${code}) and said: ${output}`)));
    // Also when it never gets as far as an address, afterAll has to find it.
    demo = { child, url: '' };
  });
  return { child, url };
}

/** Ctrl-C. */
async function stopDemo(): Promise<number | null> {
  const child = demo?.child;
  if (child === undefined) throw new Error('The demo does not run.');
  const gone = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGINT');
  const [code] = await gone;
  return code;
}

/** A client scrolls a new card into view a moment after it came; a tap in that very moment does not count as one. */
async function untilItCounts(act: () => Promise<unknown>): Promise<void> {
  for (const isLast of [false, false, true]) {
    try {
      await act();
      return;
    } catch (error) {
      if (isLast || (error instanceof Error && error.name === 'TimeoutError')) throw error;
    }
  }
}

/** One of the three chats on the page. */
function clientOf(role: Seat['role']) {
  const frame = () => page.frameLocator(`#client-${role}`);
  const cards = () => frame().locator('.ac-adaptiveCard');
  const card = () => cards().last();

  /** Whatever goes wrong, the message says what the person had before them. */
  const explained = async <Result>(wish: string, act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      const all = await cards()
        .allInnerTexts()
        .catch(() => []);
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw new Error(
        `${role}: ${wish}. ${reason}\nThe last of ${all.length} cards:\n${all.at(-1) ?? '(there is none)'}\nThe demo printed:\n${output}`,
      );
    }
  };
  const act = (wish: string, find: () => Locator, perform: (found: Locator) => Promise<unknown>) =>
    explained(wish, async () => void (await perform(find())));

  return {
    /** Waits until the last card says all of this, and gives its text. */
    says: (...wanted: (string | RegExp)[]) =>
      explained(`should read ${wanted.join(' + ')}`, async () => {
        const found = wanted.reduce<Locator>((narrowed, hasText) => narrowed.filter({ hasText }), card());
        await found.waitFor({ timeout: patienceMs });
        return found.innerText();
      }),
    types: (text: string) =>
      act(
        `types "${text}"`,
        () => frame().locator('[data-lexical-editor=true]'),
        async (field) => {
          await field.click({ timeout: patienceMs });
          await page.keyboard.type(text);
          await page.keyboard.press('Enter');
        },
      ),
    taps: (name: string) =>
      act(
        `taps "${name}"`,
        () => card().getByRole('button', { name, exact: true }),
        (button) =>
          untilItCounts(async () => {
            const sent = page.waitForRequest(/\/_conversation\/v1\/invoke$/, { timeout: 3_000 }).catch(() => undefined);
            await button.click({ timeout: patienceMs });
            if ((await sent) === undefined) throw new Error('The client sent nothing.');
          }),
      ),
    chooses: (name: string) =>
      act(
        `chooses "${name}"`,
        () => card().getByRole('radio', { name, exact: true }),
        (radio) => untilItCounts(() => radio.check({ timeout: patienceMs })),
      ),
    /** From a list that is folded up: its answers appear beside the card. */
    picks: (name: string) =>
      act(
        `picks "${name}"`,
        () => card().getByRole('combobox'),
        (list) =>
          untilItCounts(async () => {
            await list.click({ timeout: patienceMs });
            const answer = frame().getByRole('option', { name, exact: true });
            const opened = await answer.waitFor({ timeout: 3_000 }).then(
              () => true,
              () => false,
            );
            if (!opened) throw new Error('The list did not open.');
            await answer.click({ timeout: patienceMs });
          }),
      ),
    ticks: (name: string) =>
      act(
        `ticks "${name}"`,
        () => card().getByRole('checkbox', { name: literally(name) }),
        (box) => untilItCounts(() => box.check({ timeout: patienceMs })),
      ),
    fills: (name: string, text: string) =>
      act(
        `fills "${name}"`,
        () => card().getByRole('textbox', { name }),
        (field) => field.fill(text, { timeout: patienceMs }),
      ),
    /** Everything in this chat, also what is not in view. */
    everything: async () => (await frame().locator('body').textContent({ timeout: patienceMs })) ?? '',
    /** How many cards welcome this person. */
    welcomes: () => cards().filter({ hasText: nl.welcome.text }).count(),
    ready: () =>
      act(
        'should have a chat',
        () => frame().locator('[data-lexical-editor=true]'),
        (field) => field.waitFor({ timeout: loadingMs }),
      ),
  };
}

const noor = clientOf('employee');
const anna = clientOf('contact-person');
const bram = clientOf('deputy');
const everyone = [noor, anna, bram];

/** The steps are one story: after a broken one the others would only wait in vain. */
let broken = false;
function step(name: string, act: () => Promise<void>): void {
  it(name, async () => {
    // Without the place in this file, which is not where it went wrong.
    if (broken) throw Object.assign(new Error(), { stack: 'An earlier step of the story went wrong.' });
    broken = true;
    try {
      await act();
      broken = false;
    } finally {
      await look(`${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}${broken ? '-broken' : ''}`);
    }
  });
}

async function look(name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page?.screenshot({ path: join(SCREENSHOTS, `${name}.png`) }).catch(() => undefined);
}

/** What the page says is next. */
async function planned(what: string): Promise<void> {
  const line = page.locator('#next');
  await line
    .filter({ hasText: what })
    .waitFor({ timeout: patienceMs })
    .catch(async () => {
      throw new Error(`The page should announce "${what}", but says: ${await line.textContent()}`);
    });
}

async function jump(button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click({ timeout: patienceMs });
  await page
    .locator('#outcome')
    .filter({ hasText: 'Het is nu' })
    .or(page.locator('#problem:not(:empty)'))
    .first()
    .waitFor({ timeout: 30_000 });
  expect(await page.locator('#problem').textContent()).toBe('');
}
const toNext = 'Naar het volgende moment';

const clock = async () => Date.parse((await page.locator('#clock').getAttribute('datetime')) ?? '');

/** A notification and an unopened card never say what it is about, nor who reported it (promise 4). */
function expectContentFree(everything: string, words: readonly string[]): void {
  const lower = everything.toLowerCase();
  const names = employee.name.split(' ').filter((part) => part.length > 2);
  const found = [employee.name, ...names, ...words].filter((word) => lower.includes(word.toLowerCase()));
  expect(found).toEqual([]);
}

async function receiptReference(): Promise<string> {
  const receipt = await noor.says(nl.receipt.title, /(?:vandaag|morgen) om \d\d:\d\d/i);
  const reference = new RegExp(nl.receipt.reference('(\\S+)')).exec(receipt)?.[1];
  if (reference === undefined) throw new Error(`There is no reference on the receipt:\n${receipt}`);
  return reference;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'steunpunt-story-'));
  const offsetMs = Date.parse(beginsAt) - Date.now();
  writeFileSync(
    join(folder, 'demo-clock.json'),
    JSON.stringify({ offsetMs, reachedAt: new Date(beginsAt).toISOString() }),
  );
  await freePorts();
  const launching = chromium.launch({
    executablePath: CHROMIUM_PATH || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      // The clients ask for fonts from elsewhere; the story needs nothing but this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  demo = await startDemo();
  browser = await launching;
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.on('pageerror', (error) => crashes.push(error.message));
});

afterAll(async () => {
  await browser?.close().catch(() => undefined);
  const child = demo?.child;
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
    // Its chat clients notice, and end too.
    for (let tries = 0; tries < 50 && !(await Promise.all(ports().map(isFree))).every(Boolean); tries += 1)
      await pause(100);
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('the story of the demo, in three chat clients', () => {
  step('0: everybody is welcomed once', async () => {
    expect(demo?.url).toBe(`http://127.0.0.1:${base}`);
    await page.goto(demo?.url ?? '', { timeout: loadingMs });
    for (const one of everyone) await one.ready();
    for (const one of everyone) await one.says(nl.welcome.text);
    for (const one of everyone) expect(await one.welcomes()).toBe(1);
    await anna.says(nl.welcome.helper);
    expect(Math.abs((await clock()) - Date.parse(beginsAt))).toBeLessThan(120_000);
  });

  step('1a: the employee reports, goes back, changes an answer, leaves and comes back', async () => {
    await noor.types('ik wil iets melden');
    await noor.says(nl.opening, ask('safe-now'), nl.unsent);
    await noor.chooses(option('safe-now', 'yes'));
    await noor.chooses(option('perpetrator-relation', 'outside'));
    await noor.taps(option('office-holder-target', 'no'));
    await noor.says(nl.route.title, nl.route.readers(contactPerson.name, deputy.name), ask('perpetrator-identity'));

    await noor.taps(buttons.back);
    await noor.says(nl.opening, nl.now(option('office-holder-target', 'no')));
    await noor.chooses(option('perpetrator-relation', 'unknown'));
    await noor.taps(option('office-holder-target', 'no'));
    await noor.says(nl.route.title);

    await noor.taps(buttons.later);
    await noor.says(nl.paused);
    await noor.types('hallo');
    await noor.says(nl.hello.title, nl.help.draft);
    await noor.types('verder');
    await noor.says(nl.route.title, ask('perpetrator-identity'));
    // An answer by typing.
    await noor.types('overslaan');
    await noor.says(ask('what-happened'));
  });

  step('1b: the employee changes an answer in the review and sends', async () => {
    await noor.fills(ask('what-happened'), stories[0].wrong);
    await noor.chooses(option('target', 'self'));
    await noor.ticks(option('category', 'verbal'));
    await noor.chooses(nl.moment.justNow);
    await noor.taps(buttons.next);
    await noor.says(
      nl.review.title,
      nl.ownWords(countWords(stories[0].wrong)),
      option('perpetrator-relation', 'unknown'),
      nl.skipped,
    );

    await noor.picks(ask('what-happened'));
    await noor.taps(buttons.change);
    await noor.says(ask('what-happened'), buttons.saveChange);
    await noor.fills(ask('what-happened'), stories[0].text);
    await noor.taps(buttons.saveChange);
    await noor.says(nl.review.title, nl.ownWords(countWords(stories[0].text)), contactPerson.name);

    await noor.taps(buttons.send);
    references = [await receiptReference()];
    await noor.says(contactPerson.name);
  });

  step('2: the contact person gets a message without content, opens the report and takes it', async () => {
    await anna.says(nl.ping.title, nl.ping.reference(references[0] ?? ''), nl.ping.reason['contact-person'](unit));
    expectContentFree(await anna.everything(), stories[0].words);
    if (PICTURE) {
      await planned('herinnering');
      const notice = page.frameLocator('#client-employee').getByLabel('Dismiss Invoke Message');
      await notice.last().click({ timeout: patienceMs });
      await page.screenshot({ path: PICTURE });
    }

    await anna.taps(buttons.open);
    await anna.says(
      nl.caseCard.title,
      `${nl.caseCard.reporter}: ${employee.name}`,
      ...stories[0].text.split('\n'),
      option('category', 'verbal'),
    );
    await anna.taps(buttons.take);
    await anna.says(nl.ping.takenByYou, employee.name);
    await noor.says(nl.told.taken.title, nl.told.taken.text(contactPerson.name));
    expectContentFree(await bram.everything(), stories[0].words);
  });

  step('3a: a second report is made', async () => {
    await jump('+1 uur');
    await noor.types('iets melden');
    await noor.says(nl.opening);
    await noor.chooses(option('safe-now', 'yes'));
    await noor.chooses(option('perpetrator-relation', 'outside'));
    await noor.taps(option('office-holder-target', 'no'));
    await noor.says(nl.route.title);
    await noor.taps(buttons.skip);
    await noor.says(ask('what-happened'));
    await noor.fills(ask('what-happened'), stories[1].text);
    await noor.chooses(option('target', 'self'));
    await noor.ticks(option('category', 'threat-intimidation'));
    await noor.chooses(nl.moment.justNow);
    await noor.taps(buttons.next);
    await noor.says(ask('threat-facts'));
    await noor.ticks(option('threat-facts', 'knows-home'));
    await noor.taps(buttons.next);
    await noor.says(nl.review.title, option('threat-facts', 'knows-home'));
    await noor.taps(buttons.send);
    references.push(await receiptReference());
    expect(references[1]).not.toBe(references[0]);
  });

  step('3b: nobody takes it: a reminder, then the deputy, and the employee hears it', async () => {
    const reference = nl.ping.reference(references[1] ?? '');
    await anna.says(reference, nl.ping.reason['contact-person'](unit));
    expect(await anna.everything()).not.toContain(nl.ping.reminder);
    await planned('herinnering');
    await jump(toNext);
    await anna.says(reference, nl.ping.reminder);
    expect(await bram.everything()).not.toContain(reference);

    await planned('vraag aan de volgende persoon');
    await jump(toNext);
    await bram.says(reference, nl.ping.reason.deputy(unit));
    expectContentFree(await bram.everything(), stories[1].words);
    await noor.says(
      nl.told.nobodyYet.title,
      fixedPart(nl.told.nobodyYet.text(deputy.name, '…')),
      deputy.name,
      /vandaag om \d\d:\d\d/,
    );

    await bram.taps(buttons.take);
    await bram.says(reference, nl.ping.takenByYou, employee.name);
    await noor.says(nl.told.taken.text(deputy.name));
    // Her own cards say so by themselves: nothing is left on them to take.
    await anna.says(nl.ping.takenBy(deputy.name));
  });

  step('4: the check-in takes three taps, and a wish reaches the person who took the report', async () => {
    await planned('vraag hoe het gaat');
    await jump(toNext);
    await noor.says(nl.checkIn.title, nl.checkIn.taken(deputy.name), nl.checkIn.spoken(deputy.name));
    await noor.taps(option('spoken', 'yes', checkInList));
    await noor.says(ask('contact-wish', checkInList));
    await noor.taps(option('contact-wish', 'today', checkInList));
    await noor.says(ask('practical-needs', checkInList));
    const needs = questionIn(checkInList, 'practical-needs');
    await noor.taps(('skipLabel' in needs && needs.skipLabel?.nl) || buttons.skip);
    await noor.says(nl.told.wishPassedOn(deputy.name));
    await bram.says(
      nl.wish.title,
      nl.ping.reference(references[1] ?? ''),
      nl.ping.callWish(option('contact-wish', 'today', checkInList)),
    );
  });

  step('5a: Ctrl-C leaves no child process behind', async () => {
    expect(await Promise.all(ports().map(isFree))).toEqual([false, false, false, false, false]);
    expect(await stopDemo()).toBe(0);
    expect(await Promise.all(ports().map(isFree))).toEqual([true, true, true, true, true]);
  });

  step('5b: after a new start the reports are there, and nobody is welcomed again', async () => {
    demo = await startDemo();
    await page.reload({ timeout: loadingMs });
    for (const one of everyone) await one.ready();
    await noor.types('mijn meldingen');
    await noor.says(
      nl.reports.title,
      ...references,
      nl.reports.taken(contactPerson.name),
      nl.reports.taken(deputy.name),
      fixedPart(nl.reports.checkIn('…')),
      nl.reports.wish,
    );
    for (const one of everyone) expect(await one.welcomes()).toBe(0);
  });

  step('5c: a step that was planned before the stop still happens', async () => {
    await planned('vraag hoe het gaat');
    const before = await clock();
    await jump(toNext);
    await noor.says(nl.checkIn.title, nl.checkIn.taken(contactPerson.name));
    expect(await clock()).toBeGreaterThan(before);
    for (const one of everyone) expect(await one.welcomes()).toBe(0);
  });

  step('6: Ctrl-C ends everything, and nothing crashed', async () => {
    expect(await stopDemo()).toBe(0);
    expect(await Promise.all(ports().map(isFree))).toEqual([true, true, true, true, true]);
    expect(crashes).toEqual([]);
  });
});
