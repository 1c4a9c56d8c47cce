import { expect, test } from 'vitest';
import { objectsOf } from '../../../src/sandbox/json.ts';
import { Client } from '../client.ts';
import { excuses, exceptions } from './exceptions.ts';
import { britishCodes } from './lists.ts';
import { samples } from './registry.ts';
import { fixture, present, recorded, why } from './sample.ts';
import type { Sample } from './sample.ts';
import { differences, shapeOf } from './shape.ts';
import type { Difference } from './shape.ts';

const shapes = ({ fault, mask }: Sample) => ({ texts: fault, mask });

test.each(samples)('$file: our reply has the shape of our fixture', async (sample) => {
  const { status, body } = await sample.ours(new Client());
  expect(status).toBe(sample.status ?? 200);
  const wanted = shapeOf(fixture(sample.file), shapes(sample));
  expect(differences(wanted, shapeOf(body, shapes(sample)))).toEqual([]);
});

const unlike = (sample: Sample): readonly Difference[] =>
  differences(shapeOf(recorded(sample), shapes(sample)), shapeOf(fixture(sample.file), shapes(sample)));

test.skipIf(!present).each(samples)(`$file: our fixture has the shape of the recording${why}`, (sample) => {
  const left = unlike(sample).filter(
    (difference) => !exceptions.some((exception) => excuses(exception, sample.file, difference)),
  );
  expect(left).toEqual([]);
});

test.skipIf(!present)(`every exception is needed by every recording it names${why}`, () => {
  const found = new Map(samples.map((sample) => [sample.file, unlike(sample)]));
  const idle = exceptions.flatMap((exception) => {
    const needed = (file: string): boolean =>
      (found.get(file) ?? []).some((difference) => excuses(exception, file, difference));
    const files = exception.files === 'every' ? [...found.keys()] : exception.files;
    const unneeded = files.filter((file) => !needed(file));
    const useless = exception.files === 'every' ? unneeded.length === files.length : unneeded.length > 0;
    return useless ? [{ line: String(exception.line), unneeded }] : [];
  });
  expect(idle).toEqual([]);
});

test.skipIf(!present)(`a British company has tax codes of the recorded names and rates${why}`, () => {
  const recordedCodes = recorded({ file: 'taxcode-names-uk-derived.fyle-qbo-api.json' });
  const names = objectsOf(recordedCodes).map(({ name }) => name);
  expect(
    britishCodes()
      .map(({ name }) => name)
      .filter((name) => !names.includes(name)),
  ).toEqual([]);
});
