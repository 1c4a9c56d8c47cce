import { QboFault } from '../faults.ts';
import type { Readings } from '../readings.ts';
import { faultAnswer, faultBody, gatewayAnswer } from '../replies.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';

const CODE = '3001';
const TYPE = 'SERVICE';
/** The two blanks are in the recordings. */
const DETAIL = 'The request limit was reached.  Try again later';

const message = (status: number): string =>
  `message=ThrottleExceeded; errorCode=00${CODE}; statusCode=${status}`;

/** The throttle as one item of a batch carries it (qbo-api.md 5: seen in test doubles only). */
export const throttledItem = (status: number): QboFault =>
  new QboFault([{ Message: message(status), Detail: DETAIL, code: CODE }], { type: TYPE, status });

type ThrottleReadings = Pick<Readings, 'throttleStatus' | 'throttleFault' | 'throttleRetryAfter'>;

/** The throttle as the gateway answers it, in the form that the readings say (qbo-api.md 6). */
export function throttledAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  readings: ThrottleReadings,
): SandboxAnswer {
  const { throttleStatus: status, throttleRetryAfter: retryAfter } = readings;
  const answer =
    readings.throttleFault === 'upper'
      ? faultAnswer(sandbox, now, request, status, faultBody(throttledItem(status), now))
      : gatewayAnswer(sandbox, now, request, {
          status,
          code: CODE,
          message: message(status),
          detail: DETAIL,
          type: TYPE,
        });
  if (retryAfter === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}
