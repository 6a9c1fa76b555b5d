import {
  readUnsubscribeRequest,
  unsubscribePage,
  type PageAnswer,
} from '../../../src/adapters/unsubscribe-link/index.ts';
import { unsubscribe } from '../../../src/app/recipients/index.ts';
import { parseSignedRef } from '../../../src/domain/send-job/index.ts';
import { connectReceipts } from '../edge/receipt-deps.ts';
import { connectUnsubscribeLinks } from '../edge/unsubscribe-links.ts';

const deps = connectReceipts();
const isOurs = connectUnsubscribeLinks();

/** Only a POST that says so unsubscribes: gateways open every link of a mail, and ask for it in other ways, too. */
export async function handler(event: unknown): Promise<PageAnswer> {
  const { method, ref, isOneClick, isByButton } = readUnsubscribeRequest(event);
  const signed = parseSignedRef(ref);
  if (signed === null || !(await isOurs(signed.ref, signed.signature))) return unsubscribePage('UNKNOWN_LINK');
  if (method !== 'POST') return unsubscribePage('ASK');
  if (!isOneClick) return unsubscribePage('NOT_ONE_CLICK');
  try {
    return unsubscribePage(await unsubscribe(deps, { ref: signed.ref, isTold: isByButton }));
  } catch (error) {
    console.error(`A recipient of job ${signed.ref.jobId} could not be unsubscribed.`, error);
    return unsubscribePage('FAILED');
  }
}
