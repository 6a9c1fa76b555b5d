import { describe, expect, it } from 'vitest';
import { messageRequest } from '../../../src/adapters/pinpoint/message-request.ts';
import type { Outgoing } from '../../../src/app/delivery/index.ts';
import { outgoingTo, SEND_CONTEXT } from '../../outgoing.ts';
import type { PushContent } from '../../../src/domain/template/index.ts';

const CONTEXT = SEND_CONTEXT;

function push(address: string, channelType: Outgoing['channelType'], content: Partial<PushContent> = {}): Outgoing {
  return outgoingTo(address, channelType, {
    channel: 'PUSH',
    title: `t ${address}`,
    body: `b ${address}`,
    ...content,
  });
}

describe('a SendMessages request', () => {
  it('gives every address its own words over one shared message per push service', () => {
    const deepLink = 'app://sale';
    const request = messageRequest([push('a', 'APNS', { deepLink }), push('b', 'GCM', { deepLink })], CONTEXT);
    expect(request.Addresses).toEqual({
      a: { ChannelType: 'APNS', TitleOverride: 't a', BodyOverride: 'b a', Context: { bonghwa: 'job-1.2.7.0' } },
      b: { ChannelType: 'GCM', TitleOverride: 't b', BodyOverride: 'b b', Context: { bonghwa: 'job-1.2.7.0' } },
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
      data: { pinpoint: { deeplink: 'app://1', bonghwa: 'job-1.2.7.0' } },
    });
    expect(JSON.parse(b)).toMatchObject({
      data: {
        'pinpoint.deeplink': 'app://2',
        'pinpoint.notification.title': 't b',
        'pinpoint.bonghwa': 'job-1.2.7.0',
      },
    });
  });

  it('says whether an SMS is advertising', () => {
    const sms = outgoingTo('+821012345678', 'SMS', { channel: 'SMS', body: '안녕' });
    expect(messageRequest([sms], CONTEXT).MessageConfiguration?.SMSMessage?.MessageType).toBe('PROMOTIONAL');
    const plain = messageRequest([sms], { ...CONTEXT, isAdvertising: false });
    expect(plain.MessageConfiguration?.SMSMessage?.MessageType).toBe('TRANSACTIONAL');
  });

  it('can be traced by its job', () => {
    expect(messageRequest([push('a', 'GCM')], CONTEXT).TraceId).toBe('job-1');
  });

  it('loses no address, whatever it is called', () => {
    const request = messageRequest([push('__proto__', 'GCM'), push('b', 'GCM')], CONTEXT);
    expect(Object.keys(request.Addresses ?? {})).toEqual(['__proto__', 'b']);
  });

  it('never sends e-mail or the words of a custom channel this way', () => {
    const mail = outgoingTo('a@example.com', 'EMAIL', { channel: 'EMAIL', subject: 's', html: 'h' });
    expect(() => messageRequest([mail], CONTEXT)).toThrow(/SES/);
    const custom = outgoingTo('a', 'CUSTOM', { channel: 'CUSTOM', body: 'b' });
    expect(() => messageRequest([custom], CONTEXT)).toThrow(/custom channel/);
  });
});
