import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { refusalOf } from './assembly/check/index.ts';
import { AssemblyError } from './assembly/errors.ts';
import type { JsonObject } from './assembly/json.ts';
import { amplifyOutputs } from './assembly/outputs.ts';
import { readAssembly } from './assembly/read-assembly.ts';
import type { CloudApp } from './assembly/resources.ts';
import { synthesize } from './assembly/synthesize.ts';
import { createAuthenticator } from './auth/create-authenticator.ts';
import { createCredentialStore } from './auth/credential-store.ts';
import type { MovableClock } from './clock.ts';
import { createExecutor } from './graphql/create-executor.ts';
import { createFirewall } from './firewall/create-firewall.ts';
import { createGraphqlHttpHandler } from './graphql/http-handler.ts';
import { createControlApi } from './http/control-api.ts';
import { createEndpoint } from './http/create-endpoint.ts';
import { createFrontGate } from './http/front-gate.ts';
import { createLambdaRuntime } from './lambda/create-lambda-runtime.ts';
import { createPages } from './pages/create-pages.ts';
import { createRealtime } from './realtime/create-realtime.ts';
import { compileJs } from './resolvers/js/compile-js.ts';
import { compileVtl } from './resolvers/vtl/compile-vtl.ts';
import { createCoverage, type CoverageReport } from './sandbox/coverage.ts';
import { openDataFolder, type DataFolder } from './sandbox/data-folder.ts';
import { portInUse, probePort } from './sandbox/find-port.ts';
import { openLineLog } from './sandbox/line-log.ts';
import { openServices } from './sandbox/open-services.ts';
import { openSecureParameters } from './sandbox/secure-parameters.ts';
import { createSandboxClock } from './sandbox/sandbox-clock.ts';
import { startEventSources } from './sandbox/start-event-sources.ts';
import { TableShapeChangedError } from './services/dynamodb/ensure-table.ts';
import { createFaultPlan, InvalidFaultPlanError, type FaultPlan } from './services/fault-plan.ts';
import { createOutbox, type Outbox } from './services/outbox/create-outbox.ts';

export interface StartSandboxOptions {
  /** An Amplify Gen 2 `backend.ts`. */
  readonly backendFile: string;
  /** Folders whose contents decide whether the cached synthesis still holds. */
  readonly sourceRoots: readonly string[];
  readonly cacheFolder: string;
  /** State and logs; one sandbox at a time. */
  readonly dataFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Removes the state first. */
  readonly fresh?: boolean;
  /** A line for the person who started it. */
  readonly log?: (line: string) => void;
  /** What the messaging providers do; see `services/fault-plan.ts`. */
  readonly faultPlan?: unknown;
  /** Milliseconds since the epoch at which the sandbox's clock starts. */
  readonly startAt?: number;
  /** An assembly synthesized before, instead of `backendFile`. */
  readonly assemblyFolder?: string;
  /** Workers per function. */
  readonly maxInstances?: number;
  /**
   * Starts with queues, schedules and events held back until `POST /_sandbox/release-work`, so that what a crash left can be
   * looked at before anything takes it over.
   */
  readonly holdWork?: boolean;
  /** SecureString parameters that an operator makes by hand before a deployment. */
  readonly secureParameters?: readonly string[];
}

export interface CreateSandboxUser {
  readonly email: string;
  readonly password: string;
  readonly groups?: readonly string[];
}

/** A backend running on this machine. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly graphqlUrl: string;
  /** The contents of `amplify_outputs.json`. */
  readonly outputs: JsonObject;
  readonly app: CloudApp;
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly clock: MovableClock;
  /** Adds a confirmed user to the backend's user pool; one that exists gets this password and these groups. */
  createUser(user: CreateSandboxUser): Promise<{ readonly username: string; readonly sub: string }>;
  /** Makes requests to the API seem to come from an address, so that rules about addresses can be tried; null: real. */
  setSourceAddress(address: string | null): void;
  /** Credentials of a role of the backend, by its name; undefined when there is none. */
  issueCredentials(roleName: string): RoleCredentials | undefined;
  /** Which resolver templates have run since the start. */
  coverage(): CoverageReport;
  /** Lets work under way end, for a moment, then closes everything; nothing of it keeps the process alive. */
  stop(): Promise<void>;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly region: string;
}

export interface StartError {
  readonly code: string;
  readonly message: string;
}

export type StartOutcome =
  { readonly ok: true; readonly sandbox: Sandbox } | { readonly ok: false; readonly error: StartError };

const DRAIN_MS = 3000;
const DEFAULT_MAX_INSTANCES = 4;
const PORT_ATTEMPTS = 3;

/** Starts a backend on this machine: synthesizes it if it changed, and runs what was synthesized. */
export async function startSandbox(options: StartSandboxOptions): Promise<StartOutcome> {
  const log = options.log ?? (() => undefined);
  // Told before a synthesis of ten seconds, not after it.
  if (options.port !== 0 && (await probePort(options.port)) === undefined)
    return { ok: false, error: portInUse(options.port) };
  const opened = openDataFolder(options.dataFolder, options.fresh ?? false);
  if (!opened.ok) return opened;
  let outcome: StartOutcome | undefined;
  try {
    const assembly = await findAssembly(options, log);
    if (!assembly.ok) return assembly;
    const refusal = await refusalOf(assembly.folder, join(options.cacheFolder, 'verdicts'));
    if (refusal !== undefined) return { ok: false, error: { code: 'REFUSED_BY_CLOUDFORMATION', message: refusal } };
    for (let attempt = 1; ; attempt += 1) {
      const port = await probePort(options.port);
      outcome =
        port === undefined
          ? { ok: false, error: portInUse(options.port) }
          : await run(assembly.folder, port, opened.folder, options);
      // A free port may be taken by somebody else before it is listened on.
      if (outcome.ok || outcome.error.code !== 'PORT_IN_USE' || options.port !== 0 || attempt >= PORT_ATTEMPTS)
        return outcome;
    }
  } catch (error) {
    if (
      error instanceof AssemblyError ||
      error instanceof TableShapeChangedError ||
      error instanceof InvalidFaultPlanError
    ) {
      return { ok: false, error: { code: error.code, message: error.message } };
    }
    throw error;
  } finally {
    if (outcome?.ok !== true) opened.folder.release();
  }
}

type AssemblyOutcome =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly error: StartError };

async function findAssembly(options: StartSandboxOptions, log: (line: string) => void): Promise<AssemblyOutcome> {
  if (options.assemblyFolder !== undefined) return { ok: true, folder: options.assemblyFolder };
  const onStart = (): void => log('The backend changed: synthesizing it, which takes some seconds.');
  const result = await synthesize({ ...options, onStart });
  if (!result.ok) return result;
  if (!result.fromCache || !hasExpiredApiKey(result.assemblyFolder)) return { ok: true, folder: result.assemblyFolder };
  log('The API key of the cached synthesis expires: synthesizing again.');
  const renewed = await synthesize({ ...options, force: true });
  return renewed.ok ? { ok: true, folder: renewed.assemblyFolder } : renewed;
}

/** An API key's expiry is fixed at synthesis, so a cached assembly grows old where a new deployment would not. */
function hasExpiredApiKey(assemblyFolder: string): boolean {
  const tomorrow = Date.now() / 1000 + 86_400;
  const { apis } = readAssembly(assemblyFolder, { endpointUrl: 'http://127.0.0.1' });
  return apis.some((api) => api.apiKeys.some((key) => key.expires !== undefined && key.expires < tomorrow));
}

async function run(
  assemblyFolder: string,
  port: number,
  data: DataFolder,
  options: StartSandboxOptions,
): Promise<StartOutcome> {
  const app = readAssembly(assemblyFolder, { endpointUrl: `http://127.0.0.1:${port}` });
  const [api, ...others] = app.apis;
  if (api === undefined || others.length > 0) {
    return {
      ok: false,
      error: {
        code: 'ONE_API_NEEDED',
        message: `The backend has ${app.apis.length} GraphQL APIs; the sandbox runs exactly one (defineData).`,
      },
    };
  }
  const maxInstances = options.maxInstances ?? DEFAULT_MAX_INSTANCES;
  const clock = createSandboxClock(data.state, options.startAt);
  const startedAt = clock.now();
  const faultPlan = createFaultPlan(clock, options.faultPlan ?? {});
  const functionLog = openLineLog(join(data.logs, 'functions.log'), () => clock.now());
  const sandboxLog = openLineLog(join(data.logs, 'sandbox.log'), () => clock.now());
  const credentials = createCredentialStore({ seed: randomBytes(32).toString('hex') });
  const outbox = createOutbox({ folder: join(data.state, 'outbox') });
  const lambda = createLambdaRuntime({
    functions: app.functions,
    endpointUrl: `http://127.0.0.1:${port}`,
    region: app.region,
    credentials,
    clock,
    log: (name, line) => functionLog.write(`${name} ${line}`),
    maxInstances,
  });
  clock.onMove(() => lambda.clockMoved());
  const closeLogs = async (): Promise<void> => {
    await outbox.stop();
    await Promise.all([functionLog.close(), sandboxLog.close()]);
  };
  const services = await openServices({
    app,
    stateFolder: data.state,
    clock,
    credentials,
    lambda,
    outbox,
    faultPlan,
    secureParameters: openSecureParameters(data.state, options.secureParameters ?? []),
    log: (line) => sandboxLog.write(line),
  }).catch(async (error: unknown) => {
    await closeLogs();
    throw error;
  });

  const coverage = createCoverage(app.apis);
  const report = (error: Error): void => sandboxLog.write(error.stack ?? error.message);
  const executor = createExecutor({
    api,
    compileVtl,
    compileJs,
    dynamodb: services.dynamodb,
    lambda,
    clock,
    region: app.region,
    onEvaluate: coverage.onEvaluate,
    onInternalError: report,
  });
  const authenticate = createAuthenticator({
    api,
    userPools: services.cognito.keys,
    credentials,
    roles: app.roles,
    lambda,
    clock,
    accountId: app.accountId,
    region: app.region,
  });
  const gate = createFrontGate(
    app.firewalls
      .filter(({ resourceArn }) => resourceArn === api.arn)
      .map((firewall) => createFirewall(firewall, clock)),
  );
  const issueCredentials = (roleName: string): RoleCredentials | undefined => {
    const role = app.roles.find(({ name }) => name === roleName);
    if (role === undefined) return undefined;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials.issue(role.arn);
    return { accessKeyId, secretAccessKey, sessionToken, region: app.region };
  };
  const realtime = createRealtime({ executor, authenticate, clock, gate, log: (line) => sandboxLog.write(line) });
  const listening = await createEndpoint({
    port,
    services: services.bySigningName,
    credentials,
    roles: app.roles,
    clock,
    graphql: createGraphqlHttpHandler({ executor, authenticate, clock, gate }),
    handleUpgrade: (request, socket, head) => realtime.handleUpgrade(request, socket, head),
    jwks: (userPoolId) => services.cognito.jwks(userPoolId),
    control: createControlApi({
      outbox,
      faultPlan,
      clock,
      bus: services.background,
      setSourceAddress: (address) => gate.setSourceAddress(address),
      issueCredentials,
      releaseWork: () => releaseWork(),
      reports: { coverage: coverage.report, skipped: () => app.skipped },
    }),
    page: createPages({
      graphqlPath: '/graphql',
      userPoolClients: app.userPools.flatMap((pool) =>
        pool.clients.map((client) => ({ userPoolId: pool.id, clientId: client.id })),
      ),
      apiKeys: api.apiKeys.map((key) => key.id),
      region: app.region,
    }),
    log: (line) => sandboxLog.write(line),
  });
  if (!listening.ok) {
    await services.stop();
    await closeLogs();
    return listening;
  }
  // Only now: the functions they call need the endpoint.
  let events: ReturnType<typeof startEventSources> | undefined;
  const releaseWork = (): void => {
    events ??= startEventSources({
      app,
      sqs: services.sqs,
      background: services.background,
      lambda,
      clock,
      since: startedAt,
      maxInstances,
      log: (line) => sandboxLog.write(line),
    });
  };
  if (options.holdWork !== true) releaseWork();

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    // Messages not handled in time become visible again at the next start, as after a crash.
    const drained = events?.stop();
    await Promise.race([drained, delay(DRAIN_MS, undefined, { ref: false })]);
    await lambda.stop();
    await drained;
    await realtime.stop();
    await listening.endpoint.stop();
    await services.stop();
    await closeLogs();
    data.release();
  };
  const graphqlUrl = `http://127.0.0.1:${port}/graphql`;
  const sandbox: Sandbox = {
    url: listening.endpoint.url,
    graphqlUrl,
    // The aws-amplify client rewrites a lower-case `http://` into `wss://` for subscriptions, which needs a certificate.
    outputs: amplifyOutputs(app, `HTTP://localhost:${port}/graphql`),
    app,
    outbox,
    faultPlan,
    clock,
    createUser: (user) => {
      const [pool] = app.userPools;
      if (pool === undefined)
        throw new Error('The backend has no user pool (defineAuth), so there is nowhere to create a user.');
      return services.cognito.createUser({ userPoolId: pool.id, ...user });
    },
    setSourceAddress: (address) => gate.setSourceAddress(address),
    issueCredentials,
    coverage: coverage.report,
    stop: () => (stopping ??= stop()),
  };
  const skipped = Object.entries(app.skipped).map(([what, count]) => `${count} x ${what}`);
  if (skipped.length > 0) sandboxLog.write(`Not run offline: ${skipped.join(', ')}`);
  return { ok: true, sandbox };
}
