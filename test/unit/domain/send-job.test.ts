import { describe, expect, it } from 'vitest';
import { newCustomer, newEndpoint, type Endpoint } from '../../../src/domain/customer/index.ts';
import {
  decideCustomer,
  isComplete,
  JOB_COMMANDS,
  JOB_PHASES,
  NO_TOTALS,
  recheckRecipient,
  ruleOfReason,
  totalsOf,
  transition,
  type SendPlan,
} from '../../../src/domain/send-job/index.ts';
import { isAddressDead, statusFromDelivery } from '../../../src/adapters/pinpoint/delivery-result.ts';
import { packRecipients, unpackRecipients } from '../../../src/adapters/dynamodb/pack-chunk.ts';
import { packDigests, unpackDigests } from '../../../src/adapters/dynamodb/pack-digests.ts';
import { NOON, aCustomer, anEndpoint } from './people.ts';

const PLAN: SendPlan = {
  campaignId: 'c',
  messageClass: 'TRANSACTIONAL',
  steps: [
    { channel: 'PUSH', billOf: () => ({ units: 1 }) },
    { channel: 'EMAIL', billOf: () => ({ units: 1 }) },
  ],
  holdoutPercent: 0,
  isMember: () => true,
};
const AD = { ...PLAN, messageClass: 'AD' as const };

function decide(endpoints: readonly Endpoint[], plan: SendPlan = PLAN): string {
  const decision = decideCustomer(aCustomer({ endpoints }), plan, NOON);
  return decision.outcome === 'EXCLUDED' ? decision.reason : `${decision.stepIndex}:${decision.endpointId}`;
}

describe('the rule of a reason', () => {
  it('A22 says that a time zone is unknown rather than that it is night', () => {
    const said = (timezone: string) => {
      const endpoint = { ...newEndpoint('e1', 'GCM', 'token'), demographic: { timezone } };
      return ruleOfReason('NO_NIGHT_CONSENT', { ...newCustomer('c1'), endpoints: [endpoint] }, AD);
    };
    expect(said('KST')).toMatch(/time zone "KST" is not known.*Asia\/Seoul/);
    expect(said('KST')).not.toMatch(/between 21:00/i);
    expect(said('Asia/Seoul')).toMatch(/Between 21:00 and 08:00 \(Asia\/Seoul\)/);
  });
});

describe('deciding a customer', () => {
  const push = anEndpoint();
  const mail = anEndpoint({ id: 'm', channelType: 'EMAIL', address: 'a@example.com' });

  it('takes the first step that reaches them', () => {
    expect(decide([mail, push])).toBe('0:e1');
    expect(decide([mail])).toBe('1:m');
    expect(decide([mail, { ...push, optOut: 'ALL' }])).toBe('1:m');
  });

  it('M7 lets a custom step take endpoints of the types that it names, and says which it wanted', () => {
    const number = anEndpoint({ id: 's', channelType: 'SMS', address: '+821012345678' });
    const custom = anEndpoint({ id: 'k', channelType: 'CUSTOM', address: 'kakao-1' });
    const step = { channel: 'CUSTOM', billOf: () => ({ units: 1 }) } as const;
    const plain: SendPlan = { ...PLAN, steps: [step] };
    const numbers: SendPlan = { ...PLAN, steps: [{ ...step, endpointTypes: new Set(['SMS', 'VOICE'] as const) }] };
    expect(decide([number], plain)).toBe('ENDPOINT_CHANNEL_MISMATCH');
    expect(decide([custom, number], plain)).toBe('0:k');
    expect(decide([custom, number, mail], numbers)).toBe('0:s');
    expect(decide([{ ...number, channelType: 'VOICE' }], numbers)).toBe('0:s');
    expect(decide([{ ...number, optOut: 'ALL' }], numbers)).toBe('ENDPOINT_OPT_OUT');
    expect(decide([custom], numbers)).toBe('ENDPOINT_CHANNEL_MISMATCH');
    const who = aCustomer({ endpoints: [custom] });
    expect(ruleOfReason('ENDPOINT_CHANNEL_MISMATCH', who, numbers)).toContain('CUSTOM (SMS, VOICE)');
    const planned = { customerId: 'c1', endpointId: 's', stepIndex: 0, treatment: 0 };
    const again = (endpoint: Endpoint, plan: SendPlan) =>
      recheckRecipient(aCustomer({ endpoints: [endpoint] }), planned, plan, NOON);
    expect(again(number, numbers)).toMatchObject({ outcome: 'SEND' });
    expect(again({ ...number, channelType: 'EMAIL' }, numbers)).toMatchObject({ reason: 'ENDPOINT_CHANNEL_MISMATCH' });
    expect(again(number, plain)).toMatchObject({ reason: 'ENDPOINT_CHANNEL_MISMATCH' });
  });

  it('takes the most recently effective endpoint that can be reached', () => {
    const newer = anEndpoint({ id: 'e2', effectiveAt: 2000 });
    expect(decide([push, newer])).toBe('0:e2');
    expect(decide([push, { ...newer, status: 'INACTIVE' }])).toBe('0:e1');
    expect(decide([push, { ...newer, effectiveAt: 1000 }])).toBe('0:e1');
  });

  it("gives the first step's reason when no step reaches them", () => {
    expect(decide([])).toBe('ENDPOINT_MISSING_CHANNEL');
    expect(decide([anEndpoint({ channelType: 'SMS' })])).toBe('ENDPOINT_CHANNEL_MISMATCH');
    expect(decide([{ ...push, status: 'INACTIVE' }])).toBe('ENDPOINT_INACTIVE');
    expect(decide([{ ...push, optOut: 'ALL' }])).toBe('ENDPOINT_OPT_OUT');
    expect(decide([{ ...push, address: '' }])).toBe('ENDPOINT_MISSING_ADDRESS');
    expect(
      decide([
        { ...push, status: 'INACTIVE' },
        { ...mail, optOut: 'ALL' },
      ]),
    ).toBe('ENDPOINT_INACTIVE');
  });

  it('gives the reason of the endpoint that came furthest', () => {
    const two = [
      { ...push, optOut: 'ALL' as const },
      { ...push, id: 'e2', status: 'INACTIVE' as const },
    ];
    expect(decide(two)).toBe('ENDPOINT_OPT_OUT');
    expect(decide(two.toReversed())).toBe('ENDPOINT_OPT_OUT');
  });

  it('looks at the segment first and at the holdout last', () => {
    expect(decide([], { ...PLAN, isMember: () => false })).toBe('FILTERED_OUT_BY_SEGMENT');
    expect(decide([push], { ...PLAN, holdoutPercent: 100 })).toBe('TREATMENT_HOLDOUT');
    expect(decide([], { ...PLAN, holdoutPercent: 100 })).toBe('ENDPOINT_MISSING_CHANNEL');
  });

  it('stops at the first step that reaches them, though its message cannot be rendered and a later one could', () => {
    const [first, second] = PLAN.steps;
    if (first === undefined || second === undefined) throw new Error('The plan has two steps.');
    const broken = {
      ...PLAN,
      steps: [{ ...first, billOf: () => 'RENDER_FAILED' as const }, second],
      holdoutPercent: 100,
    };
    expect(decide([push, mail], broken)).toBe('RENDER_FAILED');
    expect(decide([{ ...push, optOut: 'ALL' }, mail], { ...broken, holdoutPercent: 0 })).toBe('1:m');
  });

  it('says how many parts a message is billed as', () => {
    const plan = { ...PLAN, steps: [{ channel: 'PUSH' as const, billOf: () => ({ units: 3 }) }] };
    expect(decideCustomer(aCustomer({ endpoints: [push] }), plan, NOON)).toMatchObject({ billed: { units: 3 } });
  });

  it('asks consent of advertisements only, on each step its own', () => {
    expect(decide([push, mail], AD)).toBe('NO_AD_CONSENT');
    const consent = { EMAIL: { ad: { state: 'GRANTED' as const, at: 1, source: 'web' } } };
    const at = Date.UTC(1971, 0, 1);
    expect(decideCustomer(aCustomer({ endpoints: [push, mail], consent }), AD, at)).toMatchObject({ stepIndex: 1 });
  });

  it("C10 keeps a campaign's quiet time by e-mail too, which only the law's night exempts", () => {
    const consent = { ad: { state: 'GRANTED', at: NOON - 1_000, source: 'app' } } as const;
    const customer = aCustomer({ endpoints: [mail], consent: { EMAIL: consent } });
    const at = (moment: string, plan: SendPlan): string => {
      const decision = decideCustomer(customer, plan, Date.parse(moment));
      return decision.outcome === 'EXCLUDED' ? decision.reason : decision.outcome;
    };
    const [, byMail] = PLAN.steps;
    const plan = { ...AD, steps: byMail === undefined ? [] : [byMail] };
    const evening = new Date(NOON + 9 * 3_600_000).toISOString();
    expect(at(evening, plan)).toBe('INCLUDED');
    expect(at(evening, { ...plan, quietTime: { start: '21:00', end: '08:00' } })).toBe('QUIET_TIME');
  });

  it('keeps quiet time in local hours, also for transactional messages', () => {
    const quiet = { ...PLAN, quietTime: { start: '11:00', end: '13:00' } };
    expect(decide([push], quiet)).toBe('QUIET_TIME');
    expect(decide([{ ...push, demographic: { timezone: 'America/New_York' } }], quiet)).toBe('0:e1');
    expect(decide([{ ...push, demographic: { timezone: 'Nowhere/City' } }], quiet)).toBe('QUIET_TIME');
  });
});

describe('looking at a recipient again', () => {
  const recipient = { customerId: 'c1', endpointId: 'e1', stepIndex: 0, treatment: 0 };
  it.each<[string, Endpoint[], string]>([
    ['gone', [], 'ENDPOINT_MISSING_ADDRESS'],
    ['inactive', [anEndpoint({ status: 'INACTIVE' })], 'ENDPOINT_INACTIVE'],
    ['opted out', [anEndpoint({ optOut: 'ALL' })], 'ENDPOINT_OPT_OUT'],
    ['without an address', [anEndpoint({ address: '' })], 'ENDPOINT_MISSING_ADDRESS'],
    ['on another channel', [anEndpoint({ channelType: 'EMAIL' })], 'ENDPOINT_CHANNEL_MISMATCH'],
  ])('skips one whose endpoint is %s', (_name, endpoints, reason) => {
    expect(recheckRecipient(aCustomer({ endpoints }), recipient, PLAN, NOON)).toEqual({ outcome: 'SKIPPED', reason });
  });

  it('keeps the planned endpoint though a newer one has appeared', () => {
    const endpoints = [anEndpoint({ id: 'e2', effectiveAt: 9000 }), anEndpoint()];
    expect(recheckRecipient(aCustomer({ endpoints }), recipient, PLAN, NOON)).toEqual({
      outcome: 'SEND',
      endpointIndex: 1,
    });
  });
});

describe('job phases', () => {
  it('go as the table says, and every other command is refused with what is allowed', () => {
    const table = JOB_PHASES.map((phase) => [
      phase,
      JOB_COMMANDS.flatMap((command) => {
        const moved = transition(phase, command);
        return moved.ok ? [`${command}>${moved.phase}`] : [];
      }).join(' '),
    ]);
    expect(Object.fromEntries(table)).toEqual({
      PLANNING: 'PLAN_READY>PLANNED PLAN>PLANNING CANCEL>CANCELLED FAIL>FAILED',
      PLANNED: 'PLAN_READY>PLANNED SCHEDULE>SCHEDULED LAUNCH>SENDING CANCEL>CANCELLED FAIL>FAILED',
      SCHEDULED: 'SCHEDULE>SCHEDULED PLAN>PLANNING LAUNCH>SENDING CANCEL>CANCELLED FAIL>FAILED',
      SENDING: 'LAUNCH>SENDING PAUSE>PAUSED RESUME>SENDING COMPLETE>COMPLETED CANCEL>CANCELLED FAIL>FAILED',
      PAUSED: 'PAUSE>PAUSED RESUME>SENDING COMPLETE>COMPLETED CANCEL>CANCELLED FAIL>FAILED',
      COMPLETED: 'COMPLETE>COMPLETED RETRY>SENDING',
      CANCELLED: 'CANCEL>CANCELLED',
      FAILED: 'FAIL>FAILED',
    });
    expect(transition('PLANNED', 'PAUSE')).toEqual({
      ok: false,
      error: {
        code: 'JOB_PHASE',
        message: 'PAUSE is not possible while the job is PLANNED. Allowed now: SCHEDULE, LAUNCH, CANCEL, FAIL.',
      },
    });
  });
});

describe('what the provider answered', () => {
  const push = (pushProviderError: string, errorMessage = 'Unregistered or expired token'): string =>
    JSON.stringify({ errorMessage, channelType: 'GCM', pushProviderStatusCode: '400', pushProviderError });

  it.each([
    ['SUCCESSFUL', undefined, { status: 'ACCEPTED', retriable: false }],
    ['THROTTLED', undefined, { status: 'FAILED', retriable: true, code: 'THROTTLED' }],
    ['TEMPORARY_FAILURE', undefined, { status: 'FAILED', retriable: true, code: 'TEMPORARY_FAILURE' }],
    [
      'PERMANENT_FAILURE',
      push('NotRegistered'),
      { status: 'FAILED', retriable: false, code: 'PERMANENT_FAILURE/NotRegistered' },
    ],
    ['PERMANENT_FAILURE', 'not JSON', { status: 'FAILED', retriable: false, code: 'PERMANENT_FAILURE' }],
    ['UNKNOWN_FAILURE', undefined, { status: 'FAILED', retriable: false, code: 'UNKNOWN_FAILURE' }],
    ['DUPLICATE', undefined, { status: 'FAILED', retriable: false, code: 'DUPLICATE' }],
    ['OPT_OUT', undefined, { status: 'OPTED_OUT', retriable: false, code: 'OPT_OUT' }],
    ['NEW_STATUS', undefined, { status: 'FAILED', retriable: false, code: 'UNRECOGNISED_STATUS' }],
  ])('as %s with %s becomes a status', (deliveryStatus, statusMessage, outcome) => {
    expect(statusFromDelivery({ deliveryStatus, statusMessage })).toEqual(outcome);
  });

  it("kills an address only by the provider's own reason in a permanent failure", () => {
    const dead = (deliveryStatus: string, statusMessage?: string): boolean =>
      isAddressDead({ deliveryStatus, statusCode: 410, statusMessage });
    expect(dead('PERMANENT_FAILURE', push('NotRegistered'))).toBe(true);
    expect(dead('PERMANENT_FAILURE', push('BadDeviceToken'))).toBe(true);
    expect(dead('PERMANENT_FAILURE', push('DeviceTokenNotForTopic'))).toBe(false);
    expect(dead('PERMANENT_FAILURE', push('InvalidProviderToken'))).toBe(false);
    expect(dead('PERMANENT_FAILURE', 'Unregistered')).toBe(false);
    expect(dead('PERMANENT_FAILURE')).toBe(false);
    expect(dead('TEMPORARY_FAILURE', push('Unregistered'))).toBe(false);
  });
});

describe('totals', () => {
  it('count an opened or clicked message as delivered', () => {
    const totals = totalsOf([
      { status: 'DELIVERED' },
      { status: 'OPENED' },
      { status: 'CLICKED' },
      { status: 'FAILED' },
    ]);
    expect(totals).toMatchObject({ delivered: 3, opened: 2, clicked: 1, failed: 1 });
    const steps = totals.steps.map((step) => ({ ...step, included: 4 }));
    const whole = { ...totals, steps, planned: 5, included: 4, excluded: { QUIET_TIME: 1 } };
    expect(isComplete(whole)).toBe(true);
    expect(isComplete({ ...whole, excluded: {} })).toBe(false);
    expect(isComplete({ ...whole, steps: totals.steps })).toBe(false);
    expect(isComplete(NO_TOTALS)).toBe(true);
  });
});

describe('a stored chunk that somebody damaged', () => {
  const recipients = [
    {
      customerId: '0b0e9a5e-9f3c-4d7a-8c11-00000000002a',
      endpointId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      stepIndex: 0,
      treatment: 0,
    },
  ];

  it('is read as it was written while it is whole', () => {
    expect(unpackRecipients(packRecipients(recipients))).toEqual(recipients);
  });

  it('is read as it was written with a hundred ids, and with those that only look like the usual ones', () => {
    const uuid = (n: number): string => `0b0e9a5e-9f3c-4d7a-8c11-${n.toString(16).padStart(12, '0')}`;
    const usual = Array.from({ length: 100 }, (_, n) => ({
      customerId: uuid(n * 16_777_259),
      endpointId: uuid(0xffff_ffff_ffff - n),
      stepIndex: 0,
      treatment: 0,
    }));
    // Of each of these letters the last eight bits are those of a tilde, a tab, a hyphen or a digit.
    const ids = ['\u017e', '\u0109', '\u012d', '\u0130', '~', 'F'].flatMap((letter) =>
      [0, 8, 22, 23, 35].map((at) => `${uuid(7).slice(0, at)}${letter}${uuid(7).slice(at + 1)}`),
    );
    const odd = ids.flatMap((id) => [
      [{ customerId: id, endpointId: uuid(1), stepIndex: 0, treatment: 0 }],
      [...usual.slice(1), { customerId: uuid(1), endpointId: id, stepIndex: 0, treatment: 0 }],
    ]);
    const looksPacked = '\u017e'.padEnd(23, 'A');
    odd.push([{ customerId: looksPacked, endpointId: looksPacked, stepIndex: 0, treatment: 0 }]);
    for (const chunk of [usual, usual.slice(0, 1), [...usual, ...usual], ...odd]) {
      expect(unpackRecipients(packRecipients(chunk))).toEqual(chunk);
    }
    const digests = usual.map((_, place) => 2 ** 53 - 1 - place);
    const withDigests = usual.map((recipient, place) => ({ ...recipient, addressDigest: 2 ** 53 - 1 - place }));
    expect(unpackRecipients(packRecipients(usual), unpackDigests(packDigests(digests)))).toEqual(withDigests);
  });

  it('is shared by nobody: the text of an earlier chunk stays what it was', () => {
    const first = unpackRecipients(packRecipients(recipients));
    const names = first.map(({ customerId }) => customerId);
    unpackRecipients(packRecipients(recipients.map((one) => ({ ...one, customerId: one.endpointId }))));
    expect(first.map(({ customerId }) => customerId)).toEqual(names);
  });

  it.each([
    ['ends in the middle of an id', packRecipients(recipients).slice(0, -1)],
    ['holds a letter that no packed id has', packRecipients(recipients).replace('~', '~%')],
    ['has lost an endpoint', '~Cw6aXp88TXqMEQAAAAAAKg'],
  ])('is refused, never read as somebody else, when it %s', (_, packed) => {
    expect(() => unpackRecipients(packed)).toThrow(TypeError);
  });
});
