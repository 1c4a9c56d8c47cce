import { fc } from '../../support/property.ts';
import { expect, test } from 'vitest';
import { markup } from '../../../src/sandbox/markup/markup.ts';
import { attributes } from './visitor.ts';

test('whatever is put into a template is text, in content and in attributes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const { text } = markup`<a title="${value}">${value}</a>`;
      expect(text.match(/</g)).toHaveLength(2);
      expect(text.match(/"/g)).toHaveLength(2);
      // Control characters that no markup can carry are replaced.
      if (/^[\t\n\r -\uD7FF]*$/.test(value)) expect(attributes(text, 'a')).toEqual([{ title: value }]);
    }),
  );
});

test('markup stays markup, lists are joined, nothing is left out', () => {
  const inner = markup`<b>${1}</b>`;
  expect(markup`${[inner, 'a & b', undefined, false, [inner]]}`.text).toBe('<b>1</b>a &amp; b<b>1</b>');
});
