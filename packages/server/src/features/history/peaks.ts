const finestMs = 10_000;
const mostSteps = 1000;

/** The greatest value of a sum of many: what each used is laid into steps of the window, and the fullest step is the peak. */
export class SummedPeaks {
  private readonly stepMs: number;
  private readonly steps = new Map<string, Map<number, number>>();

  constructor(private readonly window: { readonly fromMs: number; readonly toMs: number }) {
    this.stepMs = Math.max(finestMs, Math.ceil((window.toMs - window.fromMs) / mostSteps));
  }

  /** `startMs` and `endMs` are inside of the window. */
  add(key: string, startMs: number, endMs: number, value: number): void {
    let steps = this.steps.get(key);
    if (!steps) {
      steps = new Map();
      this.steps.set(key, steps);
    }
    for (let fromMs = startMs; fromMs < endMs; ) {
      const step = Math.floor((fromMs - this.window.fromMs) / this.stepMs);
      const untilMs = Math.min(endMs, this.window.fromMs + (step + 1) * this.stepMs);
      steps.set(step, (steps.get(step) ?? 0) + value * (untilMs - fromMs));
      fromMs = untilMs;
    }
  }

  of(key: string): { readonly peak: number; readonly peakMs: number } {
    let best = { peak: 0, peakMs: this.window.fromMs };
    for (const [step, sum] of this.steps.get(key) ?? []) {
      const fromMs = this.window.fromMs + step * this.stepMs;
      const untilMs = Math.min(this.window.toMs, fromMs + this.stepMs);
      const peak = sum / (untilMs - fromMs);
      if (peak > best.peak) {
        best = { peak, peakMs: untilMs };
      }
    }
    return best;
  }
}
