/** Loaded before a script of the bench: ends its process when whoever started it is gone. Plain JavaScript: no loader is needed. */
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 250;

if (isMainThread) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, LOOK_EVERY_MS).unref();
}
