import type { AuthMode, CloudApp, GraphqlApi } from '../assembly/resources.ts';
import { createControlApi } from '../http/control-api.ts';
import { createEndpoint, type EndpointOutcome } from '../http/create-endpoint.ts';
import { createFunctionUrls } from '../http/function-urls.ts';
import { createActors } from '../pages/create-actors.ts';
import { createPages } from '../pages/create-pages.ts';
import { createSite, type Site } from '../pages/create-site.ts';
import { describeSchema, type DescribedSchema } from '../pages/describe-schema.ts';
import type { RoleCredentials } from './contract.ts';
import type { Ground } from './lay-ground.ts';
import type { OpenedApi } from './open-api.ts';
import type { OpenedServices } from './open-services.ts';

export interface OpenEndpointOptions {
  readonly port: number;
  readonly app: CloudApp;
  readonly api: GraphqlApi;
  readonly ground: Ground;
  readonly services: OpenedServices;
  readonly opened: OpenedApi;
  readonly issueCredentials: (roleName: string) => RoleCredentials | undefined;
  readonly releaseWork: () => void;
  readonly site: Site | undefined;
  /** The contents of `amplify_outputs.json` for a front end that was opened by this host. */
  readonly outputsFor: (host: string) => unknown;
}

/** Listens: for the API, for every AWS service, for whoever steers the sandbox and whoever looks at its pages. */
export function openEndpoint(options: OpenEndpointOptions): Promise<EndpointOutcome> {
  const { app, api, ground, services, opened } = options;
  const { clock, credentials, lambda, outbox, faultPlan, quotas, log } = ground;
  // Built when somebody first opens the explorer: a start need not wait for it.
  let known: DescribedSchema | undefined;
  const describe = (): DescribedSchema => (known ??= describeSchema(api));
  return createEndpoint({
    port: options.port,
    services: services.bySigningName,
    credentials,
    roles: app.roles,
    clock,
    graphql: opened.handleHttp,
    handleUpgrade: (request, socket, head) => opened.realtime.handleUpgrade(request, socket, head),
    jwks: (userPoolId) => services.cognito.jwks(userPoolId),
    functionUrls: createFunctionUrls({ urls: app.functionUrls, lambda, clock }),
    control: createControlApi({
      outbox,
      faultPlan,
      quotas,
      clock,
      bus: services.background,
      setSourceAddress: (address) => opened.gate.setSourceAddress(address),
      issueCredentials: options.issueCredentials,
      setDashboardUsers: (names) => services.quickSight.setUsers(names),
      actors: createActors({ app, api, describe, cognito: services.cognito, credentials, clock }),
      releaseWork: options.releaseWork,
      reports: { coverage: opened.coverage, skipped: () => app.skipped },
    }),
    page: createPages({
      graphqlPath: '/graphql',
      embedUrls: services.embedUrls,
      describe,
      tokenModes: [api.defaultAuth, ...api.additionalAuth].map(({ mode }) => mode).filter(takesToken),
    }),
    site: createSite(options.site, options.outputsFor),
    log,
  });
}

/** Whose tokens come from elsewhere, so that one is brought along. */
function takesToken(mode: AuthMode): boolean {
  return mode === 'AWS_LAMBDA' || mode === 'OPENID_CONNECT';
}
