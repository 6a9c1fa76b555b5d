/** How often it is looked whether npm is still there. */
const LOOK_EVERY_MS = 500;

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
    const parent = process.ppid;
    const looking = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(looking);
      stop();
    }, LOOK_EVERY_MS);
    looking.unref();
  });
}
