/**
 * One execution environment of one Lambda function, in a worker thread: loads the bundle once, then handles one
 * invocation at a time. Plain JavaScript and nothing to load, so that a worker starts in milliseconds and
 * whatever loader the parent uses stays out of the function's way.
 *
 * The function's environment variables are the worker's `process.env`; nothing of the host's is in it.
 */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { keepInside } from './keep-inside.mjs';

keepInside();

// The sandbox's own thread serves the requests of all functions: it goes first. Linux gives each thread a priority of
// its own; elsewhere this would slow down the whole process.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

/** Milliseconds that the sandbox's clock is ahead of the machine's; written by the parent while the function runs. */
const clockOffset = new Float64Array(workerData.clockOffset);
const RealDate = Date;

class SandboxDate extends RealDate {
  constructor(...parameters) {
    if (parameters.length === 0) super(SandboxDate.now());
    else super(...parameters);
  }
  static now() {
    return RealDate.now() + clockOffset[0];
  }
}
// `Date()` without `new` returns text; a class cannot be called, so a proxy does it.
globalThis.Date = new Proxy(SandboxDate, { apply: () => new SandboxDate().toString() });

/** In Lambda a `.js` file is CommonJS unless the bundle's own package.json says otherwise. */
async function loadHandler(codePath, handlerName) {
  const slash = handlerName.lastIndexOf('/') + 1;
  const [file, ...names] = handlerName.slice(slash).split('.');
  const base = join(codePath, handlerName.slice(0, slash), file);
  const path = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw namedError('Runtime.ImportModuleError', `Cannot find module '${file}' of the handler ${handlerName}.`);
  }
  const isCommonJs = path.endsWith('.cjs') || (path.endsWith('.js') && !existsSync(join(codePath, 'package.json')));
  let found = isCommonJs ? requireCommonJs(path) : await import(pathToFileURL(path).href);
  for (const name of names) found = found?.[name];
  if (typeof found !== 'function') {
    throw namedError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  return found;
}

function requireCommonJs(path) {
  return createRequire(pathToFileURL(path))(resolve(path));
}

function namedError(name, message) {
  return Object.assign(new Error(message), { name });
}

/** What `fetch` throws says nothing; its cause does. */
function reasonOf(error) {
  return error?.cause?.code === 'RealAwsRefused' ? error.cause : error;
}

function describeError(thrown) {
  const error = reasonOf(thrown);
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)) {
    return {
      errorType: String(error.name ?? 'Error'),
      errorMessage: String(error.message),
      trace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** Calls an async handler, or one that answers through its callback or the context's old methods. */
function call(handler, event, context) {
  return new Promise((succeed, fail) => {
    const callback = (error, value) => (error === undefined || error === null ? succeed(value) : fail(error));
    const legacy = { ...context, done: callback, succeed, fail, callbackWaitsForEmptyEventLoop: true };
    const returned = handler(event, legacy, callback);
    if (typeof returned?.then === 'function') returned.then(succeed, fail);
    // A handler that takes no callback and returns no promise has nothing more to say; Lambda answers null.
    else if (handler.length < 3) succeed(undefined);
  });
}

let loading;

parentPort.on('message', async (message) => {
  const send = (reply) => parentPort.postMessage({ id: message.id, ...reply });
  try {
    process.env._X_AMZN_TRACE_ID = message.traceId;
    loading ??= loadHandler(workerData.codePath, workerData.handler).finally(() => {
      parentPort.postMessage({ kind: 'LOADED' });
    });
    const handler = await loading;
    // Lambda's time begins when the bundle is loaded. It is on the machine's clock: moving the sandbox's clock must not
    // end an invocation.
    const deadline = RealDate.now() + message.timeoutMs;
    const context = {
      ...message.context,
      getRemainingTimeInMillis: () => Math.max(0, deadline - RealDate.now()),
    };
    const value = await call(handler, JSON.parse(message.event), context);
    send({ kind: 'ANSWERED', payload: JSON.stringify(value === undefined ? null : value) ?? 'null' });
  } catch (error) {
    send({ kind: 'FAILED', ...describeError(error) });
  }
});
