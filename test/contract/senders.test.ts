import { LambdaClient } from '@aws-sdk/client-lambda';
import { PinpointClient } from '@aws-sdk/client-pinpoint';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { describe } from 'vitest';
import * as z from 'zod';
import { SEND_CLIENT_SETTINGS } from '../../src/adapters/aws/client-settings.ts';
import { createLambdaChannel, createWebhookChannel } from '../../src/adapters/custom-channel/index.ts';
import { createPinpointSender } from '../../src/adapters/pinpoint/index.ts';
import { createSesSender } from '../../src/adapters/ses/index.ts';
import { createSmsVoiceSender } from '../../src/adapters/sms-voice/index.ts';
import { outgoingTo } from '../outgoing.ts';
import { describeSender, type Dialect } from './senders.ts';

/** The settings of production but for where to, as whom, and how patiently. */
function clientSettings(endpoint: string, timeoutMs: number) {
  return {
    ...SEND_CLIENT_SETTINGS,
    endpoint,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { ...SEND_CLIENT_SETTINGS.requestHandler, requestTimeout: timeoutMs },
  };
}

const sendMessages = z.object({ Addresses: z.record(z.string(), z.unknown()) });

const pinpoint: Omit<Dialect, 'message'> = {
  connect: (endpoint, timeoutMs) =>
    createPinpointSender({ applicationId: 'app', client: new PinpointClient(clientSettings(endpoint, timeoutMs)) }),
  addressesOf: ({ body }) => Object.keys(sendMessages.parse(JSON.parse(body)).Addresses),
  answer: (addresses, fates) => ({
    status: 200,
    body: {
      ApplicationId: 'app',
      RequestId: 'request',
      Result: Object.fromEntries(
        addresses
          .filter((address) => fates.has(address))
          .map((address) => [address, { DeliveryStatus: fates.get(address), StatusCode: 200 }]),
      ),
    },
  }),
  error: (status, type) => ({ status, headers: { 'x-amzn-errortype': type }, body: { Message: 'no' } }),
  accepted: 'SUCCESSFUL',
  retriable: 'TEMPORARY_FAILURE',
  permanent: 'PERMANENT_FAILURE',
};

const sendBulkEmail = z.object({
  BulkEmailEntries: z.array(z.object({ Destination: z.object({ ToAddresses: z.tuple([z.string()]) }) })),
});

const ses: Dialect = {
  connect: (endpoint, timeoutMs) =>
    createSesSender({ from: 'no-reply@example.com', client: new SESv2Client(clientSettings(endpoint, timeoutMs)) }),
  message: (address) =>
    outgoingTo(`${address}@example.com`, 'EMAIL', {
      channel: 'EMAIL',
      subject: `${address} 님께`,
      html: `<p>${address}</p>`,
    }),
  addressesOf: ({ body }) =>
    sendBulkEmail.parse(JSON.parse(body)).BulkEmailEntries.map(({ Destination }) => Destination.ToAddresses[0]),
  // The answers of SES have no addresses but an order.
  answer: (addresses, fates) => ({
    status: 200,
    body: {
      BulkEmailEntryResults: addresses
        .filter((address) => fates.has(address))
        .map((address) => ({ Status: fates.get(address) })),
    },
  }),
  error: (status, type) => ({ status, headers: { 'x-amzn-errortype': type }, body: { message: 'no' } }),
  accepted: 'SUCCESS',
  retriable: 'TRANSIENT_FAILURE',
  permanent: 'MESSAGE_REJECTED',
};

const sendTextMessage = z.object({ DestinationPhoneNumber: z.string() });

const smsVoice: Dialect = {
  connect: (endpoint, timeoutMs) =>
    createSmsVoiceSender({ client: new PinpointSMSVoiceV2Client(clientSettings(endpoint, timeoutMs)) }),
  message: (address) => outgoingTo(`+8210${address}`, 'SMS', { channel: 'SMS', body: `${address} 님` }),
  addressesOf: ({ body }) => [sendTextMessage.parse(JSON.parse(body)).DestinationPhoneNumber],
  // A recipient who is left out of an answer is one whose call has none.
  answer: ([address = ''], fates) => {
    const fate = fates.get(address);
    if (fate === undefined) return null;
    if (fate === 'MESSAGE_ID') return { status: 200, body: { MessageId: 'message' } };
    const [type = '', Reason] = fate.split('/');
    return { status: 400, headers: { 'x-amzn-errortype': type }, body: { Message: 'no', Reason } };
  },
  error: (status, type) => ({ status, headers: { 'x-amzn-errortype': type }, body: { Message: 'no' } }),
  accepted: 'MESSAGE_ID',
  retriable: 'ThrottlingException',
  permanent: 'ConflictException/DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
  isOneByOne: true,
  mayTryAgain: { kind: 'NOT_SENT', cause: 'THROTTLED' },
};

const channelEvent = z.object({ Endpoints: z.record(z.string(), z.object({ Address: z.string() })) });

const custom: Omit<Dialect, 'connect' | 'error'> = {
  // Whose words differ gets a call of their own.
  isOneByOne: true,
  message: (address) => outgoingTo(address, 'CUSTOM', { channel: 'CUSTOM', body: `${address} 님` }),
  addressesOf: ({ body }) =>
    Object.values(channelEvent.parse(JSON.parse(body)).Endpoints).map(({ Address }) => Address),
  answer: (addresses, fates) => ({
    status: 200,
    body: {
      Results: Object.fromEntries(
        addresses
          .filter((address) => fates.has(address))
          .map((address) => [`endpoint-${address}`, { DeliveryStatus: fates.get(address) }]),
      ),
    },
  }),
  accepted: 'SUCCESSFUL',
  retriable: 'TEMPORARY_FAILURE',
  permanent: 'PERMANENT_FAILURE',
};

describe('push by SendMessages', () => {
  describeSender({
    ...pinpoint,
    message: (address) =>
      outgoingTo(address, address === 'one' ? 'APNS' : 'GCM', {
        channel: 'PUSH',
        title: '안내',
        body: `${address} 님`,
      }),
  });
});

describe('SMS by SendMessages', () => {
  describeSender({
    ...pinpoint,
    message: (address) => outgoingTo(`+8210${address}`, 'SMS', { channel: 'SMS', body: `${address} 님` }),
  });
});

describe('e-mail by SES', () => {
  describeSender(ses);
});

describe('SMS by SendTextMessage', () => {
  describeSender(smsVoice);
});

describe('a custom channel by Lambda', () => {
  describeSender({
    ...custom,
    connect: (endpoint, timeoutMs) =>
      createLambdaChannel({
        functionArn: 'arn:aws:lambda:ap-northeast-2:123456789012:function:channel',
        client: new LambdaClient(clientSettings(endpoint, timeoutMs)),
      }),
    error: (status, type) => ({ status, headers: { 'x-amzn-errortype': type }, body: { Message: 'no' } }),
  });
});

describe('a custom channel by webhook', () => {
  describeSender({
    ...custom,
    connect: (endpoint, timeoutMs) => createWebhookChannel({ url: `${endpoint}/hook`, secret: 'secret', timeoutMs }),
    error: (status) => ({ status, body: 'no' }),
  });
});
