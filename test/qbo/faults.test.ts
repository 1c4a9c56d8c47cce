import { describe, expect, test } from 'vitest';
import { faultErrors, hasCode, idNamedIn, readAnswer } from '../../src/qbo/faults.ts';
import { fault, json } from '../support/engine.ts';

const upper = (code: string, detail = '') => ({
  Fault: { Error: [{ Message: 'M', Detail: detail, code }], type: 'ValidationFault' },
  time: '2026-03-02T01:00:00.000-08:00',
});
const lower = (code: string, detail: string | null = null) => ({
  warnings: null,
  fault: { error: [{ message: 'm', detail, code, element: null }], type: 'AUTHENTICATION' },
  time: 1601391072830,
});
const html = (status: number) => ({ status, headers: {}, text: '<html><body>Bad gateway</body></html>' });
const kindOf = (answer: Parameters<typeof readAnswer>[0]) => {
  const read = readAnswer(answer);
  return read.ok ? 'ok' : read.fault.kind;
};

describe('both envelopes', () => {
  test('give the same errors', () => {
    expect(faultErrors(upper('6240', 'D'))).toEqual([
      { code: '6240', message: 'M', detail: 'D', element: '' },
    ]);
    expect(faultErrors(lower('3200', 'D'))).toEqual([
      { code: '3200', message: 'm', detail: 'D', element: '' },
    ]);
    expect(faultErrors(lower('3100'))).toEqual([{ code: '3100', message: 'm', detail: '', element: '' }]);
  });

  test('may have a number for a code, several errors, or members left out', () => {
    const body = { Fault: { Error: [{ code: 610 }, { Message: 'two' }] } };
    expect(faultErrors(body)?.map(({ code, message }) => [code, message])).toEqual([
      ['610', ''],
      ['', 'two'],
    ]);
  });

  test.each([
    null,
    'text',
    [],
    {},
    { Invoice: {} },
    { Fault: null },
    { fault: {} },
    { Fault: { Error: {} } },
  ])('is not what %j is', (body) => {
    expect(faultErrors(body)).toBeUndefined();
  });
});

describe('an answer', () => {
  test.each<[string, Parameters<typeof readAnswer>[0], string]>([
    ['with an object', json({ Invoice: {} }), 'ok'],
    ['that was created', json({ Invoice: {} }, 201), 'ok'],
    ['200 with a fault', json(upper('6140'), 200), 'refused'],
    ['200 with a truncated body', { status: 200, headers: {}, text: '{"Invoice":{"Id":"1"' }, 'broken'],
    ['200 with nothing', { status: 200, headers: {}, text: '' }, 'broken'],
    ['200 with HTML', html(200), 'broken'],
    ['400 with a fault', fault('6000'), 'refused'],
    ['400 with a system fault', fault('10000'), 'broken'],
    ['200 with a system fault', json(upper('10000'), 200), 'broken'],
    ['400 with HTML', html(400), 'refused'],
    ['404', html(404), 'refused'],
    ['408', html(408), 'broken'],
    ['302', html(302), 'broken'],
    ['401', json(lower('3200'), 401), 'auth'],
    ['401 with HTML', html(401), 'auth'],
    ['401 of a deeper layer', json(upper('100'), 401), 'auth'],
    ['403', json(lower('3100'), 403), 'forbidden'],
    ['403 of a firewall', html(403), 'forbidden'],
    ['403 as it was said in 2016', json(lower('3001'), 403), 'throttled'],
    [
      '403 that only says so in XML',
      { status: 403, headers: {}, text: '<Fault>message=ThrottleExceeded</Fault>' },
      'throttled',
    ],
    ['429', json(lower('3001'), 429), 'throttled'],
    ['429 without a body', { status: 429, headers: {}, text: '' }, 'throttled'],
    ['500 with HTML', html(500), 'broken'],
    ['500 with a fault', fault('6000', '', 500), 'broken'],
    ['502', html(502), 'broken'],
    ['503 with nothing', { status: 503, headers: {}, text: '' }, 'broken'],
    ['504', html(504), 'broken'],
  ])('%s is %s', (_, answer, kind) => {
    expect(kindOf(answer)).toBe(kind);
  });

  test('tells how long to wait, where it is a number of seconds', () => {
    const wait = (header: string) => {
      const read = readAnswer(json(lower('3001'), 429, { 'retry-after': header }));
      return read.ok ? 'ok' : read.fault.retryAfter;
    };
    expect([wait('7'), wait(' 60 '), wait('0')]).toEqual([7, 60, 0]);
    expect([wait('soon'), wait('-1'), wait('1.5'), wait('Wed, 21 Oct 2026 07:28:00 GMT')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  test('keeps the trace id that support asks for', () => {
    const tidOf = (headers: Record<string, string>) => {
      const read = readAnswer({ ...fault('6000'), headers });
      return read.ok ? 'ok' : read.fault.tid;
    };
    expect(tidOf({ intuit_tid: 'tid-1' })).toBe('tid-1');
    expect(tidOf({ 'intuit-tid': 'tid-1' })).toBe('tid-1');
    expect(tidOf({})).toBeUndefined();
  });
});

describe('the object that holds a name or number', () => {
  test.each([
    ['... DocNumber=18696 is assigned to TxnType=Invoice with TxnId=6575', '6575'],
    ['The name supplied already exists. : Id=1209', '1209'],
    ['The name supplied already exists. : Id = 1209', '1209'],
    ['The name supplied already exists. : null', undefined],
    ['Another customer, vendor or employee is already using this name.', undefined],
    ['Invalid=77', undefined],
    ['', undefined],
  ])('%s', (detail, id) => {
    const read = readAnswer(fault('6140', detail));
    expect(read.ok ? 'ok' : idNamedIn(read.fault)).toBe(id);
  });

  test('a code is looked for among all errors', () => {
    const read = readAnswer(json({ Fault: { Error: [{ code: '2020' }, { code: '6140' }] } }, 400));
    if (read.ok) throw new Error('a fault was expected');
    expect([hasCode(read.fault, '6140'), hasCode(read.fault, '614')]).toEqual([true, false]);
  });
});
