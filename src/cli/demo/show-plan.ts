import { watchJob } from '../../client/index.ts';
import type { GraphqlSession } from '../graphql-session.ts';
import { renderTable } from '../render-table.ts';
import * as operations from './operations.ts';

const SAMPLES = 2;

/** Plans the campaign, waits until the audience is frozen, and shows who is excluded and why; returns the job's id. */
export async function showPlan(
  session: GraphqlSession,
  campaignId: string,
  write: (text: string) => void,
): Promise<string> {
  const job = await session.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
  for await (const progress of watchJob(job.id)) {
    if (progress.phase === 'PLANNING') continue;
    if (progress.phase !== 'PLANNED') throw new Error(`Planning ended as ${progress.phase}.`);
    const rows: string[][] = [];
    for (const { reason, count } of progress.excluded.toSorted((a, b) => b.count - a.count)) {
      const samples =
        reason === 'FILTERED_OUT_BY_SEGMENT' ? '(not in the segment)' : await sample(session, job.id, reason);
      rows.push([reason, count.toLocaleString('en'), samples]);
    }
    const table = renderTable(
      ['   ', 'customers', 'for example'],
      [
        ['   planned', progress.planned.toLocaleString('en'), ''],
        ['   included', progress.included.toLocaleString('en'), ''],
        ...rows.map(([reason, count, samples]) => [`   excluded: ${reason}`, count ?? '', samples ?? '']),
      ],
    );
    write(table);
    return job.id;
  }
  throw new Error('The job could not be watched to the end of its planning.');
}

async function sample(session: GraphqlSession, jobId: string, reason: string): Promise<string> {
  const page = await session.call(
    operations.LIST_RECIPIENTS,
    { jobId, reason, limit: SAMPLES },
    operations.recipientPage,
  );
  return page.items.map((item) => item.customerId).join(', ');
}
