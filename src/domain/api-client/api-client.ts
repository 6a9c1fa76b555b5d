import { refuse, type Refused } from '../result.ts';
import { isCidr } from './cidr.ts';

/** The names of `ApiOperation`, in the order they are listed to people. */
export const API_OPERATIONS = ['SEND_MESSAGES', 'LAUNCH_CAMPAIGN', 'RECORD_EVENTS', 'ISSUE_APP_TOKENS'] as const;

/** What a client may ask for besides looking at its own jobs, which every client may. */
export type ApiOperation = (typeof API_OPERATIONS)[number];

/** The names of `KeyAlgorithm`; EdDSA, which is to be preferred, comes first. */
export const KEY_ALGORITHMS = ['EdDSA', 'HS256'] as const;

/**
 * EdDSA: the client keeps the private key, we keep the public one. HS256: the secret is derived from one master secret
 * and from what is random about the key whenever it is needed, so that it is stored nowhere.
 */
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/**
 * What is stored of a client's key: enough to verify what it signed, never a secret. `id` is unique within its client;
 * `createdAt` is in milliseconds since the epoch.
 */
export type ApiKey =
  | {
      readonly id: string;
      readonly algorithm: 'EdDSA';
      /** The 32 bytes of an Ed25519 public key, base64url: `x` of its JWK. */
      readonly publicKey: string;
      readonly createdAt: number;
    }
  | {
      readonly id: string;
      readonly algorithm: 'HS256';
      /**
       * 32 random bytes, base64url, made with the key and mixed into its secret: whoever got hold of a secret gains
       * nothing when a key of the same id is made later. Useless without the master secret, and shown to nobody all
       * the same. Keys from before 2026-11-28 have none; their secret stays what it was until they are replaced.
       */
      readonly salt?: string;
      readonly createdAt: number;
    };

/** A server that may call the API, and within which limits. */
export type ApiClient = {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  /** Where its calls come from; calls from anywhere else are refused. */
  readonly cidrs: readonly string[];
  readonly operations: readonly ApiOperation[];
  /** Templates it may send, by id; `*` is any. */
  readonly templateIds: readonly string[];
  /** Whether it may send words of its own, which nobody here has seen. */
  readonly mayInline: boolean;
  readonly messagesPerDay: number;
  readonly recipientsPerMinute: number;
  /** IAM roles that speak for it, by name. */
  readonly roleNames: readonly string[];
  /** Two at one time, so that a key can be replaced without a moment in which none works. */
  readonly keys: readonly ApiKey[];
};

/** Instead of the ids of templates: the client may send each of them. */
export const ANY_TEMPLATE = '*';
const MAX_KEYS = 2;

const CLIENT_ID = /^[a-z0-9][a-z0-9-]{2,39}$/;
const KEY_ID = /^[\w-]{1,64}$/;
const ED25519_PUBLIC = /^[\w-]{43}$/;
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const MAX_NAME = 100;
const MAX_CIDRS = 50;
const MAX_TEMPLATES = 200;
const MAX_MESSAGES_PER_DAY = 100_000_000;
const MAX_RECIPIENTS_PER_MINUTE = 1_000_000;

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function problemOf(client: ApiClient): string | null {
  if (!CLIENT_ID.test(client.id)) return 'clientId: must be 3 to 40 lower-case letters, digits and hyphens.';
  if (client.name.trim() === '' || client.name.length > MAX_NAME) return `name: must have 1 to ${MAX_NAME} characters.`;
  if (client.cidrs.length < 1 || client.cidrs.length > MAX_CIDRS) {
    return `cidrs: give 1 to ${MAX_CIDRS} ranges such as 203.0.113.0/24.`;
  }
  const range = client.cidrs.find((cidr) => !isCidr(cidr));
  if (range !== undefined) return `cidrs: ${JSON.stringify(range)} is not a range such as 203.0.113.0/24.`;
  if (client.templateIds.length > MAX_TEMPLATES) return `templateIds: at most ${MAX_TEMPLATES}; or ["*"] for any.`;
  if (!isCount(client.messagesPerDay, MAX_MESSAGES_PER_DAY)) {
    return `messagesPerDay: must be a whole number from 1 to ${MAX_MESSAGES_PER_DAY}.`;
  }
  if (!isCount(client.recipientsPerMinute, MAX_RECIPIENTS_PER_MINUTE)) {
    return `recipientsPerMinute: must be a whole number from 1 to ${MAX_RECIPIENTS_PER_MINUTE}.`;
  }
  const role = client.roleNames.find((name) => !ROLE_NAME.test(name));
  return role === undefined ? null : `roleNames: ${JSON.stringify(role)} is not the name of an IAM role.`;
}

/** Checks a client as an administrator wrote it. */
export function createApiClient(
  client: ApiClient,
): { readonly ok: true; readonly client: ApiClient } | Refused<'INVALID_API_CLIENT'> {
  const problem = problemOf(client);
  return problem === null ? { ok: true, client } : refuse('INVALID_API_CLIENT', problem);
}

/** Gives a client another key; the oldest has to be removed first when it has two. */
export function addKey(
  client: ApiClient,
  key: ApiKey,
): { readonly ok: true; readonly client: ApiClient } | Refused<'INVALID_API_KEY' | 'TOO_MANY_KEYS'> {
  if (!KEY_ID.test(key.id))
    return refuse('INVALID_API_KEY', 'keyId: 1 to 64 letters, digits, hyphens and underscores.');
  if (client.keys.some(({ id }) => id === key.id)) {
    return refuse('INVALID_API_KEY', `keyId: ${client.id} already has a key ${key.id}. Choose another name.`);
  }
  if (client.keys.length >= MAX_KEYS) {
    return refuse('TOO_MANY_KEYS', `${client.id} has ${MAX_KEYS} keys. Remove the one that is no longer used first.`);
  }
  if (key.algorithm === 'EdDSA' && !ED25519_PUBLIC.test(key.publicKey)) {
    return refuse('INVALID_API_KEY', 'publicKey: give the 32 bytes of an Ed25519 public key as base64url.');
  }
  return { ok: true, client: { ...client, keys: [...client.keys, key] } };
}
