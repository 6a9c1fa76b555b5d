import { describe, expect, it } from 'vitest';
import { eraseCustomer, importCustomers, upsertCustomers } from '../../../src/app/customer/index.ts';
import { jobTotals, recordReceipts } from '../../../src/app/delivery/index.ts';
import { sendMessages } from '../../../src/app/external-send/index.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { launchJob, retryFailed } from '../../../src/app/send-job/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../../src/domain/customer/index.ts';
import { isComplete } from '../../../src/domain/send-job/index.ts';
import type { Outgoing, SendResult } from '../../../src/app/delivery/index.ts';
import { CLIENT, createCallDeps } from './call-deps.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const WORDS = { channel: 'EMAIL', subject: '안내', html: '<p>안녕하세요</p>' } as const;

/** The same mailbox, as people and files write it. */
const SPELLINGS = ['Kim.Dup@Example.com', 'kim.dup@example.com', 'KIM.DUP@EXAMPLE.COM', 'kim.Dup@example.COM'];

function mailOf(id: string, address: string): Customer {
  return { ...newCustomer(id), endpoints: [newEndpoint(`e-${id}`, 'EMAIL', address)] };
}

function createApp(customers: readonly Customer[], shards = 4, decide?: (message: Outgoing) => SendResult) {
  const app = createMemoryApp(customers, decide);
  Object.assign(app.deps.senders, { EMAIL: app.sender });
  Object.assign(app.deps.sharding, { minShards: shards });
  const upsert = (...people: readonly object[]) =>
    upsertCustomers({ ...app.deps, customers: app.store }, { actor: ACTOR, customers: people });
  const importLines = (importId: string, ...lines: readonly object[]) =>
    importCustomers(
      { ...app.deps, customers: app.store, publisher: app.deps.importPublisher },
      { actor: ACTOR, importId, firstLine: 1, lines: lines.map((line) => JSON.stringify(line)), isLast: true },
    );
  const callDeps = createCallDeps(app.deps);
  const call = async (key: string, recipients: Parameters<typeof sendMessages>[1]['recipients']) => {
    const command = { client: CLIENT, idempotencyKey: key, messageClass: 'TRANSACTIONAL', content: WORDS } as const;
    const answer = unwrap(await sendMessages(callDeps, { ...command, recipients })).answer;
    await app.work();
    return answer;
  };
  const sent = (from = 0): string[] => app.sender.outbox.slice(from).map(({ address }) => address);
  const complain = async (address: string) => {
    const message = app.sender.outbox.find((each) => each.address === address);
    if (message === undefined) throw new Error('Nobody got a message there.');
    const optOut = { cause: 'COMPLAINT', address: ` ${address.toUpperCase()} ` } as const;
    app.clock.advance(1_000);
    await recordReceipts(app.deps, [{ ref: message.ref, status: 'DELIVERED', at: app.clock.now(), optOut }]);
  };
  const run = async () => {
    const jobId = await app.plan({}, {}, WORDS);
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    return jobId;
  };
  return { ...app, upsert, importLines, call, sent, complain, run };
}

describe('one address', () => {
  it('A3 of sixty customers, in every letter case and in every shard, gets one message of a job', async () => {
    const customers = Array.from({ length: 60 }, (_, n) => mailOf(`c${n}`, SPELLINGS[n % 4] ?? ''));
    const app = createApp([...customers, mailOf('other', 'other@example.com')]);
    const jobId = await app.run();
    expect(
      app
        .sent()
        .map((address) => address.toLowerCase())
        .sort(),
    ).toEqual(['kim.dup@example.com', 'other@example.com']);
    const totals = jobTotals(await app.jobOf(jobId));
    expect(isComplete(totals)).toBe(true);
    expect(totals).toMatchObject({ planned: 61, accepted: 2, skipped: 3, excluded: { DUPLICATE_ENDPOINT: 56 } });
    const skipped = unwrap(await listRecipients(app.deps, { jobId, status: 'SKIPPED' }));
    expect(skipped.items.map(({ code }) => code)).toEqual(Array(3).fill('DUPLICATE_ENDPOINT'));
  });

  it('gets nothing a second time when the failed are tried again', async () => {
    let isDown = true;
    const asked: string[] = [];
    const failed: SendResult = {
      kind: 'ANSWERED',
      status: 'FAILED',
      isRetriable: false,
      code: 'TEMPORARY_FAILURE/500',
    };
    const customers = Array.from({ length: 12 }, (_, n) => mailOf(`c${n}`, SPELLINGS[n % 4] ?? ''));
    const app = createApp(customers, 4, ({ address }) => {
      asked.push(address);
      return isDown ? failed : ACCEPTED;
    });
    const jobId = await app.run();
    expect(asked).toHaveLength(1);
    isDown = false;
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(asked).toHaveLength(2);
    expect(jobTotals(await app.jobOf(jobId))).toMatchObject({ accepted: 1, failed: 0, skipped: 3 });
  });

  it('that a customer took over since the plan gets one message, whoever has it', async () => {
    const app = createApp(['a', 'b', 'c', 'd'].map((id) => mailOf(id, `${id}@example.com`)));
    const jobId = await app.plan({}, {}, WORDS);
    app.clock.advance(1_000);
    // b moves to where a is; c and d move to an address that nobody was planned with.
    unwrap(await app.upsert({ id: 'b', endpoints: [{ id: 'e-b', address: 'A@example.com' }] }));
    for (const id of ['c', 'd'])
      unwrap(await app.upsert({ id, endpoints: [{ id: `e-${id}`, address: 'New@example.com' }] }));
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(app.sent().sort()).toEqual(['New@example.com', 'a@example.com']);
    expect(jobTotals(await app.jobOf(jobId))).toMatchObject({ accepted: 2, skipped: 2 });
  });

  it('of two customers, in two cases, on two lists and bare in a call gets one message, and after its complaint none', async () => {
    const app = createApp([]);
    const line = (id: string, address: string) => ({ ChannelType: 'EMAIL', Address: address, User: { UserId: id } });
    unwrap(await app.importLines('list-1', line('c1', SPELLINGS[0] ?? '')));
    unwrap(await app.importLines('list-2', line('c2', ` ${SPELLINGS[2] ?? ''} `), line('c3', 'kim.dup@example.com')));
    const everybody = [{ customerId: 'c1' }, { customerId: 'c2' }, { address: 'kim.dup@EXAMPLE.com' }];
    const { decisions } = await app.call('first-call', everybody);
    expect(decisions.map(({ reason }) => reason)).toEqual([undefined, 'DUPLICATE_ENDPOINT', 'DUPLICATE_ENDPOINT']);
    await app.run();
    expect(app.sent()).toHaveLength(2);

    await app.complain(app.sent()[0] ?? '');
    const after = app.sender.outbox.length;
    const refused = await app.call('second-call', everybody);
    expect(refused.decisions.map(({ reason }) => reason)).toEqual(Array(3).fill('ENDPOINT_OPT_OUT'));
    await app.call('third-call', [{ address: '\u200bKim.dup@Example.com ' }]);
    // A list that says otherwise, a new customer, an endpoint of its own.
    unwrap(await app.importLines('list-3', { ...line('c4', 'KIM.DUP@example.com'), OptOut: 'NONE' }));
    unwrap(
      await app.upsert({
        id: 'c5',
        endpoints: [{ channelType: 'EMAIL', address: 'kim.dup@example.com', optOut: 'NONE' }],
      }),
    );
    const jobId = await app.run();
    await app.call('fourth-call', [{ customerId: 'c4' }, { customerId: 'c5' }]);
    expect(app.sent(after)).toEqual([]);
    const totals = jobTotals(await app.jobOf(jobId));
    expect([totals.accepted, isComplete(totals)]).toEqual([0, true]);
  });

  it('is suppressed from the moment it is opted out, also between a call and its sending', async () => {
    const app = createApp([mailOf('c1', 'kim@example.com')]);
    const command = {
      client: CLIENT,
      idempotencyKey: 'key-00001',
      messageClass: 'TRANSACTIONAL',
      content: WORDS,
    } as const;
    unwrap(await sendMessages(createCallDeps(app.deps), { ...command, recipients: [{ address: 'kim@example.com' }] }));
    app.clock.advance(1_000);
    unwrap(await app.upsert({ id: 'c1', endpoints: [{ id: 'e-c1', optOut: 'ALL' }] }));
    await app.work();
    expect(app.sent()).toEqual([]);
  });

  it('that a provider calls dead gets nothing any more, whoever has it', async () => {
    const dead: SendResult = {
      kind: 'ANSWERED',
      status: 'FAILED',
      isRetriable: false,
      code: 'PERMANENT_FAILURE',
      isAddressDead: true,
    };
    const asked: string[] = [];
    const app = createApp([mailOf('c1', 'gone@example.com')], 4, ({ address }) => {
      asked.push(address);
      return dead;
    });
    await app.call('first-call', [{ address: 'Gone@example.com' }]);
    expect(asked).toHaveLength(1);
    await app.call('second-call', [{ customerId: 'c1' }]);
    await app.run();
    expect(asked).toHaveLength(1);
  });

  it('stays suppressed when the customer who opted out is erased', async () => {
    const app = createApp([{ ...mailOf('c1', 'kim@example.com') }]);
    const opted = { ...newEndpoint('e-c1', 'EMAIL', 'Kim@Example.com'), optOut: 'ALL' } as const;
    await app.store.put({ ...newCustomer('c1'), endpoints: [opted] }, 1);
    unwrap(await eraseCustomer({ ...app.deps, customers: app.store }, { actor: ACTOR, customerId: 'c1' }));
    await app.call('first-call', [{ address: 'kim@example.com' }]);
    expect(app.sent()).toEqual([]);
  });

  it('is free again when a consent with its words lifts the opt-out of an endpoint that has it, and not by an import', async () => {
    const app = createApp([]);
    const endpoint = { id: 'e1', channelType: 'EMAIL', address: 'kim@example.com' };
    unwrap(await app.upsert({ id: 'c1', endpoints: [{ ...endpoint, optOut: 'ALL' }] }));
    app.clock.advance(1_000);
    const line = { Id: 'e1', ChannelType: 'EMAIL', Address: 'kim@example.com', OptOut: 'NONE', User: { UserId: 'c1' } };
    const EffectiveDate = new Date(app.clock.now()).toISOString();
    unwrap(await app.importLines('dated', { ...line, EffectiveDate }));
    await app.call('first-call', [{ customerId: 'c1' }, { address: 'kim@example.com' }]);
    expect(app.sent()).toEqual([]);
    app.clock.advance(1_000);
    unwrap(await app.upsert({ id: 'c1', endpoints: [{ ...endpoint, optOut: 'ALL' }] }));
    app.clock.advance(1_000);
    unwrap(await app.upsert({ id: 'c1', endpoints: [{ ...endpoint, optOut: 'NONE' }] }));
    await app.call('call-before', [{ customerId: 'c1' }]);
    expect(app.sent()).toEqual([]);
    const ad = { state: 'GRANTED', at: app.clock.now(), source: 'form', wording: '[선택] 광고성 정보 수신동의' };
    unwrap(await app.upsert({ id: 'c1', endpoints: [{ ...endpoint, optOut: 'NONE' }], consent: { EMAIL: { ad } } }));
    await app.call('second-call', [{ customerId: 'c1' }]);
    await app.call('third-call', [{ address: 'KIM@example.com' }]);
    expect(app.sent()).toHaveLength(2);
  });
});
