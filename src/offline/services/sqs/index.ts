export type { QueueCounts, ReceiveOptions, SendOptions, Sqs } from './contract.ts';
export { createSqs, type SqsOptions } from './create-sqs.ts';
export { md5OfAttributes, md5OfBody, type MessageAttribute, type ReceivedMessage } from './message.ts';
export { systemAttributesOf } from './protocol.ts';
