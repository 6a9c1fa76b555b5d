import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchAuthSession } from 'aws-amplify/auth';
import { post, signAs, type SigningClient } from '../api-world.ts';
import { signInAs } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { recipientsAsCsv, watchDelivery, watchImport } from '../../src/client/index.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';

let backend: RunningBackend;
let prepared: PreparedJob;
let token: string;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  prepared = await prepareJob(backend, 40, (index) => (index === 0 ? 'fail-permanent' : `token-${index}`));
  token = (await fetchAuthSession()).tokens?.accessToken.toString() ?? '';
});
afterAll(async () => {
  await prepared?.session.close();
  await backend?.stop();
});

type Json = Record<string, unknown>;

async function ask(query: string, variables: Json = {}): Promise<Json> {
  return askAs(token, query, variables);
}

async function askAs(authorization: string, query: string, variables: Json = {}): Promise<Json> {
  const response = await fetch(`${backend.sandbox.url}/graphql`, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Json; errors?: unknown };
  expect(errors, query).toBeUndefined();
  return data;
}

/** What administrators do for servers, and what servers do. */
async function runServerFields(
  admin: string,
  { campaignId, lastJobId }: { readonly campaignId: string; readonly lastJobId: string },
): Promise<void> {
  await askAs(
    admin,
    `mutation { saveApiClient(clientId: "server", name: "server", isActive: true, cidrs: ["127.0.0.0/8"], operations: [SEND_MESSAGES, LAUNCH_CAMPAIGN, RECORD_EVENTS, ISSUE_APP_TOKENS], templateIds: ["*"], mayInline: true, messagesPerDay: 100, recipientsPerMinute: 100) { clientId } }`,
  );
  const addKey = (keyId: string) =>
    askAs(admin, `mutation { addApiKey(clientId: "server", keyId: "${keyId}", algorithm: HS256) { secret } }`);
  const { secret } = (await addKey('k1'))['addApiKey'] as { secret: string };
  await addKey('k2');
  await askAs(admin, 'mutation { removeApiKey(clientId: "server", keyId: "k2") { keys { keyId } } }');
  const server: SigningClient = {
    clientId: 'server',
    keyId: 'k1',
    alg: 'HS256',
    key: Buffer.from(secret),
    material: secret,
  };
  const call = async (query: string): Promise<Json> => {
    const authorization = await signAs(server, { query }, {}, backend.sandbox.clock.now());
    const answer = await post(`${backend.sandbox.url}/graphql`, { query }, { authorization });
    expect(answer.message, query).toBe('');
    return answer.data ?? {};
  };
  const sent = await call(
    'mutation { sendMessages(idempotencyKey: "coverage-1", messageClass: TRANSACTIONAL, content: { channel: PUSH, title: "t", body: "b" }, recipients: [{ customerId: "m-1" }]) { jobId } }',
  );
  const { jobId } = sent['sendMessages'] as { jobId: string };
  await call(`{ apiJob(jobId: "${jobId}") { phase } }`);
  const later = new Date(backend.sandbox.clock.now() + 3_600_000).toISOString();
  const scheduled = await call(
    `mutation { sendMessages(idempotencyKey: "coverage-3", sendAt: "${later}", messageClass: TRANSACTIONAL, content: { channel: PUSH, title: "t", body: "b" }, recipients: [{ customerId: "m-1" }]) { jobId } }`,
  );
  const { jobId: laterId } = scheduled['sendMessages'] as { jobId: string };
  expect(await call(`mutation { cancelSend(jobId: "${laterId}") { phase } }`)).toEqual({
    cancelSend: { phase: 'CANCELLED' },
  });
  const launched = `idempotencyKey: "coverage-2", campaignId: "${campaignId}", besideJobId: "${lastJobId}"`;
  await call(`mutation { launchCampaign(${launched}) { jobId } }`);
  const event = { eventId: 'e-1', customerId: 'm-1', name: 'cart', occurredAt: later };
  const events = JSON.stringify(JSON.stringify(event));
  expect(await call(`mutation { recordEvents(events: [${events}]) { outcome timing } }`)).toEqual({
    recordEvents: [{ outcome: 'ACCEPTED', timing: 'FUTURE_CLAMPED' }],
  });
  expect(await call('mutation { issueAppToken(customerId: "m-1") { token expiresAt } }')).toMatchObject({
    issueAppToken: { token: expect.stringMatching(/^[\w-]{43}$/) as unknown },
  });
  await askAs(admin, '{ apiClients { clientId } listAuditEntries(day: "2026-11-24") { entries { action outcome } } }');
  await askAs(
    admin,
    '{ apiClientUsage(clientId: "server") { day calls } customerAudit(customerId: "m-2") { nextToken } }',
  );
}

describe('every resolver of our own backend', () => {
  it('runs at least once, and answers without an error', async () => {
    const { jobId, templateId, templateName } = prepared;
    const job = (await ask('query ($id: ID!) { getSendJob(id: $id) { campaignId phase } }', { id: jobId }))[
      'getSendJob'
    ] as { campaignId: string };
    const lists = await ask(`{
      listTemplates { items { id versions { items { version template { name } } } } }
      listTemplateVersions { items { templateId version } }
      listSegmentVersions { items { segmentId version segment { name } } }
      listSegments { items { id name versions { items { version } } warnings { code } campaigns { items { id segment { name } } } } }
      listCampaigns { items { id steps { channel } } }
      listSendJobs { items { id phase } }
      listCustomers(limit: 5) { items { id endpoints { channelType } } }
    }`);
    const segment = (lists['listSegments'] as { items: { id: string; name: string }[] }).items[0];
    const customer = (lists['listCustomers'] as { items: { id: string }[] }).items[0];
    await ask(
      `query ($template: ID!, $segment: ID!, $campaign: ID!, $customer: ID!, $name: String!, $segmentName: String!) {
        getTemplate(id: $template) { name }
        getTemplateVersion(templateId: $template, version: 1) { version }
        getSegment(id: $segment) { name version }
        getSegmentVersion(segmentId: $segment, version: 1) { definition createdBy }
        getCampaign(id: $campaign) { name }
        getCustomer(id: $customer) { id }
        templatesByName(name: $name) { items { id } }
        segmentsByName(name: $segmentName) { items { id } }
        campaignsByName(name: "서울 세일") { items { id } }
        jobsByCampaign(campaignId: $campaign) { items { id } }
        estimateSegment(segmentId: $segment) {
          matched estimate low high isExact progress sample reach { channel estimate } warnings { code path message }
        }
        counted: estimateSegment(segmentId: $segment, isExact: true) { matched isExact cursor }
        previewTemplate(templateId: $template, customerId: $customer) { variables endpointId reason content { title } }
      }`,
      {
        template: templateId,
        segment: segment?.id,
        segmentName: segment?.name,
        campaign: job.campaignId,
        customer: customer?.id,
        name: templateName,
      },
    );
    await ask('mutation ($id: ID!) { publishTemplateVersion(templateId: $id, version: 1) { activeVersion } }', {
      id: templateId,
    });
    const second = await ask('mutation ($id: ID!) { planCampaign(campaignId: $id) { id } }', { id: job.campaignId });
    const { id: secondId } = second['planCampaign'] as { id: string };
    await expect
      .poll(
        async () => (await ask('query ($id: ID!) { getSendJob(id: $id) { phase } }', { id: secondId }))['getSendJob'],
        {
          timeout: 30_000,
        },
      )
      .toEqual({ phase: 'PLANNED' });
    // Pause and resume are legal while sending; a job this small may be over before, which is refused by name.
    await ask('mutation ($id: ID!) { launchJob(jobId: $id) { phase } }', { id: secondId });
    for (const command of ['pauseJob', 'resumeJob', 'cancelJob']) {
      const response = await fetch(`${backend.sandbox.url}/graphql`, {
        method: 'POST',
        headers: { authorization: token },
        body: JSON.stringify({ query: `mutation { ${command}(jobId: "${secondId}") { phase } }` }),
      });
      const { errors } = (await response.json()) as { errors?: { errorType: string }[] };
      expect(errors?.[0]?.errorType ?? 'JOB_PHASE').toBe('JOB_PHASE');
    }
    const live: string[] = [];
    const following = watchDelivery({ jobId, customerId: 'm-1', onStatus: ({ status }) => live.push(status) });
    await expect.poll(() => live, { timeout: 10_000 }).not.toEqual([]);
    const end = await prepared.launchAndFinish(secondId);
    await expect.poll(() => live.at(-1), { timeout: 10_000 }).toBe('ACCEPTED');
    following.cancel();
    expect(end).toMatchObject({ phase: 'COMPLETED', accepted: 39, failed: 1 });
    const recipients = await ask(
      `query ($id: ID!) {
        listRecipients(jobId: $id, status: FAILED) { items { customerId status code } }
        explainRecipient(jobId: $id, customerId: "m-0") { outcome status message }
      }`,
      { id: jobId },
    );
    expect(recipients['listRecipients']).toMatchObject({ items: [{ customerId: 'm-0', status: 'FAILED' }] });

    expect(
      await ask('query ($id: ID!) { reviewPlan(jobId: $id) { planned reasons { reason } } }', { id: jobId }),
    ).toMatchObject({
      reviewPlan: { planned: 40 },
    });
    expect(
      await ask('query ($id: ID!) { forecastRun(campaignId: $id) { sampled } }', { id: job.campaignId }),
    ).toMatchObject({
      forecastRun: { sampled: 40 },
    });
    const sentTest = await ask(
      'mutation ($id: ID!) { sendTestMessage(templateId: $id, recipients: [{ address: "phone", channelType: GCM }]) { jobId } }',
      { id: templateId },
    );
    expect(sentTest['sendTestMessage']).toHaveProperty('jobId');
    await ask('mutation ($id: ID!) { duplicateCampaign(campaignId: $id) { id } }', { id: job.campaignId });
    expect(await ask('query ($id: ID!) { whereUsed(templateId: $id) { isCut } }', { id: templateId })).toEqual({
      whereUsed: { isCut: false },
    });
    expect(await ask('{ smallestLift(audience: 1000, holdoutPercent: 0, baseRate: 0.1) { kind } }')).toEqual({
      smallestLift: { kind: 'NO_HOLDOUT' },
    });
    expect(await ask('query ($id: ID!) { campaignReport(runId: $id) { progress csv } }', { id: jobId })).toMatchObject({
      campaignReport: { progress: 1 },
    });
    const runs = await ask(
      `query ($campaign: ID!, $id: ID!) {
        listRuns(campaignId: $campaign) { items { id phase } nextToken }
        runProgress(runId: $id) { run { phase } planned waves { jobId } }
      }`,
      { campaign: job.campaignId, id: jobId },
    );
    expect(runs['runProgress']).toMatchObject({ run: { phase: 'COMPLETED' }, planned: 40, waves: [{ jobId }] });
    for (const command of ['pauseRun', 'resumeRun', 'cancelRun']) {
      const response = await fetch(`${backend.sandbox.url}/graphql`, {
        method: 'POST',
        headers: { authorization: token },
        body: JSON.stringify({ query: `mutation { ${command}(runId: "${jobId}") { phase } }` }),
      });
      const { errors } = (await response.json()) as { errors?: { errorType: string }[] };
      expect(errors?.[0]?.errorType).toBe('RUN_PHASE');
    }
    const undeclared = await fetch(`${backend.sandbox.url}/graphql`, {
      method: 'POST',
      headers: { authorization: token },
      body: JSON.stringify({ query: `mutation { decideLook(runId: "${jobId}", treatment: "A") { phase } }` }),
    });
    const refusedLook = (await undeclared.json()) as { errors?: { errorType: string }[] };
    expect(refusedLook.errors?.[0]?.errorType).toBe('LOOK_NOT_TAKEN');
    const { upcomingOccurrences } = await ask(
      'query ($id: ID!) { upcomingOccurrences(campaignId: $id) { occurrences { id at } isCut zoneData damagedCampaigns } }',
      { id: job.campaignId },
    );
    expect(upcomingOccurrences).toEqual({
      ...{ occurrences: [], isCut: false, zoneData: process.versions['tz'] },
      damagedCampaigns: [],
    });
    const { listOccurrences } = await ask(
      'query ($id: ID!) { listOccurrences(campaignId: $id, limit: 3) { items { id state } nextToken } }',
      { id: job.campaignId },
    );
    expect(listOccurrences).toEqual({ items: [], nextToken: null });
    const lines: string[] = [];
    for await (const line of recipientsAsCsv({ jobId, status: 'FAILED' })) lines.push(line);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^m-0,0,0,e-0,FAILED,/);

    const admin = await signInAs(backend, 'admin@example.org', ['admin']);
    const stop = await askAs(admin, 'mutation { saveDeliverySettings(isStopped: false, reason: "") { isStopped } }');
    expect(stop).toMatchObject({ saveDeliverySettings: { isStopped: false } });
    // Its author may not; what is refused is answered by the same resolver.
    const approval = await fetch(`${backend.sandbox.url}/graphql`, {
      method: 'POST',
      headers: { authorization: token },
      body: JSON.stringify({ query: `mutation { approveRun(runId: "${jobId}") { phase } }` }),
    });
    expect(((await approval.json()) as { errors?: { errorType: string }[] }).errors?.[0]?.errorType).toBe('JOB_PHASE');
    await askAs(
      admin,
      'mutation { savePrices(prices: [{ item: "sms-part", currency: "USD", per: 1, freeUnits: 0, micros: 9000, validFrom: "2026-11-01T00:00:00Z", source: "contract" }]) { prices { item } } }',
    );
    const { prices } = await ask('{ prices { prices { item source } rates { from } } }');
    expect(prices).toMatchObject({
      prices: expect.arrayContaining([{ item: 'sms-part', source: 'contract' }]) as unknown,
    });
    await ask('{ deliverySettings { isStopped messagesPerSecond { PUSH } } }');
    await ask('{ prices { prices { item micros validFrom } rates { from to } } }');
    const rate = 'from: "USD", to: "KRW", micros: 1400000000, validFrom: "2026-11-01T00:00:00+09:00", source: "bank"';
    expect(
      await askAs(admin, `mutation { savePrices(rates: [{ ${rate} }]) { rates { micros validFrom } } }`),
    ).toMatchObject({
      savePrices: { rates: [{ micros: 1_400_000_000, validFrom: '2026-10-31T15:00:00.000Z' }, {}] },
    });
    await ask('mutation ($id: ID!) { resolveInDoubt(jobId: $id, policy: HOLD) { phase doubtHeldBy } }', { id: jobId });
    // Its one failure is for good, so another round is over at once; and this watcher hears of nobody.
    const heard: string[] = [];
    const watching = watchDelivery({ jobId, customerId: 'm-0', onStatus: ({ status }) => heard.push(status) });
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['FAILED']);
    await ask('mutation ($id: ID!) { retryFailed(jobId: $id) { phase round } }', { id: jobId });
    watching.cancel();

    const customers = await ask(
      `mutation ($row: AWSJSON!) {
        upsertCustomers(customers: [$row, "{}"]) { row customerId outcome code }
        recordConsent(customerId: "m-3", statements: [{ channel: EMAIL, kind: AD, state: GRANTED, source: "web" }]) { applied }
      }`,
      { row: JSON.stringify({ id: 'm-2', attributes: { Tier: ['gold'] } }) },
    );
    expect(customers).toMatchObject({
      upsertCustomers: [
        { row: 0, customerId: 'm-2', outcome: 'UPDATED' },
        { row: 1, outcome: 'REFUSED', code: 'MISSING_FIELD' },
      ],
      recordConsent: { applied: 1 },
    });
    const looked = await ask(
      '{ searchCustomers(text: "m-2") { items { id foundBy } } customerTimeline(customerId: "m-2", kind: CONSENTS) { items { id } } recentRuns { items { id } } monthCosts { month runs } }',
    );
    expect(looked).toMatchObject({
      searchCustomers: { items: [{ id: 'm-2', foundBy: 'ID' }] },
      monthCosts: { month: '2026-11' },
    });
    const { exportCustomer } = await ask('{ exportCustomer(customerId: "m-2") { customer } }');
    expect(JSON.parse((exportCustomer as { customer: string }).customer)).toMatchObject({
      id: 'm-2',
      attributes: { Tier: ['gold'] },
    });
    const ticks: boolean[] = [];
    const importing = watchImport({ importId: 'watched', onProgress: ({ isDone }) => ticks.push(isDone) });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await ask(
      'mutation { importCustomers(importId: "watched", firstLine: 1, lines: ["x"], isLast: true) { rejected } }',
    );
    await expect.poll(() => ticks.at(-1), { timeout: 10_000 }).toBe(true);
    importing.cancel();
    const report = await ask(
      '{ importReport(importId: "watched") { progress { rejected } rejections { line code } } }',
    );
    expect(report).toMatchObject({ importReport: { rejections: [{ line: 1, code: 'INVALID_JSON' }] } });
    const erased = await askAs(admin, 'mutation { eraseCustomer(customerId: "m-2") { existed } }');
    expect(erased).toMatchObject({ eraseCustomer: { existed: true } });
    expect(await ask('{ getCustomer(id: "m-2") { id } }')).toEqual({ getCustomer: null });
    // m-3 consented a moment ago, and the settings name no template for the notice of it.
    expect(
      await askAs(admin, 'mutation { sendConsentNotices { sent withoutTemplate tooLate customersRead isDone } }'),
    ).toMatchObject({ sendConsentNotices: { sent: 0, withoutTemplate: 1, isDone: true } });
    await ask(
      'mutation { saveEventDefinition(name: "cart", meaning: "m", owner: "o", attributes: [], metrics: [], revision: 0) { name } }',
    );
    await ask(
      '{ getEventDefinition(name: "cart") { owner } listEventDefinitions { items { name } } eventCatalogue { mode } }',
    );
    await askAs(admin, 'mutation { saveEventCatalogue(mode: OFF, revision: 0) { revision } }');
    await runServerFields(admin, { campaignId: job.campaignId, lastJobId: jobId });

    const days = 'from: "2026-11-24", to: "2026-11-24"';
    await askAs(
      admin,
      `{
        activityReport(${days}) { state }
        activityPeople(${days}, kind: ACTIVE) { state }
        retentionReport(${days}) { state }
        funnelReport(${days}, steps: ["a", "b"], withinHours: 1) { state }
        eventReport(${days}) { state }
        reachReport(${days}) { state }
        costReport(${days}) { state }
        returnedReport(${days}, campaignId: "a", withinDays: 1) { state }
        bestHourReport(${days}) { state }
        runReport(sql: "select 1 as one") { state }
      }`,
    );
    const embedding = post(
      `${backend.sandbox.url}/graphql`,
      { query: '{ dashboardEmbedUrl { url } }' },
      { authorization: admin },
    );
    expect(await embedding).toMatchObject({ errorType: 'DASHBOARD_NOT_SET_UP' });

    const { executed, total, missing } = backend.sandbox.coverage();
    console.log(`resolver templates executed: ${executed}/${total}`);
    expect(missing).toEqual([]);
  });
});
