import * as z from 'zod';
import type { GraphqlSession } from '../../src/cli/graphql-session.ts';
import { RECIPIENT_STATUSES, type RecipientStatus } from '../../src/domain/send-job/index.ts';

const jobShape = z.object({
  phase: z.string(),
  planned: z.number(),
  included: z.number(),
  excluded: z.array(z.object({ reason: z.string(), count: z.number() })),
  accepted: z.number(),
  delivered: z.number(),
  failed: z.number(),
  optedOut: z.number(),
  skipped: z.number(),
  inDoubt: z.number(),
});
/** A job's totals as anybody may read them. */
export type JobAccount = z.infer<typeof jobShape>;

const GET_SEND_JOB = /* GraphQL */ `
  query GetSendJob($id: ID!) {
    getSendJob(id: $id) {
      phase
      planned
      included
      excluded {
        reason
        count
      }
      accepted
      delivered
      failed
      optedOut
      skipped
      inDoubt
    }
  }
`;

/** Reads a job's phase and totals. */
export function readJob(session: GraphqlSession, jobId: string): Promise<JobAccount> {
  return session.call(GET_SEND_JOB, { id: jobId }, jobShape);
}

const LIST_RECIPIENTS = /* GraphQL */ `
  query ListRecipients($jobId: ID!, $status: RecipientStatus, $limit: Int, $nextToken: String) {
    listRecipients(jobId: $jobId, status: $status, limit: $limit, nextToken: $nextToken) {
      items {
        customerId
        status
      }
      nextToken
    }
  }
`;
const recipientPage = z.object({
  items: z.array(z.object({ customerId: z.string(), status: z.enum(RECIPIENT_STATUSES) })),
  nextToken: z.string().nullish(),
});

/** One included customer and what became of them. */
export type RecipientAccount = { readonly customerId: string; readonly status: RecipientStatus };

/** Lists the included customers of a job, or those with one status. */
export async function listRecipients(
  session: GraphqlSession,
  jobId: string,
  status?: RecipientStatus,
): Promise<readonly RecipientAccount[]> {
  const recipients: RecipientAccount[] = [];
  for (let nextToken: string | null = null; ;) {
    const variables: Record<string, unknown> = { jobId, limit: 1000, ...(status === undefined ? {} : { status }) };
    const found: z.infer<typeof recipientPage> = await session.call(
      LIST_RECIPIENTS,
      nextToken === null ? variables : { ...variables, nextToken },
      recipientPage,
    );
    recipients.push(...found.items);
    if (found.nextToken === undefined || found.nextToken === null) return recipients;
    nextToken = found.nextToken;
  }
}
