import type { Language } from '@vigie/contract/text';

const thin = '\u202f';
const minus = '\u2212';

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, thin);
}

/**
 * A number as both languages of Vigie write it: thin spaces between thousands in both (ISO 80000), decimal comma in French,
 * U+2212 as the sign. Without `decimals` the number keeps up to three.
 */
export function formatNumber(value: number, language: Language, decimals?: number): string {
  const text = decimals === undefined ? String(Math.round(Math.abs(value) * 1000) / 1000) : Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = text.split('.');
  const body = fraction === undefined ? group(whole) : `${group(whole)}${language === 'fr' ? ',' : '.'}${fraction}`;
  return value < 0 && Number(text) !== 0 ? minus + body : body;
}

/** Decimals that leave three significant figures and never more than two. */
export function decimalsFor(value: number): number {
  const size = Math.abs(value);
  if (size >= 99.95) {
    return 0;
  }
  return size >= 9.995 ? 1 : 2;
}
