import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLIENT_ID,
  IDENTITY_POOL_ID,
  POOL_ID,
  REGION,
  startFrontDoor,
  type FrontDoor,
} from '../auth/local-front-door.ts';

const EMAIL = 'marketer@example.com';
const PASSWORD = 'Bonghwa-2026!';

describe('the unmodified aws-amplify client', () => {
  let door: FrontDoor;

  beforeAll(async () => {
    Object.assign(globalThis, { WebSocket });
    door = await startFrontDoor({ keepAliveMs: 200 });
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD, groups: ['marketer'] });
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: POOL_ID,
          userPoolClientId: CLIENT_ID,
          userPoolEndpoint: door.url,
          identityPoolId: IDENTITY_POOL_ID,
          identityPoolEndpoint: door.url,
          allowGuestAccess: true,
        },
      },
      API: {
        GraphQL: { endpoint: `HTTP://127.0.0.1:${door.port}/graphql`, region: REGION, defaultAuthMode: 'userPool' },
      },
    });
  });

  afterAll(async () => {
    await signOut();
    await door.stop();
  });

  it('is refused with a wrong password, in the words of Cognito', async () => {
    await expect(signIn({ username: EMAIL, password: 'Wrong-2026!' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    await expect(signIn({ username: 'nobody@example.com', password: PASSWORD })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('signs in by SRP, refreshes its tokens, and gets credentials of the identity pool', async () => {
    expect(await signIn({ username: EMAIL, password: PASSWORD })).toMatchObject({ isSignedIn: true });
    const session = await fetchAuthSession();
    expect(session.tokens?.accessToken.payload['cognito:groups']).toEqual(['marketer']);
    expect(session.credentials?.accessKeyId).toMatch(/^ASIA/);
    const refreshed = await fetchAuthSession({ forceRefresh: true });
    expect(refreshed.tokens?.accessToken.toString()).not.toBe(session.tokens?.accessToken.toString());
    expect(refreshed.tokens?.accessToken.payload['origin_jti']).toBe(session.tokens?.accessToken.payload['origin_jti']);
  });

  it.each(['userPool', 'iam'] as const)('queries as %s', async (authMode) => {
    const answer = (await generateClient().graphql({ query: 'query Q { whoAmI }', authMode })) as {
      data: { whoAmI: string };
    };
    const who = JSON.parse(answer.data.whoAmI) as { mode: string; identity: Record<string, unknown> };
    if (authMode === 'userPool') {
      expect(who).toMatchObject({ mode: 'AMAZON_COGNITO_USER_POOLS', identity: { groups: ['marketer'] } });
    } else {
      expect(who).toMatchObject({
        mode: 'AWS_IAM',
        identity: {
          userArn: 'arn:aws:sts::000000000000:assumed-role/authRole/CognitoIdentityCredentials',
          cognitoIdentityAuthType: 'authenticated',
        },
      });
    }
  });

  it.each(['userPool', 'iam'] as const)('receives what is published, as %s', async (authMode) => {
    const observable = generateClient().graphql({
      query: 'subscription S($jobId: ID) { onTick(jobId: $jobId) { jobId seq } }',
      variables: { jobId: 'job-1' },
      authMode,
    }) as unknown as {
      subscribe: (o: { next: (v: unknown) => void; error: (e: unknown) => void }) => { unsubscribe: () => void };
    };
    const before = door.fake.registered.length;
    const received = await new Promise((resolve, reject) => {
      const subscription = observable.subscribe({
        next: (value) => {
          subscription.unsubscribe();
          resolve(value);
        },
        error: reject,
      });
      const timer = setInterval(() => {
        if (door.fake.registered.length === before) return;
        clearInterval(timer);
        setTimeout(() => {
          door.fake.publish({ jobId: 'job-2', seq: 1 });
          door.fake.publish({ jobId: 'job-1', seq: 2 });
        }, 20);
      }, 10);
    });
    expect(received).toMatchObject({ data: { onTick: { jobId: 'job-1', seq: 2 } } });
    await expect.poll(() => door.realtime.subscriptionCount).toBe(0);
  });
});
