import * as demo from '../../src/cli/demo/operations.ts';
import type { GraphqlSession } from '../../src/cli/graphql-session.ts';
import type { OutboxMessage } from '../../src/offline/services/outbox/create-outbox.ts';
import { awaitQuiet, until } from './await-wave.ts';
import { judge } from './judge-month.ts';
import { DAY, HOLDOUT_PERCENT, LAUNCHED_AT, SPAN_MS, WAIT_MINUTES, WITHIN_DAYS } from './lift-seeds.ts';
import { openMonth, readCost, readRecipients, readReport, readRun, saveCascade, tellReturned } from './month-world.ts';
import { CHANNELS, drawPeople, type Channel, type Person } from './people.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** People are drawn by it; who is held out follows from the campaign's id, which is another one every time. */
const SEED = 11;
/** The sandbox opens in the morning of the day on which the run is launched. */
const OPENS_AT = LAUNCHED_AT - 12 * HOUR;
/** Before a wave, what people have done is told so early: thousands of them take their time. */
const TOLD_BEFORE_MS = 10 * MINUTE;
/** As much a head is spent as pays for everybody's push and mail and not for everybody's SMS. */
const BUDGET_KRW_EACH = 9;

/** A message that was handed to a provider, taken or not. */
export type Sent = OutboxMessage & { readonly person: Person; readonly wave: number; readonly channel: Channel };

export type MonthFigures = ReturnType<typeof judge> & {
  readonly customers: number;
  readonly budgetKrw: number;
  readonly seconds: Readonly<Record<'import' | 'run', number>>;
};

/** Lives a month with one run of three waves in a sandbox, and holds what went out against what was promised. */
export async function runMonth(customers: number, say: (line: string) => void): Promise<MonthFigures> {
  const people = drawPeople(customers, SEED);
  const budgetKrw = customers * BUDGET_KRW_EACH;
  const beganAt = performance.now();
  const world = await openMonth(people, OPENS_AT);
  try {
    const imported = (performance.now() - beganAt) / 1_000;
    say(`${customers} customers imported in ${imported.toFixed(0)} s`);
    const month = await liveThrough(world, people, budgetKrw, say);
    const run = (performance.now() - beganAt) / 1_000 - imported;
    return { customers, budgetKrw, ...month, seconds: { import: imported, run } };
  } finally {
    await world.stop();
  }
}

type World = Awaited<ReturnType<typeof openMonth>>;

async function liveThrough(world: World, people: readonly Person[], budgetKrw: number, say: (line: string) => void) {
  const { sandbox } = world;
  const { clock, outbox } = sandbox;
  const owners = new Map(people.flatMap((person) => Object.values(person.address).map((to) => [to, person] as const)));
  const toldAt = new Map<string, number>();
  const backAt = new Map<string, number>();
  for (const { id, alone } of people) if (alone !== undefined) backAt.set(id, LAUNCHED_AT + alone * SPAN_MS);

  /** People do something because of a message, once, if they are still away. */
  const seen = new Set<string>();
  const react = (): void => {
    for (const message of sentBy(outbox.all({ accepted: true }), owners)) {
      if (seen.has(message.id)) continue;
      seen.add(message.id);
      const after = message.person.moved[message.wave];
      if (typeof after !== 'number') continue;
      const known = backAt.get(message.person.id) ?? Infinity;
      if (message.at < known) backAt.set(message.person.id, Math.min(known, message.at + after));
    }
  };
  const tell = async (session: GraphqlSession): Promise<void> => {
    const now = clock.now();
    const due = [...backAt].filter(([id, at]) => at <= now && !toldAt.has(id)).map(([id, at]) => ({ id, at }));
    await tellReturned(session, due);
    for (const { id } of due) toldAt.set(id, clock.now());
  };

  let session = await world.signIn();
  const moveTo = async (at: number): Promise<void> => {
    clock.advance(Math.max(0, at - clock.now()));
    await session.close();
    session = await world.signIn();
  };

  const campaignId = await saveCascade(session, {
    holdoutPercent: HOLDOUT_PERCENT,
    waitMinutes: WAIT_MINUTES,
    withinDays: WITHIN_DAYS,
    budgetKrw,
  });
  const { id: runId } = await session.call(demo.PLAN_CAMPAIGN, { campaignId }, demo.withId);
  await until(async () => (await readRun(session, runId)).waves[0]?.phase === 'PLANNED', 'the plan');
  const heldOut = new Set(
    (await readRecipients(session, { jobId: runId, reason: 'TREATMENT_HOLDOUT' })).map(({ customerId }) => customerId),
  );
  await moveTo(LAUNCHED_AT);
  await session.call(demo.LAUNCH_JOB, { jobId: runId }, demo.withId);

  const endsAt = LAUNCHED_AT + 30 * DAY;
  let held = 0;
  let run = await readRun(session, runId);
  while (run.run.phase === 'RUNNING') {
    const wave = run.waves.length - 1;
    const quiet = await awaitQuiet(session, runId, wave);
    if (quiet !== undefined) held += quiet.held;
    run = await readRun(session, runId);
    react();
    if (run.run.phase !== 'RUNNING') break;
    const next = quiet?.opensAt ?? (run.run.waveAt === null ? undefined : Date.parse(run.run.waveAt));
    if (next === undefined) continue;
    say(`wave ${wave + 1}: ${run.waves[wave]?.included ?? 0} planned; next at ${new Date(next).toISOString()}`);
    await moveTo(next - TOLD_BEFORE_MS);
    await tell(session);
    await moveTo(next);
    if (quiet !== undefined) continue;
    await until(
      async () => {
        run = await readRun(session, runId);
        return (run.waves[wave + 1]?.included ?? 0) > 0 && run.waves[wave + 1]?.phase === 'SENDING';
      },
      `wave ${wave + 2}`,
    );
    const some = comeBackNow(people, backAt, toldAt, clock.now());
    await tellReturned(session, some);
    for (const { id } of some) toldAt.set(id, clock.now());
  }
  await moveTo(endsAt);
  react();
  await tell(session);
  run = await readRun(session, runId);
  const report = await readReport(session, runId);
  const costs: Awaited<ReturnType<typeof readCost>>[] = [];
  const included: ReadonlySet<string>[] = [];
  for (const { jobId } of run.waves) {
    costs.push(await readCost(session, jobId));
    const found = await readRecipients(session, { jobId, outcome: 'INCLUDED' });
    included.push(new Set(found.map(({ customerId }) => customerId)));
  }
  await session.close();
  const sent = [...sentBy(outbox.all(), owners)];
  const twice = outbox.addressesSentTwice({ accepted: true }).length;
  return judge({ people, sent, twice, run, heldOut, included, toldAt, backAt, report, costs, budgetKrw, held });
}

/** A few come back just while a wave goes out, some of them before their own message of it. */
function comeBackNow(
  people: readonly Person[],
  backAt: Map<string, number>,
  toldAt: ReadonlyMap<string, number>,
  now: number,
): readonly { readonly id: string; readonly at: number }[] {
  const away = people.filter(({ id }) => !toldAt.has(id) && (backAt.get(id) ?? Infinity) > now);
  const some = away.slice(-Math.min(100, Math.ceil(away.length / 100)));
  for (const { id } of some) backAt.set(id, now);
  return some.map(({ id }) => ({ id, at: now }));
}

function* sentBy(messages: Iterable<OutboxMessage>, owners: ReadonlyMap<string, Person>): Generator<Sent> {
  for (const message of messages) {
    const person = owners.get(message.address);
    const wave = CHANNELS.findIndex((channel) => channel === message.channel);
    const channel = CHANNELS[wave];
    if (person !== undefined && channel !== undefined) yield { ...message, person, wave, channel };
  }
}
