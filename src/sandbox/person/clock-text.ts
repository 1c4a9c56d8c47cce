import { nowOf } from '../control/clock.ts';
import { metaTime } from '../times.ts';
import type { Sandbox } from '../types.ts';

const DAY = 86_400;

/** The sandbox's time as its books show it. */
export const clockText = (sandbox: Sandbox): string => {
  const [date = '', time = ''] = metaTime(nowOf(sandbox)).split('T');
  return `${date} ${time.slice(0, 5)} Pacific time`;
};

/** By how much the sandbox's clock is off the real time. */
export function movedBy(sandbox: Sandbox): string {
  const offset = sandbox.store.get('settings', 'clockOffsetMs');
  const seconds = Math.round((typeof offset === 'number' ? offset : 0) / 1000);
  if (seconds === 0) return 'Not moved';
  const days = Math.floor(Math.abs(seconds) / DAY);
  const hours = Math.floor((Math.abs(seconds) % DAY) / 3600);
  return `Moved ${seconds < 0 ? 'back' : 'on'} by ${days} days and ${hours} hours, and stays so until it is moved again`;
}
