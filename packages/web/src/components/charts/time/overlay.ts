import { currentPalette } from '../palette.ts';

/** A point on a line under the crosshair. */
export interface Dot {
  readonly y: number;
  readonly colour: string;
}

/** The crosshair of one chart, over its canvas: moving it draws nothing again. */
export class Overlay {
  readonly #line = document.createElement('div');
  readonly #flag = document.createElement('div');
  readonly #why = document.createElement('p');
  readonly #chosen = document.createElement('div');
  readonly #root: HTMLElement;
  #dots: HTMLElement[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#line.className = 'cross';
    this.#flag.className = 'cross-flag';
    this.#line.hidden = true;
    this.#flag.hidden = true;
    this.#chosen.className = 'cross-chosen';
    this.#chosen.hidden = true;
    this.#why.className = 'cross-why';
    this.#why.hidden = true;
    root.append(this.#chosen, this.#line, this.#why, this.#flag);
  }

  /**
   * `x` in CSS pixels from the left edge; `width` of the plot, within which the flag stays. Without a label there is
   * no flag. Returns the edges of the flag.
   */
  show(x: number, width: number, label: string | null, dots: readonly Dot[]): readonly [number, number] | null {
    this.#line.hidden = false;
    this.#line.style.transform = `translateX(${Math.round(x)}px)`;
    this.#flag.hidden = label === null;
    this.#flag.textContent = label;
    const half = ((label?.length ?? 0) * 6.7 + 10) / 2;
    const middle = Math.round(Math.min(Math.max(x, half), width - half));
    this.#flag.style.transform = `translateX(${middle}px) translateX(-50%)`;
    while (this.#dots.length < dots.length) {
      const dot = document.createElement('i');
      dot.className = 'cross-dot';
      this.#root.append(dot);
      this.#dots.push(dot);
    }
    for (const [index, element] of this.#dots.entries()) {
      const dot = dots[index];
      element.hidden = dot === undefined;
      if (dot) {
        element.style.transform = `translate(${Math.round(x)}px, ${dot.y.toFixed(1)}px)`;
        element.style.borderColor = dot.colour;
        element.style.background = currentPalette().page;
      }
    }
    return label === null ? null : [middle - half, middle + half];
  }

  /** The stretch that is being chosen, in CSS pixels from the left edge; null takes it away. */
  choose(stretch: readonly [number, number] | null): void {
    this.#chosen.hidden = stretch === null;
    if (stretch) {
      this.#chosen.style.left = `${Math.min(...stretch)}px`;
      this.#chosen.style.width = `${Math.abs(stretch[1] - stretch[0])}px`;
    }
  }

  /** Why there is nothing where the crosshair stands, beside it within the plot; null takes it away. */
  explain(x: number, width: number, why: string | null): void {
    this.#why.hidden = why === null;
    if (why !== null) {
      this.#why.textContent = why;
      const half = this.#why.offsetWidth / 2;
      this.#why.style.transform = `translate(${Math.round(Math.min(Math.max(x, half + 4), width - half - 4) - half)}px, -50%)`;
    }
  }

  hide(): void {
    this.#line.hidden = true;
    this.#why.hidden = true;
    this.#flag.hidden = true;
    for (const dot of this.#dots) {
      dot.hidden = true;
    }
  }

  remove(): void {
    this.#line.remove();
    this.#flag.remove();
    this.#why.remove();
    this.#chosen.remove();
    for (const dot of this.#dots) {
      dot.remove();
    }
    this.#dots = [];
  }
}
