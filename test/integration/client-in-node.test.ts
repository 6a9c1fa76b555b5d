import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { cognitoCredentialsProvider, cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { generateClient } from 'aws-amplify/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../../amplify/data/resource.ts';
import { bonghwa, watchJob } from '../../src/client/index.ts';
import { signInAs } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { reserveRelay } from '../loopback-relay.ts';
import { planOneStepJob, prepareJob, type PreparedJob } from '../prepare-job.ts';

const SIZE = 230;
/** Where the client has tokens and credentials from unless it is told otherwise. */
const OF_COGNITO = { tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider: cognitoCredentialsProvider };
const addressOf = (index: number): string => (index % 50 === 0 ? `fail-permanent-${index}` : `token-${index}`);

let backend: RunningBackend;
let prepared: PreparedJob;
let client: ReturnType<typeof generateClient<Schema>>;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  prepared = await prepareJob(backend, SIZE, addressOf);
  client = generateClient<Schema>();
});
afterAll(async () => {
  await prepared?.session.close();
  await backend?.stop();
});

describe('the unmodified aws-amplify client in Node', () => {
  it('gets, lists, filters and follows an index and a relationship', async () => {
    const { templateId, templateName } = prepared;
    expect((await client.models.Template.get({ id: templateId })).data?.name).toBe(templateName);
    expect((await client.models.Template.list({ filter: { name: { beginsWith: '가을' } } })).data).toHaveLength(1);
    expect((await client.models.Template.list({ filter: { name: { eq: '봄' } } })).data).toHaveLength(0);
    const byName = await client.models.Template.templatesByName({ name: templateName });
    expect(byName.data.map((template) => template.id)).toEqual([templateId]);
    const versions = await byName.data[0]?.versions();
    expect(versions?.data.map((version) => version.content.title)).toEqual([
      '(광고) {{User.UserAttributes.GivenName}}님',
    ]);
    expect((await client.models.Customer.list({ limit: 1_000 })).data).toHaveLength(230);
  });

  it('receives onJobProgress, and the totals add up to everyone', async () => {
    const heard: { seq: number; accepted: number; failed: number }[] = [];
    const subscription = client.subscriptions.onJobProgress({ jobId: prepared.jobId }).subscribe({
      next: ({ seq, accepted, failed }) => heard.push({ seq, accepted, failed }),
      error: (error) => heard.push({ seq: -1, ...(error as object), accepted: 0, failed: 0 }),
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const end = await prepared.launchAndFinish();
    await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toMatchObject({ accepted: 225, failed: 5 });
    subscription.unsubscribe();
    expect(end).toMatchObject({
      phase: 'COMPLETED',
      planned: 230,
      included: 230,
      accepted: 225,
      failed: 5,
      inDoubt: 0,
    });
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  it(
    'U4 waits for a network that is away, at the start of a watch and in its middle',
    { timeout: 60_000 },
    async () => {
      const direct = Amplify.getConfig();
      const graphql = direct.API?.GraphQL;
      if (graphql === undefined) throw new Error('Nothing is configured.');
      const { jobId } = await planOneStepJob(prepared.session, SIZE, { addressOf });
      const token = (await fetchAuthSession()).tokens?.accessToken.toString() ?? '';
      const relay = await reserveRelay(new URL(graphql.endpoint));
      const endpoint = `http://127.0.0.1:${relay.port}/graphql`;
      Amplify.configure({ ...direct, API: { GraphQL: { ...graphql, endpoint } } });
      try {
        const { data, errors } = await bonghwa.getSendJob({ id: prepared.jobId });
        expect([data, errors.map(({ code }) => code)]).toEqual([null, ['NETWORK']]);
        const heard: number[] = [];
        const watch = watchJob(jobId, { onProgress: ({ seq }) => heard.push(seq) });
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        expect(heard).toEqual([]);
        await relay.open();
        await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(0);
        await relay.cut();
        const body = JSON.stringify({ query: `mutation { launchJob(jobId: "${jobId}") { id } }` });
        await fetch(graphql.endpoint, { method: 'POST', headers: { authorization: token }, body });
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        await relay.open();
        expect(await watch.done).toMatchObject({ phase: 'COMPLETED', included: 230, inDoubt: 0 });
      } finally {
        Amplify.configure(direct);
        await relay.cut();
      }
    },
  );

  it(
    'L2 ends a watch that the caller may not have, once, and the other watch on its socket misses nothing',
    { timeout: 120_000 },
    async () => {
      const direct = Amplify.getConfig();
      const endpoint = direct.API?.GraphQL?.endpoint;
      if (endpoint === undefined) throw new Error('Nothing is configured.');
      await signInAs(backend, 'nobody@example.org', []);
      const nobody = (await fetchAuthSession()).tokens ?? null;
      const token = await signInAs(backend, 'marketer@example.org', ['marketer']);
      const marketer = (await fetchAuthSession()).tokens ?? null;
      // Whoever calls is asked for with each `start`: of one of them it is somebody who may watch nothing.
      let who = marketer;
      const { WebSocket } = globalThis;
      let starts = 0;
      class CountedWebSocket extends WebSocket {
        override send(data: Parameters<InstanceType<typeof WebSocket>['send']>[0]): void {
          if (typeof data === 'string' && data.includes('"type":"start"')) {
            starts += 1;
            who = marketer;
          }
          super.send(data);
        }
      }
      Object.assign(globalThis, { WebSocket: CountedWebSocket });
      Amplify.configure(direct, { Auth: { tokenProvider: { getTokens: () => Promise.resolve(who) } } });
      try {
        const { jobId } = await planOneStepJob(prepared.session, SIZE, {
          addressOf,
          importId: 'denied',
          messagesPerSecond: 20,
        });
        const waiting = await planOneStepJob(prepared.session, SIZE, { addressOf, importId: 'waiting' });
        const heard: number[] = [];
        const sibling = watchJob(jobId, { onProgress: ({ seq }) => heard.push(seq) });
        await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(0);
        const body = JSON.stringify({ query: `mutation { launchJob(jobId: "${jobId}") { id } }` });
        await fetch(endpoint, { method: 'POST', headers: { authorization: token }, body });
        await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(2);
        const before = starts;
        who = nobody;
        let ends = 0;
        const denied = watchJob(waiting.jobId).done.finally(() => (ends += 1));
        await expect(denied).rejects.toMatchObject({ code: 'Unauthorized' });
        expect(await sibling.done).toMatchObject({ phase: 'COMPLETED', included: SIZE, inDoubt: 0 });
        expect(heard).toEqual(heard.toSorted((a, b) => a - b));
        expect(ends).toBe(1);
        // Its own, and the other one's once more after the client has closed the socket that they shared.
        expect(starts - before).toBeLessThanOrEqual(4);
      } finally {
        Amplify.configure(direct, { Auth: OF_COGNITO });
        Object.assign(globalThis, { WebSocket });
      }
    },
  );

  it('U9 says that there is no WebSocket, and what to do', async () => {
    const { WebSocket } = globalThis;
    Reflect.deleteProperty(globalThis, 'WebSocket');
    try {
      await expect(watchJob(prepared.jobId).done).rejects.toMatchObject({
        code: 'NO_WEBSOCKET',
        message: expect.stringContaining("from 'ws'") as string,
      });
    } finally {
      Object.assign(globalThis, { WebSocket });
    }
  });

  it('refuses a write of a model row: the schema has no such mutation', () => {
    expect('create' in client.models.Template).toBe(false);
  });
});
