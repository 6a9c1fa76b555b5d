import { generateClient } from 'aws-amplify/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../../amplify/data/resource.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';

let backend: RunningBackend;
let prepared: PreparedJob;
let client: ReturnType<typeof generateClient<Schema>>;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  prepared = await prepareJob(backend, 230, (index) =>
    index % 50 === 0 ? `fail-permanent-${index}` : `token-${index}`,
  );
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

  it('refuses a write of a model row: the schema has no such mutation', () => {
    expect('create' in client.models.Template).toBe(false);
  });
});
