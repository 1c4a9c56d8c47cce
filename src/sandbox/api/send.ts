import type { Books } from '../books/books.ts';
import { sendByEmail } from '../books/sending.ts';
import { rulesForPath } from '../books/entities.ts';
import { shown } from '../books/write.ts';
import { QboFault } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { SandboxRequest } from '../types.ts';
import { noSuchPath } from './operations.ts';

/** What a send with a JSON content type ends in: the service wants an octet stream (qbo-api.md 1.2). */
const jsonFailure = (): QboFault =>
  new QboFault(
    [
      {
        Message: 'An application error has occurred while processing your request',
        Detail: 'System Failure Error: send takes an empty body of type application/octet-stream.',
        code: '10000',
      },
    ],
    { type: 'SystemFault', status: 500 },
  );

/** `POST /{entity}/{id}/send[?sendTo=...]`: gives the reply's one member. */
export function send(books: Books, request: SandboxRequest, segment: string, id: string): JsonObject {
  const rule = rulesForPath(segment);
  if (rule === undefined) throw noSuchPath(request.path);
  const json = (request.headers['content-type'] ?? '').toLowerCase().includes('json');
  if (json && books.readings.sendAsJson === 'fail') throw jsonFailure();
  const row = sendByEmail(books, rule.entity, id, request.query.get('sendTo') ?? undefined);
  return { [rule.entity]: shown(books, rule.entity, row) };
}
