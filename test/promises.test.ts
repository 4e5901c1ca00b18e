import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const script = join(import.meta.dirname, '..', 'scripts', 'promises.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steunpunt-promises-'));
  mkdirSync(join(folder, 'test', 'deeper'), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function check({ rows, source = '' }: { rows?: string[]; source?: string }) {
  if (rows !== undefined) {
    const page = ['# Page', '', '| n | promise | test |', '|---|---|---|', ...rows, '', 'More text.'];
    writeFileSync(join(folder, 'README.md'), page.join('\n'));
  }
  writeFileSync(join(folder, 'test', 'deeper', 'some.test.ts'), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
  return { status, stdout: stdout.trim(), mistakes: stderr.split('\n').filter((line) => line !== '') };
}

describe('the check of the promises in the README', () => {
  test('a promise with an existing test and a promise with "not yet" are both fine', () => {
    const result = check({
      rows: ['| 1 | **Nothing is lost.** Ever. | `nothing sent is lost` |', '| 2 | Nobody is left alone | not yet |'],
      source: `it('nothing sent is lost', () => {});`,
    });
    expect(result).toEqual({
      status: 0,
      stdout: '1 of 2 promises in README.md name a test, and each of these tests exists.',
      mistakes: [],
    });
  });

  test('a name that stands in no test file is a mistake, and so is a name that differs in one letter', () => {
    const result = check({
      rows: ['| 1 | A | `no such test` |', '| 2 | B | `Nothing sent is lost` |'],
      source: `test('nothing sent is lost', () => {});`,
    });
    expect(result.status).toBe(1);
    expect(result.mistakes).toEqual([
      'Promise 1: the test "no such test" does not exist.',
      'Promise 2: the test "Nothing sent is lost" does not exist.',
    ]);
  });

  test('a test that is skipped, or stands in a comment, keeps no promise', () => {
    const result = check({
      rows: ['| 1 | A | `one` |', '| 2 | B | `two` |', '| 3 | C | `three` |'],
      source: `test.skip('one', () => {});\nxit('two', () => {});\n  // it('three', () => {});`,
    });
    expect(result.mistakes).toEqual([
      'Promise 1: the test "one" is skipped.',
      'Promise 2: the test "two" is skipped.',
      'Promise 3: the test "three" does not exist.',
    ]);
  });

  test('a name is found with any quotes, on a line of its own, and with an escaped apostrophe', () => {
    const result = check({
      rows: ["| 1 | A | `it's one` |", '| 2 | B | `two`, `three` |', "| 3 | C | `it's four` |"],
      source: `it("it's one", f);\nit(\n  'two',\n  f,\n);\ntest(\`three\`, f);\ntest('it\\'s four', f);`,
    });
    expect(result.mistakes).toEqual([]);
  });

  test('one test of two missing is a mistake for that one', () => {
    const result = check({ rows: ['| 1 | A | `one`, `two` |'], source: `test('one', f);` });
    expect(result.mistakes).toEqual(['Promise 1: the test "two" does not exist.']);
  });

  test('any other word in the last cell, and an empty one, is a mistake', () => {
    const result = check({ rows: ['| 1 | A | soon |', '| 2 | B | |'] });
    expect(result.mistakes).toEqual([
      'Promise 1: the test is neither a name in backticks nor "not yet", but "soon".',
      'Promise 2: the test is neither a name in backticks nor "not yet", but "".',
    ]);
  });

  test('a number that is left out or stands twice is a mistake', () => {
    const result = check({ rows: ['| 1 | A | not yet |', '| 3 | B | not yet |'] });
    expect(result.mistakes).toEqual(['Row 2 of the table of promises has the number 3.']);
  });

  test('a README without the table, and no README at all, are mistakes', () => {
    expect(check({}).mistakes).toEqual(['There is no README.md.']);
    expect(check({ rows: [] }).mistakes).toEqual([
      'README.md has no table of promises with rows "| n | promise | test |".',
    ]);
  });
});
