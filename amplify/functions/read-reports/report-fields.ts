import * as z from 'zod';
import { report } from '../../../src/app/insight/index.ts';
import type { CustomerKeys } from '../../../src/app/lake/index.ts';
import { CHANNELS } from '../../../src/domain/customer/index.ts';
import {
  askActivity,
  askBestHour,
  askCost,
  askEvents,
  askFunnel,
  askPeople,
  askReach,
  askRetention,
  askReturned,
  compareArms,
  countingOf,
  PEOPLE_KINDS,
  PEOPLE_PER_PAGE,
  REPORT_ROWS,
  RowReader,
  stepsOf,
  type Asked,
  type AskedAt,
} from '../../../src/domain/insight/index.ts';
import { koreanDay } from '../../../src/domain/schedule/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type ReportDeps = Parameters<typeof report>[0] & { readonly keys: Pick<CustomerKeys, 'whose'> };

const queryId = idArgument.pipe(z.string().max(128)).exactOptional();
const span = { from: z.string(), to: z.string(), queryId };
const name = z.string().exactOptional();

/** Asks, and makes of the rows what the field shows; while the query runs, the row makers are not called. */
async function answer<T extends object>(
  deps: ReportDeps,
  ask: (at: AskedAt) => Asked,
  begun: string | undefined,
  show: (rows: readonly RowReader[]) => T | Promise<T>,
) {
  const reported = await report(deps, ask, begun);
  if (!reported.ok) return reported;
  const { state, asOf, rows } = reported;
  const cost = state === 'DONE' ? { scannedBytes: reported.scannedBytes, costKrw: reported.costKrw } : {};
  const shown = await show(rows.map((row) => new RowReader(row)));
  return {
    ok: true,
    value: { state, queryId: reported.queryId, asOf: new Date(asOf).toISOString(), ...cost, ...shown },
  } as const;
}

const activity = z.object({ ...span, name, dormantDays: z.int().exactOptional() });
const DORMANT_DAYS = 30;

/** The fields of the built-in reports. */
export function reportFields(deps: ReportDeps): Readonly<Record<string, Field>> {
  return {
    activityReport: field(activity, ({ queryId: begun, dormantDays = DORMANT_DAYS, ...question }) =>
      answer(
        deps,
        (at) => askActivity({ ...question, dormantDays }, at),
        begun,
        (rows) => ({ rows: rows.map(REPORT_ROWS.activity(koreanDay(deps.clock.now()))) }),
      ),
    ),
    activityPeople: field(
      activity.extend({ kind: z.enum(PEOPLE_KINDS), cursor: z.string().exactOptional() }),
      ({ queryId: begun, dormantDays = DORMANT_DAYS, cursor, ...question }) =>
        answer(
          deps,
          (at) => askPeople({ ...question, dormantDays, ...(cursor === undefined ? {} : { after: cursor }) }, at),
          begun,
          async (rows) => {
            const people = rows.map(REPORT_ROWS.people());
            const whose = await deps.keys.whose(people.map(({ customerKey }) => customerKey));
            return {
              rows: people.map((one) => ({ ...one, customerId: whose.get(one.customerKey) ?? null })),
              cursor: people.length < PEOPLE_PER_PAGE ? null : people.at(-1)?.customerKey,
            };
          },
        ),
    ),
    retentionReport: field(z.object({ ...span, name }), ({ queryId: begun, ...question }) =>
      answer(
        deps,
        (at) => askRetention(question, at),
        begun,
        (rows) => ({ rows: rows.map(REPORT_ROWS.retention()) }),
      ),
    ),
    funnelReport: field(
      z.object({ ...span, steps: z.array(z.string()), withinHours: z.number() }),
      ({ queryId: begun, ...question }) =>
        answer(
          deps,
          (at) => askFunnel(question, at),
          begun,
          (rows) => ({ rows: rows.flatMap((row) => stepsOf(question.steps, row)) }),
        ),
    ),
    eventReport: field(z.object({ ...span, name, attribute: name, metric: name }), ({ queryId: begun, ...question }) =>
      answer(
        deps,
        (at) => askEvents(question, at),
        begun,
        (rows) => {
          const counting = countingOf(question);
          return {
            rows: counting === 'NAMES' ? rows.map(REPORT_ROWS.events()) : [],
            values: counting === 'VALUES' ? rows.map(REPORT_ROWS.values()) : [],
            sums: counting === 'METRIC' ? rows.map(REPORT_ROWS.metric()) : [],
          };
        },
      ),
    ),
    reachReport: field(z.object(span), ({ queryId: begun, ...question }) =>
      answer(
        deps,
        (at) => askReach(question, at),
        begun,
        (rows) => ({ rows: rows.map(REPORT_ROWS.reach()) }),
      ),
    ),
    costReport: field(z.object(span), ({ queryId: begun, ...question }) =>
      answer(
        deps,
        (at) => askCost(question, at),
        begun,
        (rows) => ({ rows: rows.map(REPORT_ROWS.cost()) }),
      ),
    ),
    returnedReport: field(
      z.object({
        ...span,
        name,
        campaignId: idArgument,
        runId: idArgument.exactOptional(),
        withinDays: z.int(),
      }),
      ({ queryId: begun, ...question }) =>
        answer(
          deps,
          (at) => askReturned(question, at),
          begun,
          (rows) => ({ rows: compareArms(rows.map(REPORT_ROWS.returned())) }),
        ),
    ),
    bestHourReport: field(
      z.object({ ...span, channel: z.enum(CHANNELS).exactOptional() }),
      ({ queryId: begun, ...question }) =>
        answer(
          deps,
          (at) => askBestHour(question, at),
          begun,
          (rows) => ({ rows: rows.map(REPORT_ROWS.bestHour()) }),
        ),
    ),
  };
}
