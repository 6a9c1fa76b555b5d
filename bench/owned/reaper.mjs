/**
 * Ends the Node processes of an owner that is gone: `reaper.mjs <pid of the owner>`. They look for their parent
 * themselves, but one whose main thread waits for its loader, and whose loader is gone, never looks again: it has to be
 * ended from outside of it. The owner writes a line for each that it starts (`123`) and for each that has ended (`-123`).
 * The system closes this input when the owner ends, however that happens. Plain JavaScript, so that it starts in milliseconds.
 */
import { createInterface } from 'node:readline';

const TRY_EVERY_MS = 100;
const TRIES = 20;

const owner = Number(process.argv[2]);
const running = new Set();

// Whoever interrupts the owner may well mean all that it started; this one is needed until the others are gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

createInterface({ input: process.stdin })
  .on('line', (line) => (line.startsWith('-') ? running.delete(Number(line.slice(1))) : running.add(Number(line))))
  .once('close', () => endAll(TRIES));

function endAll(tries) {
  // The system closes what a process had open before it gives its children, this one among them, to another parent.
  // Until then the owner may still be there, and its children are its own.
  if (process.ppid !== owner) running.forEach(end);
  if (running.size > 0 && tries > 1) setTimeout(endAll, TRY_EVERY_MS, tries - 1);
}

function end(pid) {
  running.delete(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
