import { z } from 'zod';
import { withoutNulls } from './without-nulls.ts';

/** What the resolver `invoke-command.js` sends. */
const INVOCATION = z.object({
  field: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  identity: z.object({
    sub: z.string().nullable(),
    username: z.string().nullable(),
    groups: z.array(z.string()),
    clientId: z.string().nullish(),
    client: z.string().nullish(),
    userArn: z.string().nullish(),
    sourceIp: z.string().nullish(),
  }),
});

/** Who calls: a signed-in member of staff, a server, or a system role. */
export interface FieldCaller {
  readonly id: string;
  /** The API client that the authorizer established. */
  readonly clientId?: string;
  /** That client as the authorizer read it just now. */
  readonly client?: string;
  /** The IAM role whose signature AppSync verified. */
  readonly roleName?: string;
  readonly sourceIp?: string;
}

interface Refusal {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly details?: unknown };
}

/** A field's outcome; a refusal becomes a GraphQL error whose `errorType` is its code. */
export type FieldAnswer = { readonly ok: true; readonly value: unknown } | Refusal;

/** Builds the handler of a function that answers GraphQL fields: decodes arguments and caller, and runs one use case. */
export function answerField<Arguments>(
  schema: z.ZodType<Arguments>,
  run: (input: Arguments, caller: FieldCaller, field: string) => Promise<FieldAnswer>,
): (event: unknown) => Promise<FieldAnswer> {
  return async (event) => {
    const invocation = INVOCATION.parse(event);
    const parsed = schema.safeParse(withoutNulls(invocation.arguments));
    if (!parsed.success) return invalidInput(invocation.field, parsed.error);
    return run(parsed.data, callerOf(invocation.identity), invocation.field);
  };
}

function callerOf({ sub, username, ...identity }: z.infer<typeof INVOCATION>['identity']): FieldCaller {
  const { clientId, client, userArn, sourceIp } = identity;
  // `arn:aws:sts::123456789012:assumed-role/Name/session`
  const roleName = /:assumed-role\/([^/]+)\//.exec(userArn ?? '')?.[1];
  return {
    id: sub ?? username ?? 'system',
    ...(clientId == null ? {} : { clientId }),
    ...(client == null ? {} : { client }),
    ...(roleName === undefined ? {} : { roleName }),
    ...(sourceIp == null ? {} : { sourceIp }),
  };
}

function invalidInput(field: string, error: z.ZodError): Refusal {
  const details = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const first = details[0];
  const where =
    first === undefined ? '' : ` ${first.path === '' ? 'The arguments' : `\`${first.path}\``}: ${first.message}.`;
  return { ok: false, error: { code: 'INVALID_INPUT', message: `${field} was not understood.${where}`, details } };
}
