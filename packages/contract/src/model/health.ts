import * as z from 'zod';

/** Something about Vigie itself that its operator should know, in the reader's language. */
export const HealthConditionSchema = z
  .object({
    id: z.enum(['store_cannot_write', 'store_damaged', 'event_loop_late', 'clock_skewed', 'gaps_growing']),
    severity: z.enum(['warning', 'critical']),
    text: z.string(),
    since: z.iso.datetime(),
  })
  .meta({ id: 'HealthCondition' });
export type HealthCondition = z.infer<typeof HealthConditionSchema>;
