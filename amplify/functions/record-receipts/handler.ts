import * as z from 'zod';
import { parseReceipt } from '../../../src/adapters/eventbridge/index.ts';
import { parseCountRequest } from '../../../src/adapters/sqs/index.ts';
import { countReceipts, recordReceipts } from '../../../src/app/delivery/index.ts';
import { nameAddressee } from '../../../src/app/recipients/index.ts';
import type { Receipt } from '../../../src/domain/send-job/index.ts';
import { connectReceipts } from '../edge/receipt-deps.ts';
import { connectUnsubscribeLinks } from '../edge/unsubscribe-links.ts';

const deps = connectReceipts();
const isOurs = connectUnsubscribeLinks();

const EVENT = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/**
 * Records a batch of receipts, and counts the jobs that the sweep asks to count. What nobody can read, and what failed, is
 * handed back alone.
 */
export async function handler(event: unknown) {
  const receipts = new Map<Receipt, string>();
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of EVENT.parse(event).Records) {
    const document = jsonOf(body);
    const request = parseCountRequest(document);
    if (request !== null) {
      await countReceipts(deps, request.jobId, request.mark).catch((error: unknown) => {
        console.warn(`Receipts of job ${request.jobId} could not be counted.`, error);
      });
      continue;
    }
    const parsed = parseReceipt(document, () => deps.clock.now());
    if (parsed.kind === 'IGNORED') continue;
    try {
      if (parsed.kind === 'MALFORMED') throw new Error(parsed.reason);
      if (parsed.signature !== undefined && !(await isOurs(parsed.receipt.ref, parsed.signature))) {
        console.warn(`Receipt ${messageId} carries a reference that nobody here signed; it is left out.`);
        continue;
      }
      const { receipt, isNameless } = await nameAddressee(deps, parsed.receipt);
      if (isNameless) console.warn(`Receipt ${messageId} opts out somebody whose address is not known any more.`);
      receipts.set(receipt, messageId);
    } catch (error) {
      console.warn(`Receipt ${messageId} cannot be read.`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  const { unknown, failures } = await recordReceipts(deps, [...receipts.keys()]);
  if (unknown > 0) console.warn(`${unknown} receipts name no message of ours.`);
  for (const { receipts: failed, reason } of failures) {
    console.warn(`${failed.length} receipts could not be recorded.`, reason);
    for (const receipt of failed) batchItemFailures.push({ itemIdentifier: receipts.get(receipt) ?? '' });
  }
  return { batchItemFailures };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
