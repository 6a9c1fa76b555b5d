import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmsVoiceSender, type SmsVoiceSenderOptions } from '../../../src/adapters/sms-voice/index.ts';
import type { SendContext } from '../../../src/app/delivery/index.ts';
import { startServer, type LocalAnswer } from '../../contract/local-server.ts';
import { outgoingTo, SEND_CONTEXT } from '../../outgoing.ts';

const BATCH = [0, 1, 2].map((place) =>
  outgoingTo(`+8210000000${place}`, 'SMS', { channel: 'SMS', body: `${place} 님` }, place),
);

describe('SMS by SendTextMessage', () => {
  let answer: LocalAnswer;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeEach(async () => {
    answer = { status: 200, body: { MessageId: 'm' } };
    server = await startServer(() => answer);
  });
  afterEach(() => server.stop());

  const send = (options: SmsVoiceSenderOptions = {}, context: Partial<SendContext> = {}, batch = BATCH) =>
    createSmsVoiceSender({
      client: new PinpointSMSVoiceV2Client({
        endpoint: server.url,
        region: 'ap-northeast-2',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      }),
      ...options,
    }).send(batch, { ...SEND_CONTEXT, ...context });

  const fail = (type: string, Reason?: string): void => {
    answer = { status: 400, headers: { 'x-amzn-errortype': type }, body: { Message: 'no', Reason } };
  };

  it('gives each recipient their words, and a context that finds back', async () => {
    await send({ originationIdentity: 'pool-1', configurationSetName: 'set', parallel: 1 });
    expect(server.requests.map(({ body }): unknown => JSON.parse(body))).toEqual(
      [0, 1, 2].map((place) => ({
        DestinationPhoneNumber: `+8210000000${place}`,
        MessageBody: `${place} 님`,
        MessageType: 'PROMOTIONAL',
        OriginationIdentity: 'pool-1',
        ConfigurationSetName: 'set',
        Context: { jobId: 'job-1', shard: '2', chunk: '7', place: String(place) },
      })),
    );
  });

  it('says what is no advertisement', async () => {
    await send({}, { isAdvertising: false }, BATCH.slice(0, 1));
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ MessageType: 'TRANSACTIONAL' });
  });

  it('knows who has opted out', async () => {
    fail('ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT');
    expect(await send({}, {}, BATCH.slice(0, 1))).toEqual([
      {
        kind: 'ANSWERED',
        status: 'OPTED_OUT',
        isRetriable: false,
        code: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
      },
    ]);
  });

  it.each([
    ['ConflictException', 'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION'],
    ['ConflictException', 'NO_ORIGINATION_IDENTITIES_FOUND'],
    ['ValidationException', 'DESTINATION_COUNTRY_BLOCKED'],
    ['ValidationException', 'INVALID_PARAMETER'],
  ])('fails for the one recipient by %s %s', async (type, code) => {
    fail(type, code);
    expect(await send({}, {}, BATCH.slice(0, 1))).toEqual([
      { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code },
    ]);
  });

  it.each([
    ['AccessDeniedException', undefined, 'AccessDeniedException'],
    ['AccessDeniedException', 'ACCOUNT_DISABLED', 'ACCOUNT_DISABLED'],
    ['ResourceNotFoundException', undefined, 'ResourceNotFoundException'],
    ['ServiceQuotaExceededException', 'OPT_OUT_LISTS_PER_ACCOUNT', 'OPT_OUT_LISTS_PER_ACCOUNT'],
    ['ConflictException', 'RESOURCE_NOT_ACTIVE', 'RESOURCE_NOT_ACTIVE'],
    ['ValidationException', 'INVALID_ARN', 'INVALID_ARN'],
    ['UnrecognizedClientException', undefined, 'UnrecognizedClientException'],
  ])('lets the messages wait for an operator after %s %s', async (type, reason, code) => {
    fail(type, reason);
    for (const result of await send()) expect(result).toEqual({ kind: 'NOT_SENT', cause: 'DENIED', code });
  });

  it('lets the messages wait for the next month when this one’s money is spent, and asks no further', async () => {
    const code = 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT';
    fail('ServiceQuotaExceededException', code);
    for (const result of await send({ parallel: 1 })) {
      expect(result).toEqual({ kind: 'NOT_SENT', cause: 'QUOTA', code, period: 'CALENDAR_MONTH' });
    }
    expect(server.requests).toHaveLength(1);
  });

  it('makes no further calls once it is throttled, or unanswered', async () => {
    fail('ThrottlingException');
    for (const result of await send({ parallel: 1 })) {
      expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'THROTTLED' });
    }
    expect(server.requests).toHaveLength(1);
    answer = { status: 500, headers: { 'x-amzn-errortype': 'InternalServerException' }, body: {} };
    expect(await send({ parallel: 1 })).toMatchObject([
      { kind: 'UNKNOWN' },
      { kind: 'NOT_SENT', cause: 'UNREACHABLE' },
      { kind: 'NOT_SENT', cause: 'UNREACHABLE' },
    ]);
    expect(server.requests).toHaveLength(2);
  });
});
