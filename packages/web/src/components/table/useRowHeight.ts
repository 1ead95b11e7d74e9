import { useSyncExternalStore } from 'react';

function read(): number {
  const value = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-h'));
  return Number.isFinite(value) && value > 0 ? value : 22;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density', 'data-theme'] });
  const coarse = matchMedia('(pointer: coarse)');
  coarse.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    coarse.removeEventListener('change', listener);
  };
}

/** The height of a row in pixels: it follows the density and a coarse pointer. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, read);
}
