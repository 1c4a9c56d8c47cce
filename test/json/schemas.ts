import * as z from 'zod';

// What `--json` prints, a schema a command, every member named. Written from docs/json.md and not from src/: scripts
// build on these shapes, so a change of one is a change for them and belongs into CHANGELOG.md.

const text = z.string().min(1);
const perhaps = text.nullable();
const count = z.int().nonnegative();
/** Decimal text with two places. */
const money = z.string().regex(/^-?\d+\.\d{2}$/);
const day = z.iso.date();
const currency = z.string().regex(/^[A-Z]{3}$/);
const kind = z.enum(['invoice', 'payment']);
const kindOrFile = z.enum(['invoice', 'payment', 'file']);
const environment = z.enum(['production', 'sandbox', 'local']);
const country = z.string().length(2).nullable();
const exit = z.literal([0, 1, 2, 3, 4, 5, 6, 7, 8, 130]);
const status = z.enum(['Active', 'Error', 'Disconnected', 'Pending', 'Not synced', 'Ignored']);
const perStatus = z.partialRecord(status, count);
const lineType = z.enum([
  'milestone',
  'deposit',
  'standalone',
  'incentive',
  'discount',
  'surcharge',
  'other',
]);
const object = z.strictObject({ id: text, name: text });
const action = z.enum(['create', 'update', 'void', 'adopt', 'none', 'skip', 'error', 'ask']);

/** Why something is not as it should be; all three are null where nothing is wrong. */
const finding = { code: perhaps, reason: perhaps, fix: perhaps };

const connect = z.strictObject({
  connected: z.literal(true),
  company: z.strictObject({ id: text, name: text, country, environment }),
  home_currency: currency,
  multi_currency: z.boolean(),
  configured: z.boolean(),
  ledger_lost: z.boolean(),
});

const start = z.strictObject({
  company: text,
  connected: z.boolean(),
  mapped: z.boolean(),
  records: count,
  booked: count,
  next: perhaps,
});

const companies = z.strictObject({
  companies: z.array(
    z.strictObject({
      name: text,
      default: z.boolean(),
      company: z.strictObject({ id: text, name: text, environment }).nullable(),
      health: z.enum(['active', 'ends-soon', 'disconnected', 'not-connected', 'error']),
      reason: perhaps,
      fix: perhaps,
    }),
  ),
});

const encrypt = z.strictObject({
  encrypted: z.boolean(),
  key_in: z.enum(['file', 'environment', 'keychain']).nullable(),
  sign_in_forgotten: z.boolean(),
});

const disconnect = z.strictObject({
  disconnected: z.literal(true),
  revoked: z.boolean(),
  company: object,
});

const configure = z.strictObject({
  saved: z.boolean(),
  settings: z.strictObject({
    tax_codes: z.array(z.strictObject({ rate: z.string().regex(/^\d+(\.\d+)?$/), id: text, name: text })),
    line_types: z.array(
      z.strictObject({ line_type: lineType, item: object.nullable(), account: object.nullable() }),
    ),
    deposits: z.enum(['invoice', 'liability']),
    deposit_account: object.nullable(),
    payment_methods: z.array(z.strictObject({ method: text, id: text, name: text })),
    manual_payments: z.enum(['when-invoice-paid', 'when-received', 'never']),
    numbers: z.enum(['source', 'quickbooks']),
    start_date: day.nullable(),
    import_folders: z.array(text),
    date_format: z.enum(['mdy', 'dmy']).nullable(),
    columns: z.record(text, text),
  }),
  set: z.record(text, z.union([text, z.array(text)])),
  created: z.array(
    z.strictObject({
      kind: z.enum(['tax-code', 'payment-method']),
      id: text,
      name: text,
      found: z.boolean(),
    }),
  ),
});

const importFiles = z.strictObject({
  preview: z.boolean(),
  files: z.array(
    z.strictObject({
      file: text,
      kind: kind.nullable(),
      format: z.enum(['csv', 'jsonl']).nullable(),
      encoding: perhaps,
      columns: z.array(z.strictObject({ name: z.string(), field: perhaps })),
      records: count,
      new: count.nullable(),
      changed: count.nullable(),
      unchanged: count.nullable(),
      rejected: count,
    }),
  ),
  rejects: z.array(
    z.strictObject({
      file: text,
      line: count,
      kind: kindOrFile,
      column: perhaps,
      column_number: count.nullable(),
      record: perhaps,
      what: text,
      expected: text,
    }),
  ),
  notes: z.array(z.strictObject({ file: text, line: count, record: text, what: text })),
});

const plan = z.strictObject({
  company: z.strictObject({ id: text, name: text, country, environment }),
  items: z.array(z.strictObject({ line_type: lineType, name: text, income_account: text })),
  customers: z.array(z.strictObject({ action: z.enum(['create', 'adopt']), name: text, qbo_id: perhaps })),
  records: z.array(
    z.strictObject({
      kind,
      action,
      id: perhaps,
      number: perhaps,
      customer: perhaps,
      invoices: z.array(text).nullable(),
      date: day,
      amount: money,
      currency,
      ...finding,
      notes: z.array(text),
      changes: z.array(z.strictObject({ field: text, from: perhaps, to: perhaps })),
    }),
  ),
  totals: z.array(z.strictObject({ action, currency, count, amount: money })),
});

const stage = z.strictObject({
  kind,
  exit,
  plan,
  results: z
    .array(
      z.strictObject({
        kind,
        id: perhaps,
        number: perhaps,
        action: z.enum(['create', 'update', 'void', 'adopt']),
        state: z.enum(['done', 'error', 'pending', 'not-reached']),
        qbo_id: perhaps,
        qbo_number: perhaps,
        ...finding,
      }),
    )
    .nullable(),
  stopped_by: z.strictObject({ code: text, reason: text, fix: text }).nullable(),
});

const sync = z.strictObject({
  exit,
  import: importFiles,
  stages: z.array(stage).min(1).max(2),
  waiting: z.array(z.strictObject({ kind, id: perhaps, code: text, reason: text, fix: text })),
});

const companyKept = z
  .strictObject({
    id: text,
    name: text,
    environment,
    connected: z.boolean(),
    sign_in_ends_unused: text.nullable(),
    sign_in_ends_anyway: text.nullable(),
  })
  .nullable();

const statusOfRecords = z.strictObject({
  company: companyKept,
  counts: perStatus,
  records: z.array(
    z.strictObject({
      kind: kindOrFile,
      id: perhaps,
      number: perhaps,
      status,
      ...finding,
      project_id: perhaps,
      project: perhaps,
      customer: perhaps,
      date: day.nullable(),
      currency: currency.nullable(),
      total: money.nullable(),
      source_state: perhaps,
      qbo_id: perhaps,
      qbo_number: perhaps,
      qbo_link: z.url().nullable(),
      file: text,
      line: count,
      invoices: z.array(text).nullable(),
    }),
  ),
});

const statusOfProjects = z.strictObject({
  projects: z.array(
    z.strictObject({
      project_id: perhaps,
      project: text,
      currency: currency.nullable(),
      invoices: count,
      payments: count,
      invoiced: money,
      paid: money,
      open: money,
      statuses: perStatus,
    }),
  ),
  totals: z.array(
    z.strictObject({
      currency: currency.nullable(),
      invoiced: money,
      paid: money,
      open: money,
      qbo_invoiced: money,
      qbo_paid: money,
    }),
  ),
});

const markedKind = z.enum(['invoice', 'payment', 'customer']);
const recover = z.strictObject({
  dry_run: z.boolean(),
  kept: z.boolean(),
  company: z.strictObject({ id: text, name: text, country, environment }),
  totals: z.array(
    z.strictObject({
      kind: markedKind,
      in_quickbooks: count,
      agree: count,
      differ: count,
      voided: count,
      twice: count,
      changed: count,
      ignored: count,
      not_imported: count,
      deleted: count,
      pending: count,
      not_in_quickbooks: count,
      to_keep: count,
    }),
  ),
  relinked: z.array(z.strictObject({ kind: markedKind, record: text, qbo_id_before: text, qbo_id: text })),
  findings: z.array(
    z.strictObject({ kind: markedKind, record: text, qbo_id: perhaps, code: text, reason: text, fix: text }),
  ),
});

const ignore = z.strictObject({
  ignored: z.boolean(),
  reason: perhaps,
  records: z.array(z.strictObject({ kind, id: perhaps, number: perhaps })),
});

const doctor = z.strictObject({
  company: companyKept,
  exit,
  healthy: z.boolean(),
  passed: count,
  warnings: count,
  failures: count,
  skipped: count,
  checks: z.array(
    z.strictObject({
      check: z.literal(
        'version disk permissions proxy clock settings ledger process keys connection tokens company preferences taxes mapping sources rejects contacts names numbers links connector records'.split(
          ' ',
        ),
      ),
      title: text,
      level: z.enum(['pass', 'warn', 'fail', 'skip']),
      code: perhaps,
      means: text,
      fix: perhaps,
      repair: perhaps,
    }),
  ),
  fixed: z.array(z.strictObject({ check: text, code: text, what: text })),
  bundle: perhaps,
});

const explain = z.strictObject({
  problems: z.array(
    z.strictObject({
      code: text,
      title: text,
      happened: text,
      posted: text,
      fix: z.array(text),
      retry: z.enum(['now', 'later', 'never']),
      exit: z.array(exit),
    }),
  ),
});

const sandboxCountry = z.enum(['US', 'AU', 'GB', 'CA']);
const sandbox = z.strictObject({
  url: z.url(),
  client_id: text,
  client_secret: text,
  company_id: text,
  company_name: text,
  country: sandboxCountry,
  companies: z.array(z.strictObject({ id: text, name: text, country: sandboxCountry })),
});

const error = z.strictObject({
  error: z.strictObject({
    code: text,
    reason: text,
    fix: text,
    retry: z.enum(['now', 'later', 'never']),
    posted: z.enum(['nothing', 'see-status']),
    exit,
  }),
});

/** By the headings of docs/json.md. */
export const SCHEMAS = {
  start,
  connect,
  companies,
  encrypt,
  disconnect,
  configure,
  import: importFiles,
  'sync-invoice and sync-payment': stage,
  sync,
  status: statusOfRecords,
  'status --project': statusOfProjects,
  recover,
  ignore,
  doctor,
  explain,
  sandbox,
  'The error object': error,
} satisfies Record<string, z.ZodType>;

export type Section = keyof typeof SCHEMAS;

/** Parts that have a section of their own are described there. */
const DESCRIBED = new Set<z.ZodType>(Object.values(SCHEMAS));

/** Every member of a schema, written as in docs/json.md: `company.id`, `records[].kind`. */
export function membersOf(schema: z.ZodType, path = ''): string[] {
  if (path !== '' && DESCRIBED.has(schema)) return [];
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return membersOf(schema.unwrap() as z.ZodType, path);
  }
  if (schema instanceof z.ZodArray) return membersOf(schema.element as z.ZodType, `${path}[]`);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, member]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return [own, ...membersOf(member, own)];
  });
}
