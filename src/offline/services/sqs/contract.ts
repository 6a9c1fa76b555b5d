import type { Queue } from '../../assembly/resources.ts';
import type { AwsService } from '../contract.ts';
import type { MessageAttribute, ReceivedMessage } from './message.ts';

export interface SendOptions {
  readonly delaySeconds?: number | undefined;
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly senderId?: string | undefined;
}

export interface ReceiveOptions {
  readonly max: number;
  /** Long polling: how long to wait for a first message. */
  readonly waitMs: number;
  /** Seconds; the queue's own when absent. */
  readonly visibilityTimeoutSeconds?: number | undefined;
  /** Ends the wait early. */
  readonly signal?: AbortSignal | undefined;
}

export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** The embedded SQS, as event sources and tests use it in process. Queues are named by ARN. */
export interface Sqs extends AwsService {
  queues(): readonly Queue[];
  send(
    queueArn: string,
    body: string,
    options?: SendOptions,
  ): { readonly messageId: string; readonly sequenceNumber?: string | undefined };
  receive(queueArn: string, options: ReceiveOptions): Promise<readonly ReceivedMessage[]>;
  /** Deleting with a stale or unknown handle changes nothing, as in SQS. */
  remove(queueArn: string, receiptHandle: string): void;
  /** False when the message is gone or the handle is not the newest. */
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): boolean;
  purge(queueArn: string): void;
  counts(queueArn: string): QueueCounts;
  stop(): Promise<void>;
}
