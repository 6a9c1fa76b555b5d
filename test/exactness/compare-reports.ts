import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { GraphqlSession } from '../../src/cli/graphql-session.ts';
import {
  recountActivity,
  recountFunnel,
  recountHours,
  recountMetric,
  recountNames,
  recountRetention,
  recountValues,
} from '../insight/recount.ts';
import type { ToldEvent } from '../insight/told-event.ts';

const answer = z.looseObject({
  state: z.enum(['RUNNING', 'DONE']),
  queryId: z.string(),
  rows: z.array(z.looseObject({})).default([]),
  values: z.array(z.looseObject({})).nullish(),
  sums: z.array(z.looseObject({})).nullish(),
});
type Row = Readonly<Record<string, unknown>>;

/** A report's answer, however many calls it takes. */
async function ask(
  session: GraphqlSession,
  name: string,
  words: string,
  fields: string,
): Promise<z.infer<typeof answer>> {
  let queryId = '';
  for (;;) {
    const again = queryId === '' ? '' : `, queryId: "${queryId}"`;
    const found = await session.call(`query { ${name}(${words}${again}) { state queryId ${fields} } }`, {}, answer);
    if (found.state === 'DONE') return found;
    queryId = found.queryId;
    await sleep(200);
  }
}

const cell = z.union([z.string(), z.number(), z.boolean()]);
const line = (row: Row, separator: string, ...columns: readonly string[]): string =>
  columns.map((column) => String(cell.parse(row[column] ?? '-'))).join(separator);

/** What a question answers, and what is right. */
type Compared = { readonly report: string; readonly found: readonly string[]; readonly right: readonly string[] };

const FUNNEL = ['product_viewed', 'cart_added', 'order_paid'] as const;
const DORMANT_DAYS = 3;

async function* compared(
  session: GraphqlSession,
  events: readonly ToldEvent[],
  { from, to, today }: { readonly from: string; readonly to: string; readonly today: string },
): AsyncGenerator<Compared> {
  const span = `from: "${from}", to: "${to}"`;
  const sorted = (lines: readonly string[]): readonly string[] => lines.toSorted();
  for (const name of [undefined, 'order_paid']) {
    const named = name === undefined ? '' : `, name: "${name}"`;
    const question = { from, to, ...(name === undefined ? {} : { name }) };
    const activity = await ask(
      session,
      'activityReport',
      `${span}${named}, dormantDays: ${DORMANT_DAYS}`,
      'rows { grain period lastDay active newCustomers returningCustomers dormant }',
    );
    yield {
      report: `activity of ${name ?? 'all'}`,
      found: activity.rows.map((row) =>
        line(row, ' ', 'grain', 'period', 'lastDay', 'active', 'newCustomers', 'returningCustomers', 'dormant'),
      ),
      right: recountActivity(events, { ...question, dormantDays: DORMANT_DAYS }),
    };
    const retention = await ask(
      session,
      'retentionReport',
      `${span}${named}`,
      'rows { cohort week size people isUnfinished }',
    );
    yield {
      report: `retention by ${name ?? 'all'}`,
      found: retention.rows.map((row) => line(row, ' ', 'cohort', 'week', 'size', 'people', 'isUnfinished')),
      right: recountRetention(events, { ...question, today }),
    };
  }
  const funnel = await ask(
    session,
    'funnelReport',
    `${span}, steps: ${JSON.stringify(FUNNEL)}, withinHours: 24`,
    'rows { customers }',
  );
  yield {
    report: 'funnel',
    found: funnel.rows.map((row) => line(row, ' ', 'customers')),
    right: recountFunnel(events, { from, to, steps: FUNNEL, withinHours: 24 }).map(String),
  };
  const counts = await ask(session, 'eventReport', span, 'rows { day name events people }');
  yield {
    report: 'events by name and day',
    found: sorted(counts.rows.map((row) => line(row, '\t', 'day', 'name', 'events', 'people'))),
    right: sorted(recountNames(events, from, to)),
  };
  for (const [name, attribute] of [
    ['order_paid', 'coupon'],
    ['product_viewed', 'category'],
  ] as const) {
    const values = await ask(
      session,
      'eventReport',
      `${span}, name: "${name}", attribute: "${attribute}"`,
      'values { kind value events }',
    );
    yield {
      report: `${name} by ${attribute}`,
      found: sorted((values.values ?? []).map((row) => line(row, '\t', 'kind', 'value', 'events'))),
      right: sorted(recountValues(events, from, to, name, attribute)),
    };
  }
  const sums = await ask(
    session,
    'eventReport',
    `${span}, name: "order_paid", metric: "amountKrw"`,
    'sums { day events total }',
  );
  yield {
    report: 'sales',
    found: sorted((sums.sums ?? []).map((row) => line(row, '\t', 'day', 'events', 'total'))),
    right: sorted(recountMetric(events, from, to, 'order_paid', 'amountKrw')),
  };
  const hours = await ask(session, 'bestHourReport', span, 'rows { hour people }');
  yield {
    report: 'people by hour',
    found: hours.rows.map((row) => line(row, ' ', 'people')),
    right: recountHours(events, from, to).map(String),
  };
}

/** Asks every report of events, and names those that differ from what counting by hand counts, with the first line that does. */
export async function compareReports(
  session: GraphqlSession,
  events: readonly ToldEvent[],
  at: { readonly from: string; readonly to: string; readonly today: string },
): Promise<{ readonly asked: number; readonly differing: readonly string[] }> {
  let asked = 0;
  const differing: string[] = [];
  for await (const { report, found, right } of compared(session, events, at)) {
    asked += 1;
    const place = Array.from({ length: Math.max(found.length, right.length) }).findIndex(
      (_, index) => found[index] !== right[index],
    );
    if (place === -1) continue;
    differing.push(`${report}: ${found[place] ?? '(no line)'} instead of ${right[place] ?? '(no line)'}`);
  }
  return { asked, differing };
}

/** What an analyst's SELECT answers: the first row, as numbers. */
export async function countBySql(session: GraphqlSession, sql: string): Promise<readonly number[]> {
  const { rows } = await askSql(session, sql);
  const [first] = rows;
  return z.array(z.coerce.number()).parse(first);
}

const ranSql = z.object({ state: z.string(), queryId: z.string(), rows: z.array(z.unknown()) });

async function askSql(session: GraphqlSession, sql: string) {
  const document =
    'query ($sql: String!, $queryId: ID) { runReport(sql: $sql, queryId: $queryId) { state queryId rows } }';
  let ran = await session.call(document, { sql }, ranSql);
  while (ran.state === 'RUNNING') {
    await sleep(200);
    ran = await session.call(document, { sql, queryId: ran.queryId }, ranSql);
  }
  return { rows: ran.rows.map((row) => (typeof row === 'string' ? (JSON.parse(row) as unknown) : row)) };
}
