import { decodeJwt, SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureAmplify, signInAs } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';

let backend: RunningBackend;
let marketer: string;
let viewer: string;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND);
  configureAmplify(backend);
  viewer = await signInAs(backend, 'viewer@example.org', ['viewer']);
  marketer = await signInAs(backend, 'marketer@example.org', ['marketer']);
});
afterAll(() => backend.stop());

interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly errorType: string | undefined;
  readonly message: string;
}

async function ask(token: string | undefined, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(`${backend.sandbox.url}/graphql`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: token },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { errorType?: string; message: string }[];
  };
  const error = body.errors?.[0];
  return {
    status: response.status,
    data: body.data ?? null,
    errorType: error?.errorType,
    message: error?.message ?? '',
  };
}

const saveTemplate = (content: object, more = ''): string =>
  `mutation { saveTemplate(name: "t", messageClass: TRANSACTIONAL${more}, content: ${literal(content)}) { templateId } }`;
const saveSegment = 'mutation ($definition: AWSJSON) { saveSegment(name: "s", definition: $definition) { id } }';
const segmentOf = (...dimensions: unknown[]): string =>
  JSON.stringify({ include: 'ALL', groups: [{ type: 'ALL', sourceType: 'ANY', sourceSegmentIds: [], dimensions }] });

function literal(value: object): string {
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${key === 'channel' ? String(item) : JSON.stringify(item)}`)
    .join(', ')}}`;
}

describe('what is refused at save', () => {
  it.each([
    [
      'broken Handlebars',
      { channel: 'SMS', body: 'Hello {{#if User.UserId}' },
      'INVALID_TEMPLATE',
      /line 1|Handlebars|parse/i,
    ],
    ['an unknown variable', { channel: 'SMS', body: 'Hello {{Person.Name}}' }, 'UNKNOWN_TEMPLATE_VARIABLE', /Person/],
    ['a push without a title', { channel: 'PUSH', body: 'x' }, /INVALID/, /title/],
    ['a text that is too long', { channel: 'SMS', body: 'x'.repeat(1_601) }, /TEMPLATE|INVALID/, /1,?600/],
  ])('a template with %s', async (_name, content, code, message) => {
    const answer = await ask(marketer, saveTemplate(content));
    expect(answer.data?.['saveTemplate'] ?? null).toBeNull();
    expect(answer.errorType).toMatch(code);
    expect(answer.message).toMatch(message);
  });

  it('an advertisement without its label', async () => {
    const query = saveTemplate({ channel: 'SMS', body: '오늘만 15% 할인' }).replace('TRANSACTIONAL', 'AD');
    const answer = await ask(marketer, query);
    expect(answer.errorType).toBeDefined();
    expect(answer.message).toContain('(광고)');
  });

  it.each([
    [
      'an unknown dimension',
      segmentOf({ userAttribute: { Tier: { type: 'INCLUSIVE', values: ['VIP'] } } }),
      /userAttributes/,
    ],
    [
      'a comparison that does not exist',
      segmentOf({ metrics: { Purchases: { comparison: 'ABOUT', value: 1 } } }),
      /ABOUT|comparison/,
    ],
    ['a recency without days', segmentOf({ recency: { type: 'INACTIVE' } }), /days/],
    ['text that is no definition', '[1,2]', /definition|object|groups/i],
    ['no definition at all', null, /definition/],
  ])('a segment with %s', async (_name, definition, message) => {
    const answer = await ask(marketer, saveSegment, { definition });
    expect(answer.errorType).toBe('INVALID_SEGMENT');
    expect(answer.message).toMatch(message);
  });

  it.each([
    ['too many values', [{ attributes: { a: { values: Array.from({ length: 51 }, String) } } }], 'SEGMENT_LIMIT'],
    [
      'conditions that exclude each other',
      [{ activeCustomer: {} }, { activeCustomer: { type: 'INACTIVE' } }],
      'SEGMENT_CONTRADICTION',
    ],
    ['a date to come', [{ attributes: { a: { type: 'BEFORE', values: ['2099-01-01'] } } }], 'SEGMENT_FUTURE_DATE'],
  ])('a segment with %s, by a code of its own', async (_name, dimensions, code) => {
    const answer = await ask(marketer, saveSegment, { definition: segmentOf(...dimensions) });
    expect(answer.errorType).toBe(code);
  });

  it('a segment whose date to come is meant, is saved', async () => {
    const expiry = { a: { type: 'BEFORE', values: ['2099-01-01'], allowFuture: true } };
    const answer = await ask(marketer, saveSegment, { definition: segmentOf({ attributes: expiry }) });
    expect(answer.errorType).toBeUndefined();
  });

  it.each([
    ['{ estimateSegment(version: 1) { matched } }', 'INVALID_INPUT'],
    ['{ estimateSegment(definition: "{\\"groups\\":[]}", cursor: "nonsense") { matched } }', 'INVALID_INPUT'],
    ['{ estimateSegment(segmentId: "nobody", isExact: true) { matched } }', 'NOT_FOUND'],
  ])('%s', async (query, code) => {
    expect((await ask(marketer, query)).errorType).toBe(code);
  });

  it('a campaign for a segment or template that does not exist', async () => {
    const answer = await ask(
      marketer,
      'mutation { saveCampaign(name: "c", segmentId: "nowhere", messageClass: AD, steps: [{ channel: PUSH, templateId: "x" }]) { id } }',
    );
    expect(answer.errorType).toBe('INVALID_CAMPAIGN');
    expect(answer.message).toContain('nowhere');
  });
});

describe('who is refused', () => {
  const list = '{ listTemplates { items { id } } }';

  it.each(['launchJob', 'pauseJob', 'resumeJob', 'cancelJob'])('%s of a job that does not exist', async (field) => {
    const answer = await ask(marketer, `mutation { ${field}(jobId: "no-such-job") { id } }`);
    expect(answer.errorType).toBe('NOT_FOUND');
    expect(answer.message).toContain('no-such-job');
  });

  it('planning a campaign that does not exist', async () => {
    const answer = await ask(marketer, 'mutation { planCampaign(campaignId: "no-such-campaign") { id } }');
    expect(answer.errorType).toBe('NOT_FOUND');
  });

  it('a viewer who writes', async () => {
    const answer = await ask(viewer, saveTemplate({ channel: 'SMS', body: 'x' }));
    expect(answer).toMatchObject({ errorType: 'Unauthorized' });
    expect(answer.data?.['saveTemplate'] ?? null).toBeNull();
    expect((await ask(viewer, list)).errorType).toBeUndefined();
  });

  it('a signed-in person of no group', async () => {
    const token = await signInAs(backend, 'nobody@example.org', []);
    expect(await ask(token, list)).toMatchObject({ errorType: 'Unauthorized' });
  });

  it('anyone but the system who publishes progress', async () => {
    const answer = await ask(
      marketer,
      'mutation { publishJobProgress(jobId: "j", seq: 1, phase: SENDING, planned: 0, included: 0, excluded: [], accepted: 0, delivered: 0, opened: 0, clicked: 0, failed: 0, optedOut: 0, skipped: 0, inDoubt: 0, steps: [], at: "2026-11-24T00:00:00Z") { jobId } }',
    );
    expect(answer).toMatchObject({ errorType: 'Unauthorized' });
    const status = await ask(
      marketer,
      'mutation { publishDelivery(jobId: "j", customerId: "c", endpointId: "e", channel: PUSH, status: ACCEPTED, at: "2026-11-24T00:00:00Z") { jobId } }',
    );
    expect(status).toMatchObject({ errorType: 'Unauthorized' });
  });

  it('a marketer who stops the whole system', async () => {
    const answer = await ask(marketer, 'mutation { saveDeliverySettings(isStopped: true, reason: "x") { isStopped } }');
    expect(answer).toMatchObject({ errorType: 'Unauthorized' });
  });

  it.each([
    ['no token', () => undefined],
    ['something that is no token', () => 'let-me-in'],
    ['a token with another payload', () => tamper(marketer)],
  ])('a caller with %s', async (_name, token) => {
    expect(await ask(token(), list)).toMatchObject({ status: 401, errorType: 'UnauthorizedException' });
  });

  it('a caller whose token was signed by somebody else', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(decodeJwt(marketer))
      .setProtectedHeader({ alg: 'RS256', kid: 'forged' })
      .sign(privateKey);
    expect(await ask(forged, list)).toMatchObject({ status: 401, errorType: 'UnauthorizedException' });
  });

  it('a caller whose token has expired', async () => {
    const token = await signInAs(backend, 'late@example.org', ['viewer']);
    expect((await ask(token, list)).status).toBe(200);
    backend.sandbox.clock.advance(25 * 3_600_000);
    expect(await ask(token, list)).toMatchObject({ status: 401, errorType: 'UnauthorizedException' });
  });
});

function tamper(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admin'] })).toString('base64url');
  return [header, changed, signature].join('.');
}
