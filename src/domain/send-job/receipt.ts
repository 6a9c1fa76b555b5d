import type { MessageRef } from './message-ref.ts';

/** Why an address must not be sent to any more: what a provider or the person themself said of it. */
export type OptOutCause = 'HARD_BOUNCE' | 'COMPLAINT' | 'UNSUBSCRIBED' | 'DEAD_ADDRESS';

/** The code of a recipient who said that the message is spam: it stays, whatever else they do, and is counted. */
export const COMPLAINT = 'COMPLAINT';

/** What a provider reports after it has accepted a message. FAILED includes a bounce and a refusal by the carrier. */
export type ReceiptStatus = 'DELIVERED' | 'FAILED' | 'OPENED' | 'CLICKED';

/** That an address gets nothing any more, and why. */
type OptOut = {
  readonly cause: OptOutCause;
  readonly address: string;
  /** Who said so was shown at once what became of it. */
  readonly isTold?: boolean;
};

/** What became of one message after its provider had accepted it. May arrive late, repeatedly and in any order. */
export type Receipt = {
  readonly ref: MessageRef;
  readonly status: ReceiptStatus;
  /** The provider's reason for anything but success, such as `BOUNCE/Permanent/General`. */
  readonly code?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Present when the address is to be opted out; it is only while the endpoint still has this address. */
  readonly optOut?: OptOut;
};

/** A receipt as its provider wrote it: whom it opts out may follow from its reference alone. */
export type ReportedReceipt = Omit<Receipt, 'optOut'> & {
  readonly optOut?: Pick<OptOut, 'cause'> & Partial<OptOut>;
};
