export {
  createSqs,
  type QueueCounts,
  type ReceiveOptions,
  type SendOptions,
  type Sqs,
  type SqsOptions,
} from './create-sqs.ts';
export { md5OfAttributes, md5OfBody, type MessageAttribute, type ReceivedMessage } from './message.ts';
export { systemAttributesOf } from './protocol.ts';
