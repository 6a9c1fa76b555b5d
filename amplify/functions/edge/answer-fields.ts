import * as z from 'zod';
import { CUSTOMER_GROUP } from '../../auth/groups.ts';
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
    keyId: z.string().nullish(),
    customerId: z.string().nullish(),
    userArn: z.string().nullish(),
    // Cognito writes a number; AppSync hands claims on as they are in the token.
    signedInAt: z.coerce.number().nullish(),
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
  /** The key with which that client signed. */
  readonly keyId?: string;
  /** The customer who calls, by an app token or signed in as one: they speak for themself alone. */
  readonly customerId?: string;
  /** The IAM role whose signature AppSync verified. */
  readonly roleName?: string;
  readonly sourceIp?: string;
  /** When a person last proved who they are: milliseconds since the epoch. */
  readonly signedInAt?: number;
}

interface Refusal {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly details?: unknown };
}

/** A field's outcome; a refusal becomes a GraphQL error whose `errorType` is its code. */
export type FieldAnswer = { readonly ok: true; readonly value: unknown } | Refusal;

/** How one field is answered, from its arguments as AppSync sends them. */
export type Field = (input: unknown, caller: FieldCaller, name: string) => Promise<FieldAnswer>;

/** Decodes the arguments of a field and runs one use case; arguments that do not fit are refused by name. */
export function field<Arguments, Answer extends FieldAnswer = FieldAnswer>(
  schema: z.ZodType<Arguments>,
  run: (input: Arguments, caller: FieldCaller) => Promise<Answer>,
): (...call: Parameters<Field>) => Promise<Answer | Refusal> {
  return async (input, caller, name) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? run(parsed.data, caller) : invalidInput(name, parsed.error);
  };
}

/**
 * Builds the handler of a function that answers the GraphQL fields of one aggregate: one function for all of them,
 * because each costs CloudFormation a role, a policy, a log group and a data source. A field that is not listed is a bug
 * of the schema, and throws.
 */
export function answerFields(fields: Readonly<Record<string, Field>>): (event: unknown) => Promise<FieldAnswer> {
  return async (event) => {
    const { field: name, arguments: given, identity } = INVOCATION.parse(event);
    const answer = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (answer === undefined) throw new Error(`This function does not answer the field ${name}.`);
    return answer(withoutNulls(given), callerOf(identity), name);
  };
}

function callerOf({ sub, username, ...identity }: z.infer<typeof INVOCATION>['identity']): FieldCaller {
  const { clientId, client, keyId, userArn, sourceIp, signedInAt, groups } = identity;
  const customerId = identity.customerId ?? (groups.includes(CUSTOMER_GROUP) ? sub : null);
  // `arn:aws:sts::123456789012:assumed-role/Name/session`
  const roleName = /:assumed-role\/([^/]+)\//.exec(userArn ?? '')?.[1];
  return {
    id: sub ?? username ?? 'system',
    ...(clientId == null ? {} : { clientId }),
    ...(client == null ? {} : { client }),
    ...(keyId == null ? {} : { keyId }),
    ...(customerId == null ? {} : { customerId }),
    ...(roleName === undefined ? {} : { roleName }),
    ...(sourceIp == null ? {} : { sourceIp }),
    ...(signedInAt == null ? {} : { signedInAt: signedInAt * 1_000 }),
  };
}

/** What zod says, without its end: some checks word whole sentences, and what is not there is missing. */
function wordsOf({ code, message }: z.core.$ZodIssue): string {
  if (code === 'invalid_type' && message.endsWith('received undefined')) return 'it is missing';
  return message.replace(/\.$/, '');
}

function invalidInput(name: string, error: z.ZodError): Refusal {
  const details = error.issues.map((issue) => ({ path: issue.path.join('.'), message: wordsOf(issue) }));
  const first = details[0];
  const where =
    first === undefined ? '' : ` ${first.path === '' ? 'The arguments' : `\`${first.path}\``}: ${first.message}.`;
  return { ok: false, error: { code: 'INVALID_INPUT', message: `${name} was not understood.${where}`, details } };
}
