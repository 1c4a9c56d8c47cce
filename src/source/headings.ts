import type { RecordKind } from '../domain/records.ts';
import { fieldsOf, type Field, type InvoiceField, type PaymentField } from './fields.ts';

/** How well a heading names a field. Two headings of one rank for one field are a doubt that a person must settle. */
export type Rank = 'exact' | 'usual' | 'weak';

// One word for words that mean the same in a heading.
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    inv: 'invoice',
    no: 'number',
    num: 'number',
    nr: 'number',
    client: 'customer',
    cust: 'customer',
    qty: 'quantity',
    amt: 'amount',
    addr: 'address',
    desc: 'description',
    gst: 'tax',
    vat: 'tax',
    hst: 'tax',
    identifier: 'id',
    ref: 'reference',
    pmt: 'payment',
    pymt: 'payment',
    txn: 'transaction',
    percent: 'rate',
    pct: 'rate',
    percentage: 'rate',
    telephone: 'phone',
    tel: 'phone',
    mobile: 'phone',
    organization: 'company',
    organisation: 'company',
    business: 'company',
    job: 'project',
  }),
);

// `Amount (USD)`: the currency in a heading says nothing about the field.
const CURRENCIES = new Set(['usd', 'aud', 'gbp', 'cad', 'nzd', 'eur']);

// Headings beside the canonical ones, as `headingWords` makes them, joined. A column of tax-inclusive amounts
// ("Amount inc GST", "Gross") is left out on purpose: taking it for `amount` would bill the tax twice.
const INVOICE_NAMES: Partial<Record<InvoiceField, readonly string[]>> = {
  invoice_id: ['id'],
  invoice_number: ['invoice', 'number', 'documentnumber', 'docnumber'],
  project_id: ['projectnumber'],
  project_name: ['project', 'projecttitle'],
  customer_id: ['customernumber', 'contactid'],
  customer_name: ['customer', 'name', 'contact', 'contactname', 'billto', 'billedto', 'customerfullname'],
  first_name: ['first', 'firstname', 'givenname', 'forename'],
  last_name: ['last', 'surname', 'familyname'],
  company: ['companyname'],
  email: ['emailaddress', 'mail'],
  phone: ['phonenumber'],
  address_line1: ['address', 'address1', 'street', 'streetaddress', 'addressline'],
  city: ['town', 'suburb', 'towncity', 'citytown'],
  state: ['province', 'county', 'region', 'stateprovince', 'provincestate'],
  postal_code: ['zip', 'zipcode', 'postcode', 'postal', 'zippostalcode', 'zippostcode'],
  country: ['countrycode'],
  issue_date: ['date', 'invoicedate', 'issued', 'dateissued', 'issuedon', 'issuedate', 'dateofissue'],
  due_date: ['due', 'invoiceduedate', 'datedue', 'dueon', 'duedate', 'paymentdue', 'paymentduedate'],
  status: ['invoicestatus'],
  currency: ['currencycode', 'invoicecurrency'],
  line_type: ['type', 'itemtype', 'kind'],
  description: ['linedescription', 'itemdescription', 'details', 'item', 'lineitem', 'milestone'],
  quantity: ['units'],
  unit_price: ['price', 'priceeach', 'unitcost', 'unitamount', 'rateperunit', 'itemprice'],
  amount: [
    'lineamount',
    'netamount',
    'amountnet',
    'net',
    'amountextax',
    'amountexcltax',
    'amountexcludingtax',
    'amountbeforetax',
    'linenet',
  ],
  tax_rate: ['ratetax', 'taxrate', 'salestaxrate', 'linetaxrate'],
  tax_amount: ['tax', 'salestax', 'salestaxamount', 'linetax', 'amounttax', 'linetaxamount', 'totaltax'],
  total: ['invoicetotal', 'totalamount', 'grandtotal', 'totalinctax', 'totalincltax', 'totalincludingtax'],
};

const PAYMENT_NAMES: Partial<Record<PaymentField, readonly string[]>> = {
  payment_id: ['id', 'paymentnumber', 'transactionid', 'transactionnumber', 'receiptnumber', 'receiptid'],
  invoice_number: ['invoice', 'appliedto', 'appliedtoinvoice', 'invoicespaid', 'invoicepaid'],
  customer_id: ['customernumber', 'contactid'],
  project_id: ['projectnumber'],
  date: [
    'paymentdate',
    'paiddate',
    'datepaid',
    'paidon',
    'received',
    'receiveddate',
    'datereceived',
    'receivedon',
    'transactiondate',
    'dateofpayment',
  ],
  amount: [
    'paymentamount',
    'amountpaid',
    'paidamount',
    'amountreceived',
    'receivedamount',
    'amountapplied',
    'appliedamount',
    'paid',
  ],
  currency: ['currencycode', 'paymentcurrency'],
  method: ['paymentmethod', 'paymenttype', 'paidby', 'paidvia', 'methodofpayment'],
  integrated: ['integratedpayment', 'isintegrated', 'online'],
  status: ['paymentstatus', 'state'],
  reference: ['paymentreference', 'referencenumber', 'checknumber', 'chequenumber', 'bankreference'],
  fee: ['fees', 'processingfee', 'transactionfee', 'cardfee', 'paymentfee'],
};

// Fields of a person, which many exports put a word in front of: `Customer E-mail`, `Billing City`.
const PERSONAL = new Set<Field>([
  'first_name',
  'last_name',
  'company',
  'email',
  'phone',
  'address_line1',
  'city',
  'state',
  'postal_code',
  'country',
]);
const OWNERS = new Set(['customer', 'billing', 'contact']);

// `#` may number the rows of a sheet, `ID` anything: they count only where no other column names the field.
const WEAK = new Set(['number', 'id', 'type', 'kind']);

/** The field that a heading names in a file of this kind, and how well; undefined for a heading that names none. */
export function matchHeading(heading: string, kind: RecordKind): { field: Field; rank: Rank } | undefined {
  const plain = heading.trim().toLowerCase();
  const exact = fieldsOf(kind).find((field) => field === plain);
  if (exact) return { field: exact, rank: 'exact' };
  const words = headingWords(heading);
  const field = lookUp(words, kind);
  if (field) return { field, rank: WEAK.has(words.join('')) ? 'weak' : 'usual' };
  const [owner, ...rest] = words;
  if (owner === undefined || !OWNERS.has(owner)) return undefined;
  const personal = lookUp(rest, kind);
  return personal && PERSONAL.has(personal) ? { field: personal, rank: 'usual' } : undefined;
}

/** The words of a heading in one spelling: `Inv. No.`, `INV #` and `invoiceNumber` are all `invoice number`. */
export function headingWords(heading: string): string[] {
  const words = heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[#№]/g, ' number ')
    .replace(/%/g, ' rate ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => WORDS.get(word) ?? word)
    .filter((word, at, all) => word !== all[at - 1]);
  return words.length > 1 && CURRENCIES.has(words.at(-1) ?? '') ? words.slice(0, -1) : words;
}

function lookUp(words: readonly string[], kind: RecordKind): Field | undefined {
  const joined = words.join('');
  if (!joined) return undefined;
  const table = TABLES[kind];
  // `INVOICENO`: no space to tell the words apart.
  return (
    table.get(joined) ??
    table.get(joined.replace(/^inv(?!oice)/, 'invoice').replace(/(no|num|nr)$/, 'number'))
  );
}

function tableOf(
  kind: RecordKind,
  names: Partial<Record<Field, readonly string[]>>,
): ReadonlyMap<string, Field> {
  const table = new Map<string, Field>();
  for (const field of fieldsOf(kind)) {
    table.set(field.replaceAll('_', ''), field);
    for (const name of names[field] ?? []) table.set(name, field);
  }
  return table;
}

const TABLES: Record<RecordKind, ReadonlyMap<string, Field>> = {
  invoice: tableOf('invoice', INVOICE_NAMES),
  payment: tableOf('payment', PAYMENT_NAMES),
};
