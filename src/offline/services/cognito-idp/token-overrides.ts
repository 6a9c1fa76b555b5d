import * as z from 'zod';
import type { CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import { groupsOfUser } from './groups.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { runTrigger } from './triggers.ts';

/** The only scope of tokens from sign-in by the API. */
export const API_SCOPE = 'aws.cognito.signin.user.admin';

const groupDetails = z
  .object({
    groupsToOverride: z.array(z.string()).nullish(),
    iamRolesToOverride: z.array(z.string()).nullish(),
    preferredRole: z.string().nullish(),
  })
  .nullish();

const firstVersion = z.object({
  claimsToAddOrOverride: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  claimsToSuppress: z.array(z.string()).nullish(),
  groupOverrideDetails: groupDetails,
});

/** From the second version on claims may be anything, and access tokens are changed as well. */
const claims = z
  .object({
    claimsToAddOrOverride: z.record(z.string(), z.unknown()).nullish(),
    claimsToSuppress: z.array(z.string()).nullish(),
    scopesToAdd: z.array(z.string()).nullish(),
    scopesToSuppress: z.array(z.string()).nullish(),
  })
  .nullish();

const laterVersions = z.object({
  idTokenGeneration: claims,
  accessTokenGeneration: claims,
  groupOverrideDetails: groupDetails,
});

type GivenClaims = z.infer<typeof claims>;

/** What the pool's PreTokenGeneration function makes of the tokens. */
export interface TokenOverrides {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
  changeIdClaims(claims: Readonly<Record<string, unknown>>): Record<string, unknown>;
  changeAccessClaims(claims: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** Claims a trigger may not touch. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html */
const RESERVED: readonly string[] = [
  'sub',
  'iss',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'token_use',
  'jti',
  'origin_jti',
  'event_id',
  'cognito:username',
  'username',
  'client_id',
  'nbf',
];

/** Asks the pool's PreTokenGeneration function, in the version that the template says. */
export async function tokenOverrides(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
  source: string,
  clientMetadata?: Readonly<Record<string, string>> | null,
): Promise<TokenOverrides> {
  const own = groupsOfUser(pool, user);
  const names = own.map(({ name }) => name);
  const roles = own.flatMap(({ roleArn }) => roleArn ?? []);
  const version = pool.definition.tokenGenerationVersion ?? 'V1_0';
  const response = await runTrigger(context, pool, 'PreTokenGeneration', {
    source,
    user,
    clientId,
    clientMetadata,
    version: version.charAt(1),
    request: {
      groupConfiguration: { groupsToOverride: names, iamRolesToOverride: roles, preferredRole: roles[0] ?? null },
      ...(version === 'V1_0' ? {} : { scopes: [API_SCOPE] }),
    },
    response: version === 'V1_0' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  const { id, access, groups } = version === 'V1_0' ? readFirst(response) : readLater(response);
  const groupNames = groups?.groupsToOverride ?? names;
  const remaining = own.filter(({ name }) => groupNames.includes(name)).flatMap(({ roleArn }) => roleArn ?? []);
  return {
    groups: groupNames,
    roles: groups?.iamRolesToOverride ?? remaining,
    preferredRole: groups?.preferredRole ?? remaining[0],
    changeIdClaims: (given) => change(given, id),
    changeAccessClaims: (given) => changeScopes(change(given, access), access),
  };
}

interface Read {
  readonly id: GivenClaims;
  readonly access: GivenClaims;
  readonly groups: z.infer<typeof groupDetails>;
}

function readFirst(response: Record<string, unknown> | undefined): Read {
  const { groupOverrideDetails: groups, ...id } = parse(firstVersion, response?.['claimsOverrideDetails']);
  // Only text can be a claim here; what is not becomes it.
  const texts = Object.entries(id.claimsToAddOrOverride ?? {}).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return { id: { ...id, claimsToAddOrOverride: Object.fromEntries(texts) }, access: undefined, groups };
}

function readLater(response: Record<string, unknown> | undefined): Read {
  const given = parse(laterVersions, response?.['claimsAndScopeOverrideDetails']);
  return { id: given.idTokenGeneration, access: given.accessTokenGeneration, groups: given.groupOverrideDetails };
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return parsed.data;
}

function change(given: Readonly<Record<string, unknown>>, by: GivenClaims): Record<string, unknown> {
  const added = Object.entries(by?.claimsToAddOrOverride ?? {}).filter(([name]) => !RESERVED.includes(name));
  const result = { ...given, ...Object.fromEntries(added) };
  const suppressed = (by?.claimsToSuppress ?? []).filter((name) => !RESERVED.includes(name));
  return Object.fromEntries(Object.entries(result).filter(([name]) => !suppressed.includes(name)));
}

function changeScopes(given: Record<string, unknown>, by: GivenClaims): Record<string, unknown> {
  const scopes = typeof given['scope'] === 'string' ? given['scope'].split(' ') : [];
  const kept = [...scopes, ...(by?.scopesToAdd ?? [])].filter(
    (scope) => by?.scopesToSuppress?.includes(scope) !== true,
  );
  return { ...given, scope: [...new Set(kept)].join(' ') };
}
