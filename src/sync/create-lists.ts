import { foldName } from '../domain/identity.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { Books, MadeInList } from '../qbo/books.ts';
import type { TaxCode } from '../qbo/entities.ts';
import { hasCode } from '../qbo/faults.ts';
import type { CompanyFacts } from './company.ts';
import { creationText, type Creation } from './creations.ts';
import { coded, isZeroRated } from './proposals.ts';
import { explainRefusal } from './refusals.ts';
import { listRequestId } from './request-id.ts';

/** An entry of a list of the books; `rates` where it is a sales tax code. */
export interface Made {
  id: string;
  name: string;
  rates: string[];
  /** It was there before. */
  found: boolean;
}

interface Parts {
  books: Books;
  company: CompanyFacts;
}

/** Rounds of looking, making, and looking again. */
const ROUNDS = 4;

/**
 * Makes an entry once, also when it is asked for again after a crash or by two at a time: its name is unique in
 * QuickBooks, so it is looked for by its name before, and again whenever QuickBooks refuses it or does not answer.
 */
export async function make(creation: Creation, parts: Parts): Promise<Made> {
  const companyId = `${parts.company.environment}:${parts.company.id}`;
  const body = JSON.stringify(bodyOf(creation));
  let refusals = 0;
  let said = 'no clear answer';
  for (let round = 0; round < ROUNDS; round++) {
    const there = await lookUp(creation, parts);
    if (there) return there;
    const answer = await send(creation, body, listRequestId(companyId, creation.kind, body, refusals), parts);
    if (answer.type === 'posted') {
      const made = await read(creation, answer.id, parts);
      if (made) return { ...made, found: false };
      // The answer of an earlier time, and what was made then is inactive now.
      refusals += 1;
    } else if (answer.type === 'refused') {
      if (!hasCode(answer.fault, '6240')) {
        const finding = explainRefusal(answer.fault);
        throw notMade(creation, finding.reason, finding.fix);
      }
      refusals += 1;
      said = 'QuickBooks has another entry of that name, maybe an inactive one';
    } else said = answer.why;
  }
  throw notMade(
    creation,
    `${said}.`,
    'Look in QuickBooks (Taxes, or All lists → Payment methods). If it is there, make it active or choose it; else run the same command again: it is looked up first.',
  );
}

function bodyOf(creation: Creation): object {
  if (creation.kind === 'payment-method') return { Name: creation.name };
  const { name, agency } = creation;
  const rate = { TaxRateName: name, RateValue: 0, TaxAgencyId: agency, TaxApplicableOn: 'Sales' };
  return { TaxCode: name, TaxRateDetails: [rate] };
}

async function send(
  { kind }: Creation,
  body: string,
  requestId: string,
  { books }: Parts,
): Promise<MadeInList> {
  return kind === 'tax-code' ? books.makeTaxCode(body, requestId) : books.makePaymentMethod(body, requestId);
}

async function lookUp(creation: Creation, { books, company }: Parts): Promise<Made | undefined> {
  if (creation.kind === 'payment-method') {
    const methods = await books.among('PaymentMethod', 'Name', [creation.name]);
    const found = methods.find(({ Active, Name }) => Active && foldName(Name) === foldName(creation.name));
    return found && { id: found.Id, name: found.Name, rates: [], found: true };
  }
  const lists = { taxCodes: await books.query('TaxCode'), taxRates: await books.query('TaxRate') };
  const zeroRated = coded(lists, company).filter(isZeroRated);
  const named = zeroRated.find(({ name }) => foldName(name) === foldName(creation.name));
  // Somebody may have made one meanwhile: a second one would leave the choice between them open.
  const found = named ?? (zeroRated.length === 1 ? zeroRated[0] : undefined);
  return found && { id: found.id, name: found.name, rates: found.rates, found: true };
}

/** What was made, read by its id: a query may lag behind (qbo-api.md 4). */
async function read(creation: Creation, id: string, { books, company }: Parts): Promise<Made | undefined> {
  if (creation.kind === 'payment-method') {
    const method = await books.read('PaymentMethod', id);
    return method?.Active ? { id, name: method.Name, rates: [], found: false } : undefined;
  }
  const code = await books.read('TaxCode', id);
  if (!code?.Active) return undefined;
  const [made] = coded({ taxCodes: [code], taxRates: await ratesOf(code, books) }, company);
  if (!made?.percent.eq(0))
    throw notMade(creation, 'QuickBooks made it with another rate.', 'Correct it in QuickBooks under Taxes.');
  return { id, name: made.name, rates: made.rates, found: false };
}

async function ratesOf(code: TaxCode, books: Books) {
  const ids = (code.SalesTaxRateList?.TaxRateDetail ?? []).map(({ TaxRateRef }) => TaxRateRef.value);
  return [...(await books.readAll('TaxRate', ids)).values()];
}

function notMade(creation: Creation, why: string, fix: string): Problem {
  return new Problem({
    code: 'NOT_CREATED',
    reason: `QuickBooks did not make ${creationText(creation)}: ${why} No settings were saved.`,
    fix,
    exit: EXIT.settings,
    retry: 'later',
    posted: 'see-status',
  });
}
