/** Thousandths of a degree as the drivers write them; null for what no sensor means (−127 and below, above 250). */
export function parseMilliCelsius(text: string | null): number | null {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isNaN(value) || value <= -127_000 || value > 250_000 ? null : value / 1000;
}

/** `temp12_input` → `temp12`. */
export function parseSensorName(file: string): string | null {
  return /^(temp\d+)_input$/.exec(file)?.[1] ?? null;
}
