import { expect, test } from 'vitest';
import { objectOf } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import { Client } from '../client.ts';
import { requests } from './requests.ts';
import { fixture, present, recordedRequest, why } from './sample.ts';
import type { RequestSample } from './sample.ts';
import { differences, shapeOf } from './shape.ts';

function expectAccepted(request: RequestSample, body: Json): void {
  const reply = request.send(new Client(), objectOf(body));
  // A batch is HTTP 200 whatever its items met.
  expect(reply.text).not.toContain('"Fault"');
  expect(reply.status).toBe(200);
}

test.each(requests)('$file: a request of ours in that form is accepted', (request) => {
  expectAccepted(request, fixture(request.file));
});

test.skipIf(!present).each(requests)(
  `$file: our request has the shape of the recording${why}`,
  ({ file }) => {
    expect(differences(shapeOf(recordedRequest(file)), shapeOf(fixture(file)))).toEqual([]);
  },
);

test.skipIf(!present).each(requests)(`$file: the recorded request is accepted as it is${why}`, (request) => {
  expectAccepted(request, recordedRequest(request.file));
});
