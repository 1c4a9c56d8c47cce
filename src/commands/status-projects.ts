import { foldNumber } from '../domain/identity.ts';
import { decimal, moneyForPeople, moneyText, sum, ZERO, type Money } from '../domain/money.ts';
import { EXIT } from '../domain/problems.ts';
import { STATUSES, type Status } from '../domain/status.ts';
import type { AppliedPart, Entry } from '../ledger/ledger.ts';
import { csvText } from '../terminal/csv.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { tableText } from '../terminal/table.ts';

interface Project {
  id: string | undefined;
  name: string;
  currency: string;
  invoices: number;
  payments: number;
  invoiced: Money;
  paid: Money;
  /** Of these, what stands in QuickBooks through qbsync. */
  booked: { invoiced: Money; paid: Money };
  statuses: Map<Status, number>;
}

/**
 * Totals per project and currency, as the source has them: invoiced (issued, not cancelled), paid (received payments),
 * open (the difference). Money that is applied to no invoice counts for the project that the payment names.
 */
export function projectOutcome(
  entries: Entry[],
  parts: AppliedPart[],
  statusFor: (entry: Entry) => Status,
): Outcome {
  const projects = new Map<string, Project>();
  const ofInvoice = new Map<string, Entry>();
  const invoices = entries.filter(({ kind }) => kind === 'invoice');
  const payments = entries.filter(({ kind }) => kind === 'payment');
  for (const entry of invoices) {
    if (entry.number !== undefined) ofInvoice.set(foldNumber(entry.number), entry);
    const project = projectOf(projects, entry, entry.currency);
    note(project, statusFor(entry));
    project.invoices++;
    if (entry.link) project.booked.invoiced = project.booked.invoiced.plus(decimal(entry.link.total));
    if (entry.state === 'issued' || entry.state === 'paid')
      project.invoiced = project.invoiced.plus(decimal(entry.total));
  }
  const partsOf = new Map<string, AppliedPart[]>();
  for (const part of parts) partsOf.set(part.paymentKey, [...(partsOf.get(part.paymentKey) ?? []), part]);
  for (const entry of payments) {
    const applied = partsOf.get(entry.key) ?? [];
    const homes = new Set<Project>();
    let rest = decimal(entry.total);
    for (const { invoiceNumber, amount } of applied) {
      const invoice = ofInvoice.get(foldNumber(invoiceNumber));
      const project = projectOf(projects, invoice ?? entry, entry.currency ?? invoice?.currency);
      homes.add(project);
      if (entry.state === 'received') project.paid = project.paid.plus(amount);
      rest = rest.minus(amount);
    }
    if (applied.length === 0) homes.add(projectOf(projects, entry, entry.currency));
    const [home] = homes;
    if (home && entry.state === 'received') home.paid = home.paid.plus(rest);
    if (home && entry.link) home.booked.paid = home.booked.paid.plus(decimal(entry.link.total));
    for (const project of homes) {
      note(project, statusFor(entry));
      project.payments++;
    }
  }
  return shown([...projects.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')));
}

function projectOf(projects: Map<string, Project>, entry: Entry, currency: string | undefined): Project {
  const id = entry.projectId ?? entry.projectName;
  const key = JSON.stringify([id ?? '', currency ?? '']);
  const known = projects.get(key);
  if (known) return known;
  const project: Project = {
    id: entry.projectId,
    name: entry.projectName ?? entry.projectId ?? '(no project)',
    currency: currency ?? '',
    invoices: 0,
    payments: 0,
    invoiced: ZERO,
    paid: ZERO,
    booked: { invoiced: ZERO, paid: ZERO },
    statuses: new Map(),
  };
  projects.set(key, project);
  return project;
}

function note(project: Project, status: Status): void {
  project.statuses.set(status, (project.statuses.get(status) ?? 0) + 1);
}

function rowsOf(projects: Project[]) {
  return projects.map((project) => ({
    project_id: project.id ?? null,
    project: project.name,
    currency: project.currency || null,
    invoices: project.invoices,
    payments: project.payments,
    invoiced: moneyText(project.invoiced),
    paid: moneyText(project.paid),
    open: moneyText(project.invoiced.minus(project.paid)),
    statuses: Object.fromEntries(
      STATUSES.flatMap((status) =>
        project.statuses.has(status) ? [[status, project.statuses.get(status)]] : [],
      ),
    ),
  }));
}

function totalsPerCurrency(projects: Project[]) {
  const currencies = [...new Set(projects.map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const own = projects.filter((project) => project.currency === currency);
    const invoiced = sum(own.map((project) => project.invoiced));
    const paid = sum(own.map((project) => project.paid));
    const booked = {
      invoiced: sum(own.map((project) => project.booked.invoiced)),
      paid: sum(own.map((project) => project.booked.paid)),
    };
    return { currency, invoiced, paid, open: invoiced.minus(paid), booked };
  });
}

function shown(projects: Project[]): Outcome {
  const totals = totalsPerCurrency(projects);
  const statusText = (project: Project) =>
    STATUSES.filter((status) => project.statuses.has(status))
      .map((status) => `${project.statuses.get(status) ?? 0} ${status}`)
      .join(', ');
  return {
    exit: EXIT.done,
    json: {
      projects: rowsOf(projects),
      totals: totals.map(({ currency, invoiced, paid, open, booked }) => ({
        currency: currency || null,
        invoiced: moneyText(invoiced),
        paid: moneyText(paid),
        open: moneyText(open),
        qbo_invoiced: moneyText(booked.invoiced),
        qbo_paid: moneyText(booked.paid),
      })),
    },
    text: (style) => {
      if (projects.length === 0) return 'No records. Read an export with: qbsync import FILE\n';
      const right = 'right' as const;
      const columns = [
        { head: 'Project' },
        { head: 'Invoices', align: right },
        { head: 'Payments', align: right },
        { head: 'Invoiced', align: right },
        { head: 'Paid', align: right },
        { head: 'Open', align: right },
        { head: 'Status' },
      ];
      const rows = projects.map((project) => [
        project.name.slice(0, 40),
        String(project.invoices),
        String(project.payments),
        moneyForPeople(project.invoiced, ''),
        moneyForPeople(project.paid, ''),
        moneyForPeople(project.invoiced.minus(project.paid), project.currency),
        statusText(project),
      ]);
      const sums = totals.flatMap(({ currency, invoiced, paid, open, booked }) => [
        `Invoiced ${moneyForPeople(invoiced, currency)}, paid ${moneyForPeople(paid, currency)}, open ${moneyForPeople(open, currency)}.`,
        `That is what the source says. Of it qbsync put into QuickBooks: invoiced ${moneyForPeople(booked.invoiced, currency)}, paid ${moneyForPeople(booked.paid, currency)}.`,
      ]);
      return `${tableText(columns, rows, style)}\n${sums.join('\n')}\n`;
    },
    csv: () =>
      csvText(
        ['project_id', 'project', 'currency', 'invoices', 'payments', 'invoiced', 'paid', 'open', 'status'],
        rowsOf(projects).map((row, at) => {
          const project = projects[at];
          return [
            row.project_id ?? '',
            row.project,
            row.currency ?? '',
            String(row.invoices),
            String(row.payments),
            row.invoiced,
            row.paid,
            row.open,
            project ? statusText(project) : '',
          ];
        }),
      ),
  };
}
