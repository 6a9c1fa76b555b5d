import type { Billed } from '../../../domain/cost/index.ts';
import type { ChannelType, Customer, Endpoint } from '../../../domain/customer/index.ts';
import type { MessageRef, RecipientStatus } from '../../../domain/send-job/index.ts';
import type { RenderedMessage } from '../../../domain/template/index.ts';

/** One message to one address. */
export type Outgoing = {
  readonly channelType: ChannelType;
  readonly address: string;
  readonly message: RenderedMessage;
  /** What it is billed as; of a destination its kind, such as LMS. */
  readonly billed?: Billed;
  /** The named destination that it goes to; absent: the deployment's own channel. */
  readonly destination?: string;
  readonly ref: MessageRef;
  /** Whom the address belongs to, for receivers that want to know: a custom channel is told the whole endpoint. */
  readonly customer: Customer;
  readonly endpoint: Endpoint;
};

export type SendContext = {
  readonly jobId: string;
  readonly campaignId: string;
  /** When the job was launched: milliseconds since the epoch. */
  readonly launchedAt: number;
  /** The same for every attempt of a job: devices show a repeated message once where they can. */
  readonly collapseId: string;
  readonly isAdvertising: boolean;
};

/**
 * What became of one message of a call.
 * NOT_SENT is proven: the provider did not take it. UNKNOWN is everything that cannot be proven either way.
 */
export type SendResult =
  | {
      readonly kind: 'ANSWERED';
      readonly status: Extract<RecipientStatus, 'ACCEPTED' | 'DELIVERED' | 'FAILED' | 'OPTED_OUT'>;
      readonly isRetriable: boolean;
      readonly code?: string;
      /** The provider itself says that this address is gone for good. */
      readonly isAddressDead?: true;
    }
  | {
      readonly kind: 'NOT_SENT';
      readonly cause: NotSentCause;
      readonly code: string;
      /** With REFUSED: the provider refused the call as a whole, and does not say for whose sake. */
      readonly isWholeCall?: true;
      /** With THROTTLED: said of this message alone (its device, its carrier), not of the account. */
      readonly isOwn?: true;
    }
  | {
      readonly kind: 'NOT_SENT';
      readonly cause: 'QUOTA';
      readonly code: string;
      /** What the used up quota counts: the last 24 hours, or the calendar month in UTC. */
      readonly period: QuotaPeriod;
    }
  | { readonly kind: 'UNKNOWN'; readonly code: string };

/** When a used up quota of an account counts anew: all the time a little, or on the first of a month. */
export type QuotaPeriod = 'ROLLING_DAY' | 'CALENDAR_MONTH';

/** THROTTLED and UNREACHABLE pass with time; DENIED needs an operator (a permission, an application); REFUSED is final. */
type NotSentCause = 'THROTTLED' | 'UNREACHABLE' | 'DENIED' | 'REFUSED';

/**
 * Delivers a batch, by one provider call wherever the provider allows it. Never makes a call again by itself, and never
 * throws for what a provider does. What it did not attempt because the provider is busy or away, it answers NOT_SENT.
 */
export interface Sender {
  readonly maxBatch: number;
  /**
   * No two messages of a batch have the same address. Answers in the order of the batch, one result per message. Where
   * a batch takes several calls one after another, `mayBegin` is asked before each but the first: when it says no, the
   * rest is answered NOT_SENT (`NOT_ATTEMPTED/...`). Absent: it always may.
   */
  send(batch: readonly Outgoing[], context: SendContext, mayBegin?: () => boolean): Promise<readonly SendResult[]>;
  /**
   * Reads what calls need besides the messages, such as a secret, and keeps it. Asked before every claim, so that nothing
   * but the call itself comes after one; what it could not read, `send` answers. Never throws.
   */
  readonly prepare?: () => Promise<void>;
  /** Messages per second that the account behind it may send, where the provider tells; never throws. */
  readonly accountRate?: () => Promise<number | undefined>;
}
