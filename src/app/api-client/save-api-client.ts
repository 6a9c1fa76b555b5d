import { createApiClient, type ApiClient } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Actor } from '../ports.ts';
import type { ApiClientStore } from './ports.ts';

export type SaveApiClientCommand = { readonly actor: Actor; readonly client: Omit<ApiClient, 'keys'> };
export type ApiClientSaved = { readonly ok: true; readonly client: ApiClient };

/** Registers a server, or changes what it may do. Its keys stay as they are. */
export async function saveApiClient(
  deps: { readonly clients: ApiClientStore },
  { actor, client }: SaveApiClientCommand,
): Promise<ApiClientSaved | Refused> {
  const known = await deps.clients.get(client.id);
  const created = createApiClient({ ...client, keys: known?.value.keys ?? [] });
  if (!created.ok) return created;
  const taken = (await deps.clients.list()).find(
    ({ id, roleNames }) => id !== client.id && roleNames.some((name) => client.roleNames.includes(name)),
  );
  if (taken !== undefined) {
    return refuse('INVALID_API_CLIENT', `roleNames: a role speaks for one client, and one of these for ${taken.id}.`);
  }
  if (await deps.clients.put(created.client, known?.revision ?? 0, actor)) return created;
  return refuse('CONFLICT', `The API client ${client.id} is being changed by somebody else; try again.`);
}
