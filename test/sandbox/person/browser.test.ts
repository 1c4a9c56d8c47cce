import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { objectOf, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { chromiumPath, launchChromium } from '../../support/chromium.ts';
import { idOf, line, ref, start } from '../client.ts';
import { browse, lacks, tabTo } from './browsing.ts';
import type { Browsing } from './browsing.ts';

const CALLBACK = '<!doctype html><title>App</title><link rel="icon" href="data:,"><h1>Back in the app</h1>';

/** The app that sends people to the consent page and gets them back. */
function listenAsApp(): Promise<Server> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(CALLBACK),
  );
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)));
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

if (chromiumPath === undefined) {
  test.skip('no Chromium was found on this machine (CHROMIUM_PATH names one): pages are not tried in a browser', () =>
    undefined);
}

describe.skipIf(chromiumPath === undefined).each([
  ['without script', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } }],
  ['with script', { javaScriptEnabled: true, viewport: { width: 1280, height: 900 } }],
])('in a real browser, %s', (_how, options) => {
  let browser: Browser;
  let app: Server;
  let sandbox: RunningSandbox;
  let browsing: Browsing;
  let page: Page;

  beforeAll(async () => {
    [browser, app] = await Promise.all([launchChromium(), listenAsApp()]);
  });
  afterAll(async () => {
    await browser.close();
    app.close();
  });
  beforeEach(async () => {
    sandbox = await start({ companies: [{ country: 'US' }, { country: 'AU' }] });
    browsing = await browse(browser, options);
    ({ page } = browsing);
  });
  afterEach(async () => {
    await browsing.close();
    await sandbox.close();
    expect(browsing.wrong).toEqual([]);
  });

  function invoice(DocNumber: string, amount = 100): string {
    const body = { CustomerRef: ref('1'), DocNumber, Line: [line(amount)] };
    const { result } = sandbox.control('company', {
      person: { operation: 'create', entity: 'Invoice', body },
    });
    return textOf(objectOf(result).Id) ?? '';
  }
  const rowOf = (entity: string, id: string): JsonObject | undefined =>
    sandbox.books()[entity]?.find((row) => idOf(row) === id);
  const follow = (name: string): Promise<void> =>
    page.getByRole('link', { name, exact: true }).first().click();
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const shows = (text: string): Promise<void> => page.getByText(text).first().waitFor();
  const backInTheApp = (): Promise<void> => page.waitForURL(({ pathname }) => pathname === '/callback');

  const consentUrl = (): string => {
    const asked = new URLSearchParams({
      client_id: sandbox.clientId,
      redirect_uri: `http://localhost:${portOf(app)}/callback`,
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting openid',
      state: 'a&b"<c>',
    });
    return `${sandbox.url}/connect/oauth2?${asked.toString()}`;
  };

  test('the consent page is answered by keyboard alone: another company, Allow', async () => {
    await page.goto(consentUrl());
    expect(await lacks(page)).toEqual([]);
    const [first, second] = sandbox.companies;
    await tabTo(page, first?.name ?? '?');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Allow');
    await page.keyboard.press('Enter');
    await backInTheApp();
    const back = new URL(page.url()).searchParams;
    expect([back.get('state'), back.get('realmId')]).toEqual(['a&b"<c>', second?.id]);
    expect(back.get('code')).toMatch(/^AB1/);
  });

  test('the consent page takes a no, by keyboard alone', async () => {
    await page.goto(consentUrl());
    await tabTo(page, 'Refuse');
    await page.keyboard.press('Enter');
    await backInTheApp();
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
  });

  test('an invoice is found, marked paid in part by keyboard, then whole', async () => {
    const id = invoice('T-1');
    await page.goto(sandbox.url);
    await follow(sandbox.companyName);
    await page.getByLabel('Number or customer').fill('t-1');
    await press('Show');
    await follow('T-1');
    await follow('Receive payment');
    await shows('Receive payment for');
    expect(await lacks(page)).toEqual([]);
    await tabTo(page, 'Amount received');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('40');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=paid/);
    await shows('Partly paid');
    expect(rowOf('Invoice', id)?.Balance).toBe(60);
    await follow('Receive payment');
    await page.getByLabel('Payment method').selectOption('Check');
    await page.getByLabel('Reference').fill('CHK 7');
    await press('Record the payment');
    await shows('Payment CHK 7 of 60.00 was recorded.');
    await follow('Payment CHK 7');
    await follow('Invoice T-1');
    await shows('Lines');
    expect(rowOf('Invoice', id)?.Balance).toBe(0);
    expect(await lacks(page)).toEqual([]);
  });

  test('one is edited, one voided, one deleted', async () => {
    const [edited, voided, deleted] = [invoice('T-1'), invoice('T-2'), invoice('T-3')];
    await page.goto(`${sandbox.url}/app/invoice?txnId=${edited}`);
    await follow('Edit');
    await page.getByLabel('Amount of line 1').fill('1,250.50');
    await page.getByLabel('Memo (for ourselves)').fill('<b>two\nlines</b>');
    await press('Save');
    await shows('Invoice T-1 was saved.');
    expect(rowOf('Invoice', edited)).toMatchObject({ TotalAmt: 1250.5 });
    expect(textOf(rowOf('Invoice', edited)?.PrivateNote)).toMatch(/^<b>two\r?\nlines<\/b>$/);

    await page.goto(`${sandbox.url}/app/invoice?txnId=${voided}`);
    await follow('Void');
    await shows('Void invoice T-2?');
    expect(rowOf('Invoice', voided)?.TotalAmt).toBe(100);
    expect(await lacks(page)).toEqual([]);
    await press('Void it');
    await shows('Voided');
    expect(rowOf('Invoice', voided)?.TotalAmt).toBe(0);

    await page.goto(`${sandbox.url}/app/invoice?txnId=${deleted}`);
    await follow('Delete');
    await follow('Cancel');
    await follow('Delete');
    await press('Delete it');
    await shows('Invoice T-3 was deleted.');
    expect(rowOf('Invoice', deleted)).toBeUndefined();
    await page.reload();
    await follow('Audit log');
    await shows('Invoice T-3');
    expect(await lacks(page)).toEqual([]);
  });

  test('the books are closed, the app is disconnected, the company is downloaded', async () => {
    await page.goto(consentUrl());
    await press('Allow');
    await backInTheApp();
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const basic = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');
    const redirect_uri = `http://localhost:${portOf(app)}/callback`;
    await fetch(`${sandbox.url}/oauth2/v1/tokens/bearer`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri }),
    });
    await page.goto(`${sandbox.url}/app/`);
    await page.getByRole('link', { name: `Settings of ${sandbox.companyName}` }).click();
    await page.getByRole('link', { name: 'Change (Close the books)' }).click();
    await page.getByLabel('Closed up to and with').fill('2026-01-31');
    await press('Change');
    await shows('Closed up to and with 2026-01-31');
    const download = page.waitForEvent('download');
    await follow('Download the company');
    expect((await download).suggestedFilename()).toBe(`company-${sandbox.companyId}.json`);
    await page.getByRole('link', { name: 'Disconnect (Connected apps)' }).click();
    await press('Disconnect');
    await shows('The app was disconnected.');
    expect(await lacks(page)).toEqual([]);
  });

  test('every page can be read without a mouse, by ear, and on a phone', async () => {
    const id = invoice('A-very-long-number-21', 1234.5);
    const base = `${sandbox.url}/app/company/${sandbox.companyId}`;
    const parts = ['customers', 'invoices', 'payments', 'transactions', 'accounts', 'audit', 'settings'];
    const more = ['customers/1', 'customers/1/edit', 'customers/new', 'invoices/new', `invoices/${id}/edit`];
    const addresses = [
      ...parts,
      ...more,
      `invoices/${id}`,
      'settings/fault',
      'settings/faults',
      'settings/clock',
    ].map((part) => `${base}/${part}`);
    for (const address of [`${sandbox.url}/app/`, ...addresses]) {
      await page.goto(address);
      expect([address, await lacks(page)]).toEqual([address, []]);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // It resolves once the skip link has led there, and fails after its time when it never does.
    await page.waitForURL(/#main$/);
  });
});
