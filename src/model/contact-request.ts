import { z } from 'zod';
import { ChainLink } from './incident.ts';
import { timed } from './timer.ts';
import { Instant, PersonId } from './world.ts';

/**
 * "Someone wants contact": no incident, and never why. This version makes one kind, `call-now`: somebody typed words that worry,
 * and asked to be called. Only that they want a call is stored (practice.md section 2).
 */
export const ContactRequest = z.object({
  id: z.string(),
  kind: z.enum(['call-now']),
  employee: PersonId,
  unit: z.string(),
  status: z.enum(['open', 'taken']),
  requestedAt: Instant,
  chain: z.array(ChainLink).max(30),
  asked: z.array(PersonId).max(30),
  adviser: PersonId.optional(),
  ...timed,
  /** Sealed: whom to call and on which number. */
  howToReach: z.object({ name: z.string(), phone: z.string().optional() }),
  etag: z.string().optional(),
});
export type ContactRequest = z.infer<typeof ContactRequest>;
