import type { JsonObject } from '../assembly/json.ts';
import { keepInUse } from '../assembly/keep-in-use.ts';
import { amplifyOutputs } from '../assembly/outputs.ts';
import { readAssembly } from '../assembly/read-assembly.ts';
import type { Endpoint } from '../http/create-endpoint.ts';
import type { RoleCredentials, Sandbox, StartOutcome, StartSandboxOptions } from './contract.ts';
import type { DataFolder } from './data-folder.ts';
import { describeMissing } from './describe-missing.ts';
import { holdWork, type Work } from './hold-work.ts';
import { layGround, type Ground } from './lay-ground.ts';
import { openApi, type OpenedApi } from './open-api.ts';
import { openEndpoint } from './open-endpoint.ts';
import { openServices, type OpenedServices } from './open-services.ts';
import { readSecrets } from './read-secrets.ts';
import { openSecureParameters } from './secure-parameters.ts';

const DEFAULT_MAX_INSTANCES = 4;

/** Runs a cloud assembly on a port and a data folder; the folder is the caller's until the sandbox runs. */
export async function runAssembly(
  assemblyFolder: string,
  port: number,
  data: DataFolder,
  options: StartSandboxOptions,
): Promise<StartOutcome> {
  const endpointUrl = `http://127.0.0.1:${port}`;
  const secrets = options.secrets ?? {};
  const app = readAssembly(assemblyFolder, { endpointUrl, secrets });
  const given = readSecrets(app.secrets, secrets);
  if (!given.ok) return given;
  const [api, ...others] = app.apis;
  if (api === undefined || others.length > 0) {
    const message = `The backend has ${app.apis.length} GraphQL APIs; the sandbox runs exactly one (defineData).`;
    return { ok: false, error: { code: 'ONE_API_NEEDED', message } };
  }
  const maxInstances = options.maxInstances ?? DEFAULT_MAX_INSTANCES;
  const { startAt, faultPlan, quotas } = options;
  const tell = options.log ?? (() => undefined);
  const ground = layGround({ app, endpointUrl, data, maxInstances, tell, startAt, faultPlan, quotas });
  const { clock, credentials, lambda, log } = ground;
  const since = clock.now();
  const services = await openServices({
    ...ground,
    app,
    stateFolder: data.state,
    secureParameters: [...openSecureParameters(data.state, options.secureParameters ?? []), ...given.parameters],
  }).catch(async (error: unknown) => {
    await ground.close();
    throw error;
  });
  const opened = openApi(app, api, ground, services);
  const { sqs, background } = services;
  const streams = services.dynamodb.changes;
  const work = holdWork({ app, sqs, streams, background, lambda, clock, since, maxInstances, log });
  services.beforeQueries(() => work.settleStreams());
  const issueCredentials = (roleName: string): RoleCredentials | undefined => {
    const role = app.roles.find(({ name }) => name === roleName);
    if (role === undefined) return undefined;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials.issue(role.arn);
    return { accessKeyId, secretAccessKey, sessionToken, region: app.region };
  };
  const releaseWork = (): void => work.release();
  // The aws-amplify client rewrites a lower-case `http://` into `wss://` for subscriptions, which needs a certificate.
  const outputsFor = (host: string): JsonObject => amplifyOutputs(app, `HTTP://${host}/graphql`);
  const { site } = options;
  const listening = await openEndpoint({
    ...{ port, app, api, ground, services, opened, issueCredentials, releaseWork, site, outputsFor },
  });
  if (!listening.ok) {
    await services.stop();
    await ground.close();
    return listening;
  }
  const { endpoint } = listening;
  if (options.holdWork !== true) work.release();
  for (const line of [...describeMissing(app), ...describeUnsupported(services.cognito)]) {
    log(line);
    tell(line);
  }
  // Its functions are loaded from there when they are called, however often the backend is synthesized meanwhile.
  const release = keepInUse(assemblyFolder);
  let stopping: Promise<void> | undefined;
  const sandbox: Sandbox = {
    url: endpoint.url,
    graphqlUrl: `${endpointUrl}/graphql`,
    outputs: outputsFor(`localhost:${port}`),
    app,
    outbox: ground.outbox,
    faultPlan: ground.faultPlan,
    quotas: ground.quotas,
    clock,
    createUser: (user) => {
      const [pool] = app.userPools;
      if (pool === undefined)
        throw new Error('The backend has no user pool (defineAuth), so there is nowhere to create a user.');
      return services.cognito.createUser({ userPoolId: pool.id, ...user });
    },
    setSourceAddress: (address) => opened.gate.setSourceAddress(address),
    issueCredentials,
    coverage: opened.coverage,
    stop: () => (stopping ??= stop({ work, ground, opened, endpoint, services, data, release })),
  };
  return { ok: true, sandbox };
}

function describeUnsupported({ unsupportedTriggers }: OpenedServices['cognito']): readonly string[] {
  return unsupportedTriggers.map((trigger) => `Not run here: Cognito's trigger ${trigger}.`);
}

interface Running {
  readonly work: Work;
  readonly ground: Ground;
  readonly opened: OpenedApi;
  readonly endpoint: Endpoint;
  readonly services: OpenedServices;
  readonly data: DataFolder;
  readonly release: () => void;
}

/** What asks for something ends before what answers it. */
async function stop({ work, ground, opened, endpoint, services, data, release }: Running): Promise<void> {
  await work.drain();
  await ground.lambda.stop();
  await work.stop();
  await opened.realtime.stop();
  await endpoint.stop();
  await services.stop();
  await ground.close();
  data.release();
  release();
}
