import { createDigestSet } from '../../../domain/customer/index.ts';
import type { RecipientResult } from '../../../domain/send-job/index.ts';
import { ChunkFaultError } from './chunk-fault.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { writeFor } from '../plan/render-message.ts';
import type { Outgoing } from '../model/sender.ts';
import type { Chunk } from '../model/chunk.ts';
import type { AddressLook } from './look-at-addresses.ts';
import { hoursUntil, recheckAt, type CallTime } from './recheck-at.ts';

/** What is to be sent, with the place of each message in the chunk, and what is settled without sending. */
export type Prepared = {
  readonly outgoing: readonly Outgoing[];
  readonly places: readonly number[];
  readonly settled: ReadonlyMap<number, RecipientResult>;
  /** Who must not be sent to at the hour, and until when (milliseconds since the epoch). */
  readonly held?: ReadonlyMap<number, number>;
};

/** The status code this module gives; everything else comes from a provider or from the domain. */
const DUPLICATE = 'DUPLICATE_ENDPOINT';

/** Looks at some of a chunk's recipients as they are now, and writes each one's message. */
export function prepareChunk(
  job: CompiledJob,
  shard: number,
  chunk: Chunk,
  pending: readonly number[],
  { customers, endpointPlaces, digests, duplicates }: AddressLook,
  time: CallTime,
): Prepared {
  const until = hoursUntil(job.plan, time);
  const outgoing: Outgoing[] = [];
  const places: number[] = [];
  const settled = new Map<number, RecipientResult>();
  const held = new Map<number, number>();
  const addresses = createDigestSet(pending.length);
  for (let index = 0; index < pending.length; index += 1) {
    const place = pending[index] ?? -1;
    const recipient = chunk.recipients[place];
    if (recipient === undefined) throw new ChunkFaultError(`it has no place ${place}`);
    const step = job.steps[recipient.stepIndex];
    if (step === undefined) throw new ChunkFaultError(`it plans step ${recipient.stepIndex}, which does not exist`);
    const customer = customers[index];
    const found = recheckAt(job.plan, recipient, { customer, place: endpointPlaces[index] }, time.at, until);
    if (found.outcome === 'HELD') {
      held.set(place, found.until);
      continue;
    }
    if (found.outcome === 'SKIPPED' || customer === undefined) {
      settled.set(place, { status: 'SKIPPED', code: found.outcome === 'SKIPPED' ? found.reason : 'GONE' });
      continue;
    }
    const endpoint = customer.endpoints[found.endpointIndex];
    if (endpoint === undefined) throw new ChunkFaultError('it plans an endpoint that does not exist');
    // A provider call is keyed by address: the second message to one address would silently replace the first.
    const digest = digests[index] ?? Number.NaN;
    if (duplicates.has(place) || addresses.has(digest)) {
      settled.set(place, { status: 'SKIPPED', code: DUPLICATE });
      continue;
    }
    const written = writeFor(step, customer, endpoint, time.at);
    if (typeof written === 'string') {
      settled.set(place, { status: 'FAILED', code: written });
      continue;
    }
    const { message, billed } = written;
    addresses.add(digest);
    const { channelType, address } = endpoint;
    const ref = { jobId: job.id, shard, chunk: chunk.number, place };
    const toOutgoing: Outgoing = { channelType, address, message, billed, ref, customer, endpoint };
    // Nearly always: not spread, which V8 takes longer for than for the rest of it.
    outgoing.push(step.destination === undefined ? toOutgoing : { ...toOutgoing, destination: step.destination.name });
    places.push(place);
  }
  return { outgoing, places, settled, held };
}
