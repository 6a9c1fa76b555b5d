import type { MessageRef } from '../../domain/send-job/index.ts';
import { recordReceipts, type RecordReceiptsDeps } from '../delivery/index.ts';
import { waitOutLooks } from '../last-look.ts';
import { nameAddressee, type NameAddresseeDeps } from './name-addressee.ts';

/** The recipient of a message of advertising wants no more of it. */
export type UnsubscribeCommand = {
  /** The message, by the reference that its link carries and that was found to be signed by us. */
  readonly ref: MessageRef;
  /** They see what becomes of it at once, so that no notice is due. */
  readonly isTold: boolean;
};

/**
 * Ends advertising to the recipient of a message, and to the address that it went to: nothing more goes out after the
 * answer. Said again it is answered so again. TOO_OLD: nothing is kept of the message, or of its recipient, any more.
 */
export async function unsubscribe(
  deps: RecordReceiptsDeps & NameAddresseeDeps,
  { ref, isTold }: UnsubscribeCommand,
): Promise<'DONE' | 'TOO_OLD'> {
  const optOut = { cause: 'UNSUBSCRIBED', ...(isTold ? { isTold } : {}) } as const;
  const named = await nameAddressee(deps, { ref, status: 'DELIVERED', at: deps.clock.now(), optOut });
  if (named.isNameless) return 'TOO_OLD';
  const { unknown, failures } = await recordReceipts(deps, [named.receipt]);
  for (const { reason } of failures) throw reason;
  if (unknown > 0) return 'TOO_OLD';
  await waitOutLooks(deps.clock);
  return 'DONE';
}
