import * as z from 'zod';
import type { Queue } from '../../assembly/resources.ts';
import { errorResponse, jsonObject, jsonResponse, notSupportedOffline, targetOperation } from '../aws-response.ts';
import type { Authorization, AwsRequest, AwsResponse } from '../contract.ts';
import type { Sqs } from './contract.ts';
import { md5OfAttributes, md5OfBody, type MessageAttribute, type ReceivedMessage } from './message.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_BATCH = 10;

/** An answer that SQS gives as an error, with the code that older SDKs read from `x-amzn-query-error`. */
class SqsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly queryCode: string = type,
  ) {
    super(message);
  }
}

const attribute = z.object({
  DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const seconds = (max: number) => z.number().int().min(0).max(max);
const sendEntry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: seconds(900).optional(),
  MessageAttributes: z.record(z.string(), attribute).optional(),
  MessageSystemAttributes: z.record(z.string(), attribute).optional(),
  MessageGroupId: z.string().min(1).max(128).optional(),
  MessageDeduplicationId: z.string().min(1).max(128).optional(),
});
const batchOf = <T extends z.ZodRawShape>(entry: z.ZodObject<T>) =>
  z.object({ Entries: z.array(entry.extend({ Id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) })) });
// Made once: zod writes and compiles a function for each schema.
const sendBatch = batchOf(sendEntry);
const receiveInput = z.object({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  WaitTimeSeconds: seconds(20).optional(),
  VisibilityTimeout: seconds(43_200).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
  ReceiveRequestAttemptId: z.undefined('ReceiveRequestAttemptId is not supported by the offline sandbox.').optional(),
});
const handleInput = z.object({ ReceiptHandle: z.string() });
const visibilityInput = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: seconds(43_200) });
const handleBatch = batchOf(handleInput);
const visibilityBatch = batchOf(visibilityInput);

type Input = Record<string, unknown>;
type SendEntry = z.infer<typeof sendEntry>;

/** Answers one SQS request of the AWS JSON protocol. */
export async function handleSqs(sqs: Sqs, request: AwsRequest): Promise<AwsResponse> {
  const operation = targetOperation(request.headers);
  const input = jsonObject(request.body);
  if (input === undefined)
    return errorResponse(400, 'com.amazonaws.sqs#InvalidMessageContents', 'The request body is not a JSON object.');
  try {
    const output = await run(sqs, operation, input, request.principal?.accessKeyId);
    return output === undefined ? notSupportedOffline('SQS', operation) : jsonResponse(200, output);
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    const response = errorResponse(400, `com.amazonaws.sqs#${error.type}`, error.message);
    return { ...response, headers: { ...response.headers, 'x-amzn-query-error': `${error.queryCode};Sender` } };
  }
}

async function run(sqs: Sqs, operation: string, input: Input, senderId: string | undefined): Promise<unknown> {
  switch (operation) {
    case 'ListQueues':
      return {
        QueueUrls: sqs
          .queues()
          .filter((queue) => queue.name.startsWith(textOf(input, 'QueueNamePrefix')))
          .map((queue) => queue.url),
      };
    case 'GetQueueUrl':
      return { QueueUrl: queueNamed(sqs.queues(), textOf(input, 'QueueName')).url };
    case 'SendMessage':
      return sendOne(sqs, queueOf(sqs.queues(), input), parse(sendEntry, input), senderId);
    case 'SendMessageBatch':
      return batch(parse(sendBatch, input).Entries, (entry) =>
        sendOne(sqs, queueOf(sqs.queues(), input), entry, senderId),
      );
    case 'ReceiveMessage':
      return receive(sqs, queueOf(sqs.queues(), input), parse(receiveInput, input));
    case 'DeleteMessage':
      sqs.remove(queueOf(sqs.queues(), input).arn, parse(handleInput, input).ReceiptHandle);
      return {};
    case 'DeleteMessageBatch':
      return batch(parse(handleBatch, input).Entries, (entry) => {
        sqs.remove(queueOf(sqs.queues(), input).arn, entry.ReceiptHandle);
        return {};
      });
    case 'ChangeMessageVisibility':
      return changeVisibility(sqs, queueOf(sqs.queues(), input), parse(visibilityInput, input));
    case 'ChangeMessageVisibilityBatch':
      return batch(parse(visibilityBatch, input).Entries, (entry) =>
        changeVisibility(sqs, queueOf(sqs.queues(), input), entry),
      );
    case 'GetQueueAttributes':
      return { Attributes: attributesOf(sqs, queueOf(sqs.queues(), input), input) };
    case 'PurgeQueue':
      sqs.purge(queueOf(sqs.queues(), input).arn);
      return {};
    default:
      return undefined;
  }
}

/** IAM action and queue of a request. Batch calls need the permission of the single one. */
export function authorizationOfSqs(request: AwsRequest, queues: readonly Queue[]): Authorization {
  const operation = targetOperation(request.headers).replace(/Batch$/, '');
  const input = jsonObject(request.body) ?? {};
  const name = input['QueueUrl'] === undefined ? textOf(input, 'QueueName') : nameInUrl(textOf(input, 'QueueUrl'));
  return { action: `sqs:${operation}`, resource: queues.find((queue) => queue.name === name)?.arn ?? '*' };
}

function sendOne(sqs: Sqs, queue: Queue, entry: SendEntry, senderId: string | undefined): Record<string, unknown> {
  const attributes: Record<string, MessageAttribute> = entry.MessageAttributes ?? {};
  if (Object.keys(entry.MessageSystemAttributes ?? {}).length > 0) {
    throw new SqsError(
      'UnsupportedOperation',
      'MessageSystemAttributes are not supported by the offline sandbox.',
      'AWS.SimpleQueueService.UnsupportedOperation',
    );
  }
  const bytes =
    Buffer.byteLength(entry.MessageBody) +
    Object.entries(attributes).reduce(
      (sum, [name, value]) =>
        sum + Buffer.byteLength(name + value.DataType + (value.StringValue ?? value.BinaryValue ?? '')),
      0,
    );
  if (bytes > MAX_MESSAGE_BYTES)
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`,
    );
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(entry.MessageBody))
    throw new SqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  if (queue.fifo && entry.MessageGroupId === undefined)
    throw missing('The request must contain the parameter MessageGroupId.');
  if (queue.fifo && entry.DelaySeconds !== undefined)
    throw invalid(
      `Value ${entry.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  if (queue.fifo && entry.MessageDeduplicationId === undefined)
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  if (!queue.fifo && entry.MessageDeduplicationId !== undefined)
    throw invalid(
      `Value ${entry.MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  const sent = sqs.send(queue.arn, entry.MessageBody, {
    delaySeconds: entry.DelaySeconds,
    attributes,
    groupId: entry.MessageGroupId,
    deduplicationId: entry.MessageDeduplicationId,
    senderId,
  });
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: md5OfBody(entry.MessageBody),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    SequenceNumber: sent.sequenceNumber,
  };
}

async function receive(sqs: Sqs, queue: Queue, input: z.infer<typeof receiveInput>): Promise<Record<string, unknown>> {
  const messages = await sqs.receive(queue.arn, {
    max: input.MaxNumberOfMessages,
    waitMs: (input.WaitTimeSeconds ?? 0) * 1000,
    visibilityTimeoutSeconds: input.VisibilityTimeout,
  });
  const systemNames = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => wireMessage(message, systemNames, input.MessageAttributeNames)) };
}

function wireMessage(
  message: ReceivedMessage,
  systemNames: readonly string[],
  names: readonly string[],
): Record<string, unknown> {
  const system = Object.entries(systemAttributesOf(message)).filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  const chosen = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) =>
      names.some(
        (wanted) =>
          wanted === 'All' ||
          wanted === '.*' ||
          wanted === name ||
          (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))),
      ),
    ),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(chosen).length === 0
      ? {}
      : { MessageAttributes: chosen, MD5OfMessageAttributes: md5OfAttributes(chosen) }),
  };
}

/** The system attributes of a received message, as SQS and Lambda events show them. */
export function systemAttributesOf(message: ReceivedMessage): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    ...(message.deduplicationId === undefined ? {} : { MessageDeduplicationId: message.deduplicationId }),
    ...(message.sequenceNumber === undefined ? {} : { SequenceNumber: message.sequenceNumber }),
  };
}

function changeVisibility(sqs: Sqs, queue: Queue, input: z.infer<typeof visibilityInput>): Record<string, unknown> {
  if (!sqs.changeVisibility(queue.arn, input.ReceiptHandle, input.VisibilityTimeout)) {
    throw new SqsError(
      'MessageNotInflight',
      'The specified message is not in flight.',
      'AWS.SimpleQueueService.MessageNotInflight',
    );
  }
  return {};
}

function attributesOf(sqs: Sqs, queue: Queue, input: Input): Record<string, string> {
  const counts = sqs.counts(queue.arn);
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    DelaySeconds: String(queue.delaySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ...(queue.fifo ? { FifoQueue: 'true' } : {}),
    ...(queue.deadLetter === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: queue.deadLetter.queueArn,
            maxReceiveCount: queue.deadLetter.maxReceiveCount,
          }),
        }),
  };
  const names: unknown[] = Array.isArray(input['AttributeNames']) ? input['AttributeNames'] : [];
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name)));
}

function batch<T extends { readonly Id: string }>(
  entries: readonly T[],
  runOne: (entry: T) => Record<string, unknown>,
): Record<string, unknown> {
  if (entries.length === 0)
    throw new SqsError(
      'EmptyBatchRequest',
      'There should be at least one SendMessageBatchRequestEntry in the request.',
      'AWS.SimpleQueueService.EmptyBatchRequest',
    );
  if (entries.length > MAX_BATCH)
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`,
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    );
  if (new Set(entries.map((entry) => entry.Id)).size !== entries.length)
    throw new SqsError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    );
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...runOne(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.queryCode, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function queueOf(queues: readonly Queue[], input: Input): Queue {
  const url = input['QueueUrl'];
  if (typeof url !== 'string' || url === '') throw missing('The request must contain the parameter QueueUrl.');
  return queueNamed(queues, nameInUrl(url));
}

function queueNamed(queues: readonly Queue[], name: string): Queue {
  const queue = queues.find((candidate) => candidate.name === name);
  if (queue === undefined)
    throw new SqsError(
      'QueueDoesNotExist',
      'The specified queue does not exist.',
      'AWS.SimpleQueueService.NonExistentQueue',
    );
  return queue;
}

function nameInUrl(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function parse<T>(schema: z.ZodType<T>, input: Input): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(
    `Value for parameter ${issue?.path.join('.') ?? 'request'} is invalid. Reason: ${issue?.message ?? 'malformed'}.`,
  );
}

function textOf(input: Input, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

function invalid(message: string): SqsError {
  return new SqsError('InvalidParameterValue', message);
}

function missing(message: string): SqsError {
  return new SqsError('MissingParameter', message);
}
