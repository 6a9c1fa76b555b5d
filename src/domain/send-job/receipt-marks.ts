import { COMPLAINT, type Receipt } from './receipt.ts';
import type { RecipientResult, RecipientStatus } from './recipient.ts';

/** A recipient of whom no receipt tells anything. */
export const NO_MARK: RecipientResult = { status: 'PLANNED' };

/**
 * What is known by receipts only grows: from nothing over delivered and bounced to opened and clicked (a bounce may
 * follow a delivery, but whoever opened or clicked has got it). So late, repeated and reordered receipts are harmless.
 */
const RANK: Readonly<Record<RecipientStatus, number>> = {
  PLANNED: 0,
  DELIVERED: 1,
  FAILED: 2,
  OPENED: 3,
  CLICKED: 4,
  CLAIMED: 0,
  ACCEPTED: 0,
  OPTED_OUT: 0,
  SKIPPED: 0,
  IN_DOUBT: 0,
};

/**
 * Somebody's automatic answer ("I am away") comes back as this bounce: it tells less than a delivery, and only stands
 * where nothing else is known. A mailbox that is full, by contrast, has not got what its server took.
 */
const AUTOMATIC_ANSWER = 'BOUNCE/Transient/General';

function rankOf({ status, code }: Pick<Receipt, 'status' | 'code'> | RecipientResult): number {
  return status === 'FAILED' && code === AUTOMATIC_ANSWER ? 0.5 : RANK[status];
}

/** Of two codes for one status the same one stays, in whatever order they come. */
function firstCode(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** Adds a receipt to what earlier ones said of a recipient; the same object when it says nothing new. */
export function addReceipt(mark: RecipientResult, receipt: Pick<Receipt, 'status' | 'code'>): RecipientResult {
  const { status, code } = receipt;
  const difference = rankOf(receipt) - rankOf(mark);
  const isComplaint = code === COMPLAINT || mark.code === COMPLAINT;
  const reached = difference > 0 ? status : mark.status;
  const words = difference === 0 ? firstCode(mark.code, code) : difference > 0 ? code : mark.code;
  const kept = isComplaint ? COMPLAINT : words;
  if (reached === mark.status && kept === mark.code) return mark;
  return kept === undefined ? { status: reached } : { status: reached, code: kept };
}

function marked(result: RecipientResult, mark: RecipientResult): RecipientResult {
  const code = mark.code ?? result.code;
  return code === undefined ? { status: mark.status } : { status: mark.status, code };
}

/**
 * A recipient's status when their receipts are taken into account. A receipt proves that the message left, so it also
 * ends a doubt, and wins over a failure of a later attempt.
 */
export function withReceipts(result: RecipientResult, mark: RecipientResult): RecipientResult {
  if (mark.status === 'PLANNED') return result;
  switch (result.status) {
    case 'PLANNED':
    case 'CLAIMED':
    case 'ACCEPTED':
    case 'DELIVERED':
    case 'OPENED':
    case 'CLICKED':
    case 'IN_DOUBT':
      return marked(result, mark);
    case 'FAILED':
    case 'OPTED_OUT':
      if (mark.status !== 'FAILED') return marked(result, mark);
      return mark.code === COMPLAINT ? { status: result.status, code: COMPLAINT } : result;
    case 'SKIPPED':
      return result;
  }
}
