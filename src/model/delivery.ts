import type { Instant } from './world.ts';

/**
 * What became of a message. A "sent" that was not delivered does harm, so the four outcomes are told apart (design section 3):
 * delivered; this person cannot be reached at all; not now, but at that time; or nobody can tell whether it arrived.
 */
export type Delivery =
  | { readonly kind: 'delivered'; readonly activityId: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'later'; readonly retryAt: Instant }
  | { readonly kind: 'unknown' };
