import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { z } from 'zod';
import { Conflict } from '../../src/services/store.ts';
import type { DocumentKind } from '../../src/store/documents.ts';
import { openSqlite, type SqliteStore } from '../../src/store/sqlite.ts';
import { cases, caseWith, rotatedSealer, sealer, storeContract } from './contract.ts';

const root = join(import.meta.dirname, '..', '..');
const Count = z.object({ id: z.string(), count: z.number(), text: z.string().optional() });
type Count = z.infer<typeof Count>;

let etags = 0;
const newEtag = () => {
  etags += 1;
  return `etag-${etags}`;
};
const newFolder = () => mkdtempSync(join(tmpdir(), 'steunpunt-store-'));
const gone = (folder: string) => rmSync(folder, { recursive: true, force: true });

storeContract('SQLite', async () => {
  const folder = newFolder();
  return {
    open: async (opening) => openSqlite({ ...opening, file: join(folder, 'store.db'), newEtag }),
    clear: async () => gone(folder),
  };
});

describe('SQLite', () => {
  let folder = '';
  let file = '';
  const opened: SqliteStore[] = [];
  const open = (key = sealer) => {
    const store = openSqlite({ file, sealer: key, kinds: [cases], onUnreadable: () => {}, newEtag });
    opened.push(store);
    return store;
  };
  /** Everything on the disk, as bytes. */
  const onDisk = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const rawRow = (id: string) => {
    const database = new Database(file);
    const row = database.prepare('SELECT body FROM cases WHERE id = ?').all([id])[0] as { body: string };
    database.close();
    return JSON.parse(row.body) as { sealed: string };
  };

  beforeEach(() => {
    folder = newFolder();
    file = join(folder, 'store.db');
  });
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
    gone(folder);
  });

  it('lets exactly one of two connections replace a version', async () => {
    const [one, two] = [open().collection(cases), open().collection(cases)];
    let current = await one.create(caseWith('a', { note: '0' }));
    for (let round = 0; round < 50; round += 1) {
      const turn = round % 2 === 0 ? [one, two] : [two, one];
      const results = await Promise.allSettled(
        turn.map((store, n) => store.replace({ ...current, note: `${round}.${n}` })),
      );
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: expect.any(Conflict) });
      const [seenByOne, seenByTwo] = [await one.get('a'), await two.get('a')];
      expect(seenByOne).toEqual(seenByTwo);
      if (seenByOne) current = seenByOne;
    }
  });

  it('writes nothing readable of a sealed field to the disk, in the database or beside it', async () => {
    const store = open().collection(cases);
    const secret = 'Zij-werd-bedreigd-bij-de-balie';
    const created = await store.create(caseWith('a', { story: secret, answers: { 'who-exactly': secret } }));
    await store.replace({ ...created, story: `${secret}-again` });
    expect(readdirSync(folder)).toContain('store.db-wal');
    expect(onDisk().includes('zuid')).toBe(true);
    for (const trace of [
      secret,
      'bedreigd',
      'who-exactly',
      'story',
      Buffer.from(secret).toString('base64url').slice(0, -2),
    ]) {
      expect(onDisk().includes(trace)).toBe(false);
    }
  });

  it('keeps the sealed part byte for byte while only clear fields change, also after it was opened anew', async () => {
    const created = await open()
      .collection(cases)
      .create(caseWith('a', { answers: { b: '1', a: '2' } }));
    const { sealed } = rawRow('a');
    await open()
      .collection(cases)
      .replace({ ...created, status: 'without having read it' });
    // The second connection never saw the sealed part of this version, so it could not know that it is the same.
    expect(rawRow('a').sealed).not.toBe(sealed);

    const store = open().collection(cases);
    const read = await store.get('a');
    const kept = rawRow('a').sealed;
    if (read === undefined) throw new Error('gone');
    const second = await store.replace({ ...read, status: 'closed', nextDueAt: '2026-11-23T09:00:00Z', urgency: 1 });
    const third = await store.replace({ ...second, unit: 'noord' });
    expect(rawRow('a').sealed).toBe(kept);
    await store.replace({ ...third, story: 'something else' });
    expect(rawRow('a').sealed).not.toBe(kept);
  });

  it('seals anew with the current key, once, when a document that an older key sealed is written', async () => {
    await open().collection(cases).create(caseWith('a'));
    const { sealed } = rawRow('a');
    const store = open(rotatedSealer).collection(cases);
    const read = await store.get('a');
    expect(rawRow('a').sealed).toBe(sealed);
    if (read === undefined) throw new Error('gone');
    const written = await store.replace(read);
    const moved = rawRow('a').sealed;
    expect(moved).not.toBe(sealed);
    await store.replace(written);
    expect(rawRow('a').sealed).toBe(moved);
  });

  it('leaves no trace of a removed document on the disk', async () => {
    const store = open().collection(cases);
    const traces: string[] = [];
    let current = await store.create(caseWith('wordt-gewist'));
    for (const story of ['one', 'two', 'three']) {
      traces.push(rawRow('wordt-gewist').sealed.slice(-60));
      current = await store.replace({ ...current, story });
    }
    await store.create(caseWith('blijft'));
    expect(onDisk().includes(traces.at(-1) ?? '')).toBe(true);
    await store.remove(current);
    for (const trace of [...traces, 'wordt-gewist']) expect(onDisk().includes(trace)).toBe(false);
    expect(onDisk().includes('blijft')).toBe(true);
  });

  it('leaves no trace of a dropped sealed part once the -wal file is folded in', async () => {
    const store = open();
    const { story: _story, ...rest } = await store
      .collection(cases)
      .create(caseWith('a', { story: 'x'.repeat(20_000) }));
    const trace = rawRow('a').sealed.slice(-60);
    await store.collection(cases).replace(rest);
    expect(store.fold()).toBe(true);
    expect(onDisk().includes(trace)).toBe(false);
  });

  it('keeps the file for its owner', () => {
    open();
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('looks up pages and due documents by index', async () => {
    open();
    const database = new Database(file);
    const plan = (sql: string) =>
      JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN SELECT body FROM cases ${sql}`).all());
    expect(plan(`WHERE json_extract(body, '$.unit') = 'a' AND id > 'b' ORDER BY id`)).toContain('INDEX cases.by.unit');
    const due = plan(`INDEXED BY "cases.due" WHERE next_due_at <= 'x' ORDER BY urgency, next_due_at, id`);
    expect(due).toContain('INDEX cases.due');
    expect(due).not.toContain('TEMP B-TREE');
    database.close();
  });

  it('says in a sentence why a file cannot be opened', () => {
    const opening = (path: string) => () =>
      openSqlite({ file: path, sealer, kinds: [cases], onUnreadable: () => {}, newEtag });
    const text = join(folder, 'letter.txt');
    writeFileSync(text, 'Geachte heer, mevrouw, '.repeat(100));
    expect(opening(text)).toThrow(`The database ${text} cannot be opened: the file is not a database.`);
    expect(readFileSync(text, 'utf8')).toContain('Geachte');
    const nowhere = join(folder, 'no', 'store.db');
    expect(opening(nowhere)).toThrow(
      `The database ${nowhere} cannot be opened: the folder ${join(folder, 'no')} does not exist.`,
    );
    expect(opening(folder)).toThrow(`The database ${folder} cannot be opened: it is a folder.`);
  });

  it('is closed once it is closed', async () => {
    const store = open();
    const collection = store.collection(cases);
    await collection.create(caseWith('a'));
    store.close();
    store.close();
    await expect(collection.get('a')).rejects.toThrow('The store is closed.');
    await expect(collection.create(caseWith('b'))).rejects.toThrow('The store is closed.');
    await expect(open().collection(cases).get('b')).resolves.toBeUndefined();
  });

  it('knows only the kinds it was opened for, each once', () => {
    expect(() => open().collection({ ...cases })).toThrow('not opened for the kind "cases"');
    const twice = () => openSqlite({ file, sealer, kinds: [cases, cases], onUnreadable: () => {}, newEtag });
    expect(twice).toThrow('Two kinds of document have the same name.');
  });
});

describe('SQLite with several processes', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = newFolder();
    file = join(folder, 'store.db');
  });
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    gone(folder);
  });

  const kind: DocumentKind<Count> = { name: 'counts', version: 1, schema: Count, sealed: ['text'], indexed: [] };

  /** A process of its own that opens the same file; `script` finds the collection as `store`. */
  function start(script: string): ChildProcess {
    const program = `
      import { z } from 'zod';
      import { createSealer } from './src/store/sealing.ts';
      import { openSqlite } from './src/store/sqlite.ts';
      const schema = z.object({ id: z.string(), count: z.number(), text: z.string().optional() });
      const kind = { name: 'counts', version: 1, schema, sealed: ['text'], indexed: [] };
      const sealer = createSealer({ keys: [{ kid: 'first', key: Buffer.alloc(32, 1) }], current: 'first' });
      let writes = 0;
      const newEtag = () => process.pid + '.' + (writes += 1);
      const opened = openSqlite({ file: ${JSON.stringify(file)}, sealer, kinds: [kind], onUnreadable: () => {}, newEtag });
      const store = opened.collection(kind);
      ${script}
      opened.close();`;
    const flags = ['--import', 'tsx', '--input-type=module', '-e', program];
    const child = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    return child;
  }

  it('loses no count of two processes that start on a new file together and count in one document', async () => {
    const counting = `
      await store.create({ id: 'shared', count: 0, text: 'x' }).catch(() => {});
      await store.create({ id: 'ready-' + process.pid, count: 0 });
      // Not before the other one is there too, otherwise the first is done when the second starts.
      for (const until = Date.now() + 20_000; (await store.page({ limit: 3 })).items.length < 3; ) {
        if (Date.now() > until) throw new Error('the other process did not come');
      }
      for (let n = 0; n < 150; ) {
        const read = await store.get('shared');
        const done = await store.replace({ ...read, count: read.count + 1, text: 'x'.repeat(n) }).catch((error) => {
          if (error.name !== 'Conflict') throw error;
        });
        if (done) n += 1;
      }`;
    const codes = await Promise.all(
      [start(counting), start(counting)].map(async (child) => (await once(child, 'exit'))[0]),
    );
    expect(codes).toEqual([0, 0]);
    const store = openSqlite({ file, sealer, kinds: [kind], onUnreadable: () => {}, newEtag });
    expect(await store.collection(kind).get('shared')).toMatchObject({ count: 300 });
    store.close();
  });

  it('has every document that a killed process called stored', async () => {
    const stored: string[] = [];
    for (const round of ['a', 'b']) {
      const child = start(`
        for (let n = 0; ; n += 1) {
          const { id } = await store.create({ id: '${round}' + n, count: n, text: 'x'.repeat(3000) });
          process.stdout.write(id + ' ');
        }`);
      let said = '';
      child.stdout?.on('data', (data) => {
        said += data;
        if (said.length > 500) child.kill('SIGKILL');
      });
      await once(child, 'close');
      // The last word may be cut off, so it is not taken as said.
      stored.push(...said.split(' ').slice(0, -1));
    }
    expect(stored.length).toBeGreaterThan(200);
    const store = openSqlite({ file, sealer, kinds: [kind], onUnreadable: () => {}, newEtag });
    const collection = store.collection(kind);
    for (const id of stored) expect((await collection.get(id))?.text).toHaveLength(3000);
    store.close();
  });
});
