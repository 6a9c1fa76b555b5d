/** @module Push and SMS through AWS End User Messaging (the surviving part of Amazon Pinpoint). */
export { createPinpointSender } from './pinpoint-sender.ts';
