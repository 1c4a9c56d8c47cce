import type { Context } from '../context.ts';
import { signInEnding, type SignInStanding } from '../domain/sign-in.ts';

/** Says in good time that a sign-in comes to its end: the nightly run would be the first to notice. */
export function warnOfEnd({ terminal, clock }: Context, standing: SignInStanding | undefined): void {
  const ending = signInEnding(standing ?? {}, clock.now());
  if (ending) terminal.say(`${terminal.style.warn('!')} ${ending.reason} ${ending.fix}`);
}
