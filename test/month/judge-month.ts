import { LOOK_VALID_MS } from '../../src/app/last-look.ts';
import { DAY, opensAt, WITHIN_DAYS } from './lift-seeds.ts';
import type { MonthRun, readCost, readReport } from './month-world.ts';
import { CHANNELS, isNightFor, type Person } from './people.ts';
import { partsOf, priceOf, wonOf } from './prices.ts';
import type { Sent } from './run-month.ts';

export type Month = {
  readonly people: readonly Person[];
  readonly sent: readonly Sent[];
  /** Addresses that one wave sent to twice. */
  readonly twice: number;
  readonly run: MonthRun;
  readonly heldOut: ReadonlySet<string>;
  /** By wave: whom it planned to send to. */
  readonly included: readonly ReadonlySet<string>[];
  /** When the product had answered that it knows of a return, and when it was; by customer. */
  readonly toldAt: ReadonlyMap<string, number>;
  readonly backAt: ReadonlyMap<string, number>;
  readonly report: Awaited<ReturnType<typeof readReport>>;
  /** By wave. */
  readonly costs: readonly Awaited<ReturnType<typeof readCost>>[];
  readonly budgetKrw: number;
  readonly held: number;
};

/** Holds what went out in a month against what was promised; by what is in the outbox, and not by what is reported. */
export function judge(month: Month) {
  const { sent, twice, run, heldOut, toldAt, report, costs, budgetKrw, held } = month;
  const missed: string[] = [];
  const miss = (isMissed: boolean, what: string): void => void (isMissed && missed.push(what));
  const excluded = new Map(run.excluded.map(({ reason, count }) => [reason, count]));

  const late = sent.filter(({ person, at }) => at > (toldAt.get(person.id) ?? Infinity) + LOOK_VALID_MS);
  miss(late.length > 0, `${late.length} were sent to after they had come back${named(late)}`);
  const nightly = sent.filter(({ person, channel, at }) => channel !== 'EMAIL' && isNightFor(person, at));
  const awake = nightly.filter(({ person, channel }) => channel !== 'EMAIL' && !person.hasNightConsent[channel]);
  miss(awake.length > 0, `${awake.length} advertisements came at night to people without that consent${named(awake)}`);
  const apart = sent.filter(({ person }) => heldOut.has(person.id));
  miss(apart.length > 0, `${apart.length} messages went to people who are held out${named(apart)}`);
  miss(twice > 0, `${twice} addresses got a wave twice`);

  const taken = sent.filter(({ accepted }) => accepted);
  let all = 0n;
  for (const [wave, channel] of CHANNELS.entries()) {
    let cost = 0n;
    for (const message of taken)
      if (message.wave === wave) cost += priceOf(channel, channel === 'SMS' ? partsOf(message.body) : 1, message.at);
    all += cost;
    const told = costs[wave]?.actualCostKrw;
    miss(told !== Number(wonOf(cost)), `wave ${wave + 1} cost ₩${wonOf(cost)}, and is said to have cost ₩${told}`);
  }
  const costKrw = wonOf(all);
  miss(report.costKrw !== Math.round(Number(costKrw) * 1e6) / 1e6, `the report says ₩${report.costKrw} of ₩${costKrw}`);
  miss(Number(costKrw) > budgetKrw, `₩${costKrw} were spent of a budget of ₩${budgetKrw}`);
  const overBudget = excluded.get('BUDGET_EXCEEDED') ?? 0;
  miss(overBudget === 0, 'nobody met the budget: it was never tried');

  const out = [...excluded.values()].reduce((sum, count) => sum + count, 0);
  miss(
    run.planned !== month.people.length || run.planned !== out + run.outcomes.included,
    `${run.planned} were planned, ${run.outcomes.included} included and ${out} left out, of ${month.people.length}`,
  );
  for (const [wave, job] of run.waves.entries()) {
    const { accepted, delivered, failed, optedOut, skipped, inDoubt, included } = job;
    const settled = accepted + delivered + failed + optedOut + skipped + inDoubt;
    miss(settled !== included, `wave ${wave + 1}: of ${included} ${settled} have an outcome`);
  }
  miss(run.run.phase !== 'COMPLETED' || run.waves.length !== CHANNELS.length, `the run ended as ${run.run.phase}`);
  judgeReturned(month, miss);
  return {
    heldOut: heldOut.size,
    returned: toldAt.size,
    messages: CHANNELS.map((_, wave) => taken.filter((message) => message.wave === wave).length),
    atNight: nightly.length - awake.length,
    held,
    leftBecauseBack: excluded.get('CAME_BACK') ?? 0,
    costKrw,
    overBudget,
    report: { treated: report.treated, heldOut: report.heldOut, lift: report.lift.lift },
    missed,
  };
}

/** Who came back in time, counted for both groups alike: by when each wave went to somebody, or would have gone to them. */
function judgeReturned(
  { people, sent, run, heldOut, included, toldAt, backAt, report }: Month,
  miss: (isMissed: boolean, what: string) => void,
): void {
  const begunAt = run.waves.map(({ startedAt }) => Date.parse(startedAt ?? ''));
  const takenAt = new Map(
    sent.filter(({ accepted }) => accepted).map(({ person, wave, at }) => [`${wave} ${person.id}`, at]),
  );
  const groups = { treated: { members: 0, returned: 0 }, heldOut: { members: 0, returned: 0 } };
  for (const person of people) {
    const isApart = heldOut.has(person.id);
    const back = toldAt.has(person.id) ? (backAt.get(person.id) ?? Infinity) : Infinity;
    const moments = CHANNELS.flatMap((channel, wave) => {
      const begins = begunAt[wave] ?? NaN;
      if (isApart) {
        const isIn = person.address[channel] !== undefined && (wave === 0 || back >= begins);
        const opens = opensAt(person, channel, begins);
        return isIn ? [back > opens ? opens : begins] : [];
      }
      return included[wave]?.has(person.id) === true ? [takenAt.get(`${wave} ${person.id}`) ?? begins] : [];
    });
    if (moments.length === 0) continue;
    const group = isApart ? groups.heldOut : groups.treated;
    group.members += 1;
    if (moments.some((at) => at <= back && back <= at + WITHIN_DAYS * DAY)) group.returned += 1;
  }
  for (const name of ['treated', 'heldOut'] as const) {
    const [told, known] = [report[name], groups[name]];
    const isSame = told.members === known.members && told.returned === known.returned;
    miss(
      !isSame,
      `${name}: ${told.returned} of ${told.members} are reported, ${known.returned} of ${known.members} it is`,
    );
  }
}

function named(sent: readonly Sent[]): string {
  const some = sent
    .slice(0, 3)
    .map(({ person, wave, at }) => `${person.id} in wave ${wave + 1} at ${new Date(at).toISOString()}`);
  return some.length === 0 ? '' : ` (${some.join('; ')})`;
}
