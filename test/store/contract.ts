/** What every store must do, whatever is behind it. A store is closed and opened anew between steps, so nothing passes by living in memory. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { AlreadyThere, type Collection, Conflict, Unreadable } from '../../src/services/store.ts';
import type { AnyKind, DocumentKind, Storable } from '../../src/store/documents.ts';
import { createSealer, type Sealer } from '../../src/store/sealing.ts';

export interface OpenStore {
  collection<T extends Storable>(kind: DocumentKind<T>): Collection<T>;
  close(): void | Promise<void>;
}

export interface Opening {
  readonly kinds: readonly AnyKind[];
  readonly sealer: Sealer;
  readonly onUnreadable: (collection: string, id: string, why: string) => void;
}

/** Somewhere documents can be kept: empty at first, the same documents at every opening, gone after `clear`. */
export interface Place {
  open(opening: Opening): Promise<OpenStore>;
  clear(): Promise<void>;
}

export const Case = z.object({
  id: z.string(),
  unit: z.string(),
  status: z.string(),
  note: z.string().optional(),
  story: z.string().optional(),
  answers: z.record(z.string(), z.string()).optional(),
  nextDueAt: z.string().optional(),
  urgency: z.number().optional(),
  etag: z.string().optional(),
});
export type Case = z.infer<typeof Case>;

export const cases: DocumentKind<Case> = {
  name: 'cases',
  version: 1,
  schema: Case,
  sealed: ['story', 'answers'],
  indexed: ['unit', 'status'],
};

/** The same collection as a later release of the program would declare it. */
export const laterCases: DocumentKind<Case> = { ...cases, version: 2 };

const firstKey = { kid: 'first', key: Buffer.alloc(32, 1) };
const secondKey = { kid: 'second', key: Buffer.alloc(32, 2) };
export const sealer = createSealer({ keys: [firstKey], current: 'first' });
export const rotatedSealer = createSealer({ keys: [firstKey, secondKey], current: 'second' });
const otherSealer = createSealer({ keys: [secondKey], current: 'second' });

export function caseWith(id: string, fields: Partial<Case> = {}): Case {
  return { id, unit: 'zuid', status: 'open', story: `what happened in ${id}`, ...fields };
}

/** Runs each step on a store that was just opened. */
async function onPlace(newPlace: () => Promise<Place>, run: (step: Step) => Promise<void>): Promise<void> {
  const place = await newPlace();
  const step: Step = async (work, { kind = cases, sealer: key = sealer } = {}) => {
    const unreadable: string[] = [];
    const store = await place.open({
      kinds: [kind],
      sealer: key,
      onUnreadable: (...report) => unreadable.push(report.join(' ')),
    });
    try {
      return await work(store.collection(kind), unreadable);
    } finally {
      await store.close();
    }
  };
  try {
    await run(step);
  } finally {
    await place.clear();
  }
}

type Step = <R>(
  work: (collection: Collection<Case>, unreadable: readonly string[]) => Promise<R>,
  how?: { readonly kind?: DocumentKind<Case>; readonly sealer?: Sealer },
) => Promise<R>;

const idsOf = (items: readonly Case[]) => items.map((item) => item.id);

export function storeContract(name: string, newPlace: () => Promise<Place>): void {
  const on = (run: (step: Step) => Promise<void>) => () => onPlace(newPlace, run);

  describe(`${name}: single documents`, () => {
    it(
      'gives back what was stored, clear and sealed, with the etag of that writing',
      on(async (step) => {
        const created = await step((store) => store.create(caseWith('a', { answers: { where: 'at the counter' } })));
        expect(created).toEqual({
          ...caseWith('a', { answers: { where: 'at the counter' } }),
          etag: expect.any(String),
        });
        expect(await step((store) => store.get('a'))).toEqual(created);
      }),
    );

    it(
      'knows nothing of an id that was never stored, not even of one no store could take',
      on(async (step) => {
        for (const id of ['nobody', '', 'a/b', '__proto__', 'ge\u0000heim', 'x'.repeat(3000)]) {
          expect(await step((store) => store.get(id))).toBeUndefined();
        }
      }),
    );

    it(
      'refuses an id that not every store takes, and a document it could not read again, without quoting it',
      on(async (step) => {
        const wrong = { ...caseWith('a'), story: { secret: 'geheim' } } as unknown as Case;
        for (const document of [caseWith('a/b'), caseWith('é'), caseWith(''), wrong]) {
          const complaint = await step((store) => store.create(document)).catch((error: unknown) => error);
          expect(complaint).toBeInstanceOf(TypeError);
          expect(String(complaint)).not.toMatch(/geheim|secret/);
        }
        expect((await step((store) => store.page({ limit: 10 }))).items).toEqual([]);
      }),
    );

    it(
      'takes the text of every person as it is, long, bent or broken',
      on(async (step) => {
        const texts = [
          '😀'.repeat(2500),
          'a\u0000b',
          '\ud800 alone',
          '\u202eomgekeerd',
          'Z̷̗̈a̵lgo',
          "'); DROP TABLE cases;--",
          '"\\\r\n\t',
          '',
        ];
        for (const [n, text] of texts.entries()) {
          const document = caseWith(`t${n}`, { story: text, note: text, answers: { text } });
          await step((store) => store.create(document));
          expect(await step((store) => store.get(`t${n}`))).toMatchObject(document);
        }
      }),
    );

    it(
      'keeps the first of two documents with one id',
      on(async (step) => {
        const first = await step((store) => store.create(caseWith('a')));
        await expect(step((store) => store.create(caseWith('a', { status: 'closed' })))).rejects.toThrow(AlreadyThere);
        expect(await step((store) => store.get('a'))).toEqual(first);
      }),
    );

    it(
      'replaces the version that was read, and no other',
      on(async (step) => {
        const first = await step((store) => store.create(caseWith('a')));
        const second = await step((store) => store.replace({ ...first, status: 'closed' }));
        expect(second.etag).not.toBe(first.etag);
        await expect(step((store) => store.replace({ ...first, status: 'late' }))).rejects.toThrow(Conflict);
        expect(await step((store) => store.get('a'))).toEqual({ ...first, status: 'closed', etag: second.etag });
      }),
    );

    it(
      'lets a field go when it is left out, in the clear and in the sealed part',
      on(async (step) => {
        const {
          story: _story,
          note: _note,
          ...rest
        } = await step((store) => store.create(caseWith('a', { note: 'n' })));
        await step((store) => store.replace(rest));
        const kept = await step((store) => store.get('a'));
        expect(Object.keys(kept ?? {}).sort()).toEqual(['etag', 'id', 'status', 'unit']);
      }),
    );

    it(
      'removes the version that was read, and no other',
      on(async (step) => {
        const first = await step((store) => store.create(caseWith('a')));
        const second = await step((store) => store.replace(first));
        await expect(step((store) => store.remove(first))).rejects.toThrow(Conflict);
        await step((store) => store.remove(second));
        expect(await step((store) => store.get('a'))).toBeUndefined();
        await expect(step((store) => store.remove(second))).rejects.toThrow(Conflict);
        await expect(step((store) => store.replace(second))).rejects.toThrow(Conflict);
      }),
    );

    it(
      'does not take the etag of an earlier life for a current one',
      on(async (step) => {
        const earlier = await step((store) => store.create(caseWith('a')));
        await step((store) => store.remove(earlier));
        await step((store) => store.create(earlier));
        await expect(step((store) => store.replace(earlier))).rejects.toThrow(Conflict);
      }),
    );

    it(
      'names the document and not its content when it refuses a writing',
      on(async (step) => {
        const first = await step((store) => store.create(caseWith('a')));
        await step((store) => store.replace(first));
        const errors = await Promise.all([
          step((store) => store.create(first)).catch(String),
          step((store) => store.replace(first)).catch(String),
          step((store) => store.remove(first)).catch(String),
        ]);
        for (const error of errors) {
          expect(error).toContain('cases/a');
          expect(error).not.toContain('happened');
        }
      }),
    );
  });

  describe(`${name}: what is due`, () => {
    const nine = '2026-11-23T09:00:00Z';

    it(
      'gives the most urgent first, then the oldest, then by id, and nothing that may wait',
      on(async (step) => {
        await step(async (store) => {
          await store.create(caseWith('old', { nextDueAt: '2026-11-20T09:00:00Z', urgency: 2 }));
          await store.create(caseWith('new', { nextDueAt: '2026-11-23T08:00:00.000Z', urgency: 2 }));
          await store.create(caseWith('now-b', { nextDueAt: nine, urgency: 0 }));
          await store.create(caseWith('now-a', { nextDueAt: nine, urgency: 0 }));
          await store.create(caseWith('tenth', { nextDueAt: '2026-11-23T08:59:00Z', urgency: 10 }));
          await store.create(caseWith('unmarked', { nextDueAt: '2026-01-01T09:00:00Z' }));
          await store.create(caseWith('later', { nextDueAt: '2026-11-23T09:00:00.001Z', urgency: 0 }));
          await store.create(caseWith('never', { urgency: 0 }));
        });
        const order = ['now-a', 'now-b', 'old', 'new', 'tenth', 'unmarked'];
        expect(idsOf(await step((store) => store.dueBefore(nine, 100)))).toEqual(order);
        expect(idsOf(await step((store) => store.dueBefore(nine, 3)))).toEqual(order.slice(0, 3));
      }),
    );

    it(
      'sorts moments, not their spelling',
      on(async (step) => {
        await step((store) => store.create(caseWith('a', { nextDueAt: nine, urgency: 1 })));
        await step((store) => store.create(caseWith('b', { nextDueAt: '2026-11-23T09:00:00.500Z', urgency: 1 })));
        expect(idsOf(await step((store) => store.dueBefore('2026-11-23T09:00:00.000Z', 9)))).toEqual(['a']);
        expect(idsOf(await step((store) => store.dueBefore('2026-11-23T09:00:01Z', 9)))).toEqual(['a', 'b']);
        expect(await step((store) => store.nextDue())).toBe('2026-11-23T09:00:00.000Z');
        expect((await step((store) => store.get('a')))?.nextDueAt).toBe(nine);
      }),
    );

    it(
      'refuses to store a next moment that it could never find again',
      on(async (step) => {
        await expect(step((store) => store.create(caseWith('a', { nextDueAt: 'morgen' })))).rejects.toThrow(TypeError);
        await expect(step((store) => store.dueBefore('gisteren', 1))).rejects.toThrow(TypeError);
      }),
    );

    it(
      'knows the earliest moment at which anything is due, and that nothing is',
      on(async (step) => {
        expect(await step((store) => store.nextDue())).toBeUndefined();
        await step((store) => store.create(caseWith('a', { nextDueAt: nine, urgency: 0 })));
        const early = await step((store) =>
          store.create(caseWith('b', { nextDueAt: '2026-01-01T00:00:00Z', urgency: 9 })),
        );
        expect(await step((store) => store.nextDue())).toBe('2026-01-01T00:00:00.000Z');
        const { nextDueAt: _moment, ...done } = early;
        await step((store) => store.replace(done));
        expect(await step((store) => store.nextDue())).toBe('2026-11-23T09:00:00.000Z');
        expect(idsOf(await step((store) => store.dueBefore(nine, 9)))).toEqual(['a']);
      }),
    );
  });

  describe(`${name}: pages`, () => {
    it(
      'goes through everything by id, page after page, each document once',
      on(async (step) => {
        const ids = ['b', 'a:10', 'a:2', 'Z', '_x', 'c-1', 'c.1'];
        await step(async (store) => {
          for (const id of ids) await store.create(caseWith(id));
        });
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await step((store) => store.page({ limit: 2, ...(after !== undefined && { after }) }));
          seen.push(...idsOf(page.items));
          after = page.next;
        } while (after !== undefined);
        expect(seen).toEqual(ids.toSorted());
      }),
    );

    it(
      'offers no next page when the last document is on this one',
      on(async (step) => {
        await step((store) => store.create(caseWith('a')));
        await step((store) => store.create(caseWith('b')));
        expect(await step((store) => store.page({ limit: 2 }))).not.toHaveProperty('next');
        expect((await step((store) => store.page({ limit: 1 }))).next).toBe('a');
      }),
    );

    it(
      'selects by every declared field that is asked for',
      on(async (step) => {
        await step(async (store) => {
          await store.create(caseWith('a', { unit: 'noord' }));
          await store.create(caseWith('b', { unit: "o'zuid" }));
          await store.create(caseWith('c', { unit: 'noord', status: 'closed' }));
          await store.create(caseWith('d', { unit: 'noord' }));
        });
        const open = { unit: 'noord', status: 'open' };
        expect(idsOf((await step((store) => store.page({ where: open, limit: 9 }))).items)).toEqual(['a', 'd']);
        expect(idsOf((await step((store) => store.page({ where: open, limit: 9, after: 'a' }))).items)).toEqual(['d']);
        expect(await step((store) => store.page({ where: open, limit: 1 }))).toMatchObject({
          items: [{ id: 'a' }],
          next: 'a',
        });
        expect(idsOf((await step((store) => store.page({ where: { unit: "o'zuid" }, limit: 9 }))).items)).toEqual([
          'b',
        ]);
        expect(await step((store) => store.page({ where: { unit: 'nergens' }, limit: 9 }))).toEqual({ items: [] });
      }),
    );

    it(
      'refuses to select by a field that is not declared, above all by a sealed one',
      on(async (step) => {
        const own = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
        for (const where of [{ story: 'x' }, { note: 'x' }, { constructor: 'x' }, { id: 'a' }, own]) {
          await expect(
            step((store) => store.page({ where: where as Record<string, string>, limit: 1 })),
          ).rejects.toThrow(TypeError);
        }
      }),
    );
  });

  describe(`${name}: documents that cannot be read`, () => {
    const due = { nextDueAt: '2026-11-20T09:00:00Z', urgency: 0 };
    const nine = '2026-11-23T09:00:00Z';

    it(
      'passes over them, reports them, and still gives as many others as were asked for',
      on(async (step) => {
        await step(
          async (store) => {
            for (const id of ['a1', 'a2', 'a3', 'a5']) await store.create(caseWith(id, due));
          },
          { sealer: otherSealer },
        );
        await step(async (store) => {
          for (const id of ['a4', 'b1', 'b2', 'b3']) await store.create(caseWith(id, due));
        });
        await step(async (store, unreadable) => {
          expect(idsOf(await store.dueBefore(nine, 3))).toEqual(['a4', 'b1', 'b2']);
          expect(unreadable).toEqual(['a1', 'a2', 'a3', 'a5'].map((id) => `cases ${id} unknown key`));
        });
        await step(async (store, unreadable) => {
          const page = await store.page({ limit: 3, where: { unit: 'zuid' } });
          expect(page).toMatchObject({ items: [{ id: 'a4' }, { id: 'b1' }, { id: 'b2' }], next: 'b2' });
          expect(unreadable).toHaveLength(4);
          expect(idsOf((await store.page({ limit: 3, after: 'b2' })).items)).toEqual(['b3']);
        });
      }),
    );

    it(
      'says of a single one that it cannot be read, not that it is not there',
      on(async (step) => {
        await step((store) => store.create(caseWith('a')), { sealer: otherSealer });
        const error = await step((store) => store.get('a')).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Unreadable);
        expect(error).toMatchObject({ message: 'cases/a cannot be read: unknown key', why: 'unknown key' });
        await expect(step((store) => store.create(caseWith('a')))).rejects.toThrow(AlreadyThere);
      }),
    );

    it(
      'leaves a document of a newer program untouched and reads it again when the program is newer too',
      on(async (step) => {
        const older = await step((store) => store.create(caseWith('a', due)));
        const newer = await step((store) => store.replace({ ...older, status: 'closed' }), { kind: laterCases });
        await step(async (store, unreadable) => {
          expect(await store.dueBefore(nine, 9)).toEqual([]);
          expect(unreadable).toEqual(['cases a newer schema']);
          await expect(store.get('a')).rejects.toThrow(Unreadable);
          await expect(store.replace(older)).rejects.toThrow(Conflict);
          await expect(store.remove(older)).rejects.toThrow(Conflict);
        });
        expect(await step((store) => store.get('a'), { kind: laterCases })).toEqual(newer);
      }),
    );

    it(
      'reads what an older key sealed, and moves it to the current key when it is written',
      on(async (step) => {
        await step((store) => store.create(caseWith('a')));
        await step(
          async (store) => {
            const read = await store.get('a');
            expect(read).toMatchObject(caseWith('a'));
            if (read) await store.replace({ ...read, status: 'closed' });
          },
          { sealer: rotatedSealer },
        );
        expect(await step((store) => store.get('a'), { sealer: otherSealer })).toMatchObject(
          caseWith('a', { status: 'closed' }),
        );
      }),
    );
  });

  it(
    `${name}: any row of writings agrees with a plain map`,
    on(async (step) => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
          round += 1;
          const model = new Map<string, Case & { etag: string }>();
          // Every run has its own unit and its own ids, so one place serves all of them.
          const own = `r${round}.`;
          await step(async (store) => {
            for (const each of commands) await play(store, model, own, each);
          });
          await step(async (store) => {
            for (const id of ['a', 'b', 'c', 'd']) expect(await store.get(own + id)).toEqual(model.get(own + id));
            const mine = await store.page({ where: { unit: own }, limit: 100 });
            expect(mine.items).toEqual([...model.values()].toSorted((x, y) => (x.id < y.id ? -1 : 1)));
            for (const document of mine.items) await store.remove(document);
          });
        }),
        { numRuns: process.env.DEEP ? 1000 : 40 },
      );
    }),
    300_000,
  );
}

type Command =
  | { readonly kind: 'create' | 'replace' | 'replace-stale'; readonly id: string; readonly fields: Partial<Case> }
  | { readonly kind: 'remove' | 'remove-stale' | 'get'; readonly id: string }
  | { readonly kind: 'due'; readonly now: string; readonly limit: number };

const id = fc.constantFrom('a', 'b', 'c', 'd');
const moment = fc.constantFrom(
  '2026-11-23T09:00:00Z',
  '2026-11-23T09:00:00.000Z',
  '2026-11-23T09:00:00.001Z',
  '2026-03-29T01:00:00Z',
  '2027-01-01T00:00:00Z',
);
const fields = fc.record(
  {
    status: fc.string({ unit: 'grapheme' }),
    story: fc.string({ unit: 'binary' }),
    answers: fc.dictionary(fc.constantFrom('where', 'constructor', 'toString'), fc.string(), { noNullPrototype: true }),
    nextDueAt: moment,
    urgency: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['status'], noNullPrototype: true },
);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constantFrom('create', 'replace', 'replace-stale'), id, fields }, { noNullPrototype: true }),
  fc.record({ kind: fc.constantFrom('remove', 'remove-stale', 'get'), id }, { noNullPrototype: true }),
  fc.record(
    { kind: fc.constant('due'), now: moment, limit: fc.integer({ min: 0, max: 5 }) },
    { noNullPrototype: true },
  ),
);

async function play(
  store: Collection<Case>,
  model: Map<string, Case & { etag: string }>,
  own: string,
  each: Command,
): Promise<void> {
  if (each.kind === 'due') return expectDue(store, model, each);
  const name = own + each.id;
  const known = model.get(name);
  switch (each.kind) {
    case 'create': {
      const document = { id: name, unit: own, status: 'open', ...each.fields };
      if (known) return expect(store.create(document)).rejects.toThrow(AlreadyThere);
      model.set(name, await store.create(document));
      expect(model.get(name)).toMatchObject(document);
      return;
    }
    case 'replace':
    case 'replace-stale': {
      const document = { id: name, unit: own, status: 'open', ...each.fields, etag: 'stale' };
      if (each.kind === 'replace-stale' || !known) return expect(store.replace(document)).rejects.toThrow(Conflict);
      const replaced = await store.replace({ ...document, etag: known.etag });
      expect(replaced).toEqual({ ...document, etag: replaced.etag });
      expect(replaced.etag).not.toBe(known.etag);
      model.set(name, replaced);
      return;
    }
    case 'remove':
    case 'remove-stale': {
      const etag = each.kind === 'remove' ? known?.etag : 'stale';
      if (!known || !etag || etag === 'stale')
        return expect(store.remove({ id: name, etag: 'stale' })).rejects.toThrow(Conflict);
      await store.remove({ id: name, etag });
      model.delete(name);
      return;
    }
    case 'get':
      expect(await store.get(name)).toEqual(known);
      return;
    default:
      each satisfies never;
  }
}

async function expectDue(
  store: Collection<Case>,
  model: ReadonlyMap<string, Case>,
  { now, limit }: { readonly now: string; readonly limit: number },
): Promise<void> {
  const time = (document: Case) => Date.parse(document.nextDueAt ?? '');
  const waiting = [...model.values()]
    .filter((document) => time(document) <= Date.parse(now))
    .toSorted((x, y) => (x.urgency ?? 1e9) - (y.urgency ?? 1e9) || time(x) - time(y) || (x.id < y.id ? -1 : 1));
  expect(await store.dueBefore(now, limit)).toEqual(waiting.slice(0, limit));
  const times = [...model.values()].map(time).filter((each) => !Number.isNaN(each));
  expect(await store.nextDue()).toBe(times.length === 0 ? undefined : new Date(Math.min(...times)).toISOString());
}
