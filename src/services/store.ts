/**
 * Use cases over ports live in services/. This port is where documents are kept: one document for each thing that must stay whole, each
 * write conditional on the version that was read. No transactions over several documents: a promise that needs one is designed wrongly.
 */

/** A document with the mark of its version. Every write gives it another one; it is never part of what the document says. */
export type Versioned<T> = T & { readonly etag: string };

/** Create of an id that exists. For ids that are decided beforehand (an incident has the id of its draft) it means: done before. */
export class AlreadyThere extends Error {
  override readonly name = 'AlreadyThere';
}

/** Somebody else wrote or removed the document since it was read: read it again and decide anew. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** What an operator needs to know to help: a missing key is put back, an older process is replaced, the rest needs a backup. */
export type WhyUnreadable = 'corrupt' | 'newer schema' | 'unknown key' | 'sealed part does not open';

/**
 * The document is there and cannot be understood. It is left as it is. The message names collection and id only, and there is no `cause`:
 * messages of JSON and cipher libraries quote what they choked on.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly why: WhyUnreadable;

  /** `where` is `collection/id`. */
  constructor(where: string, why: WhyUnreadable) {
    super(`${where} cannot be read: ${why}`);
    this.why = why;
  }
}

/** `where`: equality on fields that the kind declares as indexed. `after`: the `next` of the page before. */
export interface PageQuery {
  readonly where?: Readonly<Record<string, string>>;
  readonly after?: string;
  readonly limit: number;
}

/** `next` is absent on the last page. */
export interface Page<T> {
  readonly items: readonly Versioned<T>[];
  readonly next?: string;
}

/**
 * `dueBefore` and `page` pass over documents that cannot be read and report them to whoever opened the store: one spoilt document
 * must not keep the others from being looked at. They still return `limit` documents where there are that many.
 */
export interface Collection<T extends { readonly id: string }> {
  /** Throws Unreadable. */
  get(id: string): Promise<Versioned<T> | undefined>;
  /** Throws AlreadyThere. */
  create(document: T): Promise<Versioned<T>>;
  /** Throws Conflict when the etag is not the current one, or the document is gone. */
  replace(document: Versioned<T>): Promise<Versioned<T>>;
  /** Throws Conflict as `replace` does. */
  remove(document: { readonly id: string; readonly etag: string }): Promise<void>;
  /** Documents with `nextDueAt` at or before `now`: lowest `urgency` number first (none = last), then oldest, then by id. */
  dueBefore(now: string, limit: number): Promise<readonly Versioned<T>[]>;
  /** The earliest `nextDueAt` in the collection, in milliseconds notation (`2026-11-23T09:05:00.000Z`). */
  nextDue(): Promise<string | undefined>;
  /** By id. A field that is not declared as indexed is a mistake in the program and throws. */
  page(query: PageQuery): Promise<Page<T>>;
}
