/**
 * Runs in a child process (with tsx): imports a backend and synthesizes it, as Amplify's own deployer does.
 * Plain JavaScript, because it is started by path and not through the parent's module loader.
 *
 * Usage: node --import tsx run-synthesis.mjs BACKEND_FILE PARENT_PID NAMES_FILE LOCK_FILE; the names of the environment
 * variables that the backend read are written to NAMES_FILE, and LOCK_FILE, if any, is one that CDK is to find. The rest comes from CDK_OUTDIR and CDK_CONTEXT_JSON.
 */
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { recordEnvironment } from './record-environment.mjs';

// No flags of this process: the worker is to look at once, not to load TypeScript first.
new Worker(new URL('./watch-parent.mjs', import.meta.url), {
  execArgv: [],
  workerData: Number(process.argv[3]),
}).unref();

/** The parent shows these lines instead of a stack trace of the build tools. */
function reportAndExit(error) {
  const lines = [];
  for (let current = error; current !== undefined && current !== null && lines.length < 12; current = current.cause) {
    const text = current instanceof Error ? current.message : String(current);
    if (!lines.includes(text)) lines.push(text);
    if (typeof current.resolution === 'string') lines.push(current.resolution);
  }
  process.stderr.write(`\nSYNTHESIS_ERROR ${JSON.stringify(lines.join('\n'))}\n`, () => process.exit(1));
}

process.on('uncaughtException', reportAndExit);
process.on('unhandledRejection', reportAndExit);

// CDK bundles functions in the folder of a lock file, and ends without one; it only asks whether it is there.
if (process.argv[5] !== '') {
  const { existsSync } = fs;
  fs.existsSync = (path) => path === process.argv[5] || existsSync(path);
}
recordEnvironment(process.argv[4]);
try {
  await import(pathToFileURL(process.argv[2]).href);
  // The message on which Amplify's backend package calls `app.synth()`.
  process.emit('message', 'amplifySynth');
  // Amplify keeps a listener open for more messages, so the process would not end by itself.
  process.exit(0);
} catch (error) {
  reportAndExit(error);
}
