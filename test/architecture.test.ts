import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/**
 * The walls between the folders of src/, read from the import lines. Each rule takes files and returns one line for each
 * breach; each test first shows on a small sample that the rule sees a breach, and then that src/ holds none.
 */
interface File {
  /** Path below the project, for example "src/model/draft.ts". */
  path: string;
  text: string;
}

type Rule = (files: File[]) => string[];

const floors: Record<string, number> = {
  model: 0,
  texts: 0,
  dialogs: 1,
  services: 2,
  store: 3,
  bot: 3,
  web: 3,
  tab: 3,
};
/** Files beside the folders: they put the parts together, and log.ts is handed to them. */
const composition = ['src/app.ts', 'src/config.ts', 'src/index.ts', 'src/log.ts'];
const mayTouchTheWorld = (path: string) => composition.includes(path) || folderOf(path) === 'demo';

/** The folder directly below src/, or undefined for a file that stands in src/ itself. */
function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The source without comments; strings, which may hold "//", stay as they are. */
function withoutComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g,
    (found) => (found.startsWith('/') ? ' ' : found),
  );
}

/** Everything a file imports or re-exports, types too: what is written between the quotes. */
function importsOf({ text }: File): string[] {
  const line =
    /(?:^|[\n;}])\s*(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[\n;}])\s*import\s*['"]([^'"]+)['"]|\b(?:import|require|resolve)\s*\(\s*['"`]([^'"`]+)['"`]/g;
  return [...withoutComments(text).matchAll(line)].map(([, from, bare, called]) => from ?? bare ?? called ?? '');
}

interface Import {
  path: string;
  folder: string | undefined;
  /** For a file of the project its path, for anything else the name of the package. */
  target: string;
  own: boolean;
}

function allImports(files: File[]): Import[] {
  return files.flatMap((file) =>
    importsOf(file).map((name) => {
      const own = name.startsWith('.');
      const target = own ? posix.join(posix.dirname(file.path), name) : name;
      return { path: file.path, folder: folderOf(file.path), target, own };
    }),
  );
}

function breaches(files: File[], isBreach: (found: Import) => boolean): string[] {
  return allImports(files)
    .filter(isBreach)
    .map(({ path, target }) => `${path} imports ${target}`);
}

/** A package, or a part of it: "pino" matches "pino" and "pino/file", not "pinocchio". */
const isPackage = (target: string, name: string) => target === name || target.startsWith(`${name}/`);

/** Packages that only some files may import. */
function only(isIt: (target: string) => boolean, mayImport: (path: string) => boolean): Rule {
  return (files) => breaches(files, ({ path, target, own }) => !own && isIt(target) && !mayImport(path));
}

/** Words that only some files may use, wherever they stand outside comments. */
function onlyUsed(word: RegExp, mayUse: (path: string) => boolean): Rule {
  return (files) =>
    files.filter(({ path, text }) => !mayUse(path) && word.test(withoutComments(text))).map(({ path }) => path);
}

const inFolder = (folder: string) => (path: string) => folderOf(path) === folder;

const everyFileHasAPlace: Rule = (files) =>
  files
    .map(({ path }) => path)
    .filter((path) => {
      const folder = folderOf(path);
      return folder === undefined ? !composition.includes(path) : folder !== 'demo' && !(folder in floors);
    });

const downwardsOnly: Rule = (files) =>
  breaches(files, ({ folder, target, own }) => {
    const from = floors[folder ?? ''];
    if (!own || folder === undefined || from === undefined || folderOf(target) === folder) return false;
    const to = floors[folderOf(target) ?? ''];
    // Neighbours on the ground floor have a rule of their own, and so have neighbours on floor 3.
    return to === undefined || to > from;
  });

const neighboursStayApart: Rule = (files) =>
  breaches(files, ({ folder, target, own }) => {
    const neighbour = folderOf(target);
    return own && floors[folder ?? ''] === 3 && floors[neighbour ?? ''] === 3 && neighbour !== folder;
  });

const tabOnTheGround: Rule = (files) =>
  breaches(
    files,
    ({ folder, target, own }) =>
      own && folder === 'tab' && folderOf(target) !== 'tab' && floors[folderOf(target) ?? ''] !== 0,
  );

const groundFloorIsBare: Rule = (files) =>
  breaches(files, ({ folder, target, own }) => {
    if (folder !== 'model' && folder !== 'texts') return false;
    if (!own) return !isPackage(target, 'zod');
    return !(folderOf(target) === folder || (folder === 'texts' && folderOf(target) === 'model'));
  });

const demoIsOutside: Rule = (files) =>
  breaches(files, ({ folder, target, own }) => own && folder !== 'demo' && /^src\/demo(\/|$)/.test(target));

const staysInsideSource: Rule = (files) => breaches(files, ({ target, own }) => own && !target.startsWith('src/'));

const importsAreLiteral: Rule = (files) =>
  files.filter(({ text }) => /\bimport\s*\(\s*[^'"`\s)]/.test(withoutComments(text))).map(({ path }) => path);

/** The one place that defines it, its declaration apart, may not use it either. */
const unauthenticatedOnlyInDemo: Rule = (files) =>
  files
    .filter(({ path, text }) => {
      if (folderOf(path) === 'demo') return false;
      const source = withoutComments(text);
      const rest =
        folderOf(path) === 'bot'
          ? source.replace(/\bexport\s+(?:async\s+)?(?:function|const)\s+unauthenticatedAdapter\b/, '')
          : source;
      return /\bunauthenticatedAdapter\b/.test(rest);
    })
    .map(({ path }) => path);

/** Lines of samples: "path: source". */
const sample = (...lines: string[]): File[] =>
  lines.map((line) => {
    const at = line.indexOf(': ');
    return { path: line.slice(0, at), text: line.slice(at + 2) };
  });

const root = join(import.meta.dirname, '..');
const source: File[] = existsSync(join(root, 'src'))
  ? readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(name))
      .sort()
      .map((name) => ({
        path: posix.join('src', name.replaceAll('\\', '/')),
        text: readFileSync(join(root, 'src', name), 'utf8'),
      }))
  : [];

/** Proves that the rule refuses each bad sample and accepts the good ones, then holds it against src/. */
function holds(rule: Rule, { bad, good }: { bad: string[]; good: string[] }) {
  for (const line of bad) expect({ line, breaches: rule(sample(line)).length }).toEqual({ line, breaches: 1 });
  for (const line of good) expect({ line, breaches: rule(sample(line)) }).toEqual({ line, breaches: [] });
  expect(rule(source)).toEqual([]);
}

describe('the walls of src/', () => {
  test('import lines are read in every form, and comments are not', () => {
    const text = `
      import a from './a.ts';
      import type { B, C } from "./b.ts";
      import {
        d,
        e, // from './not-this.ts'
      } from './d.ts';
      import './side.ts';
      import * as f from 'f'; import g from 'g';
      export * from './h.ts';
      export { i } from './i.ts';
      // import j from './j.ts';
      /* import k from './k.ts'; */
      const l = await import('./l.ts');
      const m = require('m');
      type N = import('./n.ts').N;
      const url = 'https://example.org'; const from = 'o';
      export const p = 'q';
    `;
    expect(importsOf({ path: 'src/x.ts', text }).sort()).toEqual(
      ['./a.ts', './b.ts', './d.ts', './side.ts', 'f', 'g', './h.ts', './i.ts', './l.ts', 'm', './n.ts'].sort(),
    );
  });

  test('every file stands in a folder that has a floor, or is one of the three of the composition', () => {
    holds(everyFileHasAPlace, {
      bad: ['src/util/strings.ts: ', 'src/helpers.ts: '],
      good: ['src/model/draft.ts: ', 'src/bot/cards/ask.ts: ', 'src/demo/index.ts: ', 'src/app.ts: '],
    });
  });

  test('a file imports its own folder and lower floors only', () => {
    holds(downwardsOnly, {
      bad: [
        `src/model/draft.ts: import { x } from '../dialogs/turn.ts';`,
        `src/dialogs/lists/intake.ts: import type { X } from '../../services/ports.ts';`,
        `src/services/tick.ts: const { x } = await import('../store/sqlite.ts');`,
        `src/services/tick.ts: import { config } from '../config.ts';`,
        `src/web/server.ts: import { app } from '../app.ts';`,
      ],
      good: [
        `src/bot/cards/ask.ts: import { x } from '../render.ts'; import { y } from '../../model/draft.ts';`,
        `src/services/tick.ts: import { x } from '../dialogs/turn.ts'; import { y } from '../texts/nl.ts';`,
        `src/app.ts: import { x } from './store/sqlite.ts'; import { y } from './bot/adapter.ts';`,
        `src/demo/index.ts: import { x } from '../app.ts';`,
      ],
    });
  });

  test('store, bot, web and tab never meet: app.ts hands one to the other', () => {
    holds(neighboursStayApart, {
      bad: [
        `src/bot/messenger.ts: import { x } from '../store/sqlite.ts';`,
        `src/web/server.ts: import type { X } from '../bot/adapter.ts';`,
        `src/store/sqlite.ts: export * from '../web/server.ts';`,
      ],
      good: [`src/bot/cards/ask.ts: import { x } from '../render.ts';`, `src/app.ts: import './web/server.ts';`],
    });
  });

  test('model and texts import zod and nothing else from outside; texts may read model, never the other way', () => {
    holds(groundFloorIsBare, {
      bad: [
        `src/model/reference.ts: import { randomInt } from 'node:crypto';`,
        `src/model/draft.ts: import { Temporal } from '@js-temporal/polyfill';`,
        `src/model/draft.ts: import { nl } from '../texts/nl.ts';`,
        `src/texts/nl.ts: import { format } from 'util';`,
        `src/texts/nl.ts: import { turn } from '../dialogs/turn.ts';`,
      ],
      good: [
        `src/model/draft.ts: import { z } from 'zod'; import { y } from './person.ts';`,
        `src/texts/nl.ts: import type { Text } from '../model/world.ts';`,
      ],
    });
  });

  test('the tab imports its own folder, model and texts only', () => {
    holds(tabOnTheGround, {
      bad: [
        `src/tab/page.tsx: import { x } from '../dialogs/turn.ts';`,
        `src/tab/page.tsx: import { x } from '../web/api.ts';`,
      ],
      good: [`src/tab/page.tsx: import { x } from '../model/draft.ts'; import './list.tsx';`],
    });
  });

  test('nothing imports the demo', () => {
    holds(demoIsOutside, {
      bad: [
        `src/index.ts: import { x } from './demo/index.ts';`,
        `src/bot/adapter.ts: await import('../demo/seed.ts');`,
      ],
      good: [`src/demo/index.ts: import { x } from './seed.ts';`, `src/index.ts: import { x } from './app.ts';`],
    });
  });

  test('no file of src imports a file outside src', () => {
    holds(staysInsideSource, {
      bad: [
        `src/web/server.ts: import { x } from '../../test/teams/teams.ts';`,
        `src/config.ts: import p from '../package.json';`,
      ],
      good: [`src/config.ts: import { x } from './app.ts'; import p from 'pino';`],
    });
  });

  test('an import that is loaded on first use names its file or package, so that these rules can read it', () => {
    holds(importsAreLiteral, {
      bad: ['src/bot/adapter.ts: const x = await import(name);'],
      good: [`src/dialogs/read.ts: const x = await import('chrono-node');`, `src/a.ts: const u = import.meta.url;`],
    });
  });

  test('only bot/ imports botbuilder or any other part of the Bot Framework', () => {
    holds(
      only((target) => /^(botbuilder|botframework)/.test(target), inFolder('bot')),
      {
        bad: [
          `src/services/tick.ts: import { TurnContext } from 'botbuilder';`,
          `src/app.ts: import type { Activity } from 'botframework-schema';`,
          `src/demo/index.ts: import { x } from 'botframework-connector/lib/auth';`,
        ],
        good: [`src/bot/adapter.ts: import { CloudAdapter } from 'botbuilder';`],
      },
    );
  });

  test('only store/cosmos.ts imports the library of Cosmos DB', () => {
    holds(
      only(
        (target) => isPackage(target, '@azure/cosmos'),
        (path) => path === 'src/store/cosmos.ts',
      ),
      {
        bad: [`src/store/sqlite.ts: import { CosmosClient } from '@azure/cosmos';`],
        good: [`src/store/cosmos.ts: const { CosmosClient } = await import('@azure/cosmos');`],
      },
    );
  });

  test('only store/sqlite.ts imports libsql', () => {
    holds(
      only(
        (target) => isPackage(target, 'libsql') || isPackage(target, 'node:sqlite'),
        (path) => path === 'src/store/sqlite.ts',
      ),
      {
        bad: [
          `src/store/documents.ts: import Database from 'libsql';`,
          `src/app.ts: import x from 'libsql/promise';`,
          `src/app.ts: import { DatabaseSync } from 'node:sqlite';`,
        ],
        good: [`src/store/sqlite.ts: import Database from 'libsql';`],
      },
    );
  });

  test('only web/ imports restify', () => {
    holds(
      only((target) => isPackage(target, 'restify'), inFolder('web')),
      {
        bad: [
          `src/bot/adapter.ts: import restify from 'restify';`,
          `src/demo/page.ts: import type { Server } from 'restify';`,
        ],
        good: [`src/web/server.ts: import restify from 'restify';`],
      },
    );
  });

  test('only tab/ imports React, Fluent UI or the Teams client library', () => {
    holds(
      only((target) => /^(react|react-dom|@fluentui\/[^/]+|@microsoft\/teams-js)(\/|$)/.test(target), inFolder('tab')),
      {
        bad: [
          `src/web/server.ts: import { useState } from 'react';`,
          `src/texts/nl.ts: import 'react-dom/client';`,
          `src/bot/render.ts: import { app } from '@microsoft/teams-js';`,
        ],
        good: [
          `src/tab/page.tsx: import { useState } from 'react'; import { Button } from '@fluentui/react-components';`,
        ],
      },
    );
  });

  test('only the composition and the demo look at the clock; everyone else asks the World', () => {
    const clock =
      /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?!\s*\()\b)|\bTemporal\s*\.\s*Now\b|(?<!new\s+)(?<![\w.])Date\s*\(\s*\)/;
    holds(onlyUsed(clock, mayTouchTheWorld), {
      bad: [
        'src/services/tick.ts: const now = Date.now();',
        'src/services/tick.ts: const clock = Date.now;',
        'src/dialogs/turn.ts: const now = new Date( ).toISOString();',
        'src/store/sqlite.ts: const now = Temporal.Now.instant();',
      ],
      good: [
        'src/services/tick.ts: const then = new Date(instant); setTimeout(again, 5);',
        'src/services/tick.ts: const then = new Date( // now, not Date.now()\n world.now());',
        'src/app.ts: const now = () => new Date().toISOString();',
        'src/demo/index.ts: const now = Date.now();',
      ],
    });
  });

  test('only the composition and the demo make ids and chance; only sealing draws random bytes for its keys', () => {
    const chance = (words: string) => new RegExp(`\\b(?:${words})\\b`);
    holds(onlyUsed(chance('Math\\s*\\.\\s*random|randomUUID|randomInt'), mayTouchTheWorld), {
      bad: [
        'src/services/tick.ts: const wait = 5 * Math.random();',
        `src/store/sealing.ts: import { randomUUID } from 'node:crypto';`,
        `src/bot/adapter.ts: const id = crypto.randomUUID();`,
      ],
      good: ['src/app.ts: const newId = () => randomUUID();', 'src/services/tick.ts: const id = world.newId();'],
    });
    holds(
      onlyUsed(
        chance('randomBytes|randomFill|randomFillSync|getRandomValues'),
        (path) => mayTouchTheWorld(path) || path === 'src/store/sealing.ts',
      ),
      {
        bad: [`src/store/sqlite.ts: import { randomBytes } from 'node:crypto';`],
        good: [`src/store/sealing.ts: import { randomBytes } from 'node:crypto';`],
      },
    );
  });

  test('only the composition and the demo read the environment', () => {
    holds(onlyUsed(/\bprocess\s*\.\s*env\b|\benv\b[^;]*\bfrom\s*['"](?:node:)?process['"]/, mayTouchTheWorld), {
      bad: [
        'src/web/server.ts: const port = process.env.PORT;',
        `src/web/server.ts: const port = process.env['PORT'];`,
        `src/bot/adapter.ts: import { env } from 'node:process';`,
      ],
      good: ['src/config.ts: const port = process.env.PORT;', 'src/demo/index.ts: process.env.X = "1";'],
    });
  });

  test('only the demo can reach the adapter that takes unsigned activities', () => {
    holds(unauthenticatedOnlyInDemo, {
      bad: [
        `src/app.ts: import { unauthenticatedAdapter } from './bot/adapter.ts';`,
        `src/index.ts: import * as adapter from './bot/adapter.ts'; adapter.unauthenticatedAdapter();`,
        `src/bot/index.ts: export { unauthenticatedAdapter } from './adapter.ts';`,
        'src/bot/adapter.ts: export function unauthenticatedAdapter() {}\nconst open = unauthenticatedAdapter();',
        'src/web/adapter.ts: export function unauthenticatedAdapter() {}',
      ],
      good: [
        'src/bot/adapter.ts: /** See unauthenticatedAdapter. */ export function unauthenticatedAdapter() {}',
        `src/demo/index.ts: import { unauthenticatedAdapter } from '../bot/adapter.ts';`,
      ],
    });
  });
});
