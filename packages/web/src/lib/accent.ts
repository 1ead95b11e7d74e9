import { contrast, mix } from './contrast.ts';

/** The surfaces of `tokens.css` an accent stands on; a test keeps them equal to that file. */
export const surfaces = {
  dark: {
    page: '#0A0E1A',
    text: ['#060912', '#0A0E1A', '#0F1524', '#171E30', '#1E2538', '#242C42', '#0A2A3A'],
    graphics: ['#0A0E1A', '#0F1524', '#171E30'],
  },
  light: {
    page: '#FFFFFF',
    text: ['#EEF2F7', '#FFFFFF', '#F8FAFC', '#EEF2F7', '#FFFFFF', '#EEF2F7', '#E0F2FE'],
    graphics: ['#FFFFFF', '#F8FAFC', '#EEF2F7'],
  },
} as const;
const texts = { dark: ['#FFFFFF', '#E3E8F1', '#ACB4C5', '#8E94A3'], light: ['#020617', '#0F172A', '#3A465B', '#566179'] } as const;

export type AccentTheme = keyof typeof surfaces;
export const accentTokenNames = [
  '--accent',
  '--accent-hover',
  '--accent-ink',
  '--accent-text',
  '--accent-soft',
  '--accent-line',
  '--accent-mark',
  '--focus',
  '--chart-cross',
] as const;
type AccentTokenName = (typeof accentTokenNames)[number];

function worst(colour: string, grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrast(colour, ground)));
}

/** Moves a colour towards white (dark theme) or black (light theme) until it reaches the bound on every ground. */
function reach(colour: string, grounds: readonly string[], bound: number, towards: string): string {
  for (let step = 0; step <= 40; step += 1) {
    const candidate = mix(colour, towards, step / 40);
    if (worst(candidate, grounds) >= bound) {
      return candidate;
    }
  }
  return towards;
}

/** The accent tokens of one theme for a colour a person chose. The fill is the colour itself; words and marks are adjusted until they can be read. */
export function accentTokens(colour: string, theme: AccentTheme): Readonly<Record<AccentTokenName, string>> {
  const { page, text, graphics } = surfaces[theme];
  const towards = theme === 'dark' ? '#ffffff' : '#000000';
  const ink = contrast(colour, '#03161c') >= contrast(colour, '#ffffff') ? '#03161c' : '#ffffff';
  const hover = mix(colour, ink === '#ffffff' ? '#000000' : '#ffffff', 0.18);
  const soft =
    [0.16, 0.12, 0.08, 0.05].map((amount) => mix(page, colour, amount)).find((candidate) => worst(candidate, texts[theme]) >= 4.5) ?? page;
  const words = reach(colour, [...text, soft], 4.5, towards);
  const mark = reach(colour, graphics, 3, towards);
  return {
    '--accent': colour,
    '--accent-hover': hover,
    '--accent-ink': ink,
    '--accent-text': words,
    '--accent-soft': soft,
    '--accent-line': mix(page, colour, 0.45),
    '--accent-mark': mark,
    '--focus': mark,
    '--chart-cross': mark,
  };
}

export interface AccentCheck {
  readonly pair: 'ink' | 'text' | 'mark' | 'fill';
  readonly theme: AccentTheme;
  readonly ratio: number;
  readonly bound: number;
  readonly passes: boolean;
}

/** The rules the look asks of an accent, worst ratio of each: ink on the fill, words, marks, and the fill itself as a shape on the page. */
export function checkAccent(colour: string, theme: AccentTheme): readonly AccentCheck[] {
  const tokens = accentTokens(colour, theme);
  const { text, graphics } = surfaces[theme];
  const rule = (pair: AccentCheck['pair'], ratio: number, bound: number): AccentCheck => ({
    pair,
    theme,
    ratio,
    bound,
    passes: ratio >= bound,
  });
  return [
    rule('ink', worst(tokens['--accent-ink'], [tokens['--accent'], tokens['--accent-hover']]), 4.5),
    rule('text', worst(tokens['--accent-text'], text), 4.5),
    rule('mark', worst(tokens['--accent-mark'], graphics), 3),
    rule('fill', contrast(tokens['--accent'], surfaces[theme].page), 1.5),
  ];
}
