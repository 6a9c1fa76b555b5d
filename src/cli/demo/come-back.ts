import { batchesOf } from '../../app/batches-of.ts';
import { bonghwa, pagesOf } from '../../client/index.ts';
import { hash53 } from '../../domain/customer/hash53.ts';
import type { GraphqlSession } from '../graphql-session.ts';
import { COMES_BACK } from './campaign-content.ts';
import * as operations from './operations.ts';

/** Two to the power of the bits of `hash53`. */
const HASHES = 2 ** 53;

/** As many as one call takes. */
const CALL = 100;

/**
 * Lets some of the people of a wave open the app again: more of those who got a message, fewer of the holdout, who got none.
 * Which ones is the same at every run. Answers how many of each.
 */
export async function comeBack(
  session: GraphqlSession,
  runId: string,
  { wave, jobId }: { readonly wave: number; readonly jobId: string },
  at: number,
): Promise<{ readonly treated: number; readonly heldOut: number }> {
  const treated = await choose(wave, { jobId, outcome: 'INCLUDED' }, COMES_BACK.treated);
  const heldOut = await choose(wave, { jobId: runId, reason: 'TREATMENT_HOLDOUT' }, COMES_BACK.heldOut);
  const activity = { lastActiveAt: new Date(at).toISOString() };
  const everybody = [...treated, ...heldOut].map((id) => JSON.stringify({ id, activity }));
  for (const customers of batchesOf(everybody, CALL)) {
    await session.call(operations.UPSERT_CUSTOMERS, { customers }, operations.upserted);
  }
  return { treated: treated.length, heldOut: heldOut.length };
}

type Filter = { readonly jobId: string; readonly outcome?: 'INCLUDED'; readonly reason?: 'TREATMENT_HOLDOUT' };

async function choose(wave: number, filter: Filter, share: number): Promise<readonly string[]> {
  const chosen: string[] = [];
  const people = pagesOf((nextToken) => bonghwa.listRecipients({ ...filter, limit: 1_000, nextToken }));
  for await (const { customerId } of people)
    if (hash53(customerId, COMES_BACK.seed + wave) < share * HASHES) chosen.push(customerId);
  return chosen;
}
