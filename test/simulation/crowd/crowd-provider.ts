import type { Outgoing, SendResult, Sender } from '../../../src/app/delivery/index.ts';
import { formatMessageRef, type MessageRef } from '../../../src/domain/send-job/index.ts';
import type { Process } from '../scheduler.ts';
import type { Crowd } from './crowd.ts';

/** What the provider knows of one recipient of one job. */
export type Handed = {
  readonly address: string;
  /** Calls that began with it, and what was not proven to be unsent by them. */
  calls: number;
  sends: number;
  delivered: number;
  /** Answers of its own that a failure may rest on. */
  readonly failures: Set<string>;
  /** Times the provider said "later", or nothing. */
  tries: number;
  readonly firstAt: number;
};

/** A provider for all jobs of a crowd, which remembers of every recipient what it was asked and what it did. */
export function createCrowdProvider({ provider: faults, maxBatch }: Crowd, random: () => number, now: () => number) {
  const handed = new Map<string, Handed>();
  const firstCallAt = new Map<string, number>();
  const fresh: MessageRef[] = [];
  /** By customer: the moment from which nothing more may begin. */
  const goneAt = new Map<string, number>();
  const breaches: string[] = [];

  const begin = ({ ref, address, customer }: Outgoing): Handed => {
    const name = formatMessageRef(ref);
    const known = handed.get(name) ?? newHanded(address, now());
    handed.set(name, known);
    known.calls += 1;
    if (!firstCallAt.has(ref.jobId)) firstCallAt.set(ref.jobId, now());
    const gone = goneAt.get(customer.id);
    if (gone !== undefined && now() > gone) breaches.push(`${name} was called for ${customer.id}, who had gone`);
    return known;
  };
  const answer = (message: Outgoing, known: Handed): SendResult => {
    const fate = random();
    const { throttledEntry = 0, temporaryFailure, permanentFailure, missingAddress } = faults;
    if (fate < throttledEntry) {
      return { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'ACCOUNT_THROTTLED', isOwn: true };
    }
    known.sends += 1;
    if (fate < throttledEntry + temporaryFailure) {
      known.tries += 1;
      known.failures.add('TEMPORARY_FAILURE');
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };
    }
    if (fate < throttledEntry + temporaryFailure + permanentFailure) {
      known.failures.add('PERMANENT_FAILURE');
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'PERMANENT_FAILURE' };
    }
    known.delivered += 1;
    fresh.push(message.ref);
    if (random() >= missingAddress) return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
    known.tries += 1;
    return { kind: 'UNKNOWN', code: 'NO_ANSWER' };
  };
  const unknown = (all: readonly Handed[]): readonly SendResult[] =>
    all.map((known) => {
      known.tries += 1;
      return { kind: 'UNKNOWN', code: 'TimeoutError' };
    });

  /** The sender of one process; `onCall` hears that it calls. */
  const senderOf = (
    process: Process,
    onCall: (refs: readonly MessageRef[]) => void,
    wait: () => Promise<void>,
  ): Sender => ({
    maxBatch,
    send: async (batch) => {
      const all = batch.map(begin);
      onCall(batch.map(({ ref }) => ref));
      if (random() < faults.throttledCall) {
        await wait();
        return batch.map(() => ({ kind: 'NOT_SENT', cause: 'THROTTLED', code: 'TooManyRequestsException' }));
      }
      const isLostBefore = random() < faults.lostBeforeAcceptance;
      const isLostAfter = random() < faults.lostAfterAcceptance;
      if (isLostBefore) for (const known of all) known.sends += 1;
      const answers = isLostBefore
        ? []
        : batch.map((message, index) => answer(message, all[index] ?? newHanded('', 0)));
      await wait();
      if (!process.isAlive) throw new Error('A process that died does not go on.');
      return isLostBefore || isLostAfter ? unknown(all) : answers;
    },
  });
  return { senderOf, handed, firstCallAt, goneAt, breaches, takeFresh: (): MessageRef[] => fresh.splice(0) };
}

function newHanded(address: string, firstAt: number): Handed {
  return { address, calls: 0, sends: 0, delivered: 0, failures: new Set(), tries: 0, firstAt };
}

export type CrowdProvider = ReturnType<typeof createCrowdProvider>;
