import type { Page } from 'playwright-core';

/** Turns the wheel for a while, there and back, and gives the time of each frame in milliseconds. */
export async function scrolled(page: Page, forMs: number, turnAfterMs = Number.POSITIVE_INFINITY): Promise<readonly number[]> {
  const counting = page.evaluate<number[]>(`new Promise((resolve) => {
    const steps = [];
    const start = performance.now();
    let before = start;
    const tick = (now) => {
      steps.push(now - before);
      before = now;
      now - start < ${forMs} ? requestAnimationFrame(tick) : resolve(steps.slice(1));
    };
    requestAnimationFrame(tick);
  })`);
  const start = performance.now();
  while (performance.now() - start < forMs) {
    const isBack = Math.floor((performance.now() - start) / turnAfterMs) % 2 === 1;
    await page.mouse.wheel(0, isBack ? -120 : 120);
    await page.waitForTimeout(30);
  }
  return counting;
}

export function framesPerSecond(steps: readonly number[]): number {
  return (steps.length * 1000) / steps.reduce((total, step) => total + step, 0);
}
