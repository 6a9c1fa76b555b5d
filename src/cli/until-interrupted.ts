/** How often it is looked whether npm is still there. */
const LOOK_EVERY_MS = 500;

/** Noted at once: npm may end while a command is still starting. */
const PARENT = process.ppid;

/**
 * Resolves at the first Ctrl-C or termination request; a second one ends the process at once. npm does not pass a request
 * on when it is ended itself (`npm start &`, `kill $!`): what it started ends with it, and leaves no port taken.
 */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const looking = setInterval(() => {
      if (process.ppid === PARENT) return;
      clearInterval(looking);
      stop();
    }, LOOK_EVERY_MS);
    looking.unref();
  });
}
