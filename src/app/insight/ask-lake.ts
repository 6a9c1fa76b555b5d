import { KRW_MICROS, exact, roundUp, scanCost, times, withPublished } from '../../domain/cost/index.ts';
import {
  asksTheSame,
  reachOf,
  type Asked,
  type AskedAt,
  type RolledUp,
  type Statement,
} from '../../domain/insight/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { koreanDay } from '../../domain/schedule/index.ts';
import type { Clock, PriceStore } from '../ports.ts';
import type { AnswerPage, LakeQueries, QueryState, RollupStore } from './ports.ts';

export type LakeDeps = {
  readonly lake: LakeQueries;
  readonly prices: Pick<PriceStore, 'get'>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
};

/** What a query that is done says of itself: `asOf` is when it was asked, in milliseconds since the epoch. */
export type DoneQuery = {
  readonly ok: true;
  readonly state: 'DONE';
  readonly queryId: string;
  readonly asOf: number;
  readonly scannedBytes: number;
  /** In won; null where no exchange rate is known. */
  readonly costKrw: number | null;
};

/** Not done within the time of a call: the next one asks with its id. */
export type RunningQuery = {
  readonly ok: true;
  readonly state: 'RUNNING';
  readonly queryId: string;
  readonly asOf: number;
};

/** Why there is no answer from the lake. */
export type LakeErrorCode = 'QUERY_NOT_FOUND' | 'QUERY_FAILED' | 'SCAN_LIMIT';

/** A call stays below the 30 s that AppSync waits. */
const BUDGET_MS = 20_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

/** How often a question is asked anew because an event came late for a day that it read from rollups. */
const MAX_ASKED = 3;

/** Runs a statement, or looks after the query that an earlier call began with the same one. */
export async function askLake(
  deps: LakeDeps,
  statement: Statement,
  begun?: string,
  budgetMs = BUDGET_MS,
): Promise<DoneQuery | RunningQuery | Refused<LakeErrorCode>> {
  const { lake, clock } = deps;
  const until = clock.now() + budgetMs;
  const queryId = begun ?? (await lake.start(statement));
  let wait = FIRST_WAIT_MS;
  for (;;) {
    const query = await lake.look(queryId);
    // An id is no secret: with it nobody reads what another question answered, and nobody's numbers stand under another's.
    if (query === null || !asksTheSame(statement, query)) {
      return refuse(
        'QUERY_NOT_FOUND',
        'queryId is no query of this report with these arguments, or it is too old. Ask without it.',
      );
    }
    if (query.state === 'FAILED') return failed(query);
    if (query.state === 'DONE') return done(deps, queryId, query);
    if (clock.now() + wait > until) return { ok: true, state: 'RUNNING', queryId, asOf: query.submittedAt };
    await clock.sleep(wait);
    wait = Math.min(LONGEST_WAIT_MS, wait * 2);
  }
}

function failed({ reason, isOverLimit }: Extract<QueryState, { state: 'FAILED' }>): Refused<LakeErrorCode> {
  if (isOverLimit) {
    return refuse('SCAN_LIMIT', 'The question reads more than a query may. Ask for fewer days, or for fewer columns.');
  }
  return refuse('QUERY_FAILED', `The lake did not answer: ${reason.slice(0, 500)}`);
}

async function done(
  { prices, clock }: LakeDeps,
  queryId: string,
  { submittedAt, scannedBytes }: Extract<QueryState, { state: 'DONE' }>,
): Promise<DoneQuery> {
  const list = withPublished(await prices.get());
  const cost = scanCost(scannedBytes, clock.now(), { currency: 'KRW', rates: list.rates });
  const costKrw = cost.ok ? Number(roundUp(times(cost.cost.amount, exact(BigInt(KRW_MICROS))))) / KRW_MICROS : null;
  return { ok: true, state: 'DONE', queryId, asOf: submittedAt, scannedBytes, costKrw };
}

/** More rows than a report shows to anybody. */
const MAX_ROWS = 20_000;

/** All rows of an answer, page by page, each by its columns; a report has 20,000 at most. */
export async function readRows(
  lake: Pick<LakeQueries, 'read'>,
  queryId: string,
): Promise<Record<string, string | null>[]> {
  const rows: Record<string, string | null>[] = [];
  let page: AnswerPage | undefined;
  do {
    page = await lake.read(queryId, page?.next);
    const { columns } = page;
    for (const row of page.rows)
      rows.push(Object.fromEntries(columns.map(({ name }, place) => [name, row[place] ?? null])));
  } while (page.next !== undefined && rows.length < MAX_ROWS);
  return rows.slice(0, MAX_ROWS);
}

/** A report: what is asked, and what its rows become. */
export type Reported<Row> =
  (DoneQuery & { readonly rows: readonly Row[] }) | (RunningQuery & { readonly rows: readonly Row[] }) | Refused;

/**
 * Asks a question of the built-in reports; while it runs there are no rows. Days that are rolled up are read from rollups.
 * Whoever asks is answered with every event that was in the lake by then: when one came for such a day meanwhile, the
 * question is asked anew.
 */
export async function report(
  deps: LakeDeps & { readonly rollups: Pick<RollupStore, 'read'> },
  ask: (at: AskedAt) => Asked,
  begun?: string,
): Promise<Reported<Record<string, string | null>>> {
  const { lake, clock } = deps;
  let rolledUp = await reach(deps.rollups);
  for (let count = 1; ; count += 1) {
    const now = clock.now();
    const asked = ask({ now, today: koreanDay(now), rolledUp });
    if (!asked.ok) return asked;
    const answered = await askLake(deps, asked.statement, begun);
    if (!answered.ok) return answered;
    if (answered.state === 'RUNNING') return { ...answered, rows: [] };
    // What an earlier call began is as of then.
    const since = begun === undefined && count < MAX_ASKED ? await reach(deps.rollups) : rolledUp;
    if (since.before >= rolledUp.before) return { ...answered, rows: await readRows(lake, answered.queryId) };
    rolledUp = since;
  }
}

async function reach(rollups: Pick<RollupStore, 'read'>): Promise<RolledUp> {
  const { state, marks } = await rollups.read('FIRST');
  return reachOf(state, marks[0]?.day ?? null);
}
