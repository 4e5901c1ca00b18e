import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readConfig, WrongSettings } from '../src/config.ts';
import { organisationFile } from './organisation.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'steunpunt-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(content: unknown, name = 'organisation.json'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const key = Buffer.alloc(32, 9).toString('base64');
const good = (): Record<string, string> => ({
  BOT_APP_ID: '33333333-0000-4000-8000-000000000001',
  BOT_TENANT_ID: '22222222-0000-4000-8000-000000000001',
  SEALING_KEY: `first:${key}`,
  ORGANISATION_FILE: file(organisationFile()),
});
const required = ['BOT_APP_ID', 'BOT_TENANT_ID', 'SEALING_KEY', 'ORGANISATION_FILE'];

/** What the operator reads, line by line; none when the settings are good. */
function mistakesIn(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    return error.message.split('\n');
  }
}

describe('the settings', () => {
  it('are read, with what is not given filled in', () => {
    expect(readConfig(good())).toMatchObject({
      appId: '33333333-0000-4000-8000-000000000001',
      tenantId: '22222222-0000-4000-8000-000000000001',
      sealingKey: { kid: 'first', key: Buffer.alloc(32, 9) },
      organisation: { name: 'Gemeente Waterveen' },
      databaseFile: 'data/steunpunt.sqlite',
      port: 3978,
      host: '0.0.0.0',
      sendsPerSecond: 20,
      logLevel: 'info',
    });
    expect(readConfig(good())).not.toHaveProperty('password');
    const more = { PORT: '0', HOST: '127.0.0.1', BOT_APP_PASSWORD: 'x', SENDS_PER_SECOND: '30', PROCESSES: '3' };
    expect(readConfig({ ...good(), ...more })).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      password: 'x',
      sendsPerSecond: 10,
    });
  });

  it('that are missing are all named at once, and an empty one is a missing one', () => {
    const absent = fc.constantFrom(undefined, '', ' ', '\t\n');
    fc.assert(
      fc.property(fc.subarray(required, { minLength: 1 }), absent, (missing, nothing) => {
        const variables = { ...good(), ...Object.fromEntries(missing.map((name) => [name, nothing])) };
        expect([...mistakesIn(variables)].sort()).toEqual(missing.map((name) => `${name} is missing`).sort());
      }),
    );
  });

  it('are demanded whatever NODE_ENV says', () => {
    for (const NODE_ENV of [undefined, '', 'production', 'development', 'test']) {
      expect(mistakesIn({ NODE_ENV })).toEqual(required.map((name) => `${name} is missing`));
    }
  });

  it.each([
    ['BOT_APP_ID', 'not-a-guid', 'must be the app id of the bot, a GUID'],
    ['BOT_TENANT_ID', 'common', 'must be the id of your tenant, a GUID'],
    ['SEALING_KEY', key, 'must be NAME:KEY, with KEY 32 random bytes in base64'],
    ['SEALING_KEY', `first:${key.slice(4)}`, 'must be NAME:KEY, with KEY 32 random bytes in base64'],
    ['SEALING_KEY', `fir st:${key}`, 'must be NAME:KEY, with KEY 32 random bytes in base64'],
    ['SEALING_KEY', `first:${key}:second:${key}`, 'must be NAME:KEY, with KEY 32 random bytes in base64'],
    ['ALARM_WEBHOOK', 'http://alarm.example/token', 'must be an https address'],
  ])('with a %s that is wrong are refused with what it should be', (name, value, said) => {
    expect(mistakesIn({ ...good(), [name]: value })).toEqual([`${name} ${said}`]);
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'eighty'],
    ['PORT', '1.5'],
    ['LOG_LEVEL', 'loud'],
    ['SENDS_PER_SECOND', '0'],
    ['PROCESSES', '-1'],
  ])('with %s set to %s are refused', (name, value) => {
    expect(mistakesIn({ ...good(), [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('are never repeated, because each can be a secret', () => {
    const names = [...required, 'BOT_APP_PASSWORD', 'ALARM_WEBHOOK', 'PORT', 'LOG_LEVEL', 'HOST'];
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), (wrong) => {
        const secret = 'GEHEIM5f2c';
        const said = mistakesIn({ ...good(), ...Object.fromEntries(wrong.map((name) => [name, secret])) }).join('\n');
        expect(said).not.toContain(secret);
      }),
    );
  });
});

describe('the organisation file', () => {
  it('with mistakes is refused with all of them, each with its path', () => {
    const wrong = structuredClone(organisationFile()) as { units: Record<string, unknown>[] };
    Object.assign(wrong.units[1] ?? {}, { contactPerson: 'nobody', dutyPhone: 'none', parent: 'harbour' });
    Object.assign(wrong, { timeZone: 'Mars/Base' });
    delete wrong.units[2]?.dutyPhone;
    expect([...mistakesIn({ ...good(), ORGANISATION_FILE: file(wrong, 'wrong.json') })].sort()).toEqual([
      'ORGANISATION_FILE: timeZone must be a time zone such as Europe/Amsterdam',
      'ORGANISATION_FILE: units.1.contactPerson names a person who is not in people',
      'ORGANISATION_FILE: units.1.dutyPhone must be a phone number such as 06-00000000',
      'ORGANISATION_FILE: units.1.parent does not lead to the root unit',
      expect.stringMatching(/^ORGANISATION_FILE: units\.2\.dutyPhone /),
    ]);
  });

  it('is looked at although other settings are missing, so that everything is named in one go', () => {
    const said = mistakesIn({ ORGANISATION_FILE: file({ ...organisationFile(), rootUnit: 'x' }, 'root.json') });
    expect(said).toEqual(
      expect.arrayContaining([
        'BOT_APP_ID is missing',
        'BOT_TENANT_ID is missing',
        'SEALING_KEY is missing',
        'ORGANISATION_FILE: rootUnit names a unit that does not exist',
      ]),
    );
  });

  it.each([
    ['is not there', () => join(folder, 'nothing.json'), 'the file cannot be read'],
    ['is a folder', () => folder, 'the file cannot be read'],
    ['is no JSON', () => file('{"name": GEHEIM', 'broken.json'), 'the file is no valid JSON'],
  ])('that %s is said in one sentence', (_what, path, said) => {
    expect(mistakesIn({ ...good(), ORGANISATION_FILE: path() })).toEqual([`ORGANISATION_FILE: ${said}`]);
  });

  it('that holds something else altogether is said to be wrong as a whole', () => {
    for (const content of ['null', '7', '[]', '"text"']) {
      const [said, ...more] = mistakesIn({ ...good(), ORGANISATION_FILE: file(content, 'else.json') });
      expect(said).toMatch(/^ORGANISATION_FILE: the file /);
      expect(more).toEqual([]);
    }
  });
});

describe('starting without settings', () => {
  it('ends at once with every missing one named, in production and out of it', async () => {
    const root = join(import.meta.dirname, '..');
    const start = (env: Readonly<Record<string, string>>) =>
      new Promise<{ code: number | null; out: string; said: string }>((resolve, reject) => {
        const child = spawn(process.execPath, ['--import', 'tsx', 'src/index.ts'], { cwd: root, env });
        let [out, said] = ['', ''];
        child.stdout.on('data', (data: Buffer) => {
          out += data.toString();
        });
        child.stderr.on('data', (data: Buffer) => {
          said += data.toString();
        });
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, out, said }));
      });
    const environments = [{}, { NODE_ENV: 'production' }, { NODE_ENV: 'development' }, { NODE_ENV: 'test' }];
    for (const { code, out, said } of await Promise.all(environments.map(start))) {
      expect([code, out]).toEqual([1, '']);
      expect(said.split('\n').filter((line) => line.endsWith(' is missing'))).toEqual(
        required.map((name) => `${name} is missing`),
      );
      expect(said).not.toMatch(/\bat .*:\d+:\d+/);
    }
  });
});
