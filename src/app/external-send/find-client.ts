import { checkCaller, type ApiClient } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { ApiClientStore } from '../api-client/index.ts';

/**
 * Who calls, as the front door established it. TOKEN: the authorizer checked a signed request. ROLE: AppSync checked a
 * SigV4 signature and the role's policy.
 */
export type Caller =
  | {
      readonly kind: 'TOKEN';
      readonly clientId: string;
      /** As the authorizer read it for this very request. */
      readonly client?: ApiClient;
      readonly sourceIp: string | null;
    }
  | { readonly kind: 'ROLE'; readonly roleName: string; readonly sourceIp: string | null };

/** The client that a caller speaks for, as the front door read it for this request, or read here. */
export async function findClient(
  { clients }: { readonly clients: ApiClientStore },
  caller: Caller,
): Promise<{ readonly ok: true; readonly client: ApiClient } | Refused> {
  const client =
    caller.kind === 'TOKEN'
      ? (caller.client ?? (await clients.get(caller.clientId))?.value)
      : (await clients.list()).find(({ roleNames }) => roleNames.includes(caller.roleName));
  if (client === undefined) {
    return refuse(
      'UNKNOWN_CLIENT',
      'No API client belongs to this caller. An administrator registers it: saveApiClient.',
    );
  }
  const checked = checkCaller(client, caller.sourceIp);
  return checked.ok ? { ok: true, client } : checked;
}
