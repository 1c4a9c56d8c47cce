/**
 * One line of CSV (RFC 4180, CRLF is added by the caller). A cell that a spreadsheet would run as a formula gets an
 * apostrophe in front, as OWASP advises (full-width signs too); plain numbers stay numbers.
 */
export function csvLine(cells: (string | undefined)[]): string {
  return cells.map((cell) => quoted(disarmed(cell ?? ''))).join(',');
}

export function csvText(header: string[], rows: (string | undefined)[][]): string {
  return [header, ...rows].map((row) => `${csvLine(row)}\r\n`).join('');
}

function disarmed(cell: string): string {
  if (/^-?\d+(\.\d+)?$/.test(cell)) return cell;
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) || cell.trim() !== cell ? `"${cell.replaceAll('"', '""')}"` : cell;
}
