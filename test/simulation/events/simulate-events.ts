import { recordEvents } from '../../../src/app/event/index.ts';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { gatherWaits } from '../../../src/app/trigger/index.ts';
import type { EntryRule } from '../../../src/domain/trigger/index.ts';
import { createOutbox } from '../cascade/outbox.ts';
import { createRandom } from '../random.ts';
import { stormOf } from '../run-seeds.ts';
import { Scheduler, type Process } from '../scheduler.ts';
import { openStage } from '../stage.ts';
import { createWorld } from '../world.ts';

const ACTOR = { id: 'simulator' };
const MINUTE = 60_000;

/** Calls begin within so long, what waits is due within so long after them, and then nothing befalls anybody. */
const CALLING_MS = 30 * MINUTE;
const CALM_MS = 90 * MINUTE;
const MAX_STEPS = 1_000_000;

const RULES: readonly EntryRule[] = [{ kind: 'ONCE' }, { kind: 'ONCE_IN_DAYS', days: 7 }, { kind: 'EVERY_TIME' }];

/**
 * What servers report of customers opens a campaign for them: calls that die and are repeated, several that speak of the
 * same customers, bells that are lost and come twice, workers that die. HOLD alone: nobody asked for anything twice.
 */
export async function simulateEvents(seed: number) {
  const random = createRandom(seed * 31 + 5);
  const storm = stormOf(seed, 'HOLD');
  const rule = RULES[seed % RULES.length] ?? { kind: 'ONCE' };
  const waitMinutes = 1 + Math.floor(random() * 20);
  let isCalm = false;
  const scheduler = new Scheduler(random, (step, process) => {
    if (isCalm || process.name === 'operator') return 'GO_ON';
    return storm.fateAt(step, random);
  });
  const startedAt = scheduler.now;
  const simulation = { ...storm, customers: 60, isCapped: false, isSplit: false, skewMs: 0 };
  const world = await createWorld(simulation, random);
  const { stores } = world;
  const known = await stores.campaigns.get('campaign');
  if (known === null) throw new Error('The world has a campaign.');
  const trigger = {
    event: 'left',
    rule,
    expiresAfterMinutes: 1_440,
    wait: { type: 'DURATION', minutes: waitMinutes },
  } as const;
  const { budgetKrw: _, messagesPerSecond: __, ...plain } = known.value;
  await stores.campaigns.put({ ...plain, trigger }, known.revision, ACTOR);
  const outbox = createOutbox(world.provider, () => scheduler.now);
  const watched = { ...world, provider: { ...world.provider, sender: outbox.sender } };
  const { spawn, answerBell, count, failures } = openStage(simulation, watched, scheduler, random);
  /** Customers of calls that died at least once: what such a call left may have been gathered without them. */
  const died = new Set<string>();
  let open = 0;

  /** Says that some customers did it, again and again until an answer comes. */
  const call = async (process: Process, number: number): Promise<void> => {
    open += 1;
    await scheduler.sleep(process, random() * CALLING_MS);
    const who = Array.from({ length: 1 + Math.floor(random() * 12) }, () => `customer-${Math.floor(random() * 60)}`);
    // Phones are wrong by minutes, either way.
    const occurredAt = new Date(scheduler.now + (random() - 0.5) * 8 * MINUTE).toISOString();
    const events = who.map((customerId, place) => ({
      eventId: `${number}-${place}`,
      customerId,
      name: 'left',
      occurredAt,
    }));
    for (let isAnswered = false; !isAnswered;) {
      const attempt = spawn('caller', async (deps) => {
        const recorded = await recordEvents({ ...deps, customers: deps.customerStore }, { events });
        if (!recorded.ok) throw new Error(recorded.error.message);
        isAnswered = true;
      });
      // No call takes longer: where it runs it is ended.
      await scheduler.sleep(process, MINUTE - 1);
      if (isAnswered) break;
      attempt.isAlive = false;
      for (const id of who) died.add(id);
      await scheduler.sleep(process, random() * 20 * MINUTE);
    }
    open -= 1;
  };
  const operator: Process = { name: 'operator', isAlive: true, clockOffset: 0 };
  for (let number = 0; number < 12; number += 1) void call(operator, number);
  const bells = async (): Promise<void> => {
    for (;;) {
      await scheduler.sleep(operator, MINUTE);
      spawn('sweeper', sweepJobs);
      const times = isCalm ? 1 : Math.floor(random() * 3);
      // A bucket that failed is due again: the next bell looks at it.
      for (let time = 0; time < times; time += 1) spawn('bell', (deps) => gatherWaits(deps).catch(() => undefined));
    }
  };
  void bells();
  let calmSince: number | null = null;
  await scheduler.run(() => {
    answerBell();
    count();
    if (calmSince === null && open === 0 && scheduler.now > startedAt + CALLING_MS) calmSince = scheduler.now;
    isCalm = calmSince !== null && scheduler.now > calmSince + (waitMinutes + 5) * MINUTE;
    return failures.length > 0 || (calmSince !== null && scheduler.now > calmSince + CALM_MS);
  }, MAX_STEPS);
  if (failures.length > 0) throw failures[0];
  return { rule, stores, sent: outbox.sent, died, crashes: scheduler.counts.crashes };
}

/** The world after all of it. */
export type EventsEnd = Awaited<ReturnType<typeof simulateEvents>>;
