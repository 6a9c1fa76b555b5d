import { PinpointClient } from '@aws-sdk/client-pinpoint';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { describe } from 'vitest';
import { z } from 'zod';
import { createPinpointSender } from '../../src/adapters/pinpoint/index.ts';
import { createSesSender } from '../../src/adapters/ses/index.ts';
import { outgoingTo } from '../outgoing.ts';
import { describeSender, type Dialect } from './senders.ts';

const CLIENT = {
  region: 'ap-northeast-2',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

const sendMessages = z.object({ Addresses: z.record(z.string(), z.unknown()) });

const pinpoint: Omit<Dialect, 'message'> = {
  connect: (endpoint) =>
    createPinpointSender({ applicationId: 'app', client: new PinpointClient({ ...CLIENT, endpoint }) }),
  addressesOf: ({ body }) => Object.keys(sendMessages.parse(JSON.parse(body)).Addresses),
  answer: (addresses, fates) => ({
    status: 200,
    body: {
      ApplicationId: 'app',
      RequestId: 'request',
      Result: Object.fromEntries(
        addresses.map((address) => [address, { DeliveryStatus: fates.get(address), StatusCode: 200 }]),
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
  connect: (endpoint) =>
    createSesSender({ from: 'no-reply@example.com', client: new SESv2Client({ ...CLIENT, endpoint }) }),
  message: (address) =>
    outgoingTo(`${address}@example.com`, 'EMAIL', {
      channel: 'EMAIL',
      subject: `${address} 님께`,
      html: `<p>${address}</p>`,
    }),
  addressesOf: ({ body }) =>
    sendBulkEmail.parse(JSON.parse(body)).BulkEmailEntries.map(({ Destination }) => Destination.ToAddresses[0]),
  answer: (addresses, fates) => ({
    status: 200,
    body: { BulkEmailEntryResults: addresses.map((address) => ({ Status: fates.get(address) })) },
  }),
  error: (status, type) => ({ status, headers: { 'x-amzn-errortype': type }, body: { message: 'no' } }),
  accepted: 'SUCCESS',
  retriable: 'TRANSIENT_FAILURE',
  permanent: 'MESSAGE_REJECTED',
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
