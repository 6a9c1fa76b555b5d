import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator, createCredentialStore } from '../../../../src/offline/auth/index.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import type { GraphqlApi } from '../../../../src/offline/assembly/resources.ts';
import type { LambdaRuntime } from '../../../../src/offline/services/contract.ts';
import {
  ACCOUNT,
  API,
  API_KEY,
  AUTH_ROLE,
  CLIENT_ID,
  NO_LAMBDA,
  POOL_ID,
  REGION,
  startFrontDoor,
  type FrontDoor,
} from './local-front-door.ts';

const issuer = `https://cognito-idp.${REGION}.amazonaws.com/${POOL_ID}`;

describe('createAuthenticator', () => {
  let door: FrontDoor;
  let accessToken: string;
  let idToken: string;

  beforeAll(async () => {
    door = await startFrontDoor();
    await door.cognito.createUser({
      userPoolId: POOL_ID,
      email: 'a@example.com',
      password: 'Password-1',
      groups: ['admin'],
    });
    const answer = await call(door, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: CLIENT_ID,
      AuthParameters: { USERNAME: 'a@example.com', PASSWORD: 'Password-1' },
    });
    const result = answer['AuthenticationResult'] as { AccessToken: string; IdToken: string };
    accessToken = result.AccessToken;
    idToken = result.IdToken;
  });
  afterAll(() => door.stop());

  const send = (headers: Record<string, string>, authenticate = door.authenticate) =>
    authenticate(
      { method: 'POST', path: '/graphql', headers, body: '{}', sourceIp: '10.0.0.1' },
      { query: '{ a }', requestId: 'r' },
    );

  it('refuses a call without credentials, and one with a wrong key, in the words of AppSync', async () => {
    expect(await send({})).toEqual({
      ok: false,
      status: 401,
      errorType: 'UnauthorizedException',
      message: 'Valid authorization header not provided.',
    });
    expect(await send({ 'x-api-key': 'da2-wrong' })).toMatchObject({
      ok: false,
      message: 'You are not authorized to make this call.',
    });
    expect(await send({ authorization: 'not a token' })).toMatchObject({
      ok: false,
      message: 'Unable to parse JWT token.',
    });
    expect(await send({ authorization: `Bearer ${accessToken}` })).toMatchObject({
      ok: false,
      message: 'Unable to parse JWT token.',
    });
  });

  it('knows an API key until it expires', async () => {
    expect(await send({ 'x-api-key': API_KEY })).toMatchObject({
      ok: true,
      caller: { mode: 'API_KEY', identity: null },
    });
    const clock = createClock();
    const expiring = authenticator({ apiKeys: [{ id: 'k', expires: Math.floor(clock.now() / 1000) + 60 }] }, clock);
    expect(await send({ 'x-api-key': 'k' }, expiring)).toMatchObject({ ok: true });
    clock.advance(61_000);
    expect(await send({ 'x-api-key': 'k' }, expiring)).toMatchObject({ ok: false });
  });

  it('accepts access and id tokens of the pool, with the identity that resolvers see', async () => {
    for (const token of [accessToken, idToken, accessToken]) {
      expect(await send({ authorization: token })).toMatchObject({
        ok: true,
        caller: {
          mode: 'AMAZON_COGNITO_USER_POOLS',
          identity: {
            issuer,
            groups: ['admin'],
            defaultAuthStrategy: 'ALLOW',
            sourceIp: ['10.0.0.1'],
            claims: { 'cognito:groups': ['admin'] },
          },
        },
      });
    }
  });

  it('lists what a caller claims before the address that the edge saw, as AppSync does', async () => {
    const headers = { authorization: accessToken, 'x-forwarded-for': '203.0.113.5, 10.0.0.1, 127.0.0.1' };
    expect(await send(headers)).toMatchObject({ caller: { identity: { sourceIp: ['203.0.113.5', '10.0.0.1'] } } });
  });

  it('refuses an altered token, and one forged with another key', async () => {
    const [head = '', body = '', signature = ''] = accessToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const raised = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admin', 'root'] })).toString(
      'base64url',
    );
    expect(await send({ authorization: `${head}.${raised}.${signature}` })).toMatchObject({ ok: false, status: 401 });
    const { privateKey } = await generateKeyPair('RS256');
    const kid = (JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }).kid;
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
    expect(await send({ authorization: forged })).toMatchObject({
      ok: false,
      message: 'You are not authorized to make this call.',
    });
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    expect(await send({ authorization: unsigned })).toMatchObject({ ok: false });
  });

  it('refuses a token once the sandbox clock is past its expiry, also one seen before', async () => {
    const clock = createClock();
    const own = authenticator({}, clock);
    expect(await send({ authorization: accessToken }, own)).toMatchObject({ ok: true });
    clock.advance(3_601_000);
    expect(await send({ authorization: accessToken }, own)).toMatchObject({ ok: false, message: 'Token has expired.' });
    expect(await send({ authorization: idToken }, own)).toMatchObject({ ok: false, message: 'Token has expired.' });
  });

  it('refuses a mode the API does not have', async () => {
    const keyOnly = authenticator({ defaultAuth: { mode: 'API_KEY' }, additionalAuth: [] });
    expect(await send({ authorization: accessToken }, keyOnly)).toMatchObject({ ok: false });
    const poolOnly = authenticator({ additionalAuth: [] });
    expect(await send({ 'x-api-key': API_KEY }, poolOnly)).toMatchObject({ ok: false });
  });

  it('names an OpenID Connect issuer it cannot verify offline', async () => {
    const oidc = authenticator({ defaultAuth: { mode: 'OPENID_CONNECT', oidcIssuer: 'https://accounts.example.com' } });
    const { privateKey } = await generateKeyPair('RS256');
    const token = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer('https://accounts.example.com')
      .setExpirationTime('1h')
      .sign(privateKey);
    expect(await send({ authorization: token }, oidc)).toMatchObject({
      ok: false,
      message: expect.stringContaining('https://accounts.example.com cannot be verified offline') as unknown,
    });
  });

  describe('with a Lambda authorizer', () => {
    const answers: unknown[] = [];
    const events: unknown[] = [];
    const lambda: LambdaRuntime = {
      invoke: (_arn, event) => {
        events.push(event);
        return Promise.resolve({ ok: true, payload: answers.shift() });
      },
      stop: () => Promise.resolve(),
    };
    const make = (clock = createClock(), identityValidationExpression?: string) =>
      authenticator(
        {
          additionalAuth: [
            {
              mode: 'AWS_LAMBDA',
              authorizerFunctionArn: 'fn',
              authorizerResultTtlSeconds: 60,
              ...(identityValidationExpression === undefined ? {} : { identityValidationExpression }),
            },
          ],
        },
        clock,
        lambda,
      );

    it('passes the event of AppSync, and returns context and denied fields', async () => {
      answers.push({
        isAuthorized: true,
        resolverContext: { server: 'crm', level: 3 },
        deniedFields: ['Mutation.deleteAll', `arn:aws:appsync:r:1:apis/x/types/Query/fields/secret`],
      });
      const outcome = await send({ authorization: 'key-1', 'x-note': 'n' }, make());
      expect(outcome).toMatchObject({
        ok: true,
        caller: {
          mode: 'AWS_LAMBDA',
          identity: { resolverContext: { server: 'crm', level: '3' } },
          deniedFields: ['Mutation.deleteAll', 'Query.secret'],
        },
      });
      expect(events.at(-1)).toMatchObject({
        authorizationToken: 'key-1',
        requestContext: { apiId: 'api1', accountId: ACCOUNT, requestId: 'r', queryString: '{ a }' },
        requestHeaders: { 'x-note': 'n' },
      });
    });

    it('keeps an answer for its time to live, and no longer', async () => {
      const clock = createClock();
      const own = make(clock);
      const before = events.length;
      answers.push(
        { isAuthorized: true },
        { isAuthorized: false },
        { isAuthorized: true, ttlOverride: 0 },
        { isAuthorized: false },
      );
      expect(await send({ authorization: 't' }, own)).toMatchObject({ ok: true });
      expect(await send({ authorization: 't' }, own)).toMatchObject({ ok: true });
      expect(events.length - before).toBe(1);
      clock.advance(60_001);
      expect(await send({ authorization: 't' }, own)).toMatchObject({ ok: false });
      expect(await send({ authorization: 'u' }, own)).toMatchObject({ ok: true });
      expect(await send({ authorization: 'u' }, own)).toMatchObject({ ok: false });
    });

    it('denies what does not match the expression without asking, and what is answered in another shape', async () => {
      const before = events.length;
      expect(await send({ authorization: 'nope' }, make(undefined, '^key-'))).toMatchObject({ ok: false });
      expect(events.length).toBe(before);
      answers.push({ isAuthorized: 'yes' });
      expect(await send({ authorization: 'key-9' }, make())).toMatchObject({ ok: false });
    });
  });

  function authenticator(api: Partial<GraphqlApi>, clock = createClock(), lambda = NO_LAMBDA) {
    return createAuthenticator({
      api: { ...API, ...api },
      userPools: door.cognito.keys,
      credentials: createCredentialStore({ seed: 's' }),
      roles: [AUTH_ROLE],
      lambda,
      clock,
      accountId: ACCOUNT,
      region: REGION,
      log: () => undefined,
    });
  }
});

async function call(door: FrontDoor, operation: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(door.url, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
