import { downloadLink } from '../books/attachable.ts';
import type { Books } from '../books/books.ts';
import { rulesForPath } from '../books/entities.ts';
import { shown } from '../books/write.ts';
import { badId, notFound, unsupportedOperation } from '../faults.ts';
import { formPdf, hasPdf } from '../pdf/form.ts';
import { fileAnswer } from '../replies.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { noSuchPath } from './operations.ts';

function pdf(books: Books, request: SandboxRequest, segment: string, id: string): Uint8Array {
  const entity = rulesForPath(segment)?.entity;
  if (entity === undefined || !hasPdf(entity)) throw noSuchPath(request.path);
  const accepted = (request.headers.accept ?? '').toLowerCase().includes('application/pdf');
  if (!accepted && books.readings.pdfWithoutAccept === 'refuse') {
    throw unsupportedOperation('pdf without Accept: application/pdf');
  }
  const row = books.get(entity, id);
  if (row === undefined) throw /^\d+$/.test(id) ? notFound() : badId(id);
  return formPdf(books, entity, shown(books, entity, row));
}

/** Answers that are neither JSON nor XML: PDFs, and the link to an attachment's file as bare text. */
export function documentAnswer(
  sandbox: Sandbox,
  books: Books,
  request: SandboxRequest,
  rest: readonly string[],
): SandboxAnswer | undefined {
  if (request.method !== 'GET') return undefined;
  const [segment = '', id = '', last] = rest;
  if (rest.length === 3 && last === 'pdf') {
    return fileAnswer(sandbox, books.now, 'application/pdf', pdf(books, request, segment, id));
  }
  if (rest.length === 2 && segment === 'download') {
    return fileAnswer(sandbox, books.now, 'text/plain;charset=utf-8', downloadLink(books, id));
  }
  return undefined;
}
