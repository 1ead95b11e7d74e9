/** How the figures of a widget are written; `cores` and `ratio` are shown as percent. */
export const widgetUnits = [
  'none',
  'ratio',
  'percent',
  'bytes',
  'bytes_per_second',
  'bits_per_second',
  'seconds',
  'per_second',
  'cores',
  'celsius',
  'count',
] as const;
