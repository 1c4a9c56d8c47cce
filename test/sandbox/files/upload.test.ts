import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf, objectsOf, textOf } from '../../../src/sandbox/json.ts';
import { Client, idOf } from '../client.ts';
import { BYTES, attached, content, follow, invoice, metadata, multipart, send, upload } from './uploads.ts';

let client: Client;
beforeEach(() => (client = new Client()));
afterEach(() => client.close());

test('a file with metadata is kept whole, belongs to its invoice, and can be had again by its link', () => {
  const { Id } = invoice(client);
  const [response] = upload(
    client,
    metadata({ ...attached('Invoice', Id), FileName: 'roof.jpg', ContentType: 'image/jpg', Note: 'South' }),
    content(BYTES),
  );
  const row = objectOf(response?.Attachable);
  expect(row).toMatchObject({
    AttachableRef: [{ EntityRef: { type: 'Invoice', value: Id }, IncludeOnSend: false }],
    FileName: 'roof.jpg',
    ContentType: 'image/jpg',
    Note: 'South',
    Size: 600,
    FileAccessUri: `/v3/company/${client.realmId}/download/${idOf(row)}`,
    domain: 'QBO',
    sparse: false,
    SyncToken: '0',
  });
  const link = textOf(row.TempDownloadUri) ?? '';
  const file = follow(client, link);
  expect(file.status).toBe(200);
  expect(file.headers['Content-Type']).toBe('image/jpg');
  expect(Buffer.from(file.body)).toEqual(Buffer.from(BYTES));
  const bare = client.call('GET', `download/${idOf(row)}`);
  expect(bare.headers['Content-Type']).toContain('text/plain');
  expect(follow(client, bare.text).status).toBe(200);
});

test('a link ends after a quarter of an hour, and cannot be made up', () => {
  const [response] = upload(client, content(BYTES));
  const link = textOf(objectOf(response?.Attachable).TempDownloadUri) ?? '';
  expect(
    follow(
      client,
      link.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ).status,
  ).toBe(403);
  expect(follow(client, link.replace(/Expires=\d+/, 'Expires=99999999999')).status).toBe(403);
  client.control('clock', { advanceSeconds: 901 });
  expect(follow(client, link).status).toBe(403);
});

test('several files in one request, without metadata, answered by their numbers', () => {
  const responses = upload(
    client,
    content('two', '02', 'b.txt'),
    content('one', '01', 'a "1".txt'.replaceAll('"', '%22')),
  );
  expect(responses.map(({ Attachable }) => objectOf(Attachable).FileName)).toEqual(['a "1".txt', 'b.txt']);
});

test('what is wrong with one file is said inside HTTP 200, and the others are kept', () => {
  const { status, body } = send(
    client,
    multipart([
      metadata(attached('Estimate', 75)),
      content('a'),
      metadata({ FileName: 'b.txt', Wrong: 1 }, '02'),
      content('b', '02'),
      metadata({ FileName: 'c.txt' }, '03'),
      content('d', '04', 'd.txt'),
      { name: 'file_content_05', content: 'nameless' },
    ]),
  );
  expect(status).toBe(200);
  const responses = objectsOf(body.AttachableResponse);
  const codes = responses.map(({ Fault }) => objectsOf(objectOf(Fault).Error)[0]?.code);
  expect(codes).toEqual(['6000', '2010', '2020', undefined, '2020']);
  expect(objectsOf(objectOf(responses[0]?.Fault).Error)[0]?.Detail).toBe(
    'Business Validation Error: The entity Estimate 75 that you are trying to link does not exist. Estimate 75',
  );
  expect(client.rows('Attachable')).toHaveLength(1);
});

test.each([
  ['no parts', multipart([]), '2020'],
  ['an unknown part', multipart([{ name: 'file', content: 'x' }]), '500'],
  ['no closing boundary', multipart([content('x')]).subarray(0, -8), '500'],
  ['no multipart at all', Buffer.from('{}'), '500'],
  ['nothing', Buffer.alloc(0), '500'],
])('refuses an upload with %s', (_name, bytes, code) => {
  const { status, body } = send(client, bytes);
  expect(status).toBe(400);
  expect(objectsOf(objectOf(body.Fault).Error)[0]?.code).toBe(code);
});

test('with a requestid a file is kept once', () => {
  const replies = [1, 2].map(() => send(client, multipart([content(BYTES)]), { requestid: 'u-1' }));
  expect(replies[1]).toEqual(replies[0]);
  expect(client.rows('Attachable')).toHaveLength(1);
});

test('a file outlives a restart', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-files-'));
  try {
    client = new Client({ stateDir });
    const [response] = upload(client, content(BYTES));
    client.close();
    client = new Client({ stateDir });
    const link = client.call('GET', `download/${idOf(objectOf(response?.Attachable))}`).text;
    expect(Buffer.from(follow(client, link).body)).toEqual(Buffer.from(BYTES));
  } finally {
    await rm(stateDir, { recursive: true });
  }
});
