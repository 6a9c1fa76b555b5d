import { addKey, type ApiKey, type KeyAlgorithm } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Actor, Clock } from '../ports.ts';
import type { ApiClientStore, KeySecrets } from './ports.ts';
import type { ApiClientSaved } from './save-api-client.ts';

export type AddApiKeyCommand = {
  readonly actor: Actor;
  readonly clientId: string;
  readonly keyId: string;
  readonly algorithm: KeyAlgorithm;
  readonly publicKey?: string;
};

/** `secret` is shown this once: an HS256 key's secret is stored nowhere. */
export type ApiKeyAdded = ApiClientSaved & { readonly secret?: string };

const MAX_TRIES = 5;

/** Gives a client another key. An id may be used again once its key is removed; an HS256 secret never comes back. */
export async function addApiKey(
  deps: { readonly clients: ApiClientStore; readonly secrets: KeySecrets; readonly clock: Clock },
  { actor, clientId, keyId, algorithm, publicKey }: AddApiKeyCommand,
): Promise<ApiKeyAdded | Refused> {
  const createdAt = deps.clock.now();
  const key: ApiKey =
    algorithm === 'EdDSA'
      ? { id: keyId, algorithm, publicKey: publicKey ?? '', createdAt }
      : { id: keyId, algorithm, salt: deps.secrets.createSalt(), createdAt };
  const secret = key.algorithm === 'HS256' ? await deps.secrets.derive(clientId, key) : undefined;
  if (secret === null) {
    return refuse('HS256_NOT_CONFIGURED', 'HS256 keys need a master secret; see SECURITY.md, or use an EdDSA key.');
  }
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const known = await deps.clients.get(clientId);
    if (known === null) return refuse('NOT_FOUND', `There is no API client ${clientId}.`);
    const added = addKey(known.value, key);
    if (!added.ok) return added;
    if (await deps.clients.put(added.client, known.revision, actor)) {
      return { ok: true, client: added.client, ...(secret === undefined ? {} : { secret }) };
    }
  }
  return refuse('CONFLICT', `The API client ${clientId} is being changed by somebody else; try again.`);
}

/** Takes a key away; requests signed with it are refused from then on. */
export async function removeApiKey(
  deps: { readonly clients: ApiClientStore },
  { actor, clientId, keyId }: { readonly actor: Actor; readonly clientId: string; readonly keyId: string },
): Promise<ApiClientSaved | Refused> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const known = await deps.clients.get(clientId);
    const client = known?.value;
    if (client?.keys.some(({ id }) => id === keyId) !== true) {
      return refuse('NOT_FOUND', `There is no key ${keyId} of an API client ${clientId}.`);
    }
    const rest = { ...client, keys: client.keys.filter(({ id }) => id !== keyId) };
    if (await deps.clients.put(rest, known?.revision ?? 0, actor)) return { ok: true, client: rest };
  }
  return refuse('CONFLICT', `The API client ${clientId} is being changed by somebody else; try again.`);
}
