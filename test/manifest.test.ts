import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { unzipSync } from 'fflate';

const root = join(import.meta.dirname, '..');
const botId = '3f0c9a52-7d1e-4b86-9c55-2a6f1e8b7d40';
const host = 'steunpunt.gemeente.example';

interface Manifest {
  id: string;
  version: string;
  name: { short: string; full: string };
  description: { short: string; full: string };
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string };
  localizationInfo: { defaultLanguageTag: string };
  bots: {
    botId: string;
    scopes: string[];
    supportsFiles: boolean;
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
}

let folder: string;
let files: Record<string, Uint8Array>;
let manifest: Manifest;

function pack(environment: Record<string, string>, target: string) {
  const { BOT_ID: _id, BOT_HOST: _host, ...rest } = process.env;
  return spawnSync(process.execPath, [join(root, 'scripts', 'manifest.mjs'), target], {
    encoding: 'utf8',
    env: { ...rest, ...environment },
  });
}

function packed(name: string): Uint8Array {
  const content = files[name];
  if (content === undefined) throw new Error(`The package holds no ${name}.`);
  return content;
}

function json(name: string): Record<string, string> {
  return JSON.parse(new TextDecoder().decode(packed(name)));
}

/** What the official schema of Teams 1.22 says about a value: an empty list when it is valid. */
function mistakes(schema: 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json', value: unknown) {
  // Only the JSON files of this package are used; the schemas are draft-04 and one holds a pattern that is not Unicode.
  const home = dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json'));
  const path = join(home, 'build', 'json-schemas', 'teams', 'v1.22', schema);
  const ajv = new ajvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
  ajvFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'steunpunt-manifest-'));
  const zip = join(folder, 'steunpunt.zip');
  const result = pack({ BOT_ID: botId.toUpperCase(), BOT_HOST: host }, zip);
  if (result.status !== 0) throw new Error(result.stderr);
  files = unzipSync(readFileSync(zip));
  manifest = JSON.parse(new TextDecoder().decode(packed('manifest.json')));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the Teams app package', () => {
  test('it holds the manifest, the English texts and both icons, and nothing else', () => {
    expect(Object.keys(files).sort()).toEqual(['color.png', 'en.json', 'manifest.json', 'outline.png']);
  });

  test('the manifest is valid by the official schema, which does refuse a wrong one', () => {
    expect(mistakes('MicrosoftTeams.schema.json', manifest)).toEqual([]);
    const wrong = { ...manifest, id: 'no guid', surplus: true, name: { ...manifest.name, short: 'x'.repeat(31) } };
    expect(mistakes('MicrosoftTeams.schema.json', wrong)).toHaveLength(3);
  });

  test('both languages are valid by the official schema of localization, which does refuse a wrong one', () => {
    const dutch = JSON.parse(readFileSync(join(root, 'manifest', 'nl.json'), 'utf8'));
    expect(mistakes('MicrosoftTeams.Localization.schema.json', dutch)).toEqual([]);
    expect(mistakes('MicrosoftTeams.Localization.schema.json', json('en.json'))).toEqual([]);
    expect(mistakes('MicrosoftTeams.Localization.schema.json', { ...dutch, 'name.middle': 'x' })).toHaveLength(1);
  });

  test('Dutch and English say the same things, and English leaves no Dutch sentence standing', () => {
    const dutch: Record<string, string> = JSON.parse(readFileSync(join(root, 'manifest', 'nl.json'), 'utf8'));
    const english = json('en.json');
    expect(Object.keys(english)).toEqual(Object.keys(dutch));
    const same = Object.keys(dutch).filter((key) => key !== '$schema' && dutch[key] === english[key]);
    expect(same).toEqual(['name.short']);
  });

  test('the manifest speaks Dutch by itself, with nothing left to fill in', () => {
    expect(manifest.localizationInfo.defaultLanguageTag).toBe('nl-NL');
    expect(JSON.stringify(manifest)).not.toContain('${{');
    expect(manifest.version).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    expect(manifest.developer.name).toBe('Steunpunt');
    const commands = manifest.bots[0]?.commandLists[0]?.commands.map(({ title }) => title);
    expect(commands).toEqual(['Iets melden', 'Mijn meldingen', 'Hulp']);
  });

  test('there is one bot, for one person at a time, without files', () => {
    expect(manifest.bots).toHaveLength(1);
    expect(manifest.bots[0]).toMatchObject({ botId, scopes: ['personal'], supportsFiles: false });
    expect(manifest.bots[0]?.commandLists.map(({ scopes }) => scopes)).toEqual([['personal']]);
    expect(manifest.id).toBe(botId);
  });

  test('every address is https on the host of the bot', () => {
    const { websiteUrl, privacyUrl, termsOfUseUrl } = manifest.developer;
    for (const address of [websiteUrl, privacyUrl, termsOfUseUrl]) {
      expect(new URL(address)).toMatchObject({ protocol: 'https:', host });
    }
    // The one other address of the whole file names the schema.
    const addresses = JSON.stringify(manifest).match(/\bhttps?:[^"]*/g) ?? [];
    expect(addresses.filter((address) => address.startsWith('http:'))).toEqual([]);
    expect(addresses).toHaveLength(4);
  });

  test.each(['nl', 'en'])('names, descriptions and commands in %s fit where Teams shows them', (language) => {
    const texts: Record<string, string> = JSON.parse(readFileSync(join(root, 'manifest', `${language}.json`), 'utf8'));
    const room: [RegExp, number][] = [
      [/^name\.short$/, 30],
      [/^name\.full$/, 100],
      [/^description\.short$/, 80],
      [/^description\.full$/, 4000],
      [/commands\[\d\]\.title$/, 32],
      [/commands\[\d\]\.description$/, 128],
    ];
    for (const [key, text] of Object.entries(texts)) {
      if (key === '$schema') continue;
      const most = room.find(([pattern]) => pattern.test(key))?.[1];
      expect([key, text.trim().length > 0 && text.length <= (most ?? 0)]).toEqual([key, true]);
    }
    expect(Object.keys(texts).filter((key) => key.endsWith('.title')).length).toBeLessThanOrEqual(10);
  });

  test('the icons are PNG files of 192 and 32 pixels', () => {
    for (const [name, size] of [
      ['color.png', 192],
      ['outline.png', 32],
    ] as const) {
      const content = Buffer.from(packed(name));
      expect(content.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect([content.readUInt32BE(16), content.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  test.each([
    [{}, ['BOT_ID', 'BOT_HOST']],
    [{ BOT_ID: 'mine', BOT_HOST: host }, ['BOT_ID']],
    [{ BOT_ID: botId, BOT_HOST: `https://${host}/` }, ['BOT_HOST']],
    [{ BOT_ID: botId, BOT_HOST: 'localhost' }, ['BOT_HOST']],
    [{ BOT_ID: botId, BOT_HOST: `${host}","x":"y` }, ['BOT_HOST']],
  ] as [Record<string, string>, string[]][])('with %j it names what is wrong and builds nothing', (given, named) => {
    const target = join(folder, 'never.zip');
    const result = pack(given, target);
    expect(result.status).toBe(1);
    const lines = result.stderr.trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(named);
    expect(() => readFileSync(target)).toThrow();
  });
});
