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
    processEventDays: days.meta({ description: 'Starts and ends of processes', fr: 'Débuts et fins de processus' }),
    unitEventDays: days.meta({ description: 'What happened to units', fr: 'Ce qui est arrivé aux unités' }),
    loginEventDays: days.meta({ description: 'Logins', fr: 'Connexions' }),
    eventDays: days.meta({ description: 'Every other kind of event', fr: 'Toute autre sorte d’événement' }),
    stateDays: days.meta({ description: 'The states of hosts (`host.at`)', fr: 'Les états des hôtes (`host.at`)' }),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof RetentionSchema>;
