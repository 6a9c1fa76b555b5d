/** @module Push and SMS through AWS End User Messaging (the surviving part of Amazon Pinpoint). */
export { createPinpointSender, type PinpointSenderOptions } from './pinpoint-sender.ts';
