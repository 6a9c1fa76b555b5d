import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CloudApp } from '../assembly/resources.ts';
import { createCredentialStore, type CredentialStore } from '../auth/credential-store.ts';
import { createLambdaRuntime } from '../lambda/create-lambda-runtime.ts';
import type { LambdaRuntime } from '../services/contract.ts';
import { createFaultPlan, type FaultPlan } from '../services/fault-plan.ts';
import { createOutbox, type Outbox } from '../services/outbox/create-outbox.ts';
import { createQuotas, type ProviderQuotas } from '../services/quotas/create-quotas.ts';
import type { DataFolder } from './data-folder.ts';
import { openLineLog } from './line-log.ts';
import { createSandboxClock, type SandboxClock } from './sandbox-clock.ts';

export interface LayGroundOptions {
  readonly app: CloudApp;
  /** Where functions find every service: `http://127.0.0.1:PORT`. */
  readonly endpointUrl: string;
  readonly data: DataFolder;
  readonly maxInstances: number;
  /** A line for the person who started the sandbox. */
  readonly tell: (line: string) => void;
  readonly startAt?: number | undefined;
  readonly faultPlan?: unknown;
  readonly quotas?: unknown;
}

/** What the services and the API of a sandbox stand on. */
export interface Ground {
  readonly clock: SandboxClock;
  readonly faultPlan: FaultPlan;
  readonly credentials: CredentialStore;
  readonly outbox: Outbox;
  readonly quotas: ProviderQuotas;
  readonly lambda: LambdaRuntime;
  /** Writes to the sandbox's own log. */
  readonly log: (line: string) => void;
  /** Says it to the person who started the sandbox. */
  readonly tell: (line: string) => void;
  /** After the functions, and everything that stands on it, were stopped. */
  close(): Promise<void>;
}

/** Opens the logs, clock, credentials and outbox of a sandbox, and readies its functions. */
export function layGround(options: LayGroundOptions): Ground {
  const { app, data } = options;
  const clock = createSandboxClock(data.state, options.startAt);
  const faultPlan = createFaultPlan(clock, options.faultPlan ?? {});
  const outbox = createOutbox({ folder: join(data.state, 'outbox') });
  const functionLog = openLineLog(join(data.logs, 'functions.log'), () => clock.now(), options.tell);
  const sandboxLog = openLineLog(join(data.logs, 'sandbox.log'), () => clock.now(), options.tell);
  const credentials = createCredentialStore({ seed: randomBytes(32).toString('hex') });
  const quotas = createQuotas(clock, outbox, options.quotas ?? {});
  const lambda = createLambdaRuntime({
    functions: app.functions,
    endpointUrl: options.endpointUrl,
    region: app.region,
    credentials,
    clock,
    log: (name, line) => functionLog.write(`${name} ${line}`),
    maxInstances: options.maxInstances,
  });
  clock.onMove(() => lambda.clockMoved());
  return {
    clock,
    faultPlan,
    credentials,
    outbox,
    quotas,
    lambda,
    log: (line) => sandboxLog.write(line),
    tell: options.tell,
    async close() {
      await outbox.stop();
      await Promise.all([functionLog.close(), sandboxLog.close()]);
    },
  };
}
