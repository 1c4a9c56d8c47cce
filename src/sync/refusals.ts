import { QUICKBOOKS, type Refusal } from '../domain/catalogue/quickbooks.ts';
import { REFUSED_WITHOUT_CODE } from '../domain/catalogue/refused-without-code.ts';
import type { Finding } from '../domain/problems.ts';
import type { Fault } from '../qbo/faults.ts';

const REFUSALS: Readonly<Record<string, Refusal | undefined>> = QUICKBOOKS;

/** A refusal of QuickBooks in plain words, with its own words and code behind them. */
export function explainRefusal(fault: Fault): Finding & { stopsAll: boolean } {
  const code = fault.errors[0]?.code ?? '';
  const said = fault.errors
    .map((error) => (error.detail || error.message).trim())
    .filter(Boolean)
    .join(' / ')
    .replace(/[^\s@<>(),;:"']+@[^\s@<>(),;:"']+/g, '[e-mail]');
  if (!code) return withoutCode(fault.status, said);
  const { happened, fix, stopsAll = false } = REFUSALS[`QBO_${code}`] ?? QUICKBOOKS.QBO_OTHER;
  return {
    code: `QBO_${code}`,
    reason: `${happened} QuickBooks says (code ${code}): ${said || 'nothing more'}`,
    fix: fix.join(' '),
    stopsAll,
  };
}

/** A device on the way may refuse as well, and no code of QuickBooks is given then. */
function withoutCode(status: number, said: string): Finding & { stopsAll: boolean } {
  const { happened, fix } = status === 413 ? REFUSED_WITHOUT_CODE.HTTP_413 : REFUSED_WITHOUT_CODE.HTTP_OTHER;
  const reason = said ? `${happened} It says: ${said}` : happened;
  return { code: `HTTP_${status}`, reason, fix: fix.join(' '), stopsAll: false };
}
