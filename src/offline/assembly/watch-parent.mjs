/**
 * A worker beside a synthesis: ends the process, and what it started, when whoever asked for it is gone. A worker,
 * because a synthesis waits for its bundler without ever looking up. Plain JavaScript, as run-synthesis.mjs.
 */
import { workerData } from 'node:worker_threads';

const LOOK_EVERY_MS = 250;

const look = () => {
  // The synthesis leads a process group of its own, which its bundlers are in.
  if (process.ppid !== workerData) process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
};
look();
setInterval(look, LOOK_EVERY_MS);
