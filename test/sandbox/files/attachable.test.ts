import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf, textOf } from '../../../src/sandbox/json.ts';
import { Client, faultOf, idOf } from '../client.ts';
import { BYTES, attached, content, follow, invoice, upload } from './uploads.ts';

let client: Client;
beforeEach(() => (client = new Client()));
afterEach(() => client.close());

test('a note needs no file; it is found by what it belongs to, changed, and deleted', () => {
  const Id = idOf(invoice(client));
  const note = client.made('Attachable', { Note: 'Call first', ...attached('invoice', Id) });
  expect(note).toMatchObject({
    Note: 'Call first',
    AttachableRef: [{ EntityRef: { type: 'Invoice', value: Id }, IncludeOnSend: false }],
  });
  expect(note.TempDownloadUri).toBeUndefined();
  const where = `WHERE AttachableRef.EntityRef.Type = 'invoice' AND AttachableRef.EntityRef.value = '${Id}'`;
  expect(client.rows('Attachable', where).map(idOf)).toEqual([note.Id]);
  expect(client.rows('Attachable', where.replace("'invoice'", "'bill'"))).toEqual([]);
  const changed = client.made('Attachable', { Id: note.Id, SyncToken: '0', Note: 'Ring twice' });
  expect(changed).toMatchObject({ Note: 'Ring twice', SyncToken: '1' });
  expect(changed.AttachableRef).toBeUndefined();
  client.post('attachable', { Id: note.Id, SyncToken: '1' }, { operation: 'delete' });
  expect(faultOf(client.call('GET', `attachable/${idOf(note)}`)).code).toBe('610');
});

test('an update keeps the file, a delete takes it away', () => {
  const [response] = upload(client, content(BYTES));
  const Id = idOf(objectOf(response?.Attachable));
  const updated = client.made('Attachable', {
    Id,
    SyncToken: '0',
    FileName: 'new.jpg',
    ContentType: 'image/png',
    Size: 1,
  });
  expect(updated).toMatchObject({ FileName: 'new.jpg', Size: 600, ContentType: 'image/png' });
  const link = textOf(updated.TempDownloadUri) ?? '';
  expect(follow(client, link).status).toBe(200);
  client.post('attachable', { Id, SyncToken: '1' }, { operation: 'delete' });
  expect(follow(client, link).status).toBe(403);
  expect(faultOf(client.call('GET', `download/${Id}`)).code).toBe('610');
});

test.each([
  [{ Note: 'x', AttachableRef: [{ EntityRef: { type: 'Invoice', value: '999' } }] }, '6000'],
  [{ Note: 'x', AttachableRef: [{ EntityRef: { value: '1' } }] }, '2020'],
  [{ Note: 'x', AttachableRef: [{ EntityRef: { type: 'Customer' } }] }, '2020'],
  [{ FileName: 'a.txt' }, '2020'],
  [{ Note: 'x'.repeat(2001) }, '2050'],
  [{ Note: 'x', Category: 'image' }, '2170'],
])('refuses the attachment %j', (body, code) => {
  expect(faultOf(client.post('attachable', body))).toMatchObject({ status: 400, code });
});
