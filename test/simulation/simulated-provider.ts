import type { Outgoing, SendResult, Sender } from '../../src/app/delivery/index.ts';

export type ProviderFaults = {
  readonly throttledCall: number;
  readonly lostBeforeAcceptance: number;
  readonly lostAfterAcceptance: number;
  readonly missingAddress: number;
  readonly temporaryFailure: number;
  readonly permanentFailure: number;
};

export const NO_FAULTS: ProviderFaults = {
  throttledCall: 0,
  lostBeforeAcceptance: 0,
  lostAfterAcceptance: 0,
  missingAddress: 0,
  temporaryFailure: 0,
  permanentFailure: 0,
};

/** A provider with faults, which counts what it really delivered to whom. */
export function createSimulatedProvider(random: () => number, faults: ProviderFaults) {
  const delivered = new Map<string, number>();
  const deliver = ({ address }: Outgoing): void => {
    delivered.set(address, (delivered.get(address) ?? 0) + 1);
  };
  const answer = (message: Outgoing): SendResult => {
    const fate = random();
    if (fate < faults.temporaryFailure) {
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };
    }
    if (fate < faults.temporaryFailure + faults.permanentFailure) {
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'PERMANENT_FAILURE' };
    }
    deliver(message);
    if (random() < faults.missingAddress) return { kind: 'UNKNOWN', code: 'NO_ANSWER' };
    return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
  };
  const sender: Sender = {
    maxBatch: 100,
    send: async (batch) => {
      if (random() < faults.throttledCall) {
        return batch.map(() => ({ kind: 'NOT_SENT', cause: 'THROTTLED', code: 'TooManyRequestsException' }));
      }
      if (random() < faults.lostBeforeAcceptance) return batch.map(() => ({ kind: 'UNKNOWN', code: 'TimeoutError' }));
      const isLost = random() < faults.lostAfterAcceptance;
      const answers = batch.map(answer);
      return isLost ? batch.map(() => ({ kind: 'UNKNOWN', code: 'TimeoutError' })) : answers;
    },
  };
  return { sender, delivered };
}
