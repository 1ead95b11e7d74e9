const waiting = new Set<() => void>();
let requested = false;

function flush(): void {
  requested = false;
  const now = [...waiting];
  waiting.clear();
  for (const draw of now) {
    draw();
  }
}

/** Draws with the next picture of the browser; asking again before costs nothing. A hidden page draws when it is shown. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw);
  if (!requested) {
    requested = true;
    requestAnimationFrame(flush);
  }
}

export function drawNever(draw: () => void): void {
  waiting.delete(draw);
}
