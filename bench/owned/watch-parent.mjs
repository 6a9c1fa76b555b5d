/** Loaded before a script of the bench: ends its process when whoever started it is gone. Plain JavaScript: no loader is needed. */
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 250;

if (isMainThread) {
  // Whoever asks for its parent only now may be told of another: the one who started it may have ended while Node began.
  const parent = Number(process.env['BENCH_OWNER'] ?? process.ppid);
  delete process.env['BENCH_OWNER'];
  const look = () => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  };
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}
