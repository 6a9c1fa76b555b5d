import { describe, expect, it } from 'vitest';
import { createClock } from '../../../../src/offline/clock.ts';
import { createFaultPlan, type FaultPlanInput } from '../../../../src/offline/services/fault-plan.ts';

const plan = (document: FaultPlanInput, clock = createClock(() => 5000)) => createFaultPlan(clock, document);
const addresses = Array.from({ length: 2000 }, (_, n) => `token-${n}`);

describe('a fault plan', () => {
  it('picks the same share of addresses for the same seed, and others for another', () => {
    const failing = (seed: number) => {
      const chosen = plan({ seed, rules: [{ kind: 'recipient', ratio: 0.1, outcome: 'PERMANENT_FAILURE' }] });
      return addresses.filter((address) => chosen.outcomeFor('PUSH', address) !== 'SUCCESSFUL');
    };
    expect(failing(1)).toEqual(failing(1));
    expect(failing(1)).not.toEqual(failing(2));
    expect(failing(1).length).toBeGreaterThan(140);
    expect(failing(1).length).toBeLessThan(260);
  });

  it('fails only the first attempts of an address', () => {
    const once = plan({ rules: [{ kind: 'recipient', address: 'a*', attempts: 2, outcome: 'THROTTLED' }] });
    expect([1, 2, 3].map(() => once.outcomeFor('PUSH', 'abc'))).toEqual(['THROTTLED', 'THROTTLED', 'SUCCESSFUL']);
    expect(once.outcomeFor('PUSH', 'xyz')).toBe('SUCCESSFUL');
  });

  it('acts on channels, windows and magic addresses', () => {
    const clock = createClock(() => 5000);
    const chosen = plan(
      { rules: [{ kind: 'recipient', channel: 'SMS', window: { fromMs: 1000, toMs: 2000 }, outcome: 'OPT_OUT' }] },
      clock,
    );
    expect(chosen.outcomeFor('SMS', '+82')).toBe('SUCCESSFUL');
    clock.advance(1500);
    expect(chosen.outcomeFor('SMS', '+82')).toBe('OPT_OUT');
    expect(chosen.outcomeFor('PUSH', '+82')).toBe('SUCCESSFUL');
    expect(chosen.outcomeFor('PUSH', 'x-fail-unregistered-1')).toBe('UNREGISTERED');
    expect([1, 2].map(() => chosen.outcomeFor('PUSH', 'fail-temporary-once'))).toEqual([
      'TEMPORARY_FAILURE',
      'SUCCESSFUL',
    ]);
    expect(plan({ magicAddresses: false }).outcomeFor('PUSH', 'fail-permanent')).toBe('SUCCESSFUL');
  });

  it('chooses calls by number and adds latency', () => {
    const chosen = plan({
      rules: [
        { kind: 'call', calls: { from: 2, every: 2 }, effect: { type: 'status', status: 429 } },
        { kind: 'call', effect: { type: 'latency', ms: 5 } },
        { kind: 'call', calls: { from: 3, to: 3 }, effect: { type: 'time-out-after-acceptance', afterMs: 7 } },
      ],
    });
    expect([1, 2, 3, 4].map(() => chosen.beginCall('PUSH').effect)).toEqual([
      { type: 'proceed' },
      { type: 'status', status: 429 },
      { type: 'time-out-after-acceptance', afterMs: 7 },
      { type: 'status', status: 429 },
    ]);
    expect(chosen.beginCall('PUSH').latencyMs).toBe(5);
  });

  it('tells a slow request from a slow answer', () => {
    const chosen = plan({
      rules: [
        { kind: 'call', effect: { type: 'latency', ms: 5 } },
        { kind: 'call', effect: { type: 'latency', ms: 70, of: 'answer' } },
      ],
    });
    expect(chosen.beginCall('PUSH')).toEqual({ latencyMs: 5, answerLatencyMs: 70, effect: { type: 'proceed' } });
  });

  it('limits calls and recipients per second of the sandbox clock', () => {
    const clock = createClock(() => 5000);
    const chosen = plan(
      {
        rules: [
          { kind: 'rate-limit', of: 'calls', perSecond: 2 },
          { kind: 'rate-limit', of: 'recipients', perSecond: 3 },
        ],
      },
      clock,
    );
    expect([1, 2, 3].map(() => chosen.beginCall('PUSH').effect.type)).toEqual(['proceed', 'proceed', 'status']);
    expect(addresses.slice(0, 4).map((address) => chosen.outcomeFor('PUSH', address))).toEqual([
      'SUCCESSFUL',
      'SUCCESSFUL',
      'SUCCESSFUL',
      'THROTTLED',
    ]);
    clock.advance(1000);
    expect(chosen.beginCall('PUSH').effect.type).toBe('proceed');
  });

  it('refuses an unknown rule, saying where, and keeps the old plan', () => {
    const chosen = plan({ seed: 9 });
    const outcome = chosen.load({ rules: [{ kind: 'recipient', outcome: 'MAYBE' }] });
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'INVALID_FAULT_PLAN', message: expect.stringContaining('rules.0.outcome') as string },
    });
    expect(chosen.load({ rules: [{ kind: 'recipient', outcome: 'SUCCESSFUL', typo: 1 }] }).ok).toBe(false);
    expect(chosen.document().seed).toBe(9);
    expect(() => createFaultPlan(createClock(), { rules: 3 })).toThrow(/Fault plan refused/);
  });
});

describe('the receipts of a fault plan', () => {
  const events = (document: FaultPlanInput, address = 'kim@example.com', channel: 'EMAIL' | 'SMS' = 'EMAIL') =>
    plan(document)
      .receiptsFor(channel, address)
      .map(({ event }) => event);

  it('are one delivery after a moment, when no rule says otherwise', () => {
    const delivered = [{ event: 'DELIVERED', delayMs: 100, times: 1 }];
    expect(plan({}).receiptsFor('EMAIL', 'kim@example.com')).toEqual(delivered);
    expect(plan({}).receiptsFor('SMS', '+821012345678')).toEqual(delivered);
  });

  it('tell the first fate that matches, and everything that recipients do', () => {
    const rules: FaultPlanInput['rules'] = [
      { kind: 'receipt', address: 'b*', event: 'BOUNCE_PERMANENT', delayMs: 7 },
      { kind: 'receipt', channel: 'EMAIL', event: 'OPEN', times: 3 },
      { kind: 'receipt', event: 'CLICK' },
      { kind: 'receipt', event: 'NONE' },
    ];
    expect(events({ rules })).toEqual(['OPEN', 'CLICK']);
    expect(plan({ rules }).receiptsFor('EMAIL', 'b@x.kr')).toEqual([
      { event: 'BOUNCE_PERMANENT', delayMs: 7, times: 1 },
    ]);
    expect(plan({ rules }).receiptsFor('EMAIL', 'a@x.kr')[0]).toEqual({ event: 'OPEN', delayMs: 500, times: 3 });
    expect(events({ rules }, '+82', 'SMS')).toEqual([]);
  });

  it('are for the same share of addresses each time', () => {
    const chosen = plan({ rules: [{ kind: 'receipt', ratio: 0.1, event: 'COMPLAINT' }] });
    const complaining = () =>
      addresses.filter((address) => chosen.receiptsFor('EMAIL', address).some(({ event }) => event === 'COMPLAINT'));
    expect(complaining().length).toBeGreaterThan(140);
    expect(complaining().length).toBeLessThan(260);
    expect(complaining()).toEqual(complaining());
  });

  it.each([
    ['kim+bounce@example.com', ['BOUNCE_PERMANENT']],
    ['soft-bounce@example.com', ['BOUNCE_TRANSIENT']],
    ['complaint@example.com', ['COMPLAINT', 'DELIVERED']],
    ['opens@example.com', ['DELIVERED', 'OPEN']],
    ['clicks@example.com', ['CLICK', 'DELIVERED', 'OPEN']],
    ['no-receipt@example.com', []],
  ])('obey the magic address %s', (address, expected) => {
    expect(events({}, address).sort()).toEqual(expected);
    expect(events({ magicAddresses: false }, address)).toEqual(['DELIVERED']);
  });

  it('know the states of a text message, and refuse an event that the channel does not have', () => {
    expect(events({ rules: [{ kind: 'receipt', event: 'TEXT_CARRIER_BLOCKED' }] }, '+82', 'SMS')).toEqual([
      'TEXT_CARRIER_BLOCKED',
    ]);
    expect(events({ rules: [{ kind: 'receipt', event: 'TEXT_CARRIER_BLOCKED' }] })).toEqual(['DELIVERED']);
    expect(plan({}).load({ rules: [{ kind: 'receipt', channel: 'SMS', event: 'OPEN' }] })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('rules.0.event: the channel has no such event') as string },
    });
  });
});
