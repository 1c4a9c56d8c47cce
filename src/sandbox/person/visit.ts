import { Books } from '../books/books.ts';
import { PERSON } from '../books/actors.ts';
import { listCompanies } from '../companies.ts';
import type { SandboxCompany } from '../companies.ts';
import { nowOf } from '../control/clock.ts';
import { amount, decimal, withThousands } from '../money.ts';
import type { Json } from '../json.ts';
import type { Sandbox, SandboxRequest } from '../types.ts';

/** One request of the person to the pages of one company. */
export interface Visit {
  readonly sandbox: Sandbox;
  readonly request: SandboxRequest;
  readonly company: SandboxCompany;
  readonly books: Books;
}

export function visitTo(sandbox: Sandbox, request: SandboxRequest, companyId: string): Visit | undefined {
  const company = listCompanies(sandbox).find(({ id }) => id === companyId);
  if (company === undefined) return undefined;
  const books = new Books(sandbox.store, sandbox.indexes, companyId, nowOf(sandbox), PERSON);
  return { sandbox, request, company, books };
}

/** The address of a page of a company: `at(visit, 'invoices', '12', 'void')`. */
export const at = ({ company }: Pick<Visit, 'company'>, ...rest: readonly string[]): string =>
  ['/app/company', company.id, ...rest]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');

/** `1,234.50`; absent amounts are 0, as they are in replies. */
export const money = (value: Json | undefined): string => withThousands(decimal(value));

/** The amount that a person typed, in cents' precision; undefined when it is none. */
export function typedAmount(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/^[$£€]\s*/, '')
    .replaceAll(',', '');
  return /^-?\d{1,12}(\.\d{1,2})?$/.test(plain) ? amount(decimal(plain)) : undefined;
}
