import type { CloudApp, GraphqlApi } from '../assembly/resources.ts';
import { createAuthenticator } from '../auth/create-authenticator.ts';
import { createFirewall } from '../firewall/create-firewall.ts';
import { createExecutor } from '../graphql/create-executor.ts';
import { createGraphqlHttpHandler, type GraphqlHttpHandler } from '../graphql/http-handler.ts';
import { createFrontGate, type FrontGate } from '../http/front-gate.ts';
import { createRealtime, type Realtime } from '../realtime/index.ts';
import { compileJs } from '../resolvers/js/compile-js.ts';
import { compileVtl } from '../resolvers/vtl/compile-vtl.ts';
import { createCoverage, type CoverageReport } from './coverage.ts';
import type { Ground } from './lay-ground.ts';
import type { OpenedServices } from './open-services.ts';

/** The GraphQL API behind its two doors, HTTP and realtime. */
export interface OpenedApi {
  readonly handleHttp: GraphqlHttpHandler;
  readonly realtime: Realtime;
  readonly gate: FrontGate;
  /** Which resolver templates have run since the start. */
  readonly coverage: () => CoverageReport;
}

/** Opens an API of the backend: its resolvers, who may call it, and the firewall before it. */
export function openApi(app: CloudApp, api: GraphqlApi, ground: Ground, services: OpenedServices): OpenedApi {
  const { clock, credentials, lambda, log } = ground;
  const coverage = createCoverage([api]);
  const executor = createExecutor({
    api,
    compileVtl,
    compileJs,
    dynamodb: services.dynamodb,
    lambda,
    clock,
    region: app.region,
    onEvaluate: coverage.onEvaluate,
    onInternalError: (error) => log(error.stack ?? error.message),
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
    log,
  });
  const firewalls = app.firewalls.filter(({ resourceArn }) => resourceArn === api.arn);
  const gate = createFrontGate(firewalls.map((firewall) => createFirewall(firewall, clock)));
  return {
    handleHttp: createGraphqlHttpHandler({ executor, authenticate, clock, gate }),
    realtime: createRealtime({ executor, authenticate, clock, gate, log }),
    gate,
    coverage: coverage.report,
  };
}
