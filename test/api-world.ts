import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { signedText, type SignedRequest } from '../src/domain/api-client/index.ts';
import { configureAmplify, signInAs } from './amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from './backends-under-test.ts';

export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly errorType: string | undefined;
  readonly message: string;
}

export interface SigningClient {
  readonly clientId: string;
  readonly keyId: string;
  readonly alg: 'EdDSA' | 'HS256';
  readonly key: CryptoKey | Uint8Array;
  /** PKCS #8 of an EdDSA key, or the secret of an HS256 key. */
  readonly material: string;
}

export const SEND = `mutation Send($key: String!, $recipients: [MessageRecipientInput!]!, $templateId: ID, $content: TemplateContentInput) {
  sendMessages(idempotencyKey: $key, messageClass: TRANSACTIONAL, recipients: $recipients, templateId: $templateId, content: $content) {
    jobId decisions { customerId outcome reason }
  }
}`;

/** Signs a request as a client; `claims` replace what an honest client would claim. */
export async function signAs(
  client: SigningClient,
  request: SignedRequest,
  claims: Record<string, unknown> = {},
  now = Date.now(),
): Promise<string> {
  const iat = Math.floor(now / 1000);
  const rqh = createHash('sha256').update(signedText(request)).digest('base64url');
  const all = { iss: client.clientId, iat, exp: iat + 60, jti: randomUUID(), rqh, ...claims };
  const token = await new SignJWT(all).setProtectedHeader({ alg: client.alg, kid: client.keyId }).sign(client.key);
  return `Bonghwa ${token}`;
}

/** Posts a GraphQL request exactly as it is given. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const parsed = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { errorType?: string; message: string }[];
  };
  const error = parsed.errors?.[0];
  return {
    status: response.status,
    data: parsed.data ?? null,
    errorType: error?.errorType,
    message: error?.message ?? '',
  };
}

export interface ApiWorld {
  readonly backend: RunningBackend;
  readonly url: string;
  readonly admin: string;
  readonly viewer: string;
  readonly roleName: string;
  readonly templateId: string;
  readonly shop: SigningClient;
  readonly other: SigningClient;
  readonly asAdmin: (query: string, variables?: Record<string, unknown>) => Promise<Answer>;
  /** Does something while the shop, which a role may speak for, is registered at 203.0.113.0/24 alone. */
  readonly whileShopIsElsewhere: <T>(work: () => Promise<T>) => Promise<T>;
  readonly addClient: (
    clientId: string,
    change?: Record<string, unknown>,
    alg?: 'EdDSA' | 'HS256',
  ) => Promise<SigningClient>;
}

const SAVE = `mutation Save($clientId: ID!, $name: String!, $isActive: Boolean!, $cidrs: [String!]!, $operations: [ApiOperation!]!, $templateIds: [String!]!, $mayInline: Boolean, $day: Int!, $minute: Int!, $roleNames: [String!]) {
  saveApiClient(clientId: $clientId, name: $name, isActive: $isActive, cidrs: $cidrs, operations: $operations, templateIds: $templateIds, mayInline: $mayInline, messagesPerDay: $day, recipientsPerMinute: $minute, roleNames: $roleNames) { clientId }
}`;
const ADD_KEY = `mutation Add($clientId: ID!, $keyId: ID!, $algorithm: KeyAlgorithm!, $publicKey: String) {
  addApiKey(clientId: $clientId, keyId: $keyId, algorithm: $algorithm, publicKey: $publicKey) { secret }
}`;
const SAVE_TEMPLATE = `mutation { saveTemplate(name: "order", messageClass: TRANSACTIONAL, content: { channel: PUSH, title: "주문", body: "{{Attributes.Order}} 접수" }) { templateId } }`;

/** A running backend with two API clients, a template and the staff that registered them. */
export async function startApiWorld(
  options: { readonly dataFolder?: string; readonly startAt?: number } = {},
): Promise<ApiWorld> {
  const backend = await startBackend(OUR_BACKEND, options);
  const url = `${backend.sandbox.url}/graphql`;
  configureAmplify(backend);
  const viewer = await signInAs(backend, 'viewer@example.org', ['viewer']);
  const admin = await signInAs(backend, 'admin@example.org', ['admin']);
  const asAdmin = (query: string, variables: Record<string, unknown> = {}) =>
    post(url, { query, variables }, { authorization: admin });
  const must = async (answer: Promise<Answer>): Promise<Record<string, unknown>> => {
    const { data, message } = await answer;
    const value = Object.values(data ?? {})[0];
    if (typeof value !== 'object' || value === null) throw new Error(message);
    return value as Record<string, unknown>;
  };
  const saved = await must(asAdmin(SAVE_TEMPLATE));
  const templateId = String(saved['templateId']);
  const roleName =
    backend.sandbox.app.roles.map(({ name }) => name).find((name) => name.startsWith('bonghwa-local')) ?? '';

  const saveClient = async (clientId: string, change: Record<string, unknown>): Promise<void> => {
    const wishes = {
      clientId,
      name: clientId,
      isActive: true,
      cidrs: ['127.0.0.0/8', '203.0.113.0/24'],
      operations: ['SEND_MESSAGES', 'LAUNCH_CAMPAIGN', 'RECORD_EVENTS', 'ISSUE_APP_TOKENS'],
      templateIds: [templateId],
      mayInline: true,
      day: 100_000,
      minute: 100_000,
      ...change,
    };
    await must(asAdmin(SAVE, wishes));
  };
  const addClient: ApiWorld['addClient'] = async (clientId, change = {}, alg = 'EdDSA') => {
    await saveClient(clientId, change);
    const keyId = `key-${randomUUID().slice(0, 8)}`;
    if (alg === 'HS256') {
      const { secret } = await must(asAdmin(ADD_KEY, { clientId, keyId, algorithm: alg }));
      return { clientId, keyId, alg, key: Buffer.from(String(secret)), material: String(secret) };
    }
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    await must(asAdmin(ADD_KEY, { clientId, keyId, algorithm: alg, publicKey: (await exportJWK(publicKey)).x }));
    return { clientId, keyId, alg, key: privateKey, material: await exportPKCS8(privateKey) };
  };
  const shop = await addClient('shop', { roleNames: [roleName] });
  const whileShopIsElsewhere: ApiWorld['whileShopIsElsewhere'] = async (work) => {
    await saveClient('shop', { roleNames: [roleName], cidrs: ['203.0.113.0/24'] });
    try {
      return await work();
    } finally {
      await saveClient('shop', { roleNames: [roleName] });
    }
  };
  const other = await addClient('other', { templateIds: ['another-template'] }, 'HS256');
  return { backend, url, admin, viewer, roleName, templateId, shop, other, asAdmin, whileShopIsElsewhere, addClient };
}
