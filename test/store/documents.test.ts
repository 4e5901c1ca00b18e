import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { z } from 'zod';
import { Unreadable } from '../../src/services/store.ts';
import {
  checkKind,
  comparable,
  type DocumentKind,
  dueOf,
  fromStored,
  isId,
  type Raw,
  toStored,
} from '../../src/store/documents.ts';
import { createSealer } from '../../src/store/sealing.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { type Case, Case as CaseSchema, cases, caseWith, laterCases, sealer } from './contract.ts';

/** Through JSON, as every database does. */
const stored = (document: Case, kind = cases): Raw =>
  JSON.parse(JSON.stringify(toStored(kind, document, sealer).stored));
const read = <T extends { id: string }>(kind: DocumentKind<T>, raw: unknown) =>
  fromStored(kind, 'a', raw, sealer).document;
const why = (raw: unknown, kind: DocumentKind<Case> = cases) => {
  try {
    return read(kind, raw);
  } catch (error) {
    return error instanceof Unreadable ? error.why : error;
  }
};

describe('the stored form', () => {
  it('has the schema number, the clear fields and one sealed part', () => {
    const raw = stored(caseWith('a', { answers: { where: 'here' }, nextDueAt: '2026-11-23T09:00:00Z', urgency: 1 }));
    expect(raw).toEqual({
      id: 'a',
      schema: 1,
      unit: 'zuid',
      status: 'open',
      nextDueAt: '2026-11-23T09:00:00Z',
      urgency: 1,
      sealed: expect.any(String),
    });
    expect(JSON.parse(sealer.open(String(raw.sealed), 'cases/a'))).toEqual({
      story: 'what happened in a',
      answers: { where: 'here' },
    });
  });

  it('has no sealed part when there is nothing to seal, and keeps no etag', () => {
    const { story: _story, ...rest } = caseWith('a', { etag: 'old' });
    expect(stored(rest)).toEqual({ id: 'a', schema: 1, unit: 'zuid', status: 'open' });
  });

  it('uses the sealed part of the version before when its content is the same, however that was ordered', () => {
    const first = toStored(cases, { ...caseWith('a'), answers: { x: '1' } }, sealer);
    const { id, ...others } = caseWith('a', { status: 'closed' });
    const same = toStored(cases, { answers: { x: '1' }, ...others, id }, sealer, first.part);
    expect(same.stored.sealed).toBe(first.stored.sealed);
    const other = toStored(cases, { ...caseWith('a'), answers: { x: '2' } }, sealer, first.part);
    expect(other.stored.sealed).not.toBe(first.stored.sealed);
  });

  it('is not made of a document that could not be read again, and the complaint names fields only', () => {
    const wrong = { ...caseWith('a'), urgency: 'geheim', answers: { geheim: 3 } } as unknown as Case;
    expect(() => toStored(cases, wrong, sealer)).toThrow(
      new TypeError('cases/a is not written, it could not be read again: answers, urgency'),
    );
  });

  it('is not made of a document whose fields would fall together with its own', () => {
    const schema = z.looseObject({ id: z.string() });
    const kind: DocumentKind<{ id: string }> = { name: 'loose', version: 1, schema, sealed: [], indexed: [] };
    for (const field of ['schema', 'sealed'])
      expect(() => toStored(kind, { id: 'a', [field]: 'x' }, sealer)).toThrow(field);
  });
});

describe('reading a stored document', () => {
  it('takes what this version wrote', () => {
    const document = caseWith('a', { note: 'n', answers: { constructor: 'x' } });
    expect(read(cases, stored(document))).toEqual(document);
  });

  it('upgrades what an older version wrote, its sealed part too, and writes the new form', () => {
    const Renamed = z.object({
      id: z.string(),
      department: z.string(),
      words: z.string().optional(),
      status: z.string(),
    });
    const renamed: DocumentKind<z.infer<typeof Renamed>> = {
      name: 'cases',
      version: 3,
      schema: Renamed,
      sealed: ['words'],
      indexed: ['department'],
      upgrade: ({ unit, story, ...rest }, fromVersion) => ({
        ...rest,
        department: unit,
        words: `${story} (from ${fromVersion})`,
      }),
    };
    const document = read(renamed, stored(caseWith('a')));
    expect(document).toEqual({ id: 'a', department: 'zuid', status: 'open', words: 'what happened in a (from 1)' });
    const again = JSON.parse(JSON.stringify(toStored(renamed, document, sealer).stored));
    expect(again).toMatchObject({ schema: 3, department: 'zuid' });
    expect(read(renamed, again)).toEqual(document);
  });

  it('lets a field move into the sealed part with a new version', () => {
    const before = stored(caseWith('a', { note: 'told' }));
    const after: DocumentKind<Case> = { ...laterCases, sealed: ['note', 'story', 'answers'] };
    expect(read(after, before)).toMatchObject({ note: 'told', story: 'what happened in a' });
    expect(stored(read(after, before), after)).not.toHaveProperty('note');
  });

  it('lets a field move out of the sealed part with a new version', () => {
    const before = stored(caseWith('a'));
    const after: DocumentKind<Case> = { ...laterCases, sealed: [] };
    expect(stored(read(after, before), after)).toMatchObject({ story: 'what happened in a' });
  });

  it('reads an older document as it is when nothing had to change', () => {
    expect(read(laterCases, stored(caseWith('a')))).toEqual(caseWith('a'));
  });

  it('does not try a newer one', () => {
    expect(why(stored(caseWith('a'), laterCases))).toBe('newer schema');
  });

  it('refuses what is spoilt, each in its way', () => {
    const good = stored(caseWith('a'));
    expect(why(good)).toEqual(caseWith('a'));
    for (const raw of [
      undefined,
      null,
      'x',
      7,
      [],
      {},
      { ...good, id: 'b' },
      { ...good, schema: '1' },
      { ...good, schema: 0 },
    ]) {
      expect(why(raw)).toBe('corrupt');
    }
    expect(why({ ...good, schema: 1.5 })).toBe('corrupt');
    expect(why({ ...good, unit: 7 })).toBe('corrupt');
    expect(why({ ...good, sealed: 7 })).toBe('corrupt');
    expect(why({ ...good, sealed: 'abc' })).toBe('sealed part does not open');
    expect(why({ ...good, sealed: stored(caseWith('b')).sealed })).toBe('sealed part does not open');
    expect(why({ ...good, sealed: sealer.seal('not json', 'cases/a') })).toBe('corrupt');
    expect(why({ ...good, sealed: sealer.seal('[]', 'cases/a') })).toBe('corrupt');
  });

  it('refuses a private field that stands there readable, because this program did not write that', () => {
    const { sealed: _sealed, ...clear } = stored(caseWith('a'));
    expect(why({ ...clear, story: 'put there by hand' })).toBe('corrupt');
  });

  it('calls a document spoilt when its upgrade fails or turns it into another one', () => {
    const old = stored(caseWith('a'));
    const failing = {
      ...laterCases,
      upgrade: () => {
        throw new Error('geheim');
      },
    };
    expect(why(old, failing)).toBe('corrupt');
    expect(why(old, { ...laterCases, upgrade: (raw: Raw) => ({ ...raw, id: 'b' }) })).toBe('corrupt');
  });

  it('lets the sealed part overrule nothing but fields', () => {
    const good = stored(caseWith('a'));
    const sealed = sealer.seal('{"id":"b","schema":9,"sealed":"x","story":"s"}', 'cases/a');
    expect(read(cases, { ...good, sealed })).toEqual(caseWith('a', { story: 's' }));
  });

  it('does not let __proto__ reach anything, in the clear, in the sealed part or deeper', () => {
    const hostile =
      '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"answers":{"__proto__":"yes","a":"b"}}';
    const raw = {
      ...stored(caseWith('a')),
      ...JSON.parse('{"__proto__":{"polluted":"yes"}}'),
      sealed: sealer.seal(hostile, 'cases/a'),
    };
    const document = read(cases, raw);
    expect((document as unknown as Raw).polluted).toBeUndefined();
    expect((document.answers as unknown as Raw).polluted).toBeUndefined();
    expect(({} as Raw).polluted).toBeUndefined();
    expect(document.answers).toEqual({ a: 'b' });
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);

    const loose = z.looseObject({ id: z.string() });
    const kind: DocumentKind<{ id: string }> = { name: 'loose', version: 1, schema: loose, sealed: [], indexed: [] };
    const given = JSON.parse('{"id":"a","__proto__":{"polluted":"yes"}}');
    const back = read(kind, JSON.parse(JSON.stringify(toStored(kind, given, sealer).stored)));
    expect((back as unknown as Raw).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });
});

describe('ids and moments', () => {
  it('takes the ids the program makes and meets', () => {
    const ids = ['11111111-1111-4111-8111-111111111111', '29:1abc_-', '19:abc@thread.v2', 'case:12', 'a'.repeat(255)];
    for (const id of ids) expect(isId(id)).toBe(true);
    for (const id of ['', 'a b', 'a/b', 'a\\b', 'a?b', 'a#b', 'a\n', 'ë', 'a'.repeat(256)])
      expect(isId(id)).toBe(false);
  });

  it('spells one moment in one way', () => {
    expect(comparable('2026-11-23T09:00:00Z')).toBe('2026-11-23T09:00:00.000Z');
    expect(comparable('2026-11-23T09:00:00.1234Z')).toBe('2026-11-23T09:00:00.123Z');
    for (const wrong of ['', 'morgen', '+012026-11-23T09:00:00Z']) expect(() => comparable(wrong)).toThrow(TypeError);
  });

  it('puts a document without urgency behind all others, and one without a moment nowhere', () => {
    expect(dueOf({ nextDueAt: '2026-11-23T09:00:00Z' })).toEqual({
      at: '2026-11-23T09:00:00.000Z',
      urgency: Number.MAX_SAFE_INTEGER,
    });
    expect(dueOf({ urgency: 0 })).toBeUndefined();
  });
});

describe('a kind of document', () => {
  it('is checked at start', () => {
    expect(() => checkKind(cases)).not.toThrow();
    const wrong = { name: 'x"; --', version: 0, sealed: ['id', 'nextDueAt', 'unit'], indexed: ['unit', "a'b"] };
    expect(() => checkKind(wrong)).toThrow(
      'The kind "x"; --" is wrong: its name must be letters and digits, its version must be 1 or more, ' +
        "a'b cannot be indexed, id cannot be sealed, nextDueAt cannot be sealed, unit is both sealed and indexed.",
    );
  });

  it('cannot have a field with a name of the stored form', () => {
    const schema = z.object({ id: z.string(), sealed: z.string() });
    // @ts-expect-error `sealed` is taken.
    const kind: DocumentKind<z.infer<typeof schema>> = { name: 'wrong', version: 1, schema, sealed: [], indexed: [] };
    expect(kind.name).toBe('wrong');
  });
});

describe('documents spoilt in the database itself', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'steunpunt-documents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are passed over and reported one by one while the others go on', async () => {
    const file = join(folder, 'store.db');
    const reports: string[] = [];
    const etags = ['e1', 'e2', 'e3', 'e4', 'e5', 'e6'];
    // Nothing indexed: SQLite itself refuses broken JSON in an indexed column.
    const kind: DocumentKind<Case> = { ...cases, schema: CaseSchema, indexed: [] };
    const store = openSqlite({
      file,
      sealer: createSealer({ keys: [{ kid: 'first', key: Buffer.alloc(32, 1) }], current: 'first' }),
      kinds: [kind],
      onUnreadable: (...report) => reports.push(report.join(' ')),
      newEtag: () => etags.pop() ?? 'last',
    });
    const collection = store.collection(kind);
    const due = { nextDueAt: '2026-11-23T09:00:00Z', urgency: 0 };
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await collection.create(caseWith(id, due));

    const database = new Database(file);
    database.prepare(`UPDATE cases SET body = 'not json', etag = 'x' WHERE id = 'a'`).run();
    database.prepare(`UPDATE cases SET body = json_set(body, '$.sealed', 'x.y.z'), etag = 'x' WHERE id = 'b'`).run();
    database.prepare(`UPDATE cases SET body = (SELECT body FROM cases WHERE id = 'f') WHERE id = 'c'`).run();
    database.prepare(`UPDATE cases SET body = json_set(body, '$.schema', 99) WHERE id = 'd'`).run();
    database.close();

    expect((await collection.dueBefore('2026-11-23T10:00:00Z', 2)).map((each) => each.id)).toEqual(['e', 'f']);
    const spoilt = ['cases a corrupt', 'cases b sealed part does not open', 'cases c corrupt', 'cases d newer schema'];
    expect(reports.splice(0)).toEqual(spoilt);
    expect((await collection.page({ limit: 2 })).items.map((each) => each.id)).toEqual(['e', 'f']);
    expect(reports).toEqual(spoilt);
    await expect(collection.get('a')).rejects.toThrow('cases/a cannot be read: corrupt');
    store.close();
  });
});
