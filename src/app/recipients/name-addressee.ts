import { addressDigest } from '../../domain/customer/index.ts';
import type { Receipt, ReportedReceipt } from '../../domain/send-job/index.ts';
import { isUnreadable, type ChunkStore, type JobStore } from '../delivery/index.ts';
import { readRecipients } from '../delivery/model/direct-send.ts';
import { readableSpec } from '../delivery/model/job-spec.ts';
import type { CustomerStore } from '../ports.ts';

export type NameAddresseeDeps = {
  readonly jobs: Pick<JobStore, 'getSpec'>;
  readonly chunks: Pick<ChunkStore, 'listChunks'>;
  readonly customerStore: Pick<CustomerStore, 'getMany'>;
};

/**
 * Finds the address of somebody whom a receipt opts out without naming it: the reference says which endpoint of whom the
 * message went to. Null: nobody can tell any more, because the customer is gone or has another address since, which has
 * done nothing.
 */
export async function nameAddressee(
  deps: NameAddresseeDeps,
  { optOut, ...receipt }: ReportedReceipt,
): Promise<{ readonly receipt: Receipt; readonly isNameless: boolean }> {
  if (optOut === undefined) return { receipt, isNameless: false };
  const address = optOut.address ?? (await addressOf(deps, receipt));
  if (address === null) return { receipt, isNameless: true };
  return { receipt: { ...receipt, optOut: { ...optOut, address } }, isNameless: false };
}

async function addressOf(
  { jobs, chunks, customerStore }: NameAddresseeDeps,
  { ref }: Pick<Receipt, 'ref'>,
): Promise<string | null> {
  const [chunk] = await chunks.listChunks(ref, ref.chunk, 1);
  if (chunk === undefined || isUnreadable(chunk) || chunk.number !== ref.chunk) return null;
  const recipient = chunk.recipients[ref.place];
  if (recipient === undefined) return null;
  const audience = readableSpec(await jobs.getSpec(ref.jobId))?.audience;
  const people = await readRecipients(
    {
      getMany: async (ids) => new Map([...(await customerStore.getMany(ids))].map(([id, { value }]) => [id, value])),
    },
    audience?.kind === 'CALL' ? audience : undefined,
    [recipient.customerId],
  );
  const endpoint = people.get(recipient.customerId)?.endpoints.find(({ id }) => id === recipient.endpointId);
  if (endpoint === undefined || endpoint.address === '') return null;
  const digest = addressDigest(endpoint.channelType, endpoint.address);
  return recipient.addressDigest === undefined || recipient.addressDigest === digest ? endpoint.address : null;
}
