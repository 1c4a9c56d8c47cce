import { strToU8, zipSync, type Zippable } from 'fflate';

export interface ZipEntry {
  name: string;
  text: string;
}

/** A .zip, which every system opens by itself. Its times are local, since the format knows no other. */
export function zipOf(entries: readonly ZipEntry[], at: Date): Uint8Array {
  const files: Zippable = {};
  for (const { name, text } of entries) files[name] = [strToU8(text), { mtime: at }];
  return zipSync(files);
}
