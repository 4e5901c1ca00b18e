import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { Unreadable } from '../../src/services/store.ts';
import { createSealedMemory, createSealer } from '../../src/store/sealing.ts';

const key = Buffer.from('7f'.repeat(32), 'hex');
const otherKey = Buffer.from('80'.repeat(32), 'hex');
const sealer = createSealer({ keys: [{ kid: '2026-11', key }], current: '2026-11' });
const where = 'incidents/1';

const header = { alg: 'A256KW', enc: 'A256GCM', kid: '2026-11', doc: where };
const byJose = (text: string, fields: object = {}, secret: Buffer = key) =>
  new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ ...header, ...fields }).encrypt(secret);
const changed = (sealed: string, part: number, bytes: Buffer) =>
  sealed
    .split('.')
    .map((old, n) => (n === part ? bytes.toString('base64url') : old))
    .join('.');
const part = (sealed: string, n: number) => Buffer.from(sealed.split('.')[n] ?? '', 'base64url');

describe('a sealed part', () => {
  it('opens to what was sealed, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 500 }),
        (text) => sealer.open(sealer.seal(text, where), where) === text,
      ),
    );
    for (const text of ['', '{}', 'é😀\u0000', 'x'.repeat(300_000)])
      expect(sealer.open(sealer.seal(text, where), where)).toBe(text);
  });

  it('is a JWE that jose opens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const { plaintext, protectedHeader } = await compactDecrypt(sealer.seal(text, where), key);
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(plaintext)).toBe(text);
        expect(protectedHeader).toEqual(header);
      }),
    );
  });

  it('may come from jose', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(sealer.open(await byJose(text), where)).toBe(text);
      }),
    );
  });

  it('is never the same twice, so equal texts do not show', () => {
    const parts = Array.from({ length: 50 }, () => sealer.seal('the same', where).split('.'));
    for (const n of [1, 2, 3, 4]) expect(new Set(parts.map((each) => each[n])).size).toBe(50);
  });

  it('does not open when a single bit of it was flipped, or a byte left out, doubled or added', () => {
    const sealed = Buffer.from(sealer.seal('a short text', where), 'ascii');
    for (let at = 0; at < sealed.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bent = Buffer.from(sealed);
        bent[at] = (bent[at] ?? 0) ^ (1 << bit);
        // Both readings: as a database would give the bytes back, and as text that kept every byte.
        expect(() => sealer.open(bent.toString('latin1'), where)).toThrow(Unreadable);
        expect(() => sealer.open(bent.toString('utf8'), where)).toThrow(Unreadable);
      }
      const [before, rest] = [sealed.subarray(0, at), sealed.subarray(at)];
      expect(() => sealer.open(`${before}${rest.subarray(1)}`, where)).toThrow(Unreadable);
      expect(() => sealer.open(`${before}${rest.subarray(0, 1)}${rest}`, where)).toThrow(Unreadable);
      for (const extra of ['.', ' ', '=', 'A'])
        expect(() => sealer.open(`${before}${extra}${rest}`, where)).toThrow(Unreadable);
    }
    for (const extra of ['.', ' ', '=', 'A', '.A'])
      expect(() => sealer.open(sealed + extra, where)).toThrow(Unreadable);
  });

  it('does not open when any byte behind its spelling was changed, cut or lengthened', () => {
    const sealed = sealer.seal('a short text', where);
    for (const n of [1, 2, 3, 4]) {
      const bytes = part(sealed, n);
      for (let at = 0; at < bytes.length; at += 1) {
        const bent = Buffer.from(bytes);
        bent[at] = (bent[at] ?? 0) ^ 1;
        expect(() => sealer.open(changed(sealed, n, bent), where)).toThrow(Unreadable);
        // A shortened tag is the classic way to make GCM guessable.
        expect(() => sealer.open(changed(sealed, n, bytes.subarray(0, at)), where)).toThrow(Unreadable);
      }
      expect(() => sealer.open(changed(sealed, n, Buffer.concat([bytes, Buffer.alloc(1)])), where)).toThrow(Unreadable);
    }
  });

  it('does not open under another document, nor with the header of one', () => {
    const sealed = sealer.seal('a text', where);
    expect(() => sealer.open(sealed, 'incidents/2')).toThrow(Unreadable);
    const moved = changed(sealed, 0, Buffer.from(JSON.stringify({ ...header, doc: 'incidents/2' })));
    expect(() => sealer.open(moved, 'incidents/2')).toThrow(Unreadable);
  });

  it('does not open with parts of another sealed part', () => {
    const [one, two] = [sealer.seal('text one', where), sealer.seal('text two', where)];
    for (const n of [1, 2, 3, 4]) expect(() => sealer.open(changed(one, n, part(two, n)), where)).toThrow(Unreadable);
  });

  it('does not open with another key, and says when the key is one it was never given', () => {
    const wrong = createSealer({ keys: [{ kid: '2026-11', key: otherKey }], current: '2026-11' });
    expect(() => wrong.open(sealer.seal('a', where), where)).toThrow(
      'incidents/1 cannot be read: sealed part does not open',
    );
    const without = createSealer({ keys: [{ kid: '2027-01', key: otherKey }], current: '2027-01' });
    expect(() => without.open(sealer.seal('a', where), where)).toThrow('incidents/1 cannot be read: unknown key');
  });

  it('does not open when its header asks for anything else than what is written here', async () => {
    const gcm192 = await new CompactEncrypt(new TextEncoder().encode('a'))
      .setProtectedHeader({ ...header, enc: 'A128GCM' })
      .encrypt(key);
    const direct = await new CompactEncrypt(new TextEncoder().encode('a'))
      .setProtectedHeader({ ...header, alg: 'dir' })
      .encrypt(key);
    const understood = await new CompactEncrypt(new TextEncoder().encode('a'))
      .setProtectedHeader({ ...header, crit: ['doc'] })
      .encrypt(key, { crit: { doc: true } });
    for (const sealed of [gcm192, direct, understood]) expect(() => sealer.open(sealed, where)).toThrow(Unreadable);
    for (const fields of [{ doc: undefined }, { kid: undefined }, { doc: 'incidents/1 ' }, { kid: '__proto__' }]) {
      const sealed = await byJose('a', fields);
      expect(() => sealer.open(sealed, where)).toThrow(Unreadable);
    }
  });

  it('is refused whatever it is, and the refusal repeats nothing of it', () => {
    const refused = (sealed: string) => {
      try {
        sealer.open(sealed, where);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    const junk = [
      '',
      '.',
      '....',
      'geheim',
      '{"geheim":1}',
      `${Buffer.from('{"geheim"').toString('base64url')}.a.b.c.d`,
    ];
    for (const sealed of junk) {
      expect(refused(sealed)).toBeInstanceOf(Unreadable);
      expect(refused(sealed)).toMatchObject({ message: 'incidents/1 cannot be read: sealed part does not open' });
      expect((refused(sealed) as Error).cause).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => refused(text) instanceof Unreadable));
  });
});

describe('the sealing keys', () => {
  it('may be several: the current one seals, all of them open', () => {
    const both = createSealer({
      keys: [
        { kid: '2026-11', key },
        { kid: '2027-01', key: otherKey },
      ],
      current: '2027-01',
    });
    const old = sealer.seal('old', where);
    expect(both.open(old, where)).toBe('old');
    expect(both.isCurrent(old, where)).toBe(false);
    const fresh = both.seal('new', where);
    expect(both.isCurrent(fresh, where)).toBe(true);
    expect(() => sealer.open(fresh, where)).toThrow('unknown key');
  });

  it('are refused when they cannot work', () => {
    const good = { kid: 'a', key };
    expect(() => createSealer({ keys: [], current: 'a' })).toThrow(
      'The current sealing key a is not among the sealing keys.',
    );
    expect(() => createSealer({ keys: [good], current: 'b' })).toThrow('not among');
    expect(() => createSealer({ keys: [good, good], current: 'a' })).toThrow('two sealing keys with the name a');
    expect(() => createSealer({ keys: [{ kid: '', key }], current: '' })).toThrow('needs a name');
    for (const length of [0, 16, 31, 33]) {
      const short = { kid: 'a', key: Buffer.alloc(length) };
      expect(() => createSealer({ keys: [short], current: 'a' })).toThrow(
        `The sealing key a has ${length} bytes, it needs 32.`,
      );
    }
  });
});

describe('the memory for sealed parts', () => {
  const of = (size: number) => ({ text: 'x'.repeat(size), sealed: '' });

  it('stays within its bound and lets go of the longest unused', () => {
    const memory = createSealedMemory(100);
    memory.remember('a', of(40));
    memory.remember('b', of(40));
    memory.remember('a', of(40));
    memory.remember('c', of(40));
    expect(['a', 'b', 'c'].filter((key) => memory.recall(key))).toEqual(['a', 'c']);
  });

  it('counts what it let go, and takes nothing larger than itself', () => {
    const memory = createSealedMemory(100);
    memory.remember('a', of(60));
    memory.forget('a');
    memory.forget('a');
    memory.remember('b', of(100));
    memory.remember('c', of(101));
    expect(['a', 'b', 'c'].filter((key) => memory.recall(key))).toEqual(['b']);
    memory.remember('b', undefined);
    expect(memory.recall('b')).toBeUndefined();
  });
});
