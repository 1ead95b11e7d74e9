import type { Widget } from '@vigie/contract';

export const widgetTypes = [
  'timeseries',
  'stat',
  'gauge',
  'bar',
  'table',
  'top',
  'heatmap',
  'moment',
  'text',
] as const satisfies readonly Widget['type'][];

const sizes: Readonly<Record<Widget['type'], { readonly w: number; readonly h: number }>> = {
  timeseries: { w: 6, h: 4 },
  stat: { w: 3, h: 2 },
  gauge: { w: 3, h: 2 },
  bar: { w: 6, h: 4 },
  table: { w: 6, h: 4 },
  top: { w: 6, h: 4 },
  heatmap: { w: 12, h: 3 },
  moment: { w: 6, h: 4 },
  text: { w: 4, h: 2 },
};

/** A widget of a kind as it begins. */
export function newWidget(type: Widget['type']): Widget {
  const place = { id: `w${crypto.randomUUID().slice(0, 8)}`, title: '', x: 0, y: 0, ...sizes[type] };
  const figures = { queries: [{ names: 'node_load1', hosts: '$host' }], unit: 'none' as const };
  switch (type) {
    case 'timeseries':
      return { ...place, ...figures, type, stacked: false, logarithmic: false };
    case 'stat':
      return { ...place, ...figures, type, sparkline: true };
    case 'gauge':
      return { ...place, ...figures, type, min: 0, max: 100 };
    case 'bar':
      return { ...place, ...figures, type, limit: 10 };
    case 'table':
      return { ...place, ...figures, type, limit: 100 };
    case 'heatmap':
      return { ...place, ...figures, queries: [{ names: 'node_load1', hosts: '*' }], type, min: 0, max: 1 };
    case 'top':
      return { ...place, type, host: '$host', resource: 'cpu', by: 'process', limit: 10 };
    case 'moment':
      return { ...place, type, host: '$host', show: 'processes', limit: 15 };
    case 'text':
      return { ...place, type, text: '' };
    default:
      return type satisfies never;
  }
}

/** The same widget as another kind: its place, title and queries stay. */
export function asType(widget: Widget, type: Widget['type']): Widget {
  const { id, title, x, y, w, h } = widget;
  const fresh = { ...newWidget(type), id, title, x, y, w, h };
  if ('queries' in fresh && 'queries' in widget) {
    const queries = type === 'heatmap' ? widget.queries.slice(0, 1) : widget.queries;
    return { ...fresh, queries, unit: widget.unit, ...(widget.thresholds ? { thresholds: widget.thresholds } : {}) } as Widget;
  }
  return fresh;
}
