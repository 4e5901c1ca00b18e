/**
 * npm run promises [-- FOLDER]: the README has a table of promises, "| n | promise | test |". Its last cell is "not yet", or
 * the exact name of a test in backticks (several, separated by commas, are fine). This fails when a named test does not
 * exist in test/**\/*.test.ts, or is skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The rows of the table: { number, test } in the order of the page. */
function promisesIn(readme) {
  return [...readme.matchAll(/^\|\s*(\d+)\s*\|.*\|\s*([^|]*?)\s*\|\s*$/gm)].map(([, number, test]) => ({
    number: Number(number),
    test,
  }));
}

/** The names of the tests in one file that really run. */
function testsIn(source) {
  const runs = new Set();
  const skipped = new Set();
  const call = /^([^\n]*?)(?<![\w.])(x?(?:it|test))((?:\.\w+)*)\(\s*(['"`])((?:\\.|(?!\4)[^\\])*)\4/gm;
  for (const [, before, name, modifiers, , text] of source.matchAll(call)) {
    if (/^\s*(\/\/|\*|\/\*)/.test(before)) continue;
    const title = text.replace(/\\(.)/g, '$1');
    (name.startsWith('x') || /\.(skip|todo|failing)/.test(modifiers) ? skipped : runs).add(title);
  }
  return { runs, skipped };
}

function mistakesIn(promises, files) {
  const mistakes = [];
  const runs = new Set(files.flatMap((source) => [...testsIn(source).runs]));
  const skipped = new Set(files.flatMap((source) => [...testsIn(source).skipped]));
  if (promises.length === 0) mistakes.push('README.md has no table of promises with rows "| n | promise | test |".');
  promises.forEach(({ number, test }, index) => {
    if (number !== index + 1) {
      mistakes.push(`Row ${index + 1} of the table of promises has the number ${number}.`);
    }
    if (test === 'not yet') return;
    const names = [...test.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    if (names.length === 0) {
      mistakes.push(`Promise ${number}: the test is neither a name in backticks nor "not yet", but "${test}".`);
    }
    for (const name of names) {
      if (runs.has(name)) continue;
      const why = skipped.has(name) ? 'is skipped' : 'does not exist';
      mistakes.push(`Promise ${number}: the test "${name}" ${why}.`);
    }
  });
  return mistakes;
}

const root = process.argv[2] ?? dirname(import.meta.dirname);
const tests = join(root, 'test');
const files = existsSync(tests)
  ? readdirSync(tests, { recursive: true })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(tests, name), 'utf8'))
  : [];
const page = join(root, 'README.md');
const promises = existsSync(page) ? promisesIn(readFileSync(page, 'utf8')) : [];
const mistakes = existsSync(page) ? mistakesIn(promises, files) : ['There is no README.md.'];

if (mistakes.length > 0) {
  for (const mistake of mistakes) console.error(mistake);
  process.exitCode = 1;
} else {
  const kept = promises.filter(({ test }) => test !== 'not yet').length;
  console.log(`${kept} of ${promises.length} promises in README.md name a test, and each of these tests exists.`);
}
