import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/domain/customer/index.ts';
import {
  decideCustomer,
  heldResult,
  heldUntil,
  recheckRecipient,
  type SendPlan,
} from '../../../src/domain/send-job/index.ts';
import { aCustomer, anEndpoint } from './people.ts';

const TYPE = { SMS: 'SMS', PUSH: 'GCM', EMAIL: 'EMAIL', CUSTOM: 'CUSTOM' } as const;

/** What becomes of a message to somebody with ordinary consent, at a moment of UTC. */
function at(
  moment: string,
  channel: Channel,
  change: Partial<SendPlan> = {},
  timezone?: string,
  expiresAt?: number,
): string {
  const ad = { state: 'GRANTED', at: Date.parse('2026-06-01T00:00:00Z'), source: '가입' } as const;
  const endpoint = anEndpoint({
    channelType: TYPE[channel],
    demographic: timezone === undefined ? {} : { timezone },
  });
  const customer = aCustomer({ endpoints: [endpoint], consent: { [channel]: { ad } } });
  const plan: SendPlan = {
    campaignId: 'c',
    messageClass: 'AD',
    steps: [{ channel, billOf: () => ({ units: 1 }) }],
    holdoutPercent: 0,
    holds: true,
    isMember: () => true,
    ...change,
  };
  const now = Date.parse(moment);
  const planned = { customerId: 'c1', endpointId: 'e1', stepIndex: 0, treatment: 0 };
  const recipient = expiresAt === undefined ? planned : { ...planned, expiresAt };
  const recheck = recheckRecipient(customer, recipient, plan, now);
  // Whoever is held is planned, and nobody else is who is not sent to.
  expect(decideCustomer(customer, plan, now).outcome).toBe('INCLUDED');
  if (recheck.outcome === 'HELD') return `HELD until ${new Date(recheck.until).toISOString()}`;
  return recheck.outcome === 'SEND' ? 'SENT' : recheck.reason;
}

const MORNING = 'HELD until 2026-12-01T23:00:00.000Z';

describe('the hours in which a message must not go', () => {
  it('C10 hold an advertisement from 21:00:00 to 08:00:00 and let it go then', () => {
    expect(at('2026-12-01T11:59:59Z', 'SMS')).toBe('SENT');
    expect(at('2026-12-01T12:00:00Z', 'SMS')).toBe(MORNING);
    expect(at('2026-12-01T22:59:59Z', 'SMS')).toBe(MORNING);
    expect(at('2026-12-01T23:00:00Z', 'SMS')).toBe('SENT');
  });

  it('C10 drop what expires before they are over, and never send it anyway', () => {
    const plan = { expiresAt: Date.parse('2026-12-01T22:00:00Z') };
    expect(at('2026-12-01T11:30:00Z', 'PUSH', plan)).toBe('SENT');
    expect(at('2026-12-01T12:30:00Z', 'PUSH', plan)).toBe('MESSAGE_EXPIRED');
    expect(at('2026-12-01T23:00:00Z', 'PUSH', plan)).toBe('MESSAGE_EXPIRED');
  });

  it('drop what was planned for an event that is too long ago before they are over, with a reason of its own', () => {
    const of = (moment: string, until: string): string => at(moment, 'PUSH', {}, undefined, Date.parse(until));
    expect(of('2026-12-01T11:30:00Z', '2026-12-01T22:00:00Z')).toBe('SENT');
    expect(of('2026-12-01T12:30:00Z', '2026-12-01T22:00:00Z')).toBe('ENTRY_EXPIRED');
    expect(of('2026-12-01T12:30:00Z', '2026-12-01T23:00:00Z')).toBe('ENTRY_EXPIRED');
    expect(of('2026-12-01T12:30:00Z', '2026-12-01T23:00:01Z')).toBe(MORNING);
    expect(of('2026-12-02T00:59:59Z', '2026-12-02T01:00:00Z')).toBe('SENT');
    expect(of('2026-12-02T01:00:00Z', '2026-12-02T01:00:00Z')).toBe('ENTRY_EXPIRED');
    // Whichever comes first of this and of what the campaign says.
    const plan = { expiresAt: Date.parse('2026-12-01T22:00:00Z') };
    expect(at('2026-12-01T12:30:00Z', 'PUSH', plan, undefined, Date.parse('2026-12-02T12:00:00Z'))).toBe(
      'MESSAGE_EXPIRED',
    );
  });

  it('C10 let an e-mail go in the law’s night, and hold it in the campaign’s own quiet time', () => {
    expect(at('2026-12-01T12:00:00Z', 'EMAIL')).toBe('SENT');
    const quietTime = { start: '20:00', end: '09:30' };
    expect(at('2026-12-01T12:00:00Z', 'EMAIL', { quietTime })).toBe('HELD until 2026-12-02T00:30:00.000Z');
    // The later of both ends.
    expect(at('2026-12-01T12:00:00Z', 'SMS', { quietTime: { start: '20:00', end: '07:00' } })).toBe(MORNING);
  });

  it('C11 are those of Korea where a zone is not known, and of the place where it is', () => {
    for (const zone of ['Asia/Seul', '', 'KST', 'GMT+9', '+09:00', 'Korea Standard Time', 'ROK', 'asia/seoul']) {
      expect(at('2026-12-01T05:00:00Z', 'SMS', {}, zone), zone).toBe('SENT');
      expect(at('2026-12-01T13:00:00Z', 'SMS', {}, zone), zone).toBe(MORNING);
    }
    expect(at('2026-12-01T13:00:00Z', 'SMS', {}, 'Etc/GMT+9')).toBe('HELD until 2026-12-01T17:00:00.000Z');
    expect(at('2026-12-01T05:00:00Z', 'SMS', {}, 'Etc/GMT+9')).toBe('SENT');
  });

  it('C12 hold what a destination does not take at the hour', () => {
    const window = { opens: '08:00', closes: '20:50', zone: 'Asia/Seoul' };
    const steps = [{ channel: 'CUSTOM', window, billOf: () => ({ units: 1 }) }] as const;
    expect(at('2026-12-01T11:49:00Z', 'CUSTOM', { steps })).toBe('SENT');
    expect(at('2026-12-01T11:55:00Z', 'CUSTOM', { steps })).toBe(MORNING);
  });

  it('exclude and skip where the campaign does not hold', () => {
    const { holds: _, ...skips } = { holds: true } as const;
    const customer = aCustomer({ endpoints: [anEndpoint()] });
    const plan: SendPlan = {
      ...{ campaignId: 'c', messageClass: 'TRANSACTIONAL', holdoutPercent: 0, isMember: () => true },
      steps: [{ channel: 'PUSH', billOf: () => ({ units: 1 }) }],
      quietTime: { start: '20:00', end: '09:30' },
      ...skips,
    };
    const now = Date.parse('2026-12-01T12:00:00Z');
    expect(decideCustomer(customer, plan, now)).toEqual({ outcome: 'EXCLUDED', reason: 'QUIET_TIME' });
  });
});

it('a result says until when somebody is held', () => {
  const until = Date.parse('2026-12-01T23:00:00Z');
  expect(heldResult(until)).toEqual({ status: 'PLANNED', code: 'HELD/2026-12-01T23:00:00.000Z' });
  expect(heldUntil(heldResult(until))).toBe(until);
  for (const code of [undefined, 'RESENT', 'HELD/', 'HELD/soon']) {
    expect(heldUntil({ status: 'PLANNED', ...(code === undefined ? {} : { code }) })).toBeNull();
  }
});
