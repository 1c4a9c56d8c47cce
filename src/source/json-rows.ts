import { LosslessNumber } from 'lossless-json';
import * as z from 'zod';
import { decimal, plainText } from '../domain/money.ts';
import type { RecordKind } from '../domain/records.ts';
import type { Field } from './fields.ts';
import type { KeyPlan } from './json-keys.ts';
import type { JsonObject } from './json-text.ts';
import type { Cell, Row, TableFault } from './table.ts';

/** Fields that belong to a part; every other field of a part's row is the object's own. */
const PART_FIELDS: Record<RecordKind, readonly Field[]> = {
  invoice: ['line_type', 'description', 'quantity', 'unit_price', 'amount', 'tax_rate', 'tax_amount'],
  payment: ['invoice_number', 'amount'],
};

const Scalar = z
  .union([z.string(), z.boolean(), z.null(), z.instanceof(LosslessNumber)], {
    error: 'There is a list or an object where a text or a number should be.',
  })
  .transform((value) => {
    if (value === null) return '';
    return value instanceof LosslessNumber ? plainNumber(value.value) : String(value).trim();
  });

/** Makes the reader of one object: a row, or what is wrong with the object's shape. */
export function objectReader(plan: KeyPlan): (line: number, object: JsonObject) => Row | TableFault[] {
  const own = z.object(Object.fromEntries([...plan.top.values()].map((key) => [key, Scalar.optional()])));
  const part = z.object(Object.fromEntries([...plan.part.values()].map((key) => [key, Scalar.optional()])), {
    error: 'There is something that is not an object.',
  });
  const parts = z.array(part, { error: 'There is something that is not a list.' }).nullish();
  const { partsKey } = plan;
  return (line, object) => {
    const top = own.safeParse(object);
    const inner = parts.safeParse(partsKey === undefined ? undefined : object[partsKey]);
    const issues = [
      ...(top.error?.issues ?? []).map(({ path, message }) => ({ path, message })),
      ...(inner.error?.issues ?? []).map(({ path, message }) => ({
        path: [partsKey ?? '', ...path],
        message,
      })),
    ];
    const recordId = idOf(object, plan);
    if (!top.success || !inner.success) {
      return issues.map(({ path, message }) => ({
        line,
        column: pathText(path),
        ...(recordId === undefined ? {} : { recordId }),
        what: message,
        expected: `Write ${pathText(path)} as ${path.length === 1 && path[0] === partsKey ? 'a list of objects' : 'a text: "1200.10"'}.`,
      }));
    }
    return jsonRow(line, top.data, inner.data ?? undefined, plan);
  };
}

type Texts = Readonly<Record<string, string | undefined>>;

function jsonRow(line: number, top: Texts, inner: readonly Texts[] | undefined, plan: KeyPlan): Row {
  const own = (field: Field): Cell => {
    const key = plan.top.get(field);
    return key === undefined ? { text: '' } : { text: top[key] ?? '', column: key };
  };
  if (!inner) return { line, cell: own };
  const parts = inner.map((texts, index): Row => {
    const cell = (field: Field): Cell => {
      if (!PART_FIELDS[plan.kind].includes(field)) return own(field);
      const key = plan.part.get(field);
      const path = `${plan.partsKey ?? ''}[${index}].`;
      const text = key === undefined ? '' : (texts[key] ?? '');
      // A rate beside `lines` is the rate of all of them; left unread it would make them free of tax.
      if (text === '' && field === 'tax_rate') return own(field);
      return { text, column: `${path}${key ?? field}` };
    };
    return { line, cell };
  });
  return { line, cell: own, parts };
}

function idOf(object: JsonObject, plan: KeyPlan): string | undefined {
  const fields: readonly Field[] =
    plan.kind === 'invoice' ? ['invoice_number', 'invoice_id'] : ['payment_id'];
  for (const field of fields) {
    const key = plan.top.get(field);
    const text = Scalar.safeParse(key === undefined ? undefined : object[key]);
    if (text.success && text.data !== '') return text.data;
  }
  return undefined;
}

// A number with a small exponent is written out; one beyond any amount is left to be refused as it stands.
const PLAIN_EXPONENT = /^-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$/;

function plainNumber(text: string): string {
  return PLAIN_EXPONENT.test(text) ? plainText(decimal(text)) : text;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}
