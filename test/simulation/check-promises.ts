import { isComplete, totalsOf } from '../../src/domain/send-job/index.ts';
import type { Simulation, SimulationEnd } from './simulate.ts';

/** What the engine promises, checked against what the provider really delivered; returns every breach. */
export function findBreaches({ policy, customers }: Simulation, end: SimulationEnd): string[] {
  const { job, recorded, delivered, ticks } = end;
  const breaches: string[] = [];
  if (job.phase !== 'COMPLETED') breaches.push(`the job ended ${job.phase}`);
  if (!isComplete(job.totals)) breaches.push(`totals do not add up: ${JSON.stringify(job.totals)}`);
  if (job.totals.planned !== customers) breaches.push(`${job.totals.planned} of ${customers} customers were planned`);
  if (job.totals.included !== recorded.size) breaches.push('included differs from the recipients of the chunks');
  const recount = totalsOf(recorded.values());
  for (const name of ['accepted', 'failed', 'optedOut', 'skipped', 'inDoubt'] as const) {
    if (recount[name] !== job.totals[name]) breaches.push(`${name} ${job.totals[name]}, recounted ${recount[name]}`);
  }
  for (const [address, { status, code }] of recorded) {
    const times = delivered.get(address) ?? 0;
    const mayRepeat = policy === 'RESEND' && code?.startsWith('RESENT') === true;
    if (times > 1 && !mayRepeat) breaches.push(`${address} got it ${times} times (${status} ${code ?? ''})`);
    if (times === 0 && status === 'ACCEPTED') breaches.push(`${address} is ACCEPTED but got nothing`);
    if (times > 0 && status !== 'ACCEPTED' && status !== 'IN_DOUBT' && !mayRepeat) {
      breaches.push(`${address} got it but is ${status}`);
    }
  }
  for (const address of delivered.keys()) if (!recorded.has(address)) breaches.push(`${address} was not planned`);
  const last = [...ticks].sort((a, b) => b.seq - a.seq)[0];
  if (last?.phase !== 'COMPLETED') breaches.push(`the newest tick says ${last?.phase ?? 'nothing'}`);
  return breaches;
}
