/**
 * Writes down which environment variables a backend reads while it is synthesized, so that a change of one of them makes a
 * new synthesis. What the build tools read for themselves does not count: a read is the backend's when its own code, or a
 * package that its code called, stands before any build tool on the stack. Plain JavaScript, as run-synthesis.mjs.
 */
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const FRAMES = 30;
const BUILD_TOOL =
  /\/node_modules\/(aws-cdk-lib|constructs|tsx|esbuild|typescript|get-tsconfig|@aws-amplify|@aws-cdk|@aws-sdk|@smithy|@esbuild)\//;
const PACKAGE = /\/node_modules\//;

/** The files on the stack, nearest first. Call sites are asked for without source maps, which cost milliseconds. */
function filesOnStack() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getFileName() ?? '');
  const holder = {};
  Error.captureStackTrace(holder, filesOnStack);
  const files = holder.stack;
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  return Array.isArray(files) ? files : [];
}

function isBackendsRead() {
  for (const name of filesOnStack()) {
    const file = name.startsWith('file://') ? fileURLToPath(name.split('?')[0]) : name;
    if (file === '' || file.startsWith(HERE)) continue;
    // Node.js itself, which copies all of them for a program that it starts.
    if (file.startsWith('node:')) return false;
    if (BUILD_TOOL.test(file)) return false;
    if (!PACKAGE.test(file)) return true;
  }
  return false;
}

/** Starts to write down; the list is in the file when the process ends. '*': all of them were listed. */
export function recordEnvironment(file) {
  const names = new Set();
  const note = (name) => {
    if (typeof name === 'string' && !names.has(name) && isBackendsRead()) names.add(name);
  };
  const { env } = process;
  process.env = new Proxy(env, {
    get: (_target, name) => {
      note(name);
      return env[name];
    },
    has: (_target, name) => {
      note(name);
      return name in env;
    },
    // Not by the target's own way: it refuses to be written through a proxy.
    set: (_target, name, value) => {
      env[name] = value;
      return true;
    },
    deleteProperty: (_target, name) => delete env[name],
    defineProperty: (_target, name, description) => Reflect.defineProperty(env, name, description),
    getOwnPropertyDescriptor: (_target, name) => Object.getOwnPropertyDescriptor(env, name),
    ownKeys: () => {
      note('*');
      return Reflect.ownKeys(env);
    },
  });
  process.on('exit', () => writeFileSync(file, JSON.stringify([...names].sort())));
}
