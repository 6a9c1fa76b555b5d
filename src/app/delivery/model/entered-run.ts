import type { SendHistory } from '../../../domain/campaign/index.ts';

/** What the limit of one run for each customer is kept under. */
export function runsScope(campaignId: string): string {
  return `runs#${campaignId}`;
}

/** The run that has sent to somebody or held them out, of a history under `runsScope`; null: none has. */
export function enteredRun(history: SendHistory | undefined): string | null {
  return history === undefined ? null : (Object.keys(history)[0] ?? null);
}
