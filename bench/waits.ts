/**
 * A million people for whom an event opens a campaign wait, and are gathered into jobs: what that costs of DynamoDB, counted by
 * the embedded store (`npm run bench:waits [-- --waits 1000000 --json]`), and how soon after their minute a hundred thousand who
 * are due at once are with the provider, on a simulated clock. Fails when a target is missed.
 *
 * Counted is all that the waits add: finding the campaigns of an event, writing and listing who waits, making jobs of them and
 * reading them when those are planned. The customer, in whose row the history stands, is read and written with the event itself.
 */
import { parseArgs } from 'node:util';
import { createCampaigns, createTriggeredCampaigns, createWaits } from '../src/adapters/dynamodb/index.ts';
import { createCampaignFinder, createEntryWriter, gatherWaits, openByEvent } from '../src/app/trigger/index.ts';
import { startEmbeddedDatabase } from '../test/contract/embedded-database.ts';
import { endWithParent } from './owned/index.ts';
import { customerOf, planJobs, sendOnClock, worldOf, TRIGGERED } from './waits/world.ts';

const MINUTE = 60_000;
/** A hundred thousand of each kind is what the issue allows; a fifth is to spare. */
const MAX_UNITS = 80_000;
const MAX_SECONDS = 300;

/** Events come in calls of so many customers. */
const CALL = 100;
/** Of all who wait, a tenth is due in one minute, the others spread over so many. */
const MINUTES = 900;

const { values } = parseArgs({
  options: { waits: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
});
const say = (text: string): void => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);
const total = Number(values.waits);
if (!Number.isSafeInteger(total) || total < 10 * CALL) throw new Error(`--waits takes a number from ${10 * CALL}.`);
const atOnce = Math.floor(total / 10);

endWithParent();
const WRITES = /^(?:Put|Update|Delete|BatchWrite|TransactWrite)/;
const units = { write: 0, read: 0 };
const embedded = await startEmbeddedDatabase('STEADY', {
  onUnits: (operation, used) => {
    units[WRITES.test(operation) ? 'write' : 'read'] += used;
  },
});
try {
  const { database, tables } = embedded;
  const world = await worldOf();
  const campaigns = createCampaigns(database, tables.campaign);
  await campaigns.put(TRIGGERED, 0, { id: 'bench' });
  const waits = createWaits(database, tables.delivery);
  const triggered = createTriggeredCampaigns(database, tables.campaign);
  units.write = 0;
  units.read = 0;

  /** As a call that hears of events does it: campaigns are found once, entries are packed. */
  const hear = async (first: number, end: number): Promise<void> => {
    const opening = {
      clock: world.clock,
      find: createCampaignFinder({ triggered, campaigns }),
      writer: createEntryWriter({ waits, ids: world.ids, clock: world.clock }),
    };
    for (let place = first; place < end; place += 1) {
      const event = { name: 'signed up', eventId: `${place}`, at: world.clock.now() };
      await openByEvent(opening, customerOf(place), [event]);
    }
    await opening.writer.flush();
  };

  say(`Writing ${total} people who wait, and gathering and planning them as their minutes come ...`);
  const written = { write: 0, read: 0 };
  const ofEach = Math.ceil((total - atOnce) / MINUTES);
  let heard = 0;
  let planned = 0;
  for (let minute = 0; minute <= MINUTES + 61; minute += 1) {
    const before = { ...units };
    const until = Math.min(total, minute === 0 ? atOnce : heard + ofEach);
    for (; heard < until; heard = Math.min(until, heard + CALL)) await hear(heard, Math.min(until, heard + CALL));
    written.write += units.write - before.write;
    written.read += units.read - before.read;
    world.clock.advance(MINUTE);
    await gatherWaits({ ...world.deps, campaigns, waits });
    planned += await planJobs(world, waits);
  }
  say(`${written.write} write units and ${written.read} read units for writing them`);
  say(`${units.write} write units and ${units.read} read units in all, for ${planned} people planned`);

  say(`Sending to ${atOnce} who are due in one minute, on a simulated clock ...`);
  const seconds = await sendOnClock(atOnce);
  const pass = planned === total && units.write <= MAX_UNITS && units.read <= MAX_UNITS && seconds <= MAX_SECONDS;
  say(
    `The last of them was with the provider ${seconds.toFixed(1)} s after the minute (target ${MAX_SECONDS} or less)`,
  );
  say(`at most ${MAX_UNITS} units of each kind: ${pass ? 'PASS' : 'FAIL'}`);
  if (values.json) {
    const report = { waits: total, planned, writeUnits: units.write, readUnits: units.read, atOnce, seconds, pass };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
  process.exitCode = pass ? 0 : 1;
} finally {
  await embedded.stop();
}
