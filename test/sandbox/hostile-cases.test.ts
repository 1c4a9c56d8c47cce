import { expect, test } from 'vitest';
import { Client, faultOf } from './client.ts';
import { readXml } from './xml-reader.ts';

// Found by hostile.test.ts, each kept here by itself.
const xml = { accept: 'application/xml' };

test('a number beyond all numbers is no JSON of QuickBooks', () => {
  const body = '{"CustomerRef":{"value":"1"},"CustomField":[{"DefinitionId":1e999}],"Line":[{}]}';
  expect(faultOf(new Client().call('POST', 'invoice', body))).toMatchObject({ status: 400, code: '2010' });
});

test('a fault in XML says again what XML can carry, and marks what it cannot', () => {
  const reply = new Client().call('POST', 'item', { Name: 'a\u0007b\ud800' }, { headers: xml });
  expect(reply.status).toBe(400);
  expect(reply.text).toContain('a\ufffdb');
  expect(readXml(reply.text).root).toBe('IntuitResponse');
});

test('a preference that somebody named as XML names nothing is left out of XML', () => {
  const qbo = new Client();
  qbo.control('company', { preferences: { SalesFormsPrefs: { '1<2': true, AllowShipping: true } } });
  const reply = qbo.call('GET', 'preferences', undefined, { headers: xml });
  expect(reply.text).toContain('<AllowShipping>true</AllowShipping>');
  expect(readXml(reply.text).root).toBe('IntuitResponse');
});

test('tax rates that are no objects are refused, and leave no tax code behind', () => {
  const qbo = new Client();
  const reply = qbo.call('POST', 'taxservice/taxcode', { TaxCode: 'New', TaxRateDetails: [[[]]] });
  expect(faultOf(reply)).toMatchObject({ status: 400, code: '2010' });
  expect(qbo.rows('TaxCode', "WHERE Name = 'New'")).toEqual([]);
});

test('a page that is asked for a message with the name of a member of objects shows none', () => {
  const qbo = new Client();
  const path = `/app/company/${qbo.realmId}/customers`;
  const page = qbo.raw('GET', path, '', { query: { done: '__proto__' }, headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect(page.text).toContain('Customers');
});
