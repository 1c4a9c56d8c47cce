/** A moment as lines of a log begin with it: UTC, to the second. */
export function logTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
