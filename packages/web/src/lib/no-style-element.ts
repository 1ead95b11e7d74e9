/*
 * Stands in for `react-style-singleton` (see vite.config.ts): what it would put into a style element is not wanted here.
 */
export function styleSingleton(): () => null {
  return () => null;
}
