/** Whether a recurring campaign may reach a customer in each of its runs, or in one of them for ever. */
export type RunEntry = 'EVERY_RUN' | 'ONCE_PER_CUSTOMER';

/**
 * Whether a run of a recurring campaign may take a customer. `enteredRunId` is the run of this campaign that sent to them
 * first (kept when the first message of a customer is claimed) or held them out, null when none has. That run itself may take them again:
 * it is planned again, or goes on to its next wave. Leaving the segment and coming back changes nothing; a duplicate of
 * a campaign is another campaign, with a record of its own.
 */
export function decideRunEntry(
  rule: RunEntry,
  runId: string,
  enteredRunId: string | null,
): { readonly ok: true } | { readonly ok: false; readonly reason: 'ENTERED_BEFORE'; readonly runId: string } {
  if (rule === 'EVERY_RUN' || enteredRunId === null || enteredRunId === runId) return { ok: true };
  return { ok: false, reason: 'ENTERED_BEFORE', runId: enteredRunId };
}
