import { describe, expect, it } from 'vitest';
import { messageRequest } from '../../../src/adapters/pinpoint/message-request.ts';
import type { Outgoing } from '../../../src/app/delivery/index.ts';
import type { PushContent } from '../../../src/domain/template/index.ts';

const CONTEXT = { jobId: 'job-1', collapseId: 'job-1', isAdvertising: true };

function push(address: string, channelType: Outgoing['channelType'], content: Partial<PushContent> = {}): Outgoing {
  return {
    address,
    channelType,
    message: { channel: 'PUSH', title: `t ${address}`, body: `b ${address}`, ...content },
  };
}

describe('a SendMessages request', () => {
  it('gives every address its own words over one shared message per push service', () => {
    const deepLink = 'app://sale';
    const request = messageRequest([push('a', 'APNS', { deepLink }), push('b', 'GCM', { deepLink })], CONTEXT);
    expect(request.Addresses).toEqual({
      a: { ChannelType: 'APNS', TitleOverride: 't a', BodyOverride: 'b a' },
      b: { ChannelType: 'GCM', TitleOverride: 't b', BodyOverride: 'b b' },
    });
    expect(Object.keys(request.MessageConfiguration ?? {})).toEqual(['APNSMessage', 'GCMMessage']);
    expect(request.MessageConfiguration?.APNSMessage).toMatchObject({
      Action: 'DEEP_LINK',
      Url: deepLink,
      CollapseId: 'job-1',
    });
    expect(request.MessageConfiguration?.GCMMessage?.CollapseKey).toBe('job-1');
  });

  it('writes the whole payload of an address when links differ, still in one call', () => {
    const request = messageRequest(
      [push('a', 'APNS', { deepLink: 'app://1' }), push('b', 'GCM', { deepLink: 'app://2' })],
      CONTEXT,
    );
    const [a, b] = [request.Addresses?.['a']?.RawContent ?? '', request.Addresses?.['b']?.RawContent ?? ''];
    expect(JSON.parse(a)).toMatchObject({
      aps: { alert: { title: 't a', body: 'b a' } },
      data: { pinpoint: { deeplink: 'app://1' } },
    });
    expect(JSON.parse(b)).toMatchObject({
      data: { 'pinpoint.deeplink': 'app://2', 'pinpoint.notification.title': 't b' },
    });
  });

  it('says whether an SMS is advertising', () => {
    const sms: Outgoing = { address: '+821012345678', channelType: 'SMS', message: { channel: 'SMS', body: '안녕' } };
    expect(messageRequest([sms], CONTEXT).MessageConfiguration?.SMSMessage?.MessageType).toBe('PROMOTIONAL');
    const plain = messageRequest([sms], { ...CONTEXT, isAdvertising: false });
    expect(plain.MessageConfiguration?.SMSMessage?.MessageType).toBe('TRANSACTIONAL');
  });

  it('never sends e-mail this way', () => {
    const mail: Outgoing = {
      address: 'a@example.com',
      channelType: 'EMAIL',
      message: { channel: 'EMAIL', subject: 's', html: 'h' },
    };
    expect(() => messageRequest([mail], CONTEXT)).toThrow(/SES/);
  });
});
