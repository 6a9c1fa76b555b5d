import { setTimeout as sleep } from 'node:timers/promises';
import { errorResponse } from './aws-response.ts';
import type { AwsResponse } from './contract.ts';
import type { CallEffect, FaultChannel, FaultPlan } from './fault-plan.ts';

/** How a provider words the failures of a whole call. */
export type CallFailureNames = Readonly<Record<429 | 500 | 503 | 403 | 413, string>>;

/**
 * Runs one call of a messaging provider under the fault plan: latency, refusals, and time-outs before or after the
 * messages were accepted. `accept` does the sending and builds the answer.
 */
export async function underFaultPlan(
  plan: FaultPlan,
  channel: FaultChannel,
  names: CallFailureNames,
  accept: () => AwsResponse,
): Promise<AwsResponse> {
  const { latencyMs, answerLatencyMs, effect } = plan.beginCall(channel);
  if (latencyMs > 0) await sleep(latencyMs);
  const answer = carryOut(effect, names, accept);
  if (answerLatencyMs > 0) await sleep(answerLatencyMs);
  return answer;
}

function carryOut(effect: CallEffect, names: CallFailureNames, accept: () => AwsResponse): AwsResponse {
  switch (effect.type) {
    case 'proceed':
      return accept();
    case 'status':
      return errorResponse(effect.status, names[effect.status], MESSAGES[effect.status]);
    case 'time-out-before-acceptance':
      return { status: 500, headers: {}, body: '', dropAfterMs: effect.afterMs };
    case 'time-out-after-acceptance':
      return { ...accept(), dropAfterMs: effect.afterMs };
  }
}

const MESSAGES = {
  429: 'Too Many Requests',
  500: 'Internal server error',
  503: 'Service unavailable',
  403: 'Forbidden',
  413: 'Request too large',
} as const;
