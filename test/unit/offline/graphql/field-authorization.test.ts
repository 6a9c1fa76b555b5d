import { describe, expect, it } from 'vitest';
import type { AuthMode } from '../../../../src/offline/assembly/resources.ts';
import type { Caller } from '../../../../src/offline/auth/contract.ts';
import { apiKeyCaller, callerOf, cognitoCaller, fakeExecutor } from './fake-api.ts';

const SCHEMA = `
type Query {
  plain: String
  key: String @aws_api_key
  iam: String @aws_iam
  oidc: String @aws_oidc
  lambda: String @aws_lambda
  anyUser: String @aws_cognito_user_pools
  admins: String @aws_cognito_user_pools(cognito_groups: ["admin", "root"])
  old: String @aws_auth(cognito_groups: "admin")
  several: String @aws_api_key @aws_cognito_user_pools(cognito_groups: ["admin"])
  thing: Thing @aws_api_key @aws_cognito_user_pools
  things: [Thing!] @aws_api_key
}
type Thing @aws_cognito_user_pools {
  open: String @aws_api_key @aws_cognito_user_pools
  inherited: String
}
`;

const value = { request: () => ({ payload: 'seen' }), response: (context: { result: unknown }) => context.result };
const thing = { request: () => ({ payload: { open: 'open', inherited: 'inherited' } }), response: value.response };

function ask(query: string, caller: Caller, defaultMode: AuthMode = 'API_KEY') {
  const names = ['plain', 'key', 'iam', 'oidc', 'lambda', 'anyUser', 'admins', 'old', 'several'];
  const resolvers = Object.fromEntries(names.map((name) => [`Query.${name}`, value]));
  const executor = fakeExecutor({ schema: SCHEMA, defaultMode, resolvers: { ...resolvers, 'Query.thing': thing } });
  return executor.execute({ query, headers: {} }, caller);
}

async function maySee(field: string, caller: Caller, defaultMode?: AuthMode): Promise<boolean> {
  const response = await ask(`{ ${field} }`, caller, defaultMode);
  return response.data?.[field] === 'seen';
}

describe('authorization of fields', () => {
  it('leaves a field without directives to the default mode alone', async () => {
    expect(await maySee('plain', apiKeyCaller)).toBe(true);
    expect(await maySee('plain', cognitoCaller(null))).toBe(false);
    expect(await maySee('plain', cognitoCaller(null), 'AMAZON_COGNITO_USER_POOLS')).toBe(true);
  });

  it('opens a field to exactly the modes of its directives', async () => {
    const modes: [string, AuthMode][] = [
      ['key', 'API_KEY'],
      ['iam', 'AWS_IAM'],
      ['oidc', 'OPENID_CONNECT'],
      ['lambda', 'AWS_LAMBDA'],
      ['anyUser', 'AMAZON_COGNITO_USER_POOLS'],
    ];
    for (const [field, mode] of modes) {
      for (const [, other] of modes) expect(await maySee(field, callerOf(other), 'API_KEY')).toBe(mode === other);
    }
  });

  it('asks for one of the groups where groups are named', async () => {
    expect(await maySee('admins', cognitoCaller(['root']))).toBe(true);
    expect(await maySee('admins', cognitoCaller(['viewer']))).toBe(false);
    expect(await maySee('admins', cognitoCaller(null))).toBe(false);
    expect(await maySee('old', cognitoCaller(['admin']))).toBe(true);
    expect(await maySee('old', cognitoCaller(['viewer']))).toBe(false);
    expect(await maySee('several', apiKeyCaller)).toBe(true);
    expect(await maySee('several', cognitoCaller(['viewer']))).toBe(false);
  });

  it('denies unannotated fields to users of a pool whose default action is DENY', async () => {
    expect(await maySee('plain', cognitoCaller([], 'DENY'), 'AMAZON_COGNITO_USER_POOLS')).toBe(false);
    expect(await maySee('anyUser', cognitoCaller([], 'DENY'), 'AMAZON_COGNITO_USER_POOLS')).toBe(true);
  });

  it('lets the policy of an IAM caller decide on fields of root types', async () => {
    const asked: string[] = [];
    const mayAccessField = (type: string, field: string) => {
      asked.push(`${type}.${field}`);
      return field === 'iam';
    };
    expect(await maySee('iam', callerOf('AWS_IAM', { mayAccessField }))).toBe(true);
    expect(asked).toEqual(['Query.iam']);
    expect(await maySee('iam', callerOf('AWS_IAM', { mayAccessField: () => false }))).toBe(false);
  });

  it('honours the fields that a Lambda authorizer denied', async () => {
    expect(await maySee('lambda', callerOf('AWS_LAMBDA', { deniedFields: ['Query.lambda'] }))).toBe(false);
    expect(await maySee('lambda', callerOf('AWS_LAMBDA', { deniedFields: ['Query.other'] }))).toBe(true);
  });

  it('inherits the directives of the type, unless the field has its own', async () => {
    const response = await ask('{ thing { open inherited } }', apiKeyCaller);
    expect(response.data).toEqual({ thing: { open: 'open', inherited: null } });
    expect(response.errors).toEqual([
      {
        path: ['thing', 'inherited'],
        data: null,
        errorType: 'Unauthorized',
        errorInfo: null,
        locations: [{ line: 1, column: 16, sourceName: null }],
        message: 'Not Authorized to access inherited on type Thing',
      },
    ]);
    expect((await ask('{ thing { inherited } }', cognitoCaller(null))).data).toEqual({
      thing: { inherited: 'inherited' },
    });
  });

  it('answers null and an error for a field of the query that is not allowed, and data for the others', async () => {
    const response = await ask('{ key anyUser }', apiKeyCaller);
    expect(response.data).toEqual({ key: 'seen', anyUser: null });
    expect(response.errors?.[0]).toMatchObject({
      errorType: 'Unauthorized',
      message: 'Not Authorized to access anyUser on type Query',
    });
  });
});
