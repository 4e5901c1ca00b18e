/**
 * The embedded store: one SQLite file, safe for several processes. libsql is synchronous and a write takes well under a millisecond beside
 * its fsync, so the methods are asynchronous in type only and nothing of this program runs in between. Each write is one
 * statement, so no transaction is ever left open.
 */
import { closeSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'libsql';
import {
  AlreadyThere,
  type Collection,
  Conflict,
  Unreadable,
  type Versioned,
  type WhyUnreadable,
} from '../services/store.ts';
import {
  type AnyKind,
  checkKind,
  comparable,
  type DocumentKind,
  dueOf,
  fromStored,
  isId,
  parsed,
  type Storable,
  toStored,
  whereOf,
} from './documents.ts';
import { createSealedMemory, type SealedMemory, type Sealer } from './sealing.ts';

export interface SqliteOptions {
  readonly file: string;
  readonly sealer: Sealer;
  readonly kinds: readonly AnyKind[];
  /** Called for every document that `dueBefore` or `page` had to pass over, each time it is met. */
  readonly onUnreadable: (collection: string, id: string, why: WhyUnreadable) => void;
  /** Never the same twice, in no process. */
  readonly newEtag: () => string;
}

export interface SqliteStore {
  /** `kind` is one of those given at opening. */
  collection<T extends Storable>(kind: DocumentKind<T>): Collection<T>;
  /**
   * Empties the `-wal` file into the database; false when another process was in the way. Until then a sealed part that was replaced or
   * dropped can still be found on the disk: `remove` and `close` do it themselves, after a round of erasing by `replace` it must be asked for.
   */
  fold(): boolean;
  /** Closed is closed: every later call fails. */
  close(): void;
}

/** How long to wait for another process that is writing. The whole process waits, so it must stay inside the budget of one turn. */
const patienceMilliseconds = 2000;

/** As SQLite is told, and as it then shows it. */
const settings = [
  ['journal_mode', 'WAL', 'wal'],
  // A write has reached the disk before it counts as done (promise 1); NORMAL could lose the last ones when the power fails.
  ['synchronous', 'FULL', 2],
  // What is removed is overwritten.
  ['secure_delete', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
] as const;

export function openSqlite({ file, sealer, kinds, onUnreadable, newEtag }: SqliteOptions): SqliteStore {
  for (const kind of kinds) checkKind(kind);
  if (new Set(kinds.map((kind) => kind.name)).size < kinds.length)
    throw new Error('Two kinds of document have the same name.');
  const connection = connect(resolve(file), kinds);
  const memory = createSealedMemory();

  return {
    collection: (kind) => {
      if (!kinds.some((known) => known === kind))
        throw new Error(`The store was not opened for the kind "${kind.name}".`);
      return createCollection({ kind, connection, sealer, memory, onUnreadable, newEtag });
    },
    fold: () => connection.fold(),
    close: () => connection.close(),
  };
}

type Row = Readonly<Record<string, unknown>>;

interface Connection {
  /** Rows that a query found. Always read to the end, which ends SQLite's read as well. */
  rows(sql: string, values: readonly (string | number)[]): readonly Row[];
  /** How many rows a write changed. */
  change(sql: string, values: readonly (string | number | null)[]): number;
  fold(): boolean;
  close(): void;
}

function connect(file: string, kinds: readonly AnyKind[]): Connection {
  let database: Database.Database | undefined = openedDatabase(file, kinds);
  const statements = new Map<string, Database.Statement>();

  function prepared(sql: string): Database.Statement {
    // Asked here, because the statements of libsql go on working after the database was closed.
    if (database === undefined) throw new Error('The store is closed.');
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function fold(): boolean {
    const checkpoint = prepared('PRAGMA wal_checkpoint(TRUNCATE)');
    try {
      const [row] = checkpoint.all() as readonly Row[];
      return row?.busy === 0;
    } catch {
      // What was written is written; a full or vanished disk shows itself at the next write.
      return false;
    }
  }

  return {
    rows: (sql, values) => prepared(sql).all(values) as readonly Row[],
    change: (sql, values) => prepared(sql).run(values).changes,
    fold,
    close: () => {
      if (database === undefined) return;
      fold();
      statements.clear();
      database.close();
      database = undefined;
    },
  };
}

function openedDatabase(file: string, kinds: readonly AnyKind[]): Database.Database {
  createPrivately(file);
  try {
    const database = new Database(file, { timeout: patienceMilliseconds });
    becomeWal(database);
    for (const [setting, value, shown] of settings) {
      database.pragma(`${setting} = ${value}`);
      const [row] = database.pragma(setting) as readonly Row[];
      // SQLite ignores what it cannot do, for example WAL on some network drives. Without these the promises do not hold.
      if (row?.[setting] !== shown) throw new Error(`the setting ${setting} cannot be made ${value} there`);
    }
    for (const kind of kinds) database.exec(tableOf(kind));
    return database;
  } catch (error) {
    throw new Error(`The database ${file} cannot be opened: ${reasonOf(error)}.`);
  }
}

/**
 * Two processes that start together on a new file: SQLite waits for locks everywhere except here, where it says "busy" at once (one start in
 * six failed that way). The other one needs a few milliseconds.
 */
function becomeWal(database: Database.Database): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  // A file that is really locked is found out here, after the usual patience.
  database.prepare('SELECT name FROM sqlite_schema').all();
  for (let triesLeft = 50; ; triesLeft -= 1) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (codeOf(error) !== 'SQLITE_BUSY' || triesLeft === 0) throw error;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}

/** Makes the file readable for its owner only; SQLite gives `-wal` and `-shm` the same rights. */
function createPrivately(file: string): void {
  try {
    // Only a new file: opening and closing an existing one here would drop the locks this process may hold on it.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT')
      throw new Error(`The database ${file} cannot be opened: the folder ${dirname(file)} does not exist.`);
    if (code !== 'EEXIST') throw new Error(`The database ${file} cannot be made: ${code}.`);
    if (statSync(file).isDirectory()) throw new Error(`The database ${file} cannot be opened: it is a folder.`);
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB') return 'the file is not a database';
  if (code === 'SQLITE_BUSY') return 'another program keeps it locked';
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Names were checked by `checkKind`, so they can stand in SQL. */
function fieldOf(name: string): string {
  return `json_extract(body, '$.${name}')`;
}

function tableOf({ name, indexed }: AnyKind): string {
  const due = 'WHERE next_due_at IS NOT NULL';
  return [
    `CREATE TABLE IF NOT EXISTS "${name}"
      (id TEXT PRIMARY KEY NOT NULL, etag TEXT NOT NULL, next_due_at TEXT, urgency REAL, body TEXT NOT NULL) STRICT`,
    `CREATE INDEX IF NOT EXISTS "${name}.due" ON "${name}" (urgency, next_due_at, id) ${due}`,
    `CREATE INDEX IF NOT EXISTS "${name}.next" ON "${name}" (next_due_at) ${due}`,
    ...indexed.map((field) => `CREATE INDEX IF NOT EXISTS "${name}.by.${field}" ON "${name}" (${fieldOf(field)}, id)`),
  ].join(';\n');
}

interface Parts<T extends Storable> extends Pick<SqliteOptions, 'sealer' | 'onUnreadable' | 'newEtag'> {
  readonly kind: DocumentKind<T>;
  readonly connection: Connection;
  readonly memory: SealedMemory;
}

function createCollection<T extends Storable>(parts: Parts<T>): Collection<T> {
  const { kind, connection, sealer, memory, onUnreadable, newEtag } = parts;
  const table = `"${kind.name}"`;
  const columns = 'SELECT id, etag, next_due_at, urgency, body';

  function versionKey(id: string, etag: string): string {
    return `${whereOf(kind, id)}/${etag}`;
  }

  function read(row: Row): Versioned<T> {
    const [id, etag] = [String(row.id), String(row.etag)];
    const key = versionKey(id, etag);
    const { document, part } = fromStored(kind, id, parsed(String(row.body)), sealer, memory.recall(key));
    memory.remember(key, part);
    return { ...document, etag };
  }

  function readOrReport(row: Row): readonly Versioned<T>[] {
    try {
      return [read(row)];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      onUnreadable(kind.name, String(row.id), error.why);
      return [];
    }
  }

  /** Reads on past what cannot be read: `limit` spoilt documents in front must not hide the rest for ever. `last` is absent at the end. */
  function collect(limit: number, fetch: (after: Row | undefined, count: number) => readonly Row[]) {
    const items: Versioned<T>[] = [];
    let last: Row | undefined;
    while (items.length < limit) {
      const wanted = limit - items.length;
      const rows = fetch(last, wanted);
      items.push(...rows.flatMap(readOrReport));
      if (rows.length < wanted) return { items, last: undefined };
      last = rows.at(-1);
    }
    return { items, last };
  }

  /** Writes with `sql`, whose first values are etag, due time, urgency, body and id. Returns the new version, or undefined when no row was changed. */
  function write(sql: string, given: T, previous?: string): Versioned<T> | undefined {
    const known = previous === undefined ? undefined : memory.recall(versionKey(given.id, previous));
    const { document, stored, part } = toStored(kind, given, sealer, known);
    const due = dueOf(stored);
    const etag = newEtag();
    const values = [etag, due?.at ?? null, due?.urgency ?? null, JSON.stringify(stored), given.id];
    if (connection.change(sql, previous === undefined ? values : [...values, previous]) === 0) return undefined;
    if (previous !== undefined) memory.forget(versionKey(given.id, previous));
    memory.remember(versionKey(given.id, etag), part);
    return { ...document, etag };
  }

  return {
    async get(id) {
      const [row] = isId(id) ? connection.rows(`${columns} FROM ${table} WHERE id = ?`, [id]) : [];
      return row && read(row);
    },

    async create(document) {
      const sql = `INSERT INTO ${table} (etag, next_due_at, urgency, body, id) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
      const created = write(sql, document);
      if (created === undefined) throw new AlreadyThere(`${whereOf(kind, document.id)} is already there`);
      return created;
    },

    async replace(document) {
      const sql = `UPDATE ${table} SET etag = ?, next_due_at = ?, urgency = ?, body = ? WHERE id = ? AND etag = ?`;
      const replaced = write(sql, document, document.etag);
      if (replaced === undefined) throw new Conflict(`${whereOf(kind, document.id)} was changed by another`);
      return replaced;
    },

    async remove({ id, etag }) {
      if (connection.change(`DELETE FROM ${table} WHERE id = ? AND etag = ?`, [id, etag]) === 0) {
        throw new Conflict(`${whereOf(kind, id)} was changed by another`);
      }
      memory.forget(versionKey(id, etag));
      connection.fold();
    },

    async dueBefore(now, limit) {
      const moment = comparable(now);
      // Named, because after an outage the index by time alone would have every waiting document sorted, bodies and all.
      const due = `${columns} FROM ${table} INDEXED BY "${kind.name}.due" WHERE next_due_at <= ?`;
      const order = 'ORDER BY urgency, next_due_at, id LIMIT ?';
      const { items } = collect(limit, (after, count) => {
        if (after === undefined) return connection.rows(`${due} ${order}`, [moment, count]);
        const position = [Number(after.urgency), String(after.next_due_at), String(after.id)];
        return connection.rows(`${due} AND (urgency, next_due_at, id) > (?, ?, ?) ${order}`, [
          moment,
          ...position,
          count,
        ]);
      });
      return items;
    },

    async nextDue() {
      const [row] = connection.rows(
        `SELECT min(next_due_at) AS earliest FROM ${table} WHERE next_due_at IS NOT NULL`,
        [],
      );
      return typeof row?.earliest === 'string' ? row.earliest : undefined;
    },

    async page({ where = {}, after = '', limit }) {
      const fields = Object.keys(where).sort();
      const unknown = fields.filter((field) => !kind.indexed.some((name) => name === field));
      if (unknown.length > 0) throw new TypeError(`${kind.name} cannot be selected by ${unknown.join(', ')}.`);
      const conditions = fields.map((field) => `${fieldOf(field)} = ? AND `).join('');
      const values = fields.map((field) => where[field] ?? '');
      const fetch = (last: Row | undefined, count: number) =>
        connection.rows(`${columns} FROM ${table} WHERE ${conditions}id > ? ORDER BY id LIMIT ?`, [
          ...values,
          String(last?.id ?? after),
          count,
        ]);
      const { items, last } = collect(limit, fetch);
      return last !== undefined && fetch(last, 1).length > 0 ? { items, next: String(last.id) } : { items };
    },
  };
}
