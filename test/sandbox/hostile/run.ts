import { objectsOf } from '../../../src/sandbox/json.ts';
import { handle } from '../../../src/sandbox/index.ts';
import type { SandboxRequest } from '../../../src/sandbox/index.ts';
import { checkAnswer } from './answers.ts';
import { asRequest } from './scene.ts';
import type { Scene, Sent } from './scene.ts';

export type Kind = (scene: Scene) => Sent;
export type Mix = readonly (readonly [weight: number, kind: Kind])[];

const told = (request: SandboxRequest): string =>
  JSON.stringify({ ...request, query: request.query.toString(), bytes: undefined }).slice(0, 6000);

/** Whether the answer was ordered to be broken: the newest fault that struck met this very request. */
function ordered({ qbo }: Scene, { method, path }: SandboxRequest): boolean {
  const newest = objectsOf(qbo.sandbox.faults.shown().struck).at(-1);
  return newest?.method === method && newest.path === path;
}

/** Counts of answers by status, to see that a mix does reach what it is to reach. */
export type Tally = Map<number, number>;

/** Sends requests of the mix, and throws at the first answer that is wrong, with all that repeats it. */
export function assail(
  scene: Scene,
  mix: Mix,
  count: number,
  { seed, faultsOn = false, tally }: { seed: number; faultsOn?: boolean; tally?: Tally },
): void {
  const [[, first] = [0, undefined]] = mix;
  if (first === undefined) return;
  for (let at = 0; at < count; at++) {
    const request = asRequest(scene, scene.random.weighted(mix, first)(scene));
    try {
      const answer = handle(scene.qbo.sandbox, request);
      tally?.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
      checkAnswer(request, answer, faultsOn);
    } catch (error) {
      if (faultsOn && ordered(scene, request)) continue;
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`QBSYNC_SEED=${seed}, request ${at}: ${told(request)}\n${reason}`, {
        cause: error,
      });
    }
  }
}
