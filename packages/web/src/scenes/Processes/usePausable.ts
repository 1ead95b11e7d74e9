import { useRef } from 'react';

/** The newest value, or while paused the one of the moment of the pause. */
export function usePausable<T>(value: T, paused: boolean): T {
  const kept = useRef(value);
  if (!paused) {
    kept.current = value;
  }
  return kept.current;
}
