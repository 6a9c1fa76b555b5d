/**
 * What counting one receipt uses of DynamoDB, in a job of 10,000 recipients and in one of 1,000,000, both stored whole:
 * `receipt-units <assembly> <store url>`. Receipts come alone, each counted at once, and a hundred together, each of
 * another chunk.
 */
import {
  connectDatabase,
  createAddresses,
  createConsentLedger,
  createChunks,
  createCustomerStore,
  createJobs,
  createReceipts,
  createShards,
  createWatches,
} from '../../src/adapters/dynamodb/index.ts';
import { randomIds } from '../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS, jobTotals, recordReceipts } from '../../src/app/delivery/index.ts';
import type { Receipt, ReceiptStatus } from '../../src/domain/send-job/index.ts';
import { readAssembly } from '../../src/offline/assembly/read-assembly.ts';
import { countUnits, unitsSince } from './count-units.ts';
import { deployedNames, indexCounts } from './deployed-names.ts';
import type { ReceiptRun } from './results.ts';
import { storeSentJob, type SentJob } from './sent-job.ts';

const SIZES = [10_000, 1_000_000] as const;
const ALONE = 100;
/** Chunks all over the job, as many as the smaller one has. */
const SCATTERED = 100;
const TOGETHER = 100;
const BATCHES = 20;

const [assemblyFolder = '', endpoint = ''] = process.argv.slice(2);
const app = readAssembly(assemblyFolder, { endpointUrl: endpoint });
const { tables } = deployedNames(app);
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const database = connectDatabase({ endpoint, region: app.region, credentials });
const units = countUnits(database.client, indexCounts(app.tables));
let now = Date.UTC(2026, 10, 28);
const jobs = createJobs(database, tables);
const deps = {
  jobs,
  receiptFlags: jobs.receiptFlags,
  shards: createShards(database, tables.delivery),
  chunks: createChunks(database, tables.delivery),
  receipts: createReceipts(database, tables.delivery),
  addresses: createAddresses(database, tables.delivery),
  ledger: createConsentLedger(database, tables.delivery),
  watches: createWatches(database, tables.delivery),
  customerStore: createCustomerStore(database, tables.customer),
  publisher: { publish: async () => true, publishDelivery: async () => true },
  clock: {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  },
  ids: randomIds,
  settings: DEFAULT_WORK_SETTINGS,
};

const sizes: ReceiptRun['sizes'][number][] = [];
for (const recipients of SIZES) sizes.push(await measure(recipients));
process.stdout.write(`${JSON.stringify({ sizes } satisfies ReceiptRun)}\n`);

async function measure(recipients: number): Promise<ReceiptRun['sizes'][number]> {
  const job = await storeSentJob(deps, recipients, now);
  // Others came before: what they cost must not be paid again.
  await record(job, 'DELIVERED', { batches: BATCHES, of: TOGETHER, place: 0 });
  const alone = await record(job, 'OPENED', { batches: ALONE, of: 1, place: 30 });
  const together = await record(job, 'OPENED', { batches: BATCHES, of: TOGETHER, place: 60 });
  const stored = await deps.jobs.get(job.id);
  const { delivered = 0, opened = 0 } = stored === null ? {} : jobTotals(stored);
  const wanted = { delivered: ALONE + 2 * BATCHES * TOGETHER, opened: ALONE + BATCHES * TOGETHER };
  if (delivered !== wanted.delivered || opened !== wanted.opened) {
    throw new Error(`Of ${JSON.stringify(wanted)} were counted ${JSON.stringify({ delivered, opened })}.`);
  }
  return { recipients, alone, together };
}

/** Units for each receipt. Each batch is counted: the clock goes on far enough between two. */
async function record(
  { id, chunks }: SentJob,
  status: ReceiptStatus,
  { batches, of, place }: { readonly batches: number; readonly of: number; readonly place: number },
): Promise<number> {
  const before = { ...units };
  for (let batch = 0; batch < batches; batch += 1) {
    const receipts = Array.from({ length: of }, (_, index): Receipt => {
      const next = batch * of + index;
      const chunk = chunks[((next % SCATTERED) * chunks.length) / SCATTERED] ?? { shard: 0, chunk: 0 };
      const ref = { jobId: id, ...chunk, place: place + Math.floor(next / SCATTERED) };
      return { ref, status, at: now };
    });
    now += DEFAULT_WORK_SETTINGS.countReceiptsEveryMs + 1;
    const { failures } = await recordReceipts(deps, receipts);
    for (const { reason } of failures) throw reason;
  }
  const { read, write } = unitsSince(units, before);
  return (read + write) / (batches * of);
}
