import { bonghwa, pagesOf } from '../../client/index.ts';
import type { GraphqlSession } from '../graphql-session.ts';
import { COMES_BACK } from './campaign-content.ts';
import * as operations from './operations.ts';

/** As many as one call takes. */
const CALL = 100;

/**
 * Lets some of the people of a wave open the app again: more of those who got a message, fewer of the holdout, who got none.
 * Which ones is the same at every run. Answers how many of each.
 */
export async function comeBack(
  session: GraphqlSession,
  { runId, jobId, at }: { readonly runId: string; readonly jobId: string; readonly at: number },
): Promise<{ readonly treated: number; readonly heldOut: number }> {
  const treated = await choose(jobId, { jobId, outcome: 'INCLUDED' }, COMES_BACK.treated);
  const heldOut = await choose(jobId, { jobId: runId, reason: 'TREATMENT_HOLDOUT' }, COMES_BACK.heldOut);
  const activity = { lastActiveAt: new Date(at).toISOString() };
  const everybody = [...treated, ...heldOut].map((id) => JSON.stringify({ id, activity }));
  for (let start = 0; start < everybody.length; start += CALL) {
    const customers = everybody.slice(start, start + CALL);
    await session.call(operations.UPSERT_CUSTOMERS, { customers }, operations.upserted);
  }
  return { treated: treated.length, heldOut: heldOut.length };
}

type Filter = { readonly jobId: string; readonly outcome?: 'INCLUDED'; readonly reason?: 'TREATMENT_HOLDOUT' };

async function choose(wave: string, filter: Filter, share: number): Promise<readonly string[]> {
  const random = createRandom(`${COMES_BACK.seed} ${wave.length} ${share}`);
  const chosen: string[] = [];
  const people = pagesOf((nextToken) => bonghwa.listRecipients({ ...filter, limit: 1_000, nextToken }));
  for await (const { customerId } of people) if (random() < share) chosen.push(customerId);
  return chosen;
}

/** Numbers from 0 to 1, the same for the same text. Mulberry32, public domain. */
function createRandom(text: string): () => number {
  let state = [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
