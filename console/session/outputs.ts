import { configureBonghwa } from '../../src/client/configure.ts';

/** Whether the console could be pointed at its backend. */
export type Connected = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Points the client at the backend that `amplify_outputs.json` beside this page names. */
export async function connect(): Promise<Connected> {
  try {
    const answer = await fetch('./amplify_outputs.json', { cache: 'no-store' });
    if (!answer.ok) return { ok: false, message: `amplify_outputs.json: ${answer.status} ${answer.statusText}` };
    const outputs: unknown = await answer.json();
    configureBonghwa(outputs);
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether the backend is the sandbox on this machine, which has an outbox, faults and a clock to move. */
export function isSandbox(): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
}
