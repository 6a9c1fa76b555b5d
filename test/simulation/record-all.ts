import { recordReceipts, type RecordReceiptsDeps } from '../../src/app/delivery/index.ts';
import type { Receipt } from '../../src/domain/send-job/index.ts';

/** Records receipts, or fails when some of them were not: whoever handed them in does so again. */
export async function recordAll(deps: RecordReceiptsDeps, receipts: readonly Receipt[]): Promise<void> {
  const { failures } = await recordReceipts(deps, receipts);
  if (failures.length === 0) return;
  throw new AggregateError(
    failures.map(({ reason }) => reason),
    'Some receipts were not recorded.',
  );
}
