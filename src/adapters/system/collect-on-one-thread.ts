import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect new objects on the thread that makes them. A worker has one processor: helpers that share the work of a
 * collection only wait for one another there, which took a tenth of a campaign's CPU time on a busy machine
 * (`bench:delivery`). Node takes no option for it from NODE_OPTIONS.
 */
export function collectOnOneThread(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
