import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listCompanies } from '../../src/sandbox/companies.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { Client, start } from './client.ts';

const names = (qbo: Client): readonly string[] => listCompanies(qbo.sandbox).map(({ name }) => name);

describe('several companies', () => {
  test('each has its own country, name and books; a token is for one of them', () => {
    const qbo = new Client({
      companies: [{ country: 'US' }, { country: 'AU', seed: 'empty' }, { country: 'US' }],
    });
    expect(names(qbo)).toEqual([
      'Golden State Solar Works',
      'Southern Cross Solar Pty Ltd (empty)',
      'Golden State Solar Works 2',
    ]);
    expect(qbo.rows('Customer')).toHaveLength(4);
    const [first = '', second = ''] = listCompanies(qbo.sandbox).map(({ id }) => id);
    qbo.realmId = second;
    const refused = qbo.call('GET', `companyinfo/${second}`);
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('"code":"3100"')]);
    qbo.signIn();
    expect(qbo.get('CompanyInfo', second)).toMatchObject({ Country: 'AU' });
    expect(qbo.rows('Customer')).toEqual([]);
    qbo.made('Customer', { DisplayName: 'Only here' });
    qbo.realmId = first;
    qbo.signIn();
    expect(qbo.rows('Customer', "where DisplayName = 'Only here'")).toEqual([]);
  });

  test('one more can be ordered while it runs, and is on the consent page', async () => {
    const running: RunningSandbox = await start({
      companies: [{ country: 'CA', name: 'Nordlicht & Söhne' }],
    });
    expect(running.companyName).toBe('Nordlicht & Söhne');
    const made = running.control('companies', { country: 'GB', name: 'Tilda <Solar>', seed: 'empty' });
    expect(running.companies).toEqual([
      { id: running.companyId, name: 'Nordlicht & Söhne', country: 'CA' },
      { id: made.id, name: 'Tilda <Solar>', country: 'GB' },
    ]);
    const parameters = {
      client_id: running.clientId,
      redirect_uri: 'http://localhost:1/cb',
      response_type: 'code',
      scope: 'openid',
      state: 's',
    };
    const page = await (
      await fetch(`${running.url}/connect/oauth2?${new URLSearchParams(parameters).toString()}`)
    ).text();
    for (const { id } of running.companies) expect(page).toContain(`value="${id}"`);
    expect(page).toContain('Tilda &lt;Solar&gt; <small>(GB');
    expect(running.books().Customer).toHaveLength(4);
    expect(running.books(running.companies[1]?.id).Customer).toBeUndefined();
    const listed = await fetch(`${running.url}/__sandbox/companies`);
    expect(await listed.json()).toEqual({ companies: running.companies });
    await running.close();
  });

  test('orders that make no sense are refused in words, and make nothing', () => {
    const qbo = new Client();
    const order = (body: object) => () => qbo.control('companies', { country: 'AU', ...body });
    expect(order({ country: 'FR' })).toThrow('Invalid option');
    expect(order({ seed: 'full' })).toThrow('Invalid option');
    expect(order({ automatedTax: true })).toThrow('Automated sales tax is for companies in the US');
    expect(names(qbo)).toEqual(['Golden State Solar Works']);
  });

  test('options of a company show in its preferences', () => {
    const qbo = new Client({ country: 'US', automatedTax: true, multicurrency: true });
    const { Preferences } = qbo.call('GET', 'preferences').body;
    expect(Preferences).toMatchObject({
      TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
      CurrencyPrefs: { MultiCurrencyEnabled: true },
    });
    expect(() => new Client({ country: 'GB', automatedTax: true })).toThrow('this one is in GB');
  });
});

describe('a state folder', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'qbsync-companies-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps all companies, and they win over the options of a later start', async () => {
    const stateDir = folder;
    const first = await start({ stateDir, companies: [{ country: 'US' }, { country: 'AU' }] });
    first.control('companies', { country: 'CA' });
    const { companies } = first;
    expect(first.kept).toBe(false);
    await first.close();
    const second = await start({ stateDir, country: 'GB', seed: 'empty' });
    expect([second.kept, second.companies]).toEqual([true, companies]);
    expect(second.books(companies[1]?.id).Customer).toHaveLength(4);
    await second.close();
  });

  test('is free again when a start failed', () => {
    expect(() => new Client({ stateDir: folder, country: 'AU', automatedTax: true })).toThrow('Automated');
    const after = new Client({ stateDir: folder, country: 'AU' });
    expect(names(after)).toEqual(['Southern Cross Solar Pty Ltd']);
    after.close();
  });
});
