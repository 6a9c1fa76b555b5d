import type { ApiClient } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { jobTotals, type SendJob } from '../delivery/model/job.ts';
import { listRecipients, type JobRecipient, type ListRecipientsDeps } from '../recipients/list-recipients.ts';

export type ReadOwnJobQuery = {
  readonly client: ApiClient;
  readonly jobId: string;
  readonly limit?: number;
  readonly nextToken?: string;
};

export type OwnJob = {
  readonly ok: true;
  readonly job: SendJob;
  readonly totals: ReturnType<typeof jobTotals>;
  readonly recipients: readonly JobRecipient[];
  readonly nextToken?: string;
};

/** A job of the client's own, with what became of its recipients. Of another's job not even its existence is told. */
export async function readOwnJob(
  deps: ListRecipientsDeps,
  { client, jobId, ...page }: ReadOwnJobQuery,
): Promise<OwnJob | Refused> {
  const job = await deps.jobs.get(jobId);
  if (job?.createdBy !== `client:${client.id}`) {
    return refuse('NOT_FOUND', `There is no job ${jobId} of the API client ${client.id}.`);
  }
  const listed = await listRecipients(deps, { jobId, ...page });
  if (!listed.ok) return listed;
  const { items, nextToken } = listed;
  return {
    ok: true,
    job,
    totals: jobTotals(job),
    recipients: items,
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}
