import { useMemo } from 'react';

/** How long a still pointer or cursor keeps the order: then the person reads, and wants what is true now. */
const restMs = 5000;

/** Is a hand on the table? While it is, rows keep their place. */
export interface Hand {
  readonly isOn: () => boolean;
  /** Lets go at once: the person asked for another order. */
  readonly release: () => void;
  readonly handlers: {
    readonly onPointerEnter: () => void;
    readonly onPointerMove: () => void;
    readonly onPointerLeave: () => void;
    readonly onKeyDown: () => void;
    readonly onWheel: () => void;
  };
}

function createHand(now: () => number): Hand {
  let inside = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  const touch = () => {
    lastMs = now();
  };
  return {
    isOn: () => now() - lastMs < restMs,
    release: () => {
      lastMs = Number.NEGATIVE_INFINITY;
    },
    handlers: {
      onPointerEnter: () => {
        inside = true;
        touch();
      },
      onPointerMove: () => {
        inside = true;
        touch();
      },
      onPointerLeave: () => {
        if (inside) {
          inside = false;
          lastMs = Number.NEGATIVE_INFINITY;
        }
      },
      onKeyDown: touch,
      onWheel: touch,
    },
  };
}

export function useHand(): Hand {
  return useMemo(() => createHand(() => performance.now()), []);
}
