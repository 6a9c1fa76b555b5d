/** Pins the types of the client: `tsc` is the test. */
// What the compiler refuses has no type, which is the point of these lines.
/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access */
import { bonghwa, watchJob, type JobProgress, type OperationResult, type Variables } from '../../src/client/index.ts';
import type { ExclusionReason, JobPhase } from '../../src/domain/send-job/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

export type Cases = [
  Expect<Equal<Variables<'pauseJob'>, { jobId: string }>>,
  Expect<Equal<Variables<'launchJob'>, { jobId: string; besideJobId?: string | null }>>,
  Expect<Equal<Awaited<ReturnType<typeof bonghwa.planCampaign>>, OperationResult<'planCampaign'>>>,
  Expect<Equal<NonNullable<OperationResult<'saveTemplate'>['data']>['version'], number>>,
  // The domain's unions reach the client unchanged.
  Expect<Equal<JobProgress['phase'], JobPhase>>,
  Expect<Equal<JobProgress['excluded'][number]['reason'], ExclusionReason>>,
];

export async function refusedByTheCompiler(): Promise<void> {
  // @ts-expect-error only the system's own functions publish
  await bonghwa.publishJobProgress({});
  // @ts-expect-error a job id is needed
  await bonghwa.launchJob({});
  // @ts-expect-error not a channel
  await bonghwa.saveTemplate({ name: 'a', messageClass: 'AD', content: { channel: 'FAX' } });
  for await (const progress of watchJob('job')) {
    // @ts-expect-error a snapshot has no such count
    progress.bounced.toFixed();
  }
}
