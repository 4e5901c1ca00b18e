/**
 * npm test: runs every suite with jest and forwards further arguments to it. Without chromium the browser suite is left
 * out and named at the end; with CI=true that counts as a failure.
 *
 *   --deep               the full counts (sets DEEP=1)
 *   TEST_RESULTS=FILE    also writes jest's results as JSON to FILE
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(import.meta.dirname);
const env = { ...process.env };
const forwarded = process.argv.slice(2).filter((argument) => argument !== '--deep');
if (forwarded.length < process.argv.length - 2) env.DEEP = '1';

const chromium = env.CHROMIUM_PATH || '/usr/bin/chromium';
const suites = existsSync(join(root, 'test', 'browser'))
  ? readdirSync(join(root, 'test', 'browser'), { recursive: true }).filter((name) => name.endsWith('.test.ts'))
  : [];
const leftOut = runs(chromium) ? [] : suites.map((name) => `test/browser/${name}`);

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let jest;
try {
  jest = fileURLToPath(new URL('bin/jest.js', import.meta.resolve('jest/package.json')));
} catch {
  console.error('jest is not installed here. Run "npm ci" (with the development packages) first.');
  process.exit(1);
}

// Ignored paths come last: jest reads every word behind them as one more path.
const args = [jest, ...forwarded];
if (env.TEST_RESULTS) args.push('--json', `--outputFile=${env.TEST_RESULTS}`);
if (leftOut.length > 0) args.push('--testPathIgnorePatterns', '/node_modules/', '/test/browser/');

const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
  if (leftOut.length === 0) return;
  console.error(`\nLeft out, because there is no chromium at ${chromium}:`);
  for (const name of leftOut) console.error(`  ${name}`);
  console.error(
    'To run it too: "apt-get install chromium" (as root), or set CHROMIUM_PATH to the chromium you have, and test again.',
  );
  if (env.CI === 'true') {
    console.error('CI=true, so a suite that is left out is a failure.');
    process.exitCode ||= 1;
  }
});
