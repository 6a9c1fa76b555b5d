/**
 * The peer, in a process of its own: `fill <port> <batches>` puts the batches on a BullMQ queue, `drain <port> <batches>
 * <concurrency>` works them with a processor that waits a millisecond, and prints what that took.
 */
import { setTimeout } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { packRecipients } from '../../src/adapters/dynamodb/pack-chunk.ts';
import { BLOCK, createPeople } from './audience.ts';
import { measured } from './phase.ts';

const NAME = 'delivery';
const PER_ADD = 500;

const [mode, port, batches, concurrency] = process.argv.slice(2);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const count = Number(batches);

if (mode === 'fill') await fill();
else await drain();

/** The same recipients in the same packed form as the engine's chunks. */
async function fill() {
  const queue = new Queue(NAME, { connection });
  const customersOf = createPeople(Date.now());
  const recipientsOf = (number) => {
    const indexes = Array.from({ length: 100 }, (_, place) => number * BLOCK + place);
    const recipients = customersOf(indexes).map(({ id, endpoints: [endpoint] }) => {
      return { customerId: id, endpointId: endpoint.id, stepIndex: 0, treatment: 0 };
    });
    return packRecipients(recipients);
  };
  for (let from = 0; from < count; from += PER_ADD) {
    const jobs = [];
    for (let number = from; number < Math.min(count, from + PER_ADD); number += 1) {
      jobs.push({
        name: 'chunk',
        data: { number, recipients: recipientsOf(number) },
        opts: { removeOnComplete: true },
      });
    }
    await queue.addBulk(jobs);
  }
  await queue.close();
}

async function drain() {
  let recipients = 0;
  let worker;
  const phase = await measured(
    () =>
      new Promise((resolve, reject) => {
        let done = 0;
        worker = new Worker(
          NAME,
          async (job) => {
            await setTimeout(1);
            recipients += job.data.recipients.split('\n').length;
          },
          { connection, concurrency: Number(concurrency) },
        );
        worker.on('completed', () => {
          done += 1;
          if (done === count) resolve();
        });
        worker.on('failed', (_job, error) => reject(error));
        worker.on('error', reject);
      }),
  );
  await worker.close();
  const resident = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ ...phase, recipients, resident })}\n`);
}
