import * as z from 'zod';
import { findClient, type Caller } from '../../../src/app/external-send/index.ts';
import type { ApiClientStore, UsageStore } from '../../../src/app/api-client/index.ts';
import type { AuditLog } from '../../../src/app/audit/index.ts';
import type { Clock, Ids } from '../../../src/app/ports.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';
import { field, type Field, type FieldAnswer, type FieldCaller } from './answer-fields.ts';
import { readAuthorizedClient } from './authorized-client.ts';

type Deps = {
  readonly clients: ApiClientStore;
  readonly audit: AuditLog;
  readonly usage: Pick<UsageStore, 'count'>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** An answer, and whether the use case itself has written it into the audit log, and counted the call. */
type Outcome = FieldAnswer & { readonly isAudited?: boolean; readonly isCounted?: boolean };

/** Makes fields that act on behalf of one client; what changes something is written into the audit log, queries are not. */
export function onBehalfOf(deps: Deps) {
  return function onBehalf<Input>(
    input: z.ZodType<Input>,
    run: (client: ApiClient, input: Input, caller: FieldCaller) => Promise<Outcome>,
    { isQuery }: { readonly isQuery: boolean } = { isQuery: false },
  ): Field {
    return async (given, caller, name) => {
      const who = callerOf(caller);
      const found = who === null ? null : await findClient(deps, who);
      if (found === null) return { ok: false, error: { code: 'UNKNOWN_CLIENT', message: 'No API client calls here.' } };
      if (!found.ok) {
        if (!isQuery) await record(deps, name, caller.id, caller, found);
        return found;
      }
      let done = { isAudited: isQuery, isCounted: isQuery };
      const answering = field(input, async (parsed) => {
        const { isAudited = false, isCounted = false, ...answer } = await run(found.client, parsed, caller);
        done = { isAudited: isQuery || isAudited, isCounted: isQuery || isCounted };
        return answer;
      });
      const answer = await answering(given, caller, name);
      if (!done.isAudited) await record(deps, name, found.client.id, caller, answer);
      if (!done.isCounted) await count(deps, found.client.id, answer);
      return answer;
    };
  };
}

function callerOf({ clientId, roleName, ...caller }: FieldCaller): Caller | null {
  const sourceIp = caller.sourceIp ?? null;
  if (clientId !== undefined) {
    const client = readAuthorizedClient(caller.client);
    return { kind: 'TOKEN', clientId, sourceIp, ...(client?.id === clientId ? { client } : {}) };
  }
  return roleName === undefined ? null : { kind: 'ROLE', roleName, sourceIp };
}

/** A call that has been carried out is not told otherwise because it could not be counted. */
async function count({ usage, clock }: Deps, clientId: string, { ok }: FieldAnswer): Promise<void> {
  await usage.count(clientId, clock.now(), { isRefused: !ok }).catch(() => undefined);
}

const answered = z.object({ jobId: z.string() });

async function record(
  { audit, ids, clock }: Deps,
  action: string,
  clientId: string,
  { sourceIp }: FieldCaller,
  answer: FieldAnswer,
): Promise<void> {
  const job = answer.ok ? answered.safeParse(answer.value) : undefined;
  await audit.append({
    id: ids.next(),
    at: clock.now(),
    actor: `client:${clientId}`,
    action,
    outcome: answer.ok ? 'OK' : answer.error.code,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(job?.success === true ? { subject: job.data.jobId } : {}),
  });
}
