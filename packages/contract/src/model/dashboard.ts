import * as z from 'zod';
import { widgetUnits } from './widget-units.ts';

/** Columns of the grid; a row is as high as the page makes it. */
export const dashboardColumns = 12;

const Name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
  .max(64);

/** `$name` stands for a variable of the dashboard, anywhere in these texts. */
export const WidgetQuerySchema = z.strictObject({
  /** Names of series, separated by commas. */
  names: z.string().min(1).max(1000).meta({ example: 'node_load1' }),
  labels: z.string().max(1000).optional().meta({ example: 'device=sda,mode!=idle' }),
  /** Host ids separated by commas, `*` for all, or a variable. */
  hosts: z.string().min(1).max(4000).default('$host'),
  aggregate: z.enum(['last', 'avg', 'min', 'max', 'sum', 'count', 'rate', 'increase', 'quantile']).optional(),
  quantile: z.number().min(0).max(1).optional(),
  /** Many series made one for each set of the labels in `by`; `host` is one of them. */
  across: z.enum(['sum', 'avg', 'min', 'max', 'quantile']).optional(),
  by: z.array(Name).max(8).optional(),
  /** Text of the legend: `{{device}} {{mode}}`. Labels are taken as they are, never evaluated. */
  legend: z.string().max(200).optional(),
});
export type WidgetQuery = z.infer<typeof WidgetQuerySchema>;

const place = {
  id: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[A-Za-z0-9_-]+$/),
  title: z.string().max(200).default(''),
  x: z
    .int()
    .min(0)
    .max(dashboardColumns - 1),
  y: z.int().min(0).max(1000),
  w: z.int().min(1).max(dashboardColumns),
  h: z.int().min(1).max(24),
};
const queries = z.array(WidgetQuerySchema).min(1).max(10);
const Thresholds = z.strictObject({ warning: z.number().optional(), critical: z.number().optional() });
const number = {
  unit: z.enum(widgetUnits).default('none'),
  decimals: z.int().min(0).max(6).optional(),
  thresholds: Thresholds.optional(),
};

export const WidgetSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('timeseries'),
      ...place,
      queries,
      ...number,
      stacked: z.boolean().default(false),
      logarithmic: z.boolean().default(false),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
    z.strictObject({ type: z.literal('stat'), ...place, queries, ...number, sparkline: z.boolean().default(true) }),
    z.strictObject({ type: z.literal('gauge'), ...place, queries, ...number, min: z.number().default(0), max: z.number().default(100) }),
    z.strictObject({ type: z.literal('bar'), ...place, queries, ...number, limit: z.int().min(1).max(100).default(10) }),
    z.strictObject({ type: z.literal('table'), ...place, queries, ...number, limit: z.int().min(1).max(1000).default(100) }),
    /** Who used a resource in the range: `host.usage`. */
    z.strictObject({
      type: z.literal('top'),
      ...place,
      host: z.string().max(100).default('$host'),
      resource: z.enum(['cpu', 'memory', 'disk', 'network']),
      by: z.enum(['process', 'unit', 'container', 'user']).default('process'),
      limit: z.int().min(1).max(50).default(10),
    }),
    /** One tile for each host, coloured by a figure. */
    z.strictObject({
      type: z.literal('heatmap'),
      ...place,
      queries: z.array(WidgetQuerySchema).length(1),
      ...number,
      min: z.number().default(0),
      max: z.number().default(1),
    }),
    /** Markdown without HTML. */
    z.strictObject({ type: z.literal('text'), ...place, text: z.string().max(20_000) }),
    /** The state of a host at the end of the range: `host.at`. */
    z.strictObject({
      type: z.literal('moment'),
      ...place,
      host: z.string().max(100).default('$host'),
      show: z.enum(['processes', 'ports', 'units', 'logins', 'mounts']),
      limit: z.int().min(1).max(100).default(15),
    }),
  ])
  .meta({ id: 'Widget' });
export type Widget = z.infer<typeof WidgetSchema>;

export const DashboardVariableSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('host'),
      name: Name,
      label: z.string().max(100).default(''),
      multiple: z.boolean().default(false),
      value: z.string().max(4000).default('local'),
    }),
    z.strictObject({
      kind: z.literal('list'),
      name: Name,
      label: z.string().max(100).default(''),
      values: z.array(z.string().min(1).max(200)).min(1).max(200),
      multiple: z.boolean().default(false),
      value: z.string().max(4000),
    }),
    z.strictObject({ kind: z.literal('text'), name: Name, label: z.string().max(100).default(''), value: z.string().max(200) }),
    /** Values a label has on the hosts of a query. */
    z.strictObject({
      kind: z.literal('label'),
      name: Name,
      label: z.string().max(100).default(''),
      metric: z.string().min(1).max(200),
      of: Name,
      hosts: z.string().max(4000).default('$host'),
      multiple: z.boolean().default(false),
      value: z.string().max(4000).default(''),
    }),
  ])
  .meta({ id: 'DashboardVariable' });
export type DashboardVariable = z.infer<typeof DashboardVariableSchema>;

/** What a person builds, and what is exported and imported as JSON. */
export const DashboardContentSchema = z
  .strictObject({
    /** Of this form; a later one is refused with a clear error. */
    format: z.literal(1).default(1),
    name: z.string().trim().min(1).max(120),
    description: z.string().max(2000).default(''),
    range: z.string().max(64).default('now-1h'),
    refreshSeconds: z.int().min(0).max(3600).default(10).meta({ description: '0 is never', fr: '0 est jamais' }),
    variables: z.array(DashboardVariableSchema).max(20).default([]),
    widgets: z.array(WidgetSchema).max(100).default([]),
  })
  .meta({ id: 'DashboardContent' });
export type DashboardContent = z.infer<typeof DashboardContentSchema>;

export const DashboardInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Comes with Vigie: may be duplicated, not changed. */
  shipped: z.boolean(),
  /** Seen by everybody of the organization; otherwise by its owner only. */
  shared: z.boolean(),
  mine: z.boolean(),
  owner: z.string().nullable(),
  version: z.int(),
  widgets: z.int(),
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.string().nullable(),
});
export type DashboardInfo = z.infer<typeof DashboardInfoSchema>;

export const DashboardSchema = DashboardInfoSchema.omit({ widgets: true })
  .extend({ content: DashboardContentSchema })
  .meta({ id: 'Dashboard' });
export type Dashboard = z.infer<typeof DashboardSchema>;
