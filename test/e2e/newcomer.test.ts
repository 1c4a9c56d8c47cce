import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { booked, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { freePort } from '../support/browser.ts';
import { fakeBrowser, KEY, Pty } from '../support/pty.ts';
import { Workspace } from '../support/workspace.ts';

// From nothing to the first invoice in the books: the built program at a real terminal, a real browser at its pages.

if (chromiumPath === undefined) {
  process.stderr.write('No Chromium on this machine (CHROMIUM_PATH names one): the newcomer tests skip.\n');
}

let space: Workspace;
let terminals: Pty[];
let browser: Browser;
beforeEach(async () => {
  space = new Workspace();
  terminals = [];
  browser = await launchChromium();
});
afterEach(async () => {
  for (const terminal of terminals) terminal.kill();
  await browser.close();
  await space.dispose();
});

/** As long as a person waits for a machine that has other things to do. */
const PATIENCE_MS = 120_000;

describe.skipIf(chromiumPath === undefined)('a newcomer', () => {
  function qbsync(path: string, ...argv: string[]): Pty {
    const env = { PATH: path, HOME: space.folder, QBSYNC_HOME: space.home, LANG: 'C.UTF-8' };
    const terminal = new Pty(argv, { cwd: space.folder, env });
    terminals.push(terminal);
    return terminal;
  }

  test(
    'connects, reads an export, chooses how it is booked, looks at the plan, and puts the first invoice into the books',
    async () => {
      const sandbox = await space.sandbox();
      space.file('invoices.csv', invoicesCsv({ tax_rate: '8' }, { invoice_number: 'INV-2' }));
      const { path, opened } = fakeBrowser(space.folder);

      const alone = qbsync(path);
      expect(await alone.ended).toBe(0);
      expect(alone.screen).toMatch(/➜ 1\. Sign in to QuickBooks and choose the company\n\s+qbsync connect/);

      const connect = qbsync(path, 'connect', '--port', String(await freePort()));
      await connect.answer(/Which QuickBooks\?/, KEY.down);
      await connect.answer(/❯ Intuit's test company/, KEY.down);
      await connect.answer(/❯ A practice company/, KEY.enter);
      await connect.answer(/Address of the server/, `${sandbox.url}${KEY.enter}`);
      await connect.answer(/Client ID/, `${sandbox.clientId}${KEY.enter}`);
      await connect.answer(/Client secret/, `${sandbox.clientSecret}${KEY.enter}`);
      const shown = await connect.sees(/Waiting for the sign-in/);
      const [address = ''] = /http:\/\/\S+\/connect\/oauth2\S+/.exec(shown) ?? [];
      expect(await opened()).toBe(address);

      const page = await browser.newPage();
      await page.goto(address);
      expect(await page.textContent('h1')).toBe('Connect to the QuickBooks sandbox');
      await page.getByRole('button', { name: 'Allow' }).click();
      await page
        .getByText('You can close this page and go back to the terminal, which says what came of it.')
        .waitFor();
      expect(await page.title()).toBe('qbsync: Thank you');

      await connect.answer(/Connected to [\s\S]*File to read/, `invoices.csv${KEY.enter}`);
      await connect.answer(/2 records[\s\S]*Another file|Another file/, KEY.enter);
      await connect.answer(/Choose items, accounts and sales tax codes now/, KEY.enter);
      // What is proposed stands first, so Enter agrees; the last question is whether to save.
      let seen = await connect.sees(/1 of \d · Sales tax[\s\S]*❯/);
      while (!/What shall be done\?[\s\S]*❯ Save/.test(seen)) {
        connect.type(KEY.enter);
        seen = await connect.sees(/❯/);
      }
      connect.type(KEY.enter);
      await connect.answer(/Saved\.[\s\S]*Plan all invoices now/, KEY.enter);
      const planned = await connect.sees(/INV-1[\s\S]*➜ 5\./);
      expect(planned).toMatch(/INV-2/);
      expect(await connect.ended).toBe(0);
      expect(writesTo(sandbox)).toEqual([]);

      const push = qbsync(path, 'sync-invoice', 'INV-1');
      await push.answer(/INV-1[\s\S]*\(y\/N\)/, `y${KEY.enter}`);
      expect(await push.ended).toBe(0);
      const ours = booked(sandbox).invoices.filter(({ DocNumber }) => DocNumber?.startsWith('INV-'));
      expect(ours.map(({ DocNumber, TotalAmt }) => [DocNumber, TotalAmt])).toEqual([['INV-1', 108]]);

      const status = qbsync(path, 'status', 'INV-1');
      expect(await status.ended).toBe(0);
      expect(status.screen).toContain('Active');
    },
    PATIENCE_MS,
  );

  test(
    'refuses on the page, stops with Ctrl-C at a question, and finds everything as it was',
    async () => {
      const sandbox = await space.sandbox();
      const { path } = fakeBrowser(space.folder);
      const local = ['connect', '--environment', 'local', '--url', sandbox.url];
      const connect = qbsync(path, ...local, '--port', String(await freePort()));
      await connect.answer(/Client ID/, `${sandbox.clientId}${KEY.enter}`);
      await connect.answer(/Client secret/, `${sandbox.clientSecret}${KEY.enter}`);
      const shown = await connect.sees(/Waiting for the sign-in/);
      const [address = ''] = /http:\/\/\S+\/connect\/oauth2\S+/.exec(shown) ?? [];
      const page = await browser.newPage();
      await page.goto(address);
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.getByText('Access was not given.').waitFor();
      expect(await connect.ended).toBe(4);
      expect(connect.screen).toContain('Access was refused on the sign-in page');

      const again = qbsync(path, ...local, '--port', String(await freePort()));
      await again.answer(/Going on with the keys[\s\S]*Waiting for the sign-in/, KEY.ctrlC);
      expect(await again.ended).toBe(130);
      expect(existsSync(join(space.home, 'companies', 'main', 'connection.json'))).toBe(false);
    },
    PATIENCE_MS,
  );
});
