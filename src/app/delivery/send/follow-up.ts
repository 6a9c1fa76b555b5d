import type { RecipientResult } from '../../../domain/send-job/index.ts';
import { channelOf } from '../../../domain/customer/index.ts';
import type { AddressStore } from '../../address-store.ts';
import { optOutEndpoint } from '../../customer/opt-out-endpoint.ts';
import type { Clock, CustomerStore } from '../../ports.ts';
import type { Sent } from './attempt.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { ProgressPublisher, WatchStore } from '../model/ports.ts';
import { isUnreadable, type Chunk, type Unreadable } from '../model/chunk.ts';
import { createWatchers } from './watchers.ts';

export type FollowUpDeps = {
  readonly customerStore: CustomerStore;
  readonly addresses: AddressStore;
  readonly watches: WatchStore;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
};

/**
 * What follows from a recorded call: dead addresses are opted out, and whoever watches one of its customers is told.
 * The record stands without it: what fails here is found again by the next send, or read by a query.
 */
export function followUp(deps: FollowUpDeps, job: CompiledJob) {
  const watchers = createWatchers(deps, job.id);
  return async (
    chunk: Chunk | Unreadable,
    { sent, results }: { readonly sent?: Sent; readonly results: readonly RecipientResult[] },
  ): Promise<void> => {
    if (sent === undefined || isUnreadable(chunk)) return;
    for (let index = 0; index < sent.answers.length; index += 1) {
      const answer = sent.answers[index];
      const message = sent.prepared.outgoing[index];
      if (answer?.kind !== 'ANSWERED' || answer.isAddressDead !== true || message === undefined) continue;
      const { customer, endpoint, address } = message;
      const channel = channelOf(endpoint.channelType);
      if (channel === null) continue;
      const optOut = {
        customerId: customer.id,
        endpointId: endpoint.id,
        address,
        channel,
        cause: 'DEAD_ADDRESS',
      } as const;
      await optOutEndpoint(deps, optOut).catch(() => null);
    }
    const places = sent.prepared.places;
    await watchers.tell(() =>
      places.flatMap((place) => {
        const recipient = chunk.recipients[place];
        const result = results[place];
        const channel = job.steps[recipient?.stepIndex ?? 0]?.channel;
        return recipient === undefined || result === undefined || channel === undefined
          ? []
          : [{ recipient, result, channel }];
      }),
    );
  };
}
