import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Where browsers of the Chromium family usually are; CHROMIUM_PATH names another one. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const named = process.env.CHROMIUM_PATH ?? '';

/** A browser of this machine, or undefined when there is none: the tests that need one are skipped. */
export const chromiumPath = named === '' ? USUAL.find((path) => existsSync(path)) : named;

/** A browser with a fresh profile that talks to nobody but the pages it is sent to. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The sandbox of Chromium needs rights that root gives up.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
