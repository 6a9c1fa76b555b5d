import { describe, expect, it } from 'vitest';
import { checkAccounts, type Accounts } from './check-accounts.ts';

/** Four customers: one excluded, two accepted, one in doubt who was in flight at a kill and had been sent to. */
const CLEAN: Accounts = {
  customers: 4,
  job: {
    phase: 'COMPLETED',
    planned: 4,
    included: 3,
    excluded: [{ reason: 'NO_AD_CONSENT', count: 1 }],
    accepted: 2,
    delivered: 0,
    failed: 0,
    optedOut: 0,
    skipped: 0,
    inDoubt: 1,
  },
  recipients: [
    { customerId: 'a', status: 'ACCEPTED' },
    { customerId: 'b', status: 'ACCEPTED' },
    { customerId: 'c', status: 'IN_DOUBT' },
  ],
  outbox: [
    { address: 'to-a', accepted: true, requestId: 'r1' },
    { address: 'to-b', accepted: true, requestId: 'r1' },
    { address: 'to-c', accepted: true, requestId: 'r2' },
  ],
  addressOf: (customerId) => `to-${customerId}`,
  looks: [['c']],
  maxInFlight: 1,
};

const sentAgain = { address: 'to-a', accepted: true, requestId: 'r3' };

describe('the accounts of a job that was killed', () => {
  it('hold when every recipient is accepted and sent to once, or was in flight at a kill', () => {
    expect(checkAccounts(CLEAN)).toEqual({ breaches: [], duplicates: 0, redeliveredBatches: 0, inDoubtSent: 1 });
  });

  it('count what was sent a second time, and in how many calls', () => {
    const outbox = [...CLEAN.outbox, sentAgain, { ...sentAgain, address: 'to-b' }, { ...sentAgain, requestId: 'r4' }];
    const verdict = checkAccounts({ ...CLEAN, outbox });
    expect(verdict).toMatchObject({ duplicates: 3, redeliveredBatches: 2 });
    expect(verdict.breaches).toContain('a is ACCEPTED and was sent to 3 times');
    expect(verdict.breaches).toContain('3 messages were sent a second time');
  });

  it.each<[string, Partial<Accounts>]>([
    ['the job ended SENDING', { job: { ...CLEAN.job, phase: 'SENDING' } }],
    ['4 of 5 customers were planned', { customers: 5 }],
    ['4 planned are not 3 included and 2 excluded', { job: { ...CLEAN.job, excluded: [{ reason: 'X', count: 2 }] } }],
    ['3 included, but 4 have an outcome', { job: { ...CLEAN.job, accepted: 3 } }],
    ['the job counts 0 inDoubt, its list has 1', { job: { ...CLEAN.job, inDoubt: 0, accepted: 3 } }],
    ['3 are included, but 2 recipients are listed', { recipients: CLEAN.recipients.slice(0, 2) }],
    ['a is ACCEPTED and was sent to 0 times', { outbox: CLEAN.outbox.slice(1) }],
    [
      'b is FAILED, but was sent to',
      { recipients: CLEAN.recipients.map((one) => (one.customerId === 'b' ? { ...one, status: 'FAILED' } : one)) },
    ],
    ['to-x was sent to and is nobody’s in this job', { outbox: [...CLEAN.outbox, { ...sentAgain, address: 'to-x' }] }],
    ['c is in doubt and was not in flight at any kill', { looks: [] }],
    ['2 recipients were in flight at a kill, at most 1 expected', { looks: [['b', 'c']] }],
  ])('are broken when %s', (breach, change) => {
    expect(checkAccounts({ ...CLEAN, ...change }).breaches).toContain(breach);
  });
});
