import type { Outgoing, SendResult, Sender } from '../../src/app/delivery/index.ts';
import type { MessageRef } from '../../src/domain/send-job/index.ts';

export type ProviderFaults = {
  readonly throttledCall: number;
  /** Of single messages in a call that is taken. */
  readonly throttledEntry?: number;
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
  /** The title that somebody got; of several messages the last one's. */
  const titles = new Map<string, string>();
  const unknown = new Set<string>();
  /** Whom this provider refused for good, and who was asked again although it had said so. */
  const refused = new Set<string>();
  const askedAgain = new Set<string>();
  /** Messages delivered and not yet turned into receipts. */
  const fresh: MessageRef[] = [];
  const deliver = ({ address, ref, message }: Outgoing): void => {
    if (message.channel === 'PUSH') titles.set(address, message.title ?? '');
    delivered.set(address, (delivered.get(address) ?? 0) + 1);
    fresh.push(ref);
  };
  const lose = (batch: readonly Outgoing[]): readonly SendResult[] =>
    batch.map(({ address }) => {
      unknown.add(address);
      return { kind: 'UNKNOWN', code: 'TimeoutError' };
    });
  const answer = (message: Outgoing): SendResult => {
    if (refused.has(message.address)) askedAgain.add(message.address);
    const fate = random();
    if (fate < faults.temporaryFailure) {
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };
    }
    if (fate < faults.temporaryFailure + faults.permanentFailure) {
      refused.add(message.address);
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'PERMANENT_FAILURE' };
    }
    deliver(message);
    if (random() >= faults.missingAddress) return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
    unknown.add(message.address);
    return { kind: 'UNKNOWN', code: 'NO_ANSWER' };
  };
  const sender: Sender = {
    maxBatch: 100,
    send: async (batch) => {
      if (random() < faults.throttledCall) {
        return batch.map(() => ({ kind: 'NOT_SENT', cause: 'THROTTLED', code: 'TooManyRequestsException' }));
      }
      if (random() < faults.lostBeforeAcceptance) return lose(batch);
      const isLost = random() < faults.lostAfterAcceptance;
      const answers = batch.map(answer);
      return isLost ? lose(batch) : answers;
    },
  };
  return { sender, delivered, titles, unknown, askedAgain, takeFresh: (): MessageRef[] => fresh.splice(0) };
}
