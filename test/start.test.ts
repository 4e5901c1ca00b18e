import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationFile } from './organisation.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'steunpunt-start-'));
const started: ChildProcess[] = [];

function start(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/index.js'], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    output += data.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const says = async (word: string): Promise<string> => {
    while (!output.includes(word)) {
      const more = new Promise<void>((resolve) => {
        child.stdout.once('data', () => resolve());
        child.stderr.once('data', () => resolve());
      });
      const over = await Promise.race([more.then(() => false), ended.then(() => true)]);
      if (over && !output.includes(word)) throw new Error(`ended without saying "${word}": ${output}`);
    }
    return output;
  };
  return { child, ended, says, output: () => output };
}

const settings = () => {
  const file = join(folder, 'organisation.json');
  writeFileSync(file, JSON.stringify(organisationFile()));
  return {
    BOT_APP_ID: '33333333-0000-4000-8000-000000000001',
    BOT_TENANT_ID: '33333333-0000-4000-8000-000000000002',
    BOT_APP_PASSWORD: 'invented-for-this-test',
    SEALING_KEY: `first:${randomBytes(32).toString('base64')}`,
    ORGANISATION_FILE: file,
    DATABASE_FILE: join(folder, 'steunpunt.sqlite'),
    HOST: '127.0.0.1',
    PORT: '0',
  };
};

/** The tests run as CommonJS and from the source; this one shows that what is built runs as it is (toolchain.md section 2). */
describe('the built program', () => {
  beforeAll(() => {
    const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' });
    expect([built.status, built.stderr]).toEqual([0, built.stderr]);
  }, 60_000);
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts, says it is well, and stops in peace on SIGTERM', async () => {
    const { child, ended, says } = start(settings());
    const line = (await says('"started"')).split('\n').find((one) => one.includes('"started"')) ?? '{}';
    const { port } = JSON.parse(line) as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each(['BOT_APP_ID', 'BOT_TENANT_ID', 'SEALING_KEY'])(
    'refuses to start without %s, in production or not',
    async (name) => {
      const { [name as 'BOT_APP_ID']: _left, ...rest } = settings();
      for (const NODE_ENV of ['production', 'development']) {
        const { ended, output } = start({ ...rest, NODE_ENV } as Record<string, string>);
        expect(await ended).toBe(1);
        expect(output()).toContain(`${name} is missing`);
      }
    },
  );

  it('says in one sentence that its port is taken', async () => {
    const first = start(settings());
    const line = (await first.says('"started"')).split('\n').find((one) => one.includes('"started"')) ?? '{}';
    const { port } = JSON.parse(line) as { port: number };
    const second = start({ ...settings(), PORT: String(port) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Steunpunt does not start.');
    first.child.kill('SIGTERM');
    await first.ended;
  });
});
