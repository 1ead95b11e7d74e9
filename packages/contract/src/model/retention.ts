import * as z from 'zod';

const days = z
  .number()
  .min(1 / 24)
  .max(3650);

/** How finely and how long figures, events and states of hosts are kept. */
export const RetentionSchema = z
  .object({
    rawDays: days.meta({ description: 'The samples as they were measured', fr: 'Les échantillons tels que mesurés' }),
    minuteDays: days,
    fiveMinutesDays: days,
    hourDays: days,
    eventDays: days,
    stateDays: days.meta({ description: 'The states of hosts (`host.at`)', fr: 'Les états des hôtes (`host.at`)' }),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof RetentionSchema>;
