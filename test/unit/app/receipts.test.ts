import { describe, expect, it } from 'vitest';
import { jobTotals, recordReceipts, sweepJobs } from '../../../src/app/delivery/index.ts';
import { explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { launchJob, retryFailed } from '../../../src/app/send-job/index.ts';
import { isComplete, type Receipt, type ReceiptStatus } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

async function sent(size = 60) {
  const app = createMemoryApp(createAudience(size));
  const jobId = await app.plan();
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  await app.work();
  const messageTo = (address: string) => {
    const message = app.sender.outbox.find((each) => each.address === address);
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
    expect(report).toEqual({ recorded: 0, unknown: 4 });
    expect(await totals()).toEqual(before);
  });

  it('are counted by the sweeper when whoever recorded them died before', async () => {
    const { app, jobId, receipt, totals } = await sent();
    await app.deps.receipts.put(
      { jobId, shard: receipt('token-0', 'OPENED').ref.shard },
      { number: 0, revision: 1, marks: [{ status: 'OPENED' }] },
    );
    await app.deps.receiptFlags.raise(jobId, 'mark');
    expect(await totals()).toMatchObject({ opened: 0 });
    await sweepJobs(app.deps);
    expect(await totals()).toMatchObject({ opened: 1 });
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
  });

  it('are told to whoever watches that customer, and to nobody else', async () => {
    const { app, jobId, receipt, record } = await sent();
    app.deps.watches.watch(jobId, 'customer-0');
    await record(receipt('token-0', 'OPENED'), receipt('token-1', 'OPENED'));
    expect(app.deps.publisher.updates).toMatchObject([{ jobId, customerId: 'customer-0', status: 'OPENED' }]);
  });
});
