import { fc } from '../../support/property.ts';
import { expect, test } from 'vitest';
import { partsOf } from '../../../src/sandbox/files/multipart.ts';
import { BOUNDARY, multipart } from './uploads.ts';

test('the parser gives every part back byte for byte, and never throws', () => {
  const type = `multipart/form-data; boundary="${BOUNDARY}"`;
  const part = fc.record({
    name: fc.stringMatching(/^[a-z_0-9]{1,20}$/),
    content: fc.uint8Array({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const found = partsOf(type, multipart(parts)) ?? [];
      expect(found.map(({ name, content: bytes }) => [name, [...bytes]])).toEqual(
        parts.map(({ name, content: bytes }) => [name, [...bytes]]),
      );
    }),
    { seed: 1 },
  );
  const noise = fc.oneof(
    fc.constantFrom(
      `--${BOUNDARY}`,
      '--',
      '\r\n',
      '\r\n\r\n',
      'Content-Disposition: form-data; name="a"',
      '\\"',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(noise), fc.string(), (pieces, header) => {
      partsOf(type, Buffer.from(pieces.join('')));
      partsOf(`multipart/form-data; ${header}`, Buffer.from(pieces.join('')));
    }),
    { seed: 1 },
  );
});
