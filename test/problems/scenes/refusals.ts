import { QUICKBOOKS } from '../../../src/domain/catalogue/quickbooks.ts';
import type { Transport } from '../../../src/qbo/http.ts';
import { fault } from '../../support/engine.ts';
import { answering, isWriteOf } from './scene.ts';

/** What a record is refused with, and the code that it stands under then. */
export interface RefusedRecord {
  code: string;
  transport: Transport;
}

const refusedWith = (answer: Parameters<typeof answering>[0]): Transport =>
  answering((request) => (isWriteOf(request, 'invoice') ? answer(request) : undefined));

const byQuickBooks = Object.keys(QUICKBOOKS).map((entry): RefusedRecord => {
  const number = entry === 'QBO_OTHER' ? '9999' : entry.replace('QBO_', '');
  return { code: `QBO_${number}`, transport: refusedWith(() => fault(number, 'The words of QuickBooks')) };
});

const empty = (status: number) => ({ status, headers: {}, text: '' });

/** Each code with which QuickBooks, or a device on the way, refuses a record. */
export const REFUSALS: readonly RefusedRecord[] = [
  ...byQuickBooks,
  { code: 'HTTP_413', transport: refusedWith(() => empty(413)) },
  { code: 'HTTP_404', transport: refusedWith(() => empty(404)) },
];
