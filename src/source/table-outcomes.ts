import type { RecordKind } from '../domain/records.ts';
import type { Role } from './grouping.ts';
import { refused, type Outcome, type RecordContext } from './groups.ts';
import { KINDS } from './kinds.ts';
import type { Row, Rows, Table, TableFault } from './table.ts';

/**
 * What became of a file, in the order of its lines. Each row is read again when its record is made, and dropped with it:
 * never more rows are held than one record has, however they are mixed in the file.
 */
export async function* outcomesOf(table: Table, context: RecordContext): AsyncGenerator<Outcome> {
  const { kind, rows } = table;
  const faults = [...table.faults].sort((one, other) => one.line - other.line);
  for (let at = 0; rows && at < rows.places.length; at += 1) {
    while (faults[0] && faults[0].line <= rows.places.line(at))
      yield* told(faults.splice(0, 1), kind, context);
    const role = rows.grouping.role(at);
    if (role === 'unreadable') yield* told(faultsOf(await rows.reader.onward(at)), kind, context);
    else if (kind && role !== 'further' && role !== 'left out') {
      yield await outcomeOf(role, at, rows, kind, context);
    }
  }
  yield* told(faults, kind, context);
}

async function outcomeOf(
  role: Role,
  at: number,
  { grouping, reader }: Rows,
  kind: RecordKind,
  context: RecordContext,
): Promise<Outcome> {
  const { nameOf, read, refuse } = KINDS[kind];
  const row = rowOf(await reader.onward(at));
  if (role === 'first') {
    const group = { key: nameOf(row), rows: [row] as [Row, ...Row[]] };
    for (const next of grouping.further(at)) group.rows.push(rowOf(await reader.one(next)));
    return read(group, context);
  }
  const because = grouping.because(at);
  const fault = refuse(role, row, because === undefined ? undefined : rowOf(await reader.one(because)));
  return refused(context.file, row.line, kind, [fault], nameOf(row) || undefined);
}

function* told(
  faults: TableFault[],
  kind: RecordKind | undefined,
  { file }: RecordContext,
): Generator<Outcome> {
  for (const { isOfFile, recordId, ...fault } of faults) {
    yield refused(file, fault.line, isOfFile ? 'file' : (kind ?? 'file'), [fault], recordId);
  }
}

function rowOf(read: Row | TableFault[]): Row {
  if (Array.isArray(read)) throw new Error('a row that was read before cannot be read again');
  return read;
}

function faultsOf(read: Row | TableFault[]): TableFault[] {
  return Array.isArray(read) ? read : [];
}
