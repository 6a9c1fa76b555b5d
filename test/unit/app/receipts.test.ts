import { describe, expect, it } from 'vitest';
import {
  countReceipts,
  jobTotals,
  recordReceipts,
  sweepJobs,
  workShard,
  type JobStore,
  type Outgoing,
  type ReceiptStore,
  type SendResult,
} from '../../../src/app/delivery/index.ts';
import { explainRecipient, listRecipients, nameAddressee } from '../../../src/app/recipients/index.ts';
import { launchJob, retryFailed } from '../../../src/app/send-job/index.ts';
import {
  isComplete,
  NO_STEP_TOTALS,
  NO_TOTALS,
  totalsOfStep,
  type Receipt,
  type ReceiptStatus,
  type ReportedReceipt,
} from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const RECEIPT_STATUSES: readonly ReceiptStatus[] = ['DELIVERED', 'FAILED', 'OPENED', 'CLICKED'];

const ONE_OPENED = totalsOfStep(0, { ...NO_STEP_TOTALS, accepted: -1, delivered: 1, opened: 1 });

async function sent(size = 60, decide: (message: Outgoing) => SendResult = () => ACCEPTED) {
  const messages = new Map<string, Outgoing>();
  const app = createMemoryApp(createAudience(size), (message) => {
    messages.set(message.address, message);
    return decide(message);
  });
  const jobId = await app.plan();
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  await app.work();
  const messageTo = (address: string) => {
    const message = messages.get(address);
    if (message === undefined) throw new Error(`${address} got nothing.`);
    return message;
  };
  const receipt = (address: string, status: ReceiptStatus, more: Partial<Receipt> = {}): Receipt => ({
    ref: messageTo(address).ref,
    status,
    at: app.clock.now(),
    ...more,
  });
  const record = async (...receipts: Receipt[]) => {
    app.clock.advance(10_000);
    return recordReceipts(app.deps, receipts);
  };
  const totals = async () => jobTotals(await app.jobOf(jobId));
  const statusOf = async (customerId: string) => {
    const explanation = await explainRecipient(app.deps, { jobId, customerId });
    return 'status' in explanation ? explanation.status : undefined;
  };
  return { app, jobId, receipt, record, totals, statusOf, accepted: app.sender.outbox.length };
}

describe('receipts', () => {
  it('move recipients from accepted to delivered, opened and clicked, in any order, once', async () => {
    const { receipt, record, totals, statusOf, accepted } = await sent();
    await record(receipt('token-0', 'CLICKED'));
    await record(receipt('token-0', 'DELIVERED'), receipt('token-0', 'OPENED'));
    await record(receipt('token-0', 'CLICKED'));
    await record(receipt('token-1', 'DELIVERED'), receipt('token-2', 'OPENED'), receipt('token-2', 'OPENED'));
    expect(await totals()).toMatchObject({ accepted: accepted - 3, delivered: 3, opened: 2, clicked: 1 });
    expect(isComplete(await totals())).toBe(true);
    expect(await statusOf('customer-0')).toBe('CLICKED');
    expect(await statusOf('customer-1')).toBe('DELIVERED');
  });

  it('of a bounce fail the recipient with the provider’s reason, even after a delivery', async () => {
    const { app, jobId, receipt, record, totals, accepted } = await sent();
    await record(receipt('token-0', 'DELIVERED'));
    await record(receipt('token-0', 'FAILED', { code: 'BOUNCE/Permanent/General' }));
    expect(await totals()).toMatchObject({ accepted: accepted - 1, failed: 1, delivered: 0 });
    const page = unwrap(await listRecipients(app.deps, { jobId, status: 'FAILED' }));
    expect(page.items).toMatchObject([{ customerId: 'customer-0', code: 'BOUNCE/Permanent/General' }]);
    // A hard bounce is not mended by trying again.
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(app.sender.outbox).toHaveLength(accepted);
  });

  it('opt out an address that bounced, and only while the customer still has it', async () => {
    const { app, receipt, record } = await sent();
    const endpointOf = async (customerId: string) =>
      (await app.store.getMany([customerId])).get(customerId)?.value.endpoints[0];
    const [moved] = (await app.store.getMany(['customer-1'])).values();
    if (moved === undefined) throw new Error('customer-1 is gone.');
    const endpoints = moved.value.endpoints.map((endpoint) => ({ ...endpoint, address: 'token-new' }));
    await app.store.put({ ...moved.value, endpoints }, moved.revision);
    const bounced = (address: string): Receipt =>
      receipt(address, 'FAILED', { code: 'BOUNCE', optOut: { cause: 'HARD_BOUNCE', address } });
    await record(bounced('token-0'), bounced('token-1'));
    expect(await endpointOf('customer-0')).toMatchObject({ optOut: 'ALL' });
    expect(await endpointOf('customer-1')).toMatchObject({ optOut: 'NONE', address: 'token-new' });
  });

  it('M17 opt out by the reference alone, while the endpoint still has the planned address', async () => {
    const { app, receipt, record, statusOf } = await sent();
    const endpointOf = async (customerId: string) =>
      (await app.store.getMany([customerId])).get(customerId)?.value.endpoints[0];
    const [moved] = (await app.store.getMany(['customer-1'])).values();
    if (moved === undefined) throw new Error('customer-1 is gone.');
    const endpoints = moved.value.endpoints.map((endpoint) => ({ ...endpoint, address: 'token-new' }));
    await app.store.put({ ...moved.value, endpoints }, moved.revision);
    const complained = (address: string): ReportedReceipt => ({
      ...receipt(address, 'DELIVERED', { code: 'COMPLAINT' }),
      optOut: { cause: 'COMPLAINT' },
    });
    const strange = { ...complained('token-2'), ref: { ...receipt('token-2', 'OPENED').ref, place: 99 } };
    const reported = [complained('token-0'), complained('token-1'), strange];
    const named = await Promise.all(reported.map((each) => nameAddressee(app.deps, each)));
    expect(named.map(({ isNameless }) => isNameless)).toEqual([false, true, true]);
    await record(...named.map(({ receipt: read }) => read));
    expect(await endpointOf('customer-0')).toMatchObject({ optOut: 'ALL' });
    expect(await endpointOf('customer-1')).toMatchObject({ optOut: 'NONE', address: 'token-new' });
    expect(await endpointOf('customer-2')).toMatchObject({ optOut: 'NONE' });
    expect(await statusOf('customer-1')).toBe('DELIVERED');
  });

  it.each([
    ['comes first', ['COMPLAINT', 'DELIVERED', 'OPENED', 'CLICKED']],
    ['comes last', ['DELIVERED', 'OPENED', 'CLICKED', 'COMPLAINT']],
    ['comes twice', ['COMPLAINT', 'OPENED', 'COMPLAINT', 'CLICKED']],
  ])('M17 count a complaint once when it %s, beside the status and in no sum', async (_, order) => {
    const { app, jobId, receipt, record, totals, accepted } = await sent();
    for (const name of order) {
      const isComplaint = name === 'COMPLAINT';
      const status = RECEIPT_STATUSES.find((each) => each === name) ?? 'DELIVERED';
      await record(receipt('token-0', status, isComplaint ? { code: name } : {}));
    }
    await record(receipt('token-1', 'DELIVERED'));
    const counted = { accepted: accepted - 2, delivered: 2, opened: 1, clicked: 1, complained: 1 };
    expect(await totals()).toMatchObject({ ...counted, steps: [counted] });
    expect(isComplete(await totals())).toBe(true);
    expect(app.deps.publisher.ticks.at(-1)).toMatchObject({ ...counted, steps: [counted] });
    const page = unwrap(await listRecipients(app.deps, { jobId, status: 'CLICKED' }));
    expect(page.items).toMatchObject([{ customerId: 'customer-0', code: 'COMPLAINT' }]);
  });

  it('M17 keep a complaint counted through a bounce and another round', async () => {
    let isDown = true;
    const { app, jobId, receipt, record, totals } = await sent(60, ({ address }) =>
      address === 'token-1' && isDown
        ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'TEMPORARY_FAILURE' }
        : ACCEPTED,
    );
    isDown = false;
    await record(receipt('token-0', 'DELIVERED', { code: 'COMPLAINT' }));
    await record(receipt('token-0', 'FAILED', { code: 'BOUNCE/Permanent/General' }));
    expect(await totals()).toMatchObject({ failed: 2, complained: 1 });
    // One whom the provider refused, and who complained of an earlier try.
    await record({ ...receipt('token-1', 'FAILED', { code: 'COMPLAINT' }) });
    expect(await totals()).toMatchObject({ failed: 2, complained: 2 });
    expect(await retryFailed(app.deps, { actor: ACTOR, jobId })).toMatchObject({ ok: true });
    await app.work();
    app.clock.advance(10_000);
    await sweepJobs(app.deps);
    await app.count();
    expect(await totals()).toMatchObject({ failed: 2, complained: 2 });
    expect(isComplete(await totals())).toBe(true);
  });

  it('that name no message of ours are counted and change nothing', async () => {
    const { receipt, record, totals } = await sent();
    const before = await totals();
    const good = receipt('token-0', 'DELIVERED').ref;
    const strange = [
      { ...good, jobId: 'nobody' },
      { ...good, shard: 99 },
      { ...good, chunk: 99 },
      { ...good, place: 99 },
    ];
    const report = await record(...strange.map((ref): Receipt => ({ ref, status: 'DELIVERED', at: 0 })));
    expect(report).toEqual({ recorded: 0, unknown: 4, failures: [] });
    expect(await totals()).toEqual(before);
  });

  it('are counted when the sweep asks for it, after whoever recorded them died before', async () => {
    const { app, jobId, receipt, totals } = await sent();
    await app.deps.receipts.put(
      { jobId, shard: receipt('token-0', 'OPENED').ref.shard },
      { number: 0, revision: 1, marks: [{ status: 'OPENED' }], counted: ONE_OPENED },
      { counter: 0, difference: ONE_OPENED },
    );
    await app.deps.receiptFlags.raise(jobId, 'mark');
    await sweepJobs(app.deps);
    expect(await totals()).toMatchObject({ opened: 0 });
    await app.count();
    expect(await totals()).toMatchObject({ opened: 1 });
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
  });

  it('are not waited for by the sweep', async () => {
    const { app, jobId } = await sent();
    await app.deps.receiptFlags.raise(jobId, 'mark');
    const never = new Promise<never>(() => undefined);
    const receipts = { ...app.deps.receipts, sum: () => never, listNotes: () => never };
    const deps = { ...app.deps, receipts };
    await sweepJobs(deps);
    expect(app.deps.countBell.take()).toEqual({ jobId, mark: 'mark' });
  });

  it('that come before their result is written are counted once it is, and exactly', async () => {
    const app = createMemoryApp(createAudience(250));
    const jobId = await app.plan();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    const early: Receipt[] = [];
    const { sender } = app;
    const send: typeof sender.send = async (batch, context) => {
      const results = await sender.send(batch, context);
      for (const { ref } of batch) early.push({ ref, status: 'OPENED', at: app.clock.now() });
      await recordReceipts(app.deps, early);
      return results;
    };
    for (let ring = app.deps.doorbell.take(); ring !== undefined; ring = app.deps.doorbell.take()) {
      const senders = { PUSH: { ...sender, send } };
      await workShard({ ...app.deps, senders }, { ...ring, deadline: app.clock.now() + 300_000 });
    }
    app.clock.advance(10_000);
    await sweepJobs(app.deps);
    await app.count();
    const job = await app.jobOf(jobId);
    expect(job.phase).toBe('COMPLETED');
    expect(jobTotals(job)).toMatchObject({ accepted: 0, delivered: early.length, opened: early.length });
    expect(isComplete(jobTotals(job))).toBe(true);
    expect(await app.deps.receipts.listNotes(jobId, 0, 10)).toEqual([]);
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
  });

  it('are counted anew when a later round changes the results that they were counted by', async () => {
    let isDown = true;
    const refs = new Map<string, Receipt['ref']>();
    const app = createMemoryApp(createAudience(60), ({ address, ref }) => {
      refs.set(address, ref);
      return isDown && address < 'token-2'
        ? { kind: 'ANSWERED', status: 'FAILED', code: 'THROTTLED', isRetriable: false }
        : ACCEPTED;
    });
    const jobId = await app.plan();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const record = async (address: string, status: ReceiptStatus) => {
      const ref = refs.get(address);
      if (ref === undefined) throw new Error(`${address} got nothing.`);
      app.clock.advance(10_000);
      await recordReceipts(app.deps, [{ ref, status, at: app.clock.now() }]);
    };
    const before = jobTotals(await app.jobOf(jobId));
    expect(before.failed).toBeGreaterThan(2);
    await record('token-0', 'DELIVERED');
    await record('token-1', 'FAILED');
    expect(jobTotals(await app.jobOf(jobId))).toMatchObject({ failed: before.failed - 1, delivered: 1 });
    isDown = false;
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    app.clock.advance(10_000);
    await sweepJobs(app.deps);
    await app.count();
    const after = jobTotals(await app.jobOf(jobId));
    expect(isComplete(after)).toBe(true);
    // One was delivered all the same, one bounced; everybody else got it now.
    expect(after).toMatchObject({ delivered: 1, failed: 1, accepted: after.included - 2 });
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
  });

  it('of which one is damaged are recorded and counted but for that one', async () => {
    const { app, receipt, totals } = await sent(250);
    const damaged = receipt('token-0', 'OPENED');
    const isDamaged = ({ shard }: { shard: number }, number: number) =>
      shard === damaged.ref.shard && number === damaged.ref.chunk;
    const other = app.sender.outbox.find(({ ref }) => !isDamaged(ref, ref.chunk));
    if (other === undefined) throw new Error('There is one chunk only.');
    const receipts: ReceiptStore = {
      ...app.deps.receipts,
      get: async (ref, number) =>
        isDamaged(ref, number) ? { number, isUnreadable: true } : app.deps.receipts.get(ref, number),
    };
    app.clock.advance(10_000);
    const good: Receipt = { ref: other.ref, status: 'OPENED', at: 0 };
    const { recorded, failures } = await recordReceipts({ ...app.deps, receipts }, [damaged, good]);
    expect(recorded).toBe(1);
    expect(failures).toMatchObject([{ receipts: [damaged], reason: { code: 'DAMAGED_RECEIPTS' } }]);
    expect(await totals()).toMatchObject({ opened: 1 });
  });

  it('of a job that cannot be read fail alone', async () => {
    const { app, receipt } = await sent();
    const jobs: JobStore = {
      ...app.deps.jobs,
      get: async (jobId) => {
        if (jobId === 'damaged') throw new Error('The row is damaged.');
        return app.deps.jobs.get(jobId);
      },
    };
    const good = receipt('token-0', 'OPENED');
    const bad: Receipt = { ...good, ref: { ...good.ref, jobId: 'damaged' } };
    const { recorded, failures } = await recordReceipts({ ...app.deps, jobs }, [bad, good]);
    expect(recorded).toBe(1);
    expect(failures.map(({ receipts }) => receipts)).toEqual([[bad]]);
  });

  it('of a paused job are counted together with results that its row did not contain yet', async () => {
    const { app, jobId, record, receipt, totals, accepted } = await sent();
    const { isAnnounced: _, ...job } = await app.jobOf(jobId);
    const { planned, excluded, included } = job.sent;
    const before = { ...NO_TOTALS, planned, excluded, included };
    await app.deps.jobs.save({ ...job, phase: 'PAUSED', sent: before, seq: job.seq + 1 }, job.seq);
    await record(receipt('token-0', 'DELIVERED'));
    expect(await totals()).toMatchObject({ included, accepted: accepted - 1, delivered: 1 });
  });

  it('are counted by one at a time, however many want to', async () => {
    const { app, jobId, record, receipt } = await sent();
    await record(receipt('token-0', 'OPENED'));
    app.clock.advance(10_000);
    let counts = 0;
    const sum: ReceiptStore['sum'] = (...of) => {
      counts += 1;
      return app.deps.receipts.sum(...of);
    };
    const deps = { ...app.deps, receipts: { ...app.deps.receipts, sum } };
    await Promise.all(Array.from({ length: 5 }, () => countReceipts(deps, jobId, 'mark')));
    expect(counts).toBe(1);
  });

  it('that an older count does not know are not lost by it', async () => {
    const { app, jobId, record, receipt, totals } = await sent();
    await record(receipt('token-0', 'OPENED'));
    app.clock.advance(10_000);
    let isNewer = false;
    const sum: ReceiptStore['sum'] = async (...of) => {
      const older = await app.deps.receipts.sum(...of);
      if (!isNewer) await record(receipt('token-1', 'OPENED'));
      isNewer = true;
      return older;
    };
    await countReceipts({ ...app.deps, receipts: { ...app.deps.receipts, sum } }, jobId, 'mark');
    expect(await totals()).toMatchObject({ opened: 2 });
  });

  it('are read for the chunk they are of, and for no other', async () => {
    const { app, jobId, record, receipt } = await sent(2_000);
    for (const { address } of app.sender.outbox.slice(0, 500)) await record(receipt(address, 'DELIVERED'));
    let read = 0;
    const counting = <T extends object>(store: T): T =>
      new Proxy(store, {
        get: (target, name, self: unknown) => {
          const method: unknown = Reflect.get(target, name, self);
          if (typeof method !== 'function') return method;
          return async (...args: readonly unknown[]): Promise<unknown> => {
            const answer: unknown = await Reflect.apply(method, target, args);
            read += Array.isArray(answer) ? answer.length : 1;
            return answer;
          };
        },
      });
    const { receipts, chunks, shards } = app.deps;
    const deps = { ...app.deps, receipts: counting(receipts), chunks: counting(chunks), shards: counting(shards) };
    app.clock.advance(10_000);
    await recordReceipts(deps, [receipt(app.sender.outbox.at(-1)?.address ?? '', 'OPENED')]);
    expect(jobTotals(await app.jobOf(jobId))).toMatchObject({ delivered: 501, opened: 1 });
    expect(read).toBeLessThanOrEqual(8);
  });

  it('are told to whoever watches that customer, and to nobody else', async () => {
    const { app, jobId, receipt, record } = await sent();
    app.deps.watches.watch(jobId, 'customer-0');
    await record(receipt('token-0', 'OPENED'), receipt('token-1', 'OPENED'));
    expect(app.deps.publisher.updates).toMatchObject([{ jobId, customerId: 'customer-0', status: 'OPENED' }]);
  });
});
