import { answer, isLocal } from '../control/control.ts';
import { objectOf, parseJson } from '../json.ts';
import type { SandboxAnswer, SandboxRequest } from '../types.ts';
import type { Courier } from './courier.ts';

/** Whether this is the order `webhooks` `{"deliver": true}`, which needs the network and so never reaches the core. */
export function asksForDelivery(request: SandboxRequest): boolean {
  if (request.method !== 'POST' || request.path !== '/__sandbox/webhooks' || !isLocal(request)) return false;
  return objectOf(parseJson(request.body)).deliver === true;
}

/** Delivers what is due and tells what was sent, byte for byte, and how the endpoint answered. */
export async function deliveryAnswer(courier: Courier): Promise<SandboxAnswer> {
  return answer(200, { sent: await courier.deliver() });
}
