import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface Browsing {
  readonly page: Page;
  /** What went wrong in the browser: errors in the console, requests that failed, statuses of 400 and above. */
  readonly wrong: readonly string[];
  close(): Promise<void>;
}

export async function browse(browser: Browser, options: BrowserContextOptions): Promise<Browsing> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
  });
  return { page, wrong, close: () => context.close() };
}

const inPage = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const LACKS = inPage('./lacks.js');
const FOCUS = inPage('./focus.js');

/** What a page lacks for people who read it otherwise than by eye and mouse, or on a phone. */
export const lacks = (page: Page): Promise<readonly string[]> => page.evaluate<readonly string[]>(LACKS);

/** Goes on with Tab until the element of this name has the focus, which must be seen. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate<{ name: string; outline: string }>(FOCUS);
    expect(focus.outline).not.toBe('none');
    if (focus.name.includes(name)) return;
  }
  throw new Error(`no focus on ${name}`);
}
