import { z } from 'zod';
import { ChainLink } from './incident.ts';
import { timed } from './timer.ts';
import { Instant, PersonId } from './world.ts';

/**
 * "Someone wants contact": no incident, and never why. This version makes one kind, `call-now`: somebody typed words that worry,
 * and asked to be called. Only that they want a call is stored (practice.md section 2).
 */
export const ContactRequest = z.object({
  /** Made from the press that asked for it, so that a repeat of the press makes no second one. */
  id: z.string(),
  kind: z.enum(['call-now']),
  /** Who wants to be called. */
  employee: PersonId,
  /** The id of the unit whose people are asked. */
  unit: z.string(),
  status: z.enum(['open', 'taken']),
  requestedAt: Instant,
  /** Who is asked, in order. */
  chain: z.array(ChainLink).max(30),
  /** Who has been asked by now. */
  asked: z.array(PersonId).max(30),
  /** Never asked and never alarmed about it. */
  excluded: z.array(PersonId).default([]),
  /** Who confirmed that they call. */
  adviser: PersonId.optional(),
  ...timed,
  /** Sealed: whom to call and on which number. Gone an hour after somebody confirmed that they call. */
  howToReach: z.object({ name: z.string(), phone: z.string().optional() }).optional(),
  etag: z.string().optional(),
});
export type ContactRequest = z.infer<typeof ContactRequest>;
