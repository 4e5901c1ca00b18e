/**
 * What a stored document is, the same for every database: `{ id, schema, nextDueAt?, urgency?, ...clear fields, sealed? }`. Written documents
 * are checked as strictly as read ones, because a document that cannot be read again is a lost report.
 */
import type { z } from 'zod';
import { Unreadable } from '../services/store.ts';
import type { SealedPart, Sealer } from './sealing.ts';

/** What a document must have to be stored. `schema` and `sealed` are names of the stored form and not free for anything else. */
export interface Storable {
  readonly id: string;
  /** When the document must be looked at next; only what has one is found by `dueBefore`. */
  readonly nextDueAt?: string | undefined;
  /** 0 = most urgent. */
  readonly urgency?: number | undefined;
  readonly schema?: never;
  readonly sealed?: never;
}

export type Raw = Readonly<Record<string, unknown>>;

/** How one kind of document is kept. */
export interface DocumentKind<T extends Storable> {
  /** The collection, for example `incidents`. */
  readonly name: string;
  /** The schema number, from 1. It goes up with every change that an older process could not read, and when a field moves in or out of `sealed`. */
  readonly version: number;
  /** Accepts its own output unchanged; `etag` may be in it, optional. */
  readonly schema: z.ZodType<T>;
  /** Top-level fields that go into the one sealed part. */
  readonly sealed: readonly (keyof T & string)[];
  /** Clear top-level text fields by which `page` can select. */
  readonly indexed: readonly (keyof T & string)[];
  /** Brings the content of an older version to this one, in one call. Without it older documents must fit the schema as they are. */
  readonly upgrade?: (raw: Raw, fromVersion: number) => Raw;
}

/** A kind whose type of document does not matter. */
export interface AnyKind {
  readonly name: string;
  readonly version: number;
  readonly sealed: readonly string[];
  readonly indexed: readonly string[];
}

export interface Stored {
  readonly id: string;
  readonly schema: number;
  readonly sealed?: string;
  readonly [field: string]: unknown;
}

/** Refuses a kind that no database could keep. A mistake in the program, found at start. */
export function checkKind({ name, version, sealed, indexed }: AnyKind): void {
  const ownFields = ['id', 'etag', 'schema', 'sealed', 'nextDueAt', 'urgency'];
  const mistakes = [
    ...(/^[a-z][A-Za-z0-9]*$/.test(name) ? [] : ['its name must be letters and digits']),
    ...(Number.isSafeInteger(version) && version >= 1 ? [] : ['its version must be 1 or more']),
    ...indexed.filter((field) => !/^[a-z][A-Za-z0-9]*$/.test(field)).map((field) => `${field} cannot be indexed`),
    ...sealed.filter((field) => ownFields.includes(field)).map((field) => `${field} cannot be sealed`),
    ...sealed.filter((field) => indexed.includes(field)).map((field) => `${field} is both sealed and indexed`),
  ];
  if (mistakes.length > 0) throw new Error(`The kind "${name}" is wrong: ${mistakes.join(', ')}.`);
}

/**
 * Ids that every store takes and sorts alike: visible ASCII without the characters that Cosmos DB refuses. Teams conversation ids, object ids,
 * `<case>:<n>` and base64url fit; plain base64 does not.
 */
export function isId(id: string): boolean {
  return /^[!-~]{1,255}$/.test(id) && !/[/\\?#]/.test(id);
}

export function whereOf(kind: AnyKind, id: string): string {
  return `${kind.name}/${id}`;
}

/** A document as it is written: the checked document, its stored form, and the sealed part to remember. */
export interface Written<T> {
  readonly document: T;
  readonly stored: Stored;
  readonly part: SealedPart | undefined;
}

/** `known`: the sealed part of the version that is replaced. It is used again when its content is still the same. */
export function toStored<T extends Storable>(
  kind: DocumentKind<T>,
  given: T,
  sealer: Sealer,
  known?: SealedPart,
): Written<T> {
  const document = checked(kind, given);
  const fields = Object.entries(document).filter(([, value]) => value !== undefined);
  const clear = fields.filter(([field]) => !isSealed(kind, field));
  // In the order of the declaration: the same content is always the same text.
  const kept = kind.sealed.flatMap((name) => fields.filter(([field]) => field === name));
  const part =
    kept.length === 0
      ? undefined
      : sealedPart(sealer, JSON.stringify(Object.fromEntries(kept)), whereOf(kind, given.id), known);
  const stored = {
    ...Object.fromEntries(clear),
    id: given.id,
    schema: kind.version,
    ...(part && { sealed: part.sealed }),
  };
  dueOf(stored);
  return { document, stored, part };
}

/** The same document, or a complaint that names fields and never says what is in them. */
function checked<T extends Storable>(kind: DocumentKind<T>, given: T): T {
  if (!isId(given.id)) throw new TypeError(`${kind.name}: this is not an id a store can take.`);
  const { etag: _etag, ...content } = given as T & { etag?: string };
  const result = kind.schema.safeParse(content);
  const fields = result.success
    ? ['schema', 'sealed', 'etag'].filter((field) => Object.hasOwn(result.data, field))
    : [...new Set(result.error.issues.map((issue) => String(issue.path[0] ?? 'the document')))];
  if (!result.success || fields.length > 0 || result.data.id !== given.id) {
    throw new TypeError(
      `${whereOf(kind, given.id)} is not written, it could not be read again: ${fields.join(', ') || 'id'}`,
    );
  }
  return result.data;
}

function sealedPart(sealer: Sealer, text: string, where: string, known: SealedPart | undefined): SealedPart {
  const unchanged = known !== undefined && known.text === text && sealer.isCurrent(known.sealed, where);
  return unchanged ? known : { text, sealed: sealer.seal(text, where) };
}

/** A document as it was read, and the sealed part to remember. */
export interface Read<T> {
  readonly document: T;
  readonly part: SealedPart | undefined;
}

/** `raw` is what the database gave under `id`, without its own additions. `known` saves opening a sealed part that was opened before. */
export function fromStored<T extends Storable>(
  kind: DocumentKind<T>,
  id: string,
  raw: unknown,
  sealer: Sealer,
  known?: SealedPart,
): Read<T> {
  const where = whereOf(kind, id);
  if (!isRecord(raw) || raw.id !== id) throw new Unreadable(where, 'corrupt');
  const { schema, sealed, ...clear } = raw;
  if (typeof schema !== 'number' || !Number.isSafeInteger(schema) || schema < 1) throw new Unreadable(where, 'corrupt');
  if (schema > kind.version) throw new Unreadable(where, 'newer schema');
  if (sealed !== undefined && typeof sealed !== 'string') throw new Unreadable(where, 'corrupt');
  // What must be sealed and stands there readable was not written by this program.
  if (schema === kind.version && kind.sealed.some((field) => Object.hasOwn(clear, field)))
    throw new Unreadable(where, 'corrupt');
  const part = sealed === undefined ? undefined : openedPart(sealer, sealed, where, known);
  const document = understood(kind, { ...clear, ...fieldsOf(part, where), id }, schema);
  if (document === undefined || document.id !== id) throw new Unreadable(where, 'corrupt');
  return { document, part };
}

function openedPart(sealer: Sealer, sealed: string, where: string, known: SealedPart | undefined): SealedPart {
  return known?.sealed === sealed ? known : { text: sealer.open(sealed, where), sealed };
}

function fieldsOf(part: SealedPart | undefined, where: string): Raw {
  if (part === undefined) return {};
  const fields = parsed(part.text);
  if (!isRecord(fields)) throw new Unreadable(where, 'corrupt');
  return fields;
}

function understood<T extends Storable>(kind: DocumentKind<T>, content: Raw, schema: number): T | undefined {
  try {
    const current = schema < kind.version && kind.upgrade ? kind.upgrade(content, schema) : content;
    return kind.schema.safeParse(current).data;
  } catch {
    // An upgrade that fails on this document; its message may quote the document.
    return undefined;
  }
}

/** JSON or undefined: the message of JSON.parse quotes the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSealed(kind: AnyKind, field: string): boolean {
  return kind.sealed.includes(field);
}

export interface Due {
  readonly at: string;
  readonly urgency: number;
}

/** By what a store sorts `dueBefore`; absent when nothing is planned. A document without urgency comes after all others. */
export function dueOf({ nextDueAt, urgency }: Raw): Due | undefined {
  if (nextDueAt === undefined) return undefined;
  return {
    at: comparable(String(nextDueAt)),
    urgency: typeof urgency === 'number' ? urgency : Number.MAX_SAFE_INTEGER,
  };
}

/** One spelling for one moment: `…:00Z` and `…:00.000Z` are both right, but as text they do not sort. */
export function comparable(instant: string): string {
  const time = Date.parse(instant);
  const text = Number.isNaN(time) ? '' : new Date(time).toISOString();
  // Other lengths are years outside 0 to 9999, which do not sort either.
  if (text.length !== 24) throw new TypeError('This is not a moment that a store can sort by.');
  return text;
}
