/** Whether a file of a folder is taken for an export, by its name. */
export function isExport(name: string): boolean {
  return /\.(csv|tsv|jsonl|ndjson|json)$/i.test(name);
}
