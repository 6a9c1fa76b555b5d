import * as z from 'zod';
import {
  connectDatabase,
  createApiClients,
  createAppTokens,
  createAudit,
  createNonces,
} from '../../../src/adapters/dynamodb/index.ts';
import { createTokenVerifier, sha256 } from '../../../src/adapters/request-token/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { authorizeApp, authorizeRequest, isAppAuthorization } from '../../../src/app/api-client/index.ts';
import { writeAuthorizedClient } from '../edge/authorized-client.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectKeySecrets } from '../edge/master-secret.ts';
import { NOT_FOR_APPS } from './not-for-apps.ts';

const environment = readEnvironment('ACCESS_TABLE', 'AUDIT_TABLE', 'API_MASTER_SECRET_PARAMETER');
const database = connectDatabase();
const deps = {
  clients: createApiClients(database, environment.ACCESS_TABLE),
  appTokens: createAppTokens(database, environment.ACCESS_TABLE),
  nonces: createNonces(database, environment.ACCESS_TABLE),
  audit: createAudit(database, environment.AUDIT_TABLE),
  tokens: createTokenVerifier(connectKeySecrets(environment.API_MASTER_SECRET_PARAMETER)),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

const EVENT = z.object({
  authorizationToken: z.string(),
  requestContext: z.object({
    queryString: z.string().nullish(),
    operationName: z.string().nullish(),
    variables: z.record(z.string(), z.unknown()).nullish(),
  }),
  requestHeaders: z.record(z.string(), z.unknown()).nullish(),
});

interface Answer {
  readonly isAuthorized: boolean;
  readonly resolverContext?: Readonly<Record<string, string>>;
  readonly deniedFields?: readonly string[];
  readonly ttlOverride: 0;
}

const DENIED: Answer = { isAuthorized: false, ttlOverride: 0 };

/**
 * Answers AppSync. A refusal whose reason the caller may know goes on to the field's resolver, which tells it: the
 * context then names no client, so that whoever forgot to look would act for nobody.
 */
export async function handler(event: unknown): Promise<Answer> {
  const { authorizationToken, requestContext, requestHeaders } = EVENT.parse(event);
  const query = requestContext.queryString ?? '';
  // Introspection has no resolver that could refuse.
  if (/__(schema|type)\b/.test(query)) return DENIED;
  if (isAppAuthorization(authorizationToken)) return answerApp(authorizationToken, query);
  const forwardedFor = requestHeaders?.['x-forwarded-for'];
  const authorized = await authorizeRequest(deps, {
    authorization: authorizationToken,
    forwardedFor: typeof forwardedFor === 'string' ? forwardedFor : undefined,
    request: { query, operationName: requestContext.operationName, variables: requestContext.variables },
  });
  switch (authorized.kind) {
    case 'ALLOWED': {
      const { client, keyId, sourceIp } = authorized;
      const context = { clientId: client.id, client: writeAuthorizedClient(client), keyId, sourceIp };
      return { isAuthorized: true, resolverContext: context, ttlOverride: 0 };
    }
    case 'REFUSED':
      return refused(query, authorized);
    case 'UNKNOWN':
      return DENIED;
  }
}

async function answerApp(authorization: string, query: string): Promise<Answer> {
  const authorized = await authorizeApp(deps, { authorization, query });
  switch (authorized.kind) {
    case 'ALLOWED': {
      // Apps follow nothing live: they have no use for a connection.
      if (query === '') return DENIED;
      const { customerId } = authorized;
      return { isAuthorized: true, resolverContext: { customerId }, deniedFields: NOT_FOR_APPS, ttlOverride: 0 };
    }
    case 'REFUSED':
      return refused(query, authorized);
    case 'UNKNOWN':
      return DENIED;
  }
}

/** Somebody who only connects has no resolver that could tell them why. */
function refused(query: string, { code, message }: { readonly code: string; readonly message: string }): Answer {
  if (query === '') return DENIED;
  return { isAuthorized: true, resolverContext: { refusal: code, message }, ttlOverride: 0 };
}
