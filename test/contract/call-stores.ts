import { describe, expect, it } from 'vitest';
import type { AuditLog } from '../../src/app/audit/index.ts';
import { newShard, type ChunkStore, type JobStore, type ShardStore } from '../../src/app/delivery/index.ts';
import type { CallStore, IdempotencyStore, PlacedCall } from '../../src/app/external-send/index.ts';
import { jobOf, newId, SPEC } from './delivery-stores.ts';

export interface CallStores {
  readonly calls: CallStore;
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly chunks: ChunkStore;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
}

const NOW = Date.UTC(2026, 11, 3, 3);

function callOf(name: string, change: Partial<PlacedCall> = {}): PlacedCall {
  const job = { ...jobOf(newId()), shardCount: 1 };
  const shard = { ...newShard({ jobId: job.id, shard: 0 }), epoch: 1 };
  const recipients = [{ customerId: 'm-1', endpointId: 'e-1', stepIndex: 0, treatment: 0 }];
  const planning = { ...shard.planning, isDone: true, chunkCount: 1 };
  return {
    key: { clientId: 'shop', key: name },
    bodyHash: 'b1',
    answer: { jobId: job.id, decisions: [{ customerId: 'm-1', endpointId: 'e-1', outcome: 'INCLUDED' }] },
    job,
    spec: SPEC,
    shard: { ...shard, planning },
    planned: {
      chunks: [{ number: 0, recipients }],
      excluded: { number: 0, customerIds: { DUPLICATE_USER: ['m-2'] } },
    },
    audit: { id: job.id, at: NOW, actor: 'client:shop', action: 'sendMessages', outcome: 'OK', subject: job.id },
    now: NOW,
    ...change,
  };
}

/** What the one write of a call promises, whatever it is made of. */
export function describeCallStores(stores: () => CallStores): void {
  describe('calls that are carried out', () => {
    const isWritten = async ({ job, shard }: PlacedCall): Promise<boolean[]> => {
      const { jobs, shards, chunks, audit } = stores();
      const entries = (await audit.list('2026-12-03', { limit: 1_000 })).entries;
      return [
        (await jobs.get(job.id)) !== null,
        (await jobs.getSpec(job.id)) !== null,
        (await shards.list(job.id, 1)).length === 1,
        (await chunks.listChunks(shard, 0, 10)).length === 1,
        (await chunks.listExcluded(shard, 0, 10)).length === 1,
        entries.some(({ subject }) => subject === job.id),
      ];
    };

    it('are there with everything their sending needs', async () => {
      const call = callOf('whole');
      const { calls, jobs, shards, chunks, idempotency } = stores();
      expect(await calls.place(call)).toBe(true);
      expect(await isWritten(call)).toEqual([true, true, true, true, true, true]);
      expect(await jobs.get(call.job.id)).toEqual(call.job);
      expect(await shards.list(call.job.id, 1)).toEqual([call.shard]);
      expect(await chunks.listChunks(call.shard, 0, 10)).toEqual(call.planned.chunks);
      expect(await idempotency.find(call.key, 'b1')).toEqual({ kind: 'DONE', answer: call.answer });
      expect(await idempotency.find(call.key, 'b2')).toEqual({ kind: 'CONFLICT' });
    });

    it('are one of many with the same key, and nothing of the others is there', async () => {
      const many = Array.from({ length: 12 }, () => callOf('contended'));
      const placed = await Promise.all(
        many.map(async (call) => ({ call, isPlaced: await stores().calls.place(call) })),
      );
      expect(placed.filter(({ isPlaced }) => isPlaced)).toHaveLength(1);
      for (const { call, isPlaced } of placed) {
        expect(new Set(await isWritten(call))).toEqual(new Set([isPlaced]));
      }
    });

    it('leave a job as it is whose key is forgotten, and a key that somebody else is at', async () => {
      const first = callOf('first');
      expect(await stores().calls.place(first)).toBe(true);
      const again = callOf('second', { job: { ...first.job, createdBy: 'somebody else' } });
      expect(await stores().calls.place(again)).toBe(false);
      expect(await stores().idempotency.find(again.key, 'b1')).toEqual({ kind: 'FREE' });
      expect(await stores().jobs.get(first.job.id)).toEqual(first.job);

      const taken = callOf('taken-elsewhere');
      const lease = { bodyHash: 'b1', owner: 'o', now: NOW, leaseUntil: NOW + 60_000 };
      await stores().idempotency.begin(taken.key, lease);
      expect(await stores().calls.place(taken)).toBe(false);
      expect(await stores().idempotency.find(taken.key, 'b1')).toEqual({ kind: 'IN_FLIGHT' });
    });
  });
}
