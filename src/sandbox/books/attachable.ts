import { business, missing, notFound } from '../faults.ts';
import { compact, objectOf, objectsOf, refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { entityNamed } from '../query/properties.ts';
import type { Books } from './books.ts';
import type { EntityRules } from './entity.ts';
import { FILE_TABLE, temporaryLink } from '../files/links.ts';

/** The objects that an attachment belongs to, each of which must exist (recorded text). */
function references(books: Books, sent: Json | undefined): readonly JsonObject[] {
  return objectsOf(sent).map((reference) => {
    const id = refId(reference.EntityRef);
    const type = textOf(objectOf(reference.EntityRef).type);
    if (id === undefined) throw missing('AttachableRef.EntityRef.value');
    if (type === undefined) throw missing('AttachableRef.EntityRef.type');
    const entity = entityNamed(type);
    if (entity === undefined || books.named(entity, id) === undefined) {
      throw business(`The entity ${type} ${id} that you are trying to link does not exist. ${type} ${id}`);
    }
    return {
      EntityRef: { type: entity, value: id },
      ...compact({ LineInfo: reference.LineInfo }),
      IncludeOnSend: reference.IncludeOnSend ?? false,
    };
  });
}

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const note = textOf(payload.Note);
  // A row of its own without a file is a note; the name of a file alone uploads none.
  const isFile = payload.Size !== undefined;
  if (note === undefined && !isFile) throw missing('Note');
  const refs = references(books, payload.AttachableRef);
  return books.put(
    'Attachable',
    compact({
      AttachableRef: refs.length === 0 ? undefined : refs,
      FileName: payload.FileName,
      Note: note,
      Category: payload.Category,
      ContentType: payload.ContentType,
      PlaceName: payload.PlaceName,
      Lat: payload.Lat,
      Long: payload.Long,
      Tag: payload.Tag,
      FileAccessUri: payload.FileAccessUri,
      Size: payload.Size,
      ...(before === undefined ? books.newRow('Attachable') : books.changedRow(before)),
    }),
  );
}

/** Keeps an uploaded file under a new attachment (qbo-api.md 3.5). */
export function attachFile(
  books: Books,
  payload: JsonObject,
  file: { readonly content: string; readonly size: number; readonly key: string },
): JsonObject {
  if (textOf(payload.FileName) === undefined) throw missing('FileName');
  const row = write(books, { ...payload, Size: file.size }, undefined);
  const id = textOf(row.Id) ?? '';
  books.put(FILE_TABLE, { Id: id, Content: file.content, Key: file.key });
  return books.put('Attachable', { ...row, FileAccessUri: `/v3/company/${books.realmId}/download/${id}` });
}

/** The link under which the bytes of an attachment can be had for a quarter of an hour, without a token. */
export function downloadLink(books: Books, id: string): string {
  const file = books.get(FILE_TABLE, id);
  if (file === undefined) throw notFound();
  return temporaryLink(books, id, textOf(file.Key) ?? '');
}

/** Notes and files beside objects (qbo-api.md 3.5): files come by upload, notes by create. */
export const attachableRules: EntityRules = {
  entity: 'Attachable',
  readOnly: [
    'Size',
    'FileAccessUri',
    'TempDownloadUri',
    'ThumbnailFileAccessUri',
    'ThumbnailTempDownloadUri',
  ],
  kept: ['Size', 'FileAccessUri', 'FileName', 'ContentType'],
  write,
  remove: (books, row) => {
    const id = textOf(row.Id) ?? '';
    if (books.get(FILE_TABLE, id) !== undefined) books.forget(FILE_TABLE, id);
    books.remove('Attachable', id);
  },
  shown: (books, row) =>
    row.Size === undefined ? row : { ...row, TempDownloadUri: downloadLink(books, textOf(row.Id) ?? '') },
};
