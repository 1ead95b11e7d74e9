import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
export const hasChromium = existsSync(executablePath);
/** Stands in the name of a test that needs a browser and has none. */
export const needsChromium = hasChromium ? '' : ' (skipped: Debian package chromium is missing)';

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that fails the test when a script error or an unexpected dialog happens in it. */
export async function openPage(
  browser: Browser,
  options: { readonly language?: 'en' | 'fr'; readonly width?: number; readonly height?: number; readonly theme?: 'dark' | 'light' } = {},
): Promise<{ page: Page; alarms: string[] }> {
  const context = await browser.newContext({
    locale: options.language === 'fr' ? 'fr-FR' : 'en-GB',
    colorScheme: options.theme ?? 'dark',
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
  });
  const page = await context.newPage();
  const alarms: string[] = [];
  page.on('pageerror', (error) => alarms.push(`script error: ${error.message}`));
  page.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, alarms };
}
