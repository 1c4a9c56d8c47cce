import { strFromU8, unzipSync } from 'fflate';

/** The entries of a .zip, as text. */
export function unzipped(bytes: Uint8Array): Map<string, string> {
  return new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
}
