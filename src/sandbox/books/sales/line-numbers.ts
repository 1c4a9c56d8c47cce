import { compact, textOf, without } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { innerLines, withInner } from './sales-lines.ts';

const idsOf = (lines: readonly JsonObject[]): readonly string[] =>
  lines.flatMap((line) => [textOf(line.Id) ?? '', ...idsOf(innerLines(line))]).filter((id) => id !== '');

/**
 * Numbers lines from 1 on, those in bundles after the bundle's own. Ids are the server's: one that the row
 * before has stays, an unknown or absent one means a new line (qbo-api.md 3.2).
 */
export function numbered(lines: readonly JsonObject[], before: readonly JsonObject[]): JsonObject[] {
  const known = new Set(idsOf(before));
  let lastId = Math.max(0, ...[...known].map(Number));
  let lastNumber = 0;
  const used = new Set<string>();
  const one = (line: JsonObject): JsonObject => {
    const sent = textOf(line.Id);
    const Id = sent !== undefined && known.has(sent) && !used.has(sent) ? sent : String(++lastId);
    used.add(Id);
    const made = compact({ Id, LineNum: ++lastNumber, ...without(line, ['Id']) });
    return line.DetailType === 'GroupLineDetail' ? withInner(made, innerLines(line).map(one)) : made;
  };
  return lines.map(one);
}
