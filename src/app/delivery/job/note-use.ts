import { billingMonthOf, ITEM_OF } from '../../../domain/cost/index.ts';
import type { SendJob } from '../model/job.ts';
import type { BudgetStore } from '../model/ports.ts';

export type NoteUseDeps = { readonly budgets: Pick<BudgetStore, 'noteUse'> };

/** AWS counts its months, and gives free units, in UTC. */
const AWS_MONTH = 'UTC';

/**
 * Notes what the messages of an ended job have used of the month in which it was launched, so that forecasts know how many
 * free units are left. Of the channels that are billed by the message, and of campaigns: what calls send one by one would be
 * a write more for each.
 */
export async function noteUse({ budgets }: NoteUseDeps, job: SendJob): Promise<void> {
  const { launchedAt, audience, channels, sent } = job;
  if (launchedAt === undefined || audience === 'CALL') return;
  const units: Record<string, number> = {};
  for (const [index, { accepted, delivered, inDoubt }] of sent.steps.entries()) {
    const channel = channels[index];
    const taken = accepted + delivered + inDoubt;
    if ((channel !== 'PUSH' && channel !== 'EMAIL') || taken === 0) continue;
    const item = ITEM_OF[channel];
    units[item] = (units[item] ?? 0) + taken;
  }
  if (Object.keys(units).length === 0) return;
  await budgets.noteUse(billingMonthOf(launchedAt, AWS_MONTH), job.id, units);
}
