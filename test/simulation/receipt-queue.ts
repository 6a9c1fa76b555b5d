import type { RecordReceiptsDeps } from '../../src/app/delivery/index.ts';
import { COMPLAINT, type MessageRef, type Receipt } from '../../src/domain/send-job/index.ts';
import { recordAll } from './record-all.ts';
import type { Process } from './scheduler.ts';
import type { Simulation } from './simulate.ts';

type Spawn = (name: string, work: (deps: RecordReceiptsDeps) => Promise<unknown>) => Process;

const BATCH = 40;

/** Receipts on their way: late, repeated, out of order, some never sent; handed out again while nobody finished with them. */
export function createReceiptQueue(
  { isBusy = false }: Simulation,
  provider: { readonly takeFresh: () => MessageRef[] },
  random: () => number,
) {
  let waiting: Receipt[] = [];
  let handed: { readonly process: Process; readonly batch: readonly Receipt[]; isDone: boolean }[] = [];
  const receiptOf = (ref: MessageRef): Receipt => {
    const fate = random();
    if (fate < 0.1) return { ref, status: 'FAILED', code: 'BOUNCE/Permanent', at: 0 };
    if (fate < 0.15) return { ref, status: 'DELIVERED', code: COMPLAINT, at: 0 };
    return { ref, status: fate < 0.5 ? 'DELIVERED' : fate < 0.8 ? 'OPENED' : 'CLICKED', at: 0 };
  };
  return {
    isEmpty: () => waiting.length === 0 && handed.length === 0,
    collect: () => {
      const fresh = provider.takeFresh();
      if (!isBusy) return;
      for (const ref of fresh) {
        if (random() < 0.3) continue;
        const receipt = receiptOf(ref);
        waiting.splice(Math.floor(random() * (waiting.length + 1)), 0, receipt);
        if (random() < 0.2) waiting.push({ ...receipt, status: 'DELIVERED' });
      }
    },
    receive: (spawn: Spawn) => {
      for (const each of handed) if (!each.process.isAlive && !each.isDone) waiting.push(...each.batch);
      handed = handed.filter(({ process, isDone }) => process.isAlive && !isDone);
      const batch = waiting.slice(0, BATCH);
      if (batch.length === 0) return;
      waiting = waiting.slice(BATCH);
      const entry = { batch, isDone: false };
      const process = spawn('receiver', async (deps) => {
        await recordAll(deps, batch);
        entry.isDone = true;
      });
      handed.push(Object.assign(entry, { process }));
    },
  };
}
