import type { Channel } from '../customer/channel.ts';
import { withReceipts } from '../send-job/receipt-marks.ts';
import type { RecipientResult, RecipientStatus } from '../send-job/recipient.ts';

/** One message of a run to one customer. Times are milliseconds since the epoch. */
export type RunMessage = {
  /** Of the run, from 0. */
  readonly wave: number;
  readonly channel: Channel;
  /** Index of the treatment; 0 when the campaign has none. */
  readonly treatment: number;
  /** When it went to the provider; when it was not sent after all, when it would have. */
  readonly at: number;
  readonly endpointId: string;
  /** The provider took it, whatever became of it afterwards. */
  readonly isAccepted: boolean;
  /** Receipts included. */
  readonly status: RecipientStatus;
  /** The provider's or our own reason for a status. */
  readonly code?: string;
};

/**
 * A customer whom a run planned. TREATED are all whom it meant to send to, with everything they were planned for, sent
 * or not: intention to treat. HELD_OUT are those who are kept out, with the moments at which each wave would have been
 * sent to them; of conditions on a message before (not opened, not delivered) they are taken as whom it did not move.
 */
export type RunMember =
  | { readonly group: 'TREATED'; readonly messages: readonly RunMessage[] }
  | { readonly group: 'HELD_OUT'; readonly moments: readonly number[]; readonly isReached: boolean };

/** The goal's event of one customer. Times are milliseconds since the epoch. */
export type GoalEvent = {
  readonly eventId: string;
  /** When it happened: what decides. */
  readonly at: number;
  /** When it was recorded, which may be days later. */
  readonly recordedAt: number;
};

/**
 * How far a message came, from what was recorded when it was sent and what receipts said since: a receipt proves that the
 * provider had taken it, whatever was recorded.
 */
export function messageOutcome(
  recorded: RecipientResult,
  receipts: RecipientResult,
): Pick<RunMessage, 'isAccepted' | 'status' | 'code'> {
  const isReported = receipts.status !== 'PLANNED' && recorded.status !== 'SKIPPED';
  return { isAccepted: isReported || recorded.status === 'ACCEPTED', ...withReceipts(recorded, receipts) };
}

/** Whether a message may have had an effect: the provider took it and nobody gave it back, or nobody knows. */
export function mayHaveArrived({ status }: Pick<RunMessage, 'status'>): boolean {
  switch (status) {
    case 'ACCEPTED':
    case 'DELIVERED':
    case 'OPENED':
    case 'CLICKED':
    case 'IN_DOUBT':
      return true;
    case 'PLANNED':
    case 'CLAIMED':
    case 'FAILED':
    case 'OPTED_OUT':
    case 'SKIPPED':
      return false;
  }
}

/**
 * Whether a customer who is held out was reached all the same: one of their addresses (as digests) got a message of the
 * run for somebody else, who shares the phone or the mailbox.
 */
export function isReachedThrough(addresses: readonly number[], sentTo: { has(address: number): boolean }): boolean {
  return addresses.some((address) => sentTo.has(address));
}
