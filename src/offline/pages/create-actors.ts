import type { AuthMode, CloudApp, GraphqlApi, Role } from '../assembly/resources.ts';
import type { CredentialStore } from '../auth/credential-store.ts';
import { isAllowed } from '../auth/evaluate-policy.ts';
import { signAppsyncRequest } from '../auth/sign-request.ts';
import type { Clock } from '../clock.ts';
import type { CognitoIdp } from '../services/cognito-idp/index.ts';
import type { DescribedSchema } from './describe-schema.ts';

/** Somebody as whom the explorer can call the API. */
export interface Actor {
  readonly id: string;
  readonly mode: AuthMode;
  readonly label: string;
  /** Of a user. */
  readonly groups: readonly string[];
  /** Of an IAM role: the root fields that its policy lets it call, as `Type.field`. */
  readonly fields?: readonly string[];
  /** Why one cannot act as them. */
  readonly problem?: string;
}

/** `host` is part of what a role signs. */
export interface ActorRequest {
  readonly actor: string;
  readonly path: string;
  readonly body: string;
  readonly host: string;
}

export interface Actors {
  readonly list: () => readonly Actor[];
  /** Headers that authorize one request; undefined where there is no such actor. */
  readonly authorize: (request: ActorRequest) => Promise<Readonly<Record<string, string>> | undefined>;
}

export interface ActorsOptions {
  readonly app: Pick<CloudApp, 'roles' | 'region'>;
  readonly api: Pick<GraphqlApi, 'arn' | 'apiKeys' | 'defaultAuth' | 'additionalAuth'>;
  readonly describe: () => DescribedSchema;
  readonly cognito: Pick<CognitoIdp, 'listUsers' | 'signInAs'>;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
}

/** More are of no use in a list to choose from. */
const MOST_USERS = 500;

/**
 * Whom this sandbox knows: the users of its pools, who act without their password, its API keys, and the roles that may
 * call the API. Tokens and signatures are real ones: what follows them is checked as everybody's.
 */
export function createActors({ app, api, describe, cognito, credentials, clock }: ActorsOptions): Actors {
  const modes = new Set([api.defaultAuth, ...api.additionalAuth].map(({ mode }) => mode));
  let known: readonly Actor[] | undefined;
  const roles = (): readonly Actor[] =>
    (known ??= modes.has('AWS_IAM') ? app.roles.flatMap((role) => actorOfRole(role, api.arn, describe())) : []);
  const keys = api.apiKeys.map(({ id }, index): Actor => {
    const label = index === 0 ? 'API key' : `API key ${index + 1}`;
    return { id: `key:${id}`, mode: 'API_KEY', label, groups: [] };
  });
  const users = (): readonly Actor[] =>
    cognito
      .listUsers()
      .slice(0, MOST_USERS)
      .map(({ userPoolId, username, name, groups, problem }) => ({
        id: `user:${userPoolId}:${username}`,
        mode: 'AMAZON_COGNITO_USER_POOLS',
        label: groups.length === 0 ? name : `${name} (${groups.join(', ')})`,
        groups,
        ...(problem === undefined ? {} : { problem }),
      }));
  return {
    list: () => [...users(), ...keys, ...roles()],
    async authorize({ actor, path, body, host }) {
      const [kind, first = '', ...rest] = actor.split(':');
      switch (kind) {
        case 'user': {
          const token = await cognito.signInAs(first, rest.join(':'));
          return token === undefined ? undefined : { authorization: token };
        }
        case 'key':
          return api.apiKeys.some(({ id }) => id === first) ? { 'x-api-key': first } : undefined;
        case 'role': {
          const role = roles().some(({ id }) => id === actor) && app.roles.find(({ name }) => name === first);
          if (role === false || role === undefined) return undefined;
          const issued = credentials.issue(role.arn, { sessionName: 'explorer' });
          return signAppsyncRequest(issued, { path, body, region: app.region, at: clock.now() }, host);
        }
        default:
          return undefined;
      }
    },
  };
}

function actorOfRole(role: Role, apiArn: string, { access }: DescribedSchema): readonly Actor[] {
  const fields = Object.entries(access).flatMap(([name, rules]) => {
    const [type = '', field = ''] = name.split('.');
    const isOpen = rules.some(({ mode }) => mode === 'AWS_IAM');
    return isOpen && isAllowed(role, 'appsync:GraphQL', `${apiArn}/types/${type}/fields/${field}`) ? [name] : [];
  });
  if (fields.length === 0) return [];
  return [{ id: `role:${role.name}`, mode: 'AWS_IAM', label: role.name, groups: [], fields }];
}
