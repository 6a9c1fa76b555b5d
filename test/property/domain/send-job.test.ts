import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS, channelOf } from '../../../src/domain/customer/index.ts';
import { compileSegment, parseSegmentDefinition } from '../../../src/domain/segment/index.ts';
import {
  EXCLUSION_REASONS,
  JOB_COMMANDS,
  NO_TOTALS,
  RECIPIENT_STATUSES,
  addTotals,
  decideCustomer,
  isComplete,
  isTerminal,
  recheckRecipient,
  totalsOf,
  transition,
  type JobPhase,
  type Recipient,
  type RecipientResult,
  type SendPlan,
} from '../../../src/domain/send-job/index.ts';
import { packIds, unpackIds } from '../../../src/adapters/dynamodb/pack-ids.ts';
import {
  packRecipients,
  packStatuses,
  unpackRecipients,
  unpackStatuses,
} from '../../../src/adapters/dynamodb/pack-chunk.ts';
import { CASES, MANY_CASES, NOW, customer, definition } from './arbitraries.ts';
import { interpretSegment } from './interpret-segment.ts';

const id = fc.oneof(
  fc.uuid(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '=', '~', '!', '\\t', '\t', '\n', '\\', 'endpoint:a'),
);

const recipient: fc.Arbitrary<Recipient> = fc
  .record({
    customerId: id,
    endpointId: id,
    stepIndex: fc.nat(4),
    treatment: fc.nat(4),
    anonymous: fc.boolean(),
    paid: fc.option(fc.maxSafeNat(), { nil: undefined, freq: 2 }),
  })
  .map(({ anonymous, paid, ...rest }) => {
    const known = paid === undefined ? rest : { ...rest, paidMicros: paid };
    return anonymous ? { ...known, customerId: `endpoint:${rest.endpointId}` } : known;
  });

const result: fc.Arbitrary<RecipientResult> = fc
  .record({
    status: fc.constantFrom(...RECIPIENT_STATUSES),
    code: fc.option(fc.oneof(fc.constantFrom('PERMANENT_FAILURE/Unregistered', '|', ''), fc.string()), {
      nil: undefined,
    }),
  })
  .map(({ status, code }) => (code === undefined ? { status } : { status, code }));

/** Null: a template that cannot be rendered. */
const units = fc.constantFrom(1, 1, 1, 1, 2, 2, 2, null);
const billOf = (count: number | null) => () => (count === null ? ('RENDER_FAILED' as const) : { units: count });

const plan: fc.Arbitrary<SendPlan> = fc
  .record({
    messageClass: fc.constantFrom('AD' as const, 'TRANSACTIONAL' as const),
    steps: fc
      .shuffledSubarray(['PUSH', 'EMAIL', 'SMS', 'CUSTOM'] as const, { minLength: 1 })
      .chain((channels) => fc.tuple(...channels.map((channel) => fc.record({ channel: fc.constant(channel), units }))))
      .map((steps) => steps.map(({ channel, units: billed }) => ({ channel, billOf: billOf(billed) }))),
    holdoutPercent: fc.constantFrom(0, 0, 30),
    isMember: fc.constantFrom(true, true, false),
    quietTime: fc.option(fc.constantFrom({ start: '11:00', end: '13:00' }, { start: '22:00', end: '07:00' }), {
      nil: undefined,
    }),
  })
  .map(({ isMember, quietTime, ...rest }) => ({
    ...rest,
    campaignId: 'c',
    isMember: () => isMember,
    ...(quietTime === undefined ? {} : { quietTime }),
  }));

const now = fc.integer({ min: NOW, max: NOW + 86_400_000 });

describe('packed chunks', () => {
  it('give back exactly the recipients that were packed', () => {
    fc.assert(
      fc.property(fc.array(recipient, { maxLength: 100 }), (recipients) => {
        expect(unpackRecipients(packRecipients(recipients))).toEqual(recipients);
      }),
      { numRuns: CASES },
    );
  });

  it('give back exactly the results that were packed', () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 100 }), (results) => {
        expect(unpackStatuses(packStatuses(results))).toEqual(results);
      }),
      { numRuns: CASES },
    );
  });

  it('give back exactly the ids that were packed', () => {
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        expect(unpackIds(packIds(ids))).toEqual(ids);
      }),
      { numRuns: CASES },
    );
  });

  it('keep a hundred recipients with UUIDs under five kilobytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uuid(), fc.uuid()), { minLength: 100, maxLength: 100 }), (pairs) => {
        const recipients = pairs.map(([customerId, endpointId]) => ({
          customerId,
          endpointId,
          stepIndex: 0,
          treatment: 0,
        }));
        expect(packRecipients(recipients).length).toBeLessThan(5000);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a decision about a customer', () => {
  it('is exactly one outcome for everybody: outside the segment, included, or one reason', { timeout: 120_000 }, () => {
    const outcomes = { FILTERED_OUT_BY_SEGMENT: 0, INCLUDED: 0, EXCLUDED: 0 };
    fc.assert(
      fc.property(definition(), customer, plan, now, (segment, who, what, when) => {
        const compiled = compileSegment(segment, { now: when });
        if (!compiled.ok) throw new Error(compiled.error.message);
        const decision = decideCustomer(who, { ...what, isMember: compiled.isMember }, when);
        const isMember = interpretSegment(segment, who, when);
        const isOutside = decision.outcome === 'EXCLUDED' && decision.reason === 'FILTERED_OUT_BY_SEGMENT';
        expect(isOutside).toBe(!isMember);
        // The same question has the same answer.
        expect(decideCustomer(who, { ...what, isMember: compiled.isMember }, when)).toEqual(decision);
        if (decision.outcome === 'EXCLUDED') expect(EXCLUSION_REASONS).toContain(decision.reason);
        else expect(who.endpoints[decision.endpointIndex]?.id).toBe(decision.endpointId);
        outcomes[isOutside ? 'FILTERED_OUT_BY_SEGMENT' : decision.outcome] += 1;
      }),
      { numRuns: MANY_CASES },
    );
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(MANY_CASES / 100);
  });

  it('reaches exactly those whom a segment on reach holds, when nothing but reach matters', () => {
    fc.assert(
      fc.property(customer, fc.constantFrom(...CHANNELS), (who, channel) => {
        const reach = { groups: [{ dimensions: [{ reach: { values: [channel] } }] }] };
        const parsed = parseSegmentDefinition(reach);
        const compiled = parsed.ok ? compileSegment(parsed.definition, { now: NOW }) : parsed;
        if (!compiled.ok) throw new Error(compiled.error.message);
        const everyone: SendPlan = {
          campaignId: 'c',
          messageClass: 'TRANSACTIONAL',
          steps: [{ channel, billOf: () => ({ units: 1 }) }],
          holdoutPercent: 0,
          isMember: () => true,
        };
        const { outcome } = decideCustomer(who, everyone, NOW);
        expect(compiled.isMember(who)).toBe(outcome === 'INCLUDED');
      }),
      { numRuns: CASES },
    );
  });

  it('includes them on a reachable endpoint, or excludes them with one known reason', () => {
    let included = 0;
    fc.assert(
      fc.property(customer, plan, now, (who, what, when) => {
        const decision = decideCustomer(who, what, when);
        if (decision.outcome === 'EXCLUDED') {
          expect(EXCLUSION_REASONS).toContain(decision.reason);
          return;
        }
        included += 1;
        const endpoint = who.endpoints[decision.endpointIndex];
        expect(endpoint).toMatchObject({ id: decision.endpointId, status: 'ACTIVE', optOut: 'NONE' });
        expect(endpoint?.address).not.toBe('');
        expect(endpoint && channelOf(endpoint.channelType)).toBe(what.steps[decision.stepIndex]?.channel);
        if (what.messageClass === 'AD') expect(who.consent[decision.channel]?.ad?.state).toBe('GRANTED');
      }),
      { numRuns: CASES },
    );
    expect(included).toBeGreaterThan(CASES / 50);
  });

  it('still stands when it is looked at again with nothing changed', () => {
    fc.assert(
      fc.property(customer, plan, now, (who, what, when) => {
        const decision = decideCustomer(who, what, when);
        if (decision.outcome === 'EXCLUDED') return;
        const recipientOf = { ...decision, customerId: who.id };
        const again = recheckRecipient(who, recipientOf, what, when);
        expect(again).toEqual({ outcome: 'SEND', endpointIndex: decision.endpointIndex });
      }),
      { numRuns: CASES },
    );
  });

  it('is skipped once the customer is gone, opted out, or has withdrawn consent', () => {
    fc.assert(
      fc.property(customer, plan, now, (who, what, when) => {
        const decision = decideCustomer(who, what, when);
        if (decision.outcome === 'EXCLUDED') return;
        const recipientOf = { ...decision, customerId: who.id };
        const optedOut = { ...who, endpoints: who.endpoints.map((e) => ({ ...e, optOut: 'ALL' as const })) };
        expect(recheckRecipient(undefined, recipientOf, what, when).outcome).toBe('SKIPPED');
        expect(recheckRecipient(optedOut, recipientOf, what, when)).toEqual({
          outcome: 'SKIPPED',
          reason: 'ENDPOINT_OPT_OUT',
        });
        if (what.messageClass === 'AD') {
          const withdrawn = recheckRecipient({ ...who, consent: {} }, recipientOf, what, when);
          expect(withdrawn).toEqual({ outcome: 'SKIPPED', reason: 'NO_AD_CONSENT' });
        }
      }),
      { numRuns: CASES },
    );
  });
});

describe('totals', () => {
  const results = fc.array(result);

  it('of two parts are the totals of both together', () => {
    fc.assert(
      fc.property(results, results, (a, b) => {
        expect(addTotals(totalsOf(a), totalsOf(b))).toEqual(totalsOf([...a, ...b]));
      }),
    );
  });

  it('are complete exactly when everyone included has an outcome', () => {
    fc.assert(
      fc.property(results, fc.nat(5), (all, excluded) => {
        const counted = totalsOf(all);
        const totals = {
          ...addTotals(NO_TOTALS, counted),
          planned: all.length + excluded,
          included: all.length,
          steps: counted.steps.map((step) => ({ ...step, included: all.length })),
          excluded: { NO_AD_CONSENT: excluded },
        };
        const isOpen = all.some(({ status }) => status === 'PLANNED' || status === 'CLAIMED');
        expect(isComplete(totals)).toBe(!isOpen);
      }),
      { numRuns: CASES },
    );
  });
});

describe('job phases', () => {
  it('end for good, but for a completed job that is retried, and repeating a command changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...JOB_COMMANDS)), (commands) => {
        let phase: JobPhase = 'PLANNING';
        for (const command of commands) {
          const moved = transition(phase, command);
          if (!moved.ok) continue;
          const isReopened = phase === 'COMPLETED' && command === 'RETRY';
          if (isTerminal(phase)) expect(moved.changed).toBe(isReopened);
          phase = moved.phase;
          if (!isReopened) expect(transition(phase, command)).toEqual({ ok: true, phase, changed: false });
        }
      }),
      { numRuns: CASES },
    );
  });
});
