/**
 * store/ keeps documents: what a stored document is, how its private part is sealed, and the databases themselves. Nothing here knows
 * what an incident is. This file is the only place with ciphers, and with app.ts the only one with chance: content keys and nonces
 * must come from `randomBytes`, and a World that tests can fix would make them repeat.
 *
 * A sealed part is a JWE (RFC 7516) in compact form, A256KW + A256GCM, written with node:crypto because jose costs 0.3 ms a time;
 * the tests hold it against jose in both directions. No secret is compared in JavaScript: OpenSSL checks the wrapped key and the tag, both
 * in constant time. What is compared here (`kid`, `doc`, spelling) stands readable in the header.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Unreadable } from '../services/store.ts';

export interface Sealer {
  /** `boundTo` is `collection/id`; it stands in the authenticated header, so a sealed part cannot be moved to another document. */
  seal(plaintext: string, boundTo: string): string;
  /** Throws Unreadable. */
  open(sealed: string, boundTo: string): string;
  /** Was it sealed with the key in use today? A document that is written anyway moves to that key, which is how an old one retires. */
  isCurrent(sealed: string, boundTo: string): boolean;
}

export interface SealingKeys {
  /** Every key that may still be needed for reading; each 32 bytes. */
  readonly keys: readonly { readonly kid: string; readonly key: Buffer }[];
  /** The `kid` of the key to seal with. */
  readonly current: string;
}

const tagLength = 16;
const nonceLength = 12;
/** A 32-byte content key wrapped by AES-KW is 8 bytes longer. */
const wrappedLength = 40;
/** The fixed initial value of RFC 3394; an unwrapped key that does not show it is refused. */
const wrapStart = Buffer.alloc(8, 0xa6);

export function createSealer({ keys, current }: SealingKeys): Sealer {
  const known = new Map<string, KeyObject>();
  for (const { kid, key } of keys) {
    if (kid === '') throw new Error('A sealing key needs a name.');
    if (key.length !== 32) throw new Error(`The sealing key ${kid} has ${key.length} bytes, it needs 32.`);
    if (known.has(kid)) throw new Error(`There are two sealing keys with the name ${kid}.`);
    known.set(kid, createSecretKey(key));
  }
  const currentKey = known.get(current);
  if (currentKey === undefined) throw new Error(`The current sealing key ${current} is not among the sealing keys.`);

  function headerFor(boundTo: string): string {
    return encode(JSON.stringify({ alg: 'A256KW', enc: 'A256GCM', kid: current, doc: boundTo }));
  }

  return {
    seal: (plaintext, boundTo) => sealWith(currentKey, headerFor(boundTo), plaintext),
    open: (sealed, boundTo) => {
      const { kid } = headerOf(sealed, boundTo);
      const key = known.get(kid);
      if (key === undefined) throw new Unreadable(boundTo, 'unknown key');
      try {
        return openWith(key, sealed);
      } catch {
        throw new Unreadable(boundTo, 'sealed part does not open');
      }
    },
    isCurrent: (sealed, boundTo) => sealed.startsWith(`${headerFor(boundTo)}.`),
  };
}

function sealWith(key: KeyObject, header: string, plaintext: string): string {
  const contentKey = randomBytes(32);
  const nonce = randomBytes(nonceLength);
  const wrap = createCipheriv('id-aes256-wrap', key, wrapStart);
  const wrapped = Buffer.concat([wrap.update(contentKey), wrap.final()]);
  const cipher = createCipheriv('aes-256-gcm', contentKey, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(header, 'ascii'));
  const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return [header, encode(wrapped), encode(nonce), encode(text), encode(cipher.getAuthTag())].join('.');
}

function openWith(key: KeyObject, sealed: string): string {
  const [header = '', wrapped, nonce, text, tag, ...more] = sealed.split('.');
  if (more.length > 0) throw new Error('too many parts');
  // The lengths matter: GCM accepts a tag of 4 bytes when asked to, which would leave 32 bits to guess.
  const unwrap = createDecipheriv('id-aes256-wrap', key, wrapStart);
  const contentKey = Buffer.concat([unwrap.update(decode(wrapped, wrappedLength)), unwrap.final()]);
  const decipher = createDecipheriv('aes-256-gcm', contentKey, decode(nonce, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(header, 'ascii'));
  decipher.setAuthTag(decode(tag, tagLength));
  return Buffer.concat([decipher.update(decode(text)), decipher.final()]).toString('utf8');
}

/** Only what `seal` writes: `crit` and `zip` change the meaning of a JWE and are therefore refused, not ignored. */
function headerOf(sealed: string, boundTo: string): { readonly kid: string } {
  try {
    const header: unknown = JSON.parse(decode(sealed.slice(0, sealed.indexOf('.'))).toString('utf8'));
    if (
      typeof header === 'object' &&
      header !== null &&
      'alg' in header &&
      'enc' in header &&
      'kid' in header &&
      'doc' in header
    ) {
      const plain = !('crit' in header) && !('zip' in header);
      const ours = header.alg === 'A256KW' && header.enc === 'A256GCM' && header.doc === boundTo;
      if (plain && ours && typeof header.kid === 'string') return { kid: header.kid };
    }
  } catch {
    // Falls through to the one answer: what exactly was wrong could quote the content.
  }
  throw new Unreadable(boundTo, 'sealed part does not open');
}

function encode(bytes: string | Buffer): string {
  return Buffer.from(bytes as string).toString('base64url');
}

/** Node reads base64url leniently: other alphabets, spaces and stray last bits would give several spellings of one sealed part. */
function decode(part: string | undefined, length?: number): Buffer {
  const bytes = Buffer.from(part ?? '', 'base64url');
  if (part === undefined || bytes.toString('base64url') !== part) throw new Error('not base64url');
  if (length !== undefined && bytes.length !== length) throw new Error('wrong length');
  return bytes;
}

/** A sealed part beside the JSON that is in it. */
export interface SealedPart {
  readonly text: string;
  readonly sealed: string;
}

/** Sealed parts seen lately, so that a document whose private part did not change is neither opened nor sealed again. */
export interface SealedMemory {
  /** `key` is `collection/id/etag`: one version of one document. */
  recall(key: string): SealedPart | undefined;
  remember(key: string, part: SealedPart | undefined): void;
  forget(key: string): void;
}

/** Bounded by size, because one incident can be a hundred times larger than another; the longest unused goes first. */
export function createSealedMemory(maxCharacters = 4_000_000): SealedMemory {
  const parts = new Map<string, SealedPart>();
  let characters = 0;

  function forget(key: string): void {
    const part = parts.get(key);
    if (part === undefined) return;
    parts.delete(key);
    characters -= sizeOf(part);
  }

  return {
    recall: (key) => parts.get(key),
    remember: (key, part) => {
      forget(key);
      if (part === undefined || sizeOf(part) > maxCharacters) return;
      parts.set(key, part);
      characters += sizeOf(part);
      for (const oldest of parts.keys()) {
        if (characters <= maxCharacters) break;
        forget(oldest);
      }
    },
    forget,
  };
}

function sizeOf(part: SealedPart): number {
  return part.text.length + part.sealed.length;
}
