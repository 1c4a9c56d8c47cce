/** What a check asks of the computer, handed in so that a test can be on another one. */
export interface Machine {
  /** Version of Node: `20.17.0`. */
  node: string;
  /** `x64`, `arm64`. */
  arch: string;
  /** Of the system's user who runs this; undefined where the system has no such number (Windows). */
  userId: number | undefined;
  /** Undefined where the system does not say. */
  freeBytes(folder: string): number | undefined;
}
