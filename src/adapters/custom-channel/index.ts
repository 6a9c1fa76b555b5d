/** @module Channels of the company's own: a Lambda function or a webhook, told what Pinpoint told custom channels. */
export { createLambdaChannel, type LambdaChannelOptions } from './lambda-channel.ts';
export { signWebhookBody } from './webhook-signature.ts';
export { createWebhookChannel, type WebhookChannelOptions } from './webhook-channel.ts';
