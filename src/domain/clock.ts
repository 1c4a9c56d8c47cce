/** Time, handed in so that a test or a simulation owns it. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** A number from 0 to below 1, handed in so that a run can be repeated. */
export type Random = () => number;
