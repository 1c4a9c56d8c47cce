/** How a property of a row is compared. */
export type PropertyType = 'text' | 'number' | 'date' | 'time' | 'boolean' | 'id';

export interface Property {
  /** The canonical spelling. */
  readonly name: string;
  /** Where its value stands in the row; lists on the way stand for each of their entries. */
  readonly path: readonly string[];
  readonly type: PropertyType;
  /** `where`: may be filtered and sorted; `sort`: only sorted; `none`: known, but not queryable. */
  readonly use: 'where' | 'sort' | 'none';
}

const listed =
  (use: Property['use']) =>
  (type: PropertyType, ...names: string[]): readonly Property[] =>
    names.map((name) => ({ name, path: name.split('.'), type, use }));

export const where = listed('where');
export const sortOnly = listed('sort');

/** Members that may be named but neither filtered nor sorted. */
export const known = (...names: string[]): readonly Property[] => listed('none')('text', ...names);

/** References compare their id (qbo-api.md 4). */
export const refs = (...names: string[]): readonly Property[] =>
  names.map((name) => ({ name, path: [name, 'value'], type: 'text', use: 'where' }));

/** What every entity has. */
export const common: readonly Property[] = [
  ...where('id', 'Id'),
  ...where('time', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'),
  ...known('SyncToken', 'MetaData', 'domain', 'sparse'),
];
