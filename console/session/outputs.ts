import { configureBonghwa } from '../../src/client/configure.ts';

/** Whether the console could be pointed at its backend. */
export type Connected = { readonly ok: true } | { readonly ok: false; readonly message: string };

let isWithDashboard = false;

/** Whether the backend has a dashboard of QuickSight. Where there is none, nothing of it is loaded or asked for. */
export function hasDashboard(): boolean {
  return isWithDashboard;
}

/** Points the client at the backend that `amplify_outputs.json` beside this page names. */
export async function connect(): Promise<Connected> {
  try {
    const answer = await fetch('./amplify_outputs.json', { cache: 'no-store' });
    if (!answer.ok) return { ok: false, message: `amplify_outputs.json: ${answer.status} ${answer.statusText}` };
    const outputs: unknown = await answer.json();
    configureBonghwa(outputs);
    isWithDashboard = saysDashboard(outputs);
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** What `backend.addOutput` adds is under `custom`. */
function saysDashboard(outputs: unknown): boolean {
  if (typeof outputs !== 'object' || outputs === null || !('custom' in outputs)) return false;
  const { custom } = outputs;
  return typeof custom === 'object' && custom !== null && 'hasDashboard' in custom && custom.hasDashboard === true;
}

/** Whether the backend is the sandbox on this machine, which has an outbox, faults and a clock to move. */
export function isSandbox(): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
}
