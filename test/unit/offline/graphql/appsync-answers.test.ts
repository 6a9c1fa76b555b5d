import { describe, expect, it } from 'vitest';
import type { GraphqlResponse } from '../../../../src/offline/graphql/contract.ts';
import { compileJs } from '../../../../src/offline/resolvers/js/compile-js.ts';
import { ResolverError } from '../../../../src/offline/resolvers/contract.ts';
import { compileVtl } from '../../../../src/offline/resolvers/vtl/compile-vtl.ts';
import { apiKeyCaller, fakeExecutor, type FakeApiOptions, type FakeHandler } from './fake-api.ts';

const SCHEMA = `
type Query { thing: Thing  things: [Thing]  flag: Boolean  flags: [Boolean!]  count: Int  rate: Float  text: String  texts: [String]  id: ID }
type Thing { id: ID!  secret: String  owner: Person }
type Person { name: String  phone: String }
`;

async function answer(
  query: string,
  resolvers: NonNullable<FakeApiOptions['resolvers']>,
  executor: NonNullable<FakeApiOptions['executor']> = {},
): Promise<GraphqlResponse> {
  return fakeExecutor({ schema: SCHEMA, resolvers, executor }).execute({ query, headers: {} }, apiKeyCaller);
}

const returns = (value: unknown): { request: FakeHandler; response: FakeHandler } => ({
  request: () => ({}),
  response: () => value,
});

const failure = { message: 'no', errorType: 'X', errorInfo: null };
const item = { id: '1', secret: 's', owner: { name: 'Kim', phone: '+821012345678' } };

describe('errors of resolvers', () => {
  it('S7 show of their data what the selection set names, raised and appended alike', async () => {
    const response = await answer('{ thing { id owner { n: name } } }', {
      'Query.thing': {
        request: () => ({}),
        response: (_context, effects) => {
          effects.appendedErrors.push({ ...failure, data: item });
          throw new ResolverError({ ...failure, data: item });
        },
      },
    });
    expect(response.errors?.map((error) => error.data)).toEqual([
      { id: '1', owner: { name: 'Kim' } },
      { id: '1', owner: { name: 'Kim' } },
    ]);
  });

  it('S7 show of each item of a list what the selection set names, through fragments too', async () => {
    const response = await answer('{ things { ...F } } fragment F on Thing { id }', {
      'Query.things': {
        request: () => ({}),
        response: () => {
          throw new ResolverError({ ...failure, data: [item, null] });
        },
      },
    });
    expect(response.errors).toMatchObject([{ data: [{ id: '1' }, null] }]);
  });

  it('S5 say after 30 s that the execution timed out, and answer the other fields', async () => {
    const lambda = { invoke: async () => new Promise<never>(() => undefined), stop: async () => undefined };
    const slow = {
      dataSource: 'lambda',
      request: () => ({ operation: 'Invoke', payload: {} }),
      response: () => 'late',
    };
    const response = await answer(
      '{ text id }',
      { 'Query.text': slow, 'Query.id': returns('1') },
      { lambda, requestLimitMs: 20 },
    );
    expect(response.data).toEqual({ text: null, id: '1' });
    expect(response.errors).toMatchObject([
      { path: ['text'], errorType: 'ExecutionTimeout', message: 'Execution timed out.' },
    ]);
  });

  it.each([
    ['$util.xml.toMap("<a/>")', 'util.xml.toMap is not supported by the offline sandbox.'],
    ['#set($t = "abc")#set($m = $t.repeat(2)){}', 'repeat() of a string is not supported by the offline sandbox.'],
    ['#if(true) never ends', 'a block has no #end'],
    ['#set($t = "abc")#set($a = $t.substring(9)){}', 'substring(9) of a text of 3 characters.'],
    [
      '$util.transform.toDynamoDBFilterExpression({ "createdAt": { "between": ["a"] } })',
      'The filter operator "between" needs two values.',
    ],
  ])('S6 S32 tell the caller what is wrong with the template %s', async (template, reason) => {
    const told: Error[] = [];
    const response = await answer(
      '{ text }',
      { 'Query.text': returns(null) },
      {
        compileVtl: (_text, options) => compileVtl({ text: template, source: 'text.vtl' }, options),
        onInternalError: (error) => told.push(error),
      },
    );
    expect(response.errors).toMatchObject([{ path: ['text'], errorType: 'MappingTemplate' }]);
    expect(response.errors?.[0]?.message).toContain(reason);
    expect(told).toEqual([]);
  });

  it('S6 tell the caller which construct of a JavaScript resolver is refused', async () => {
    const response = await answer(
      '{ text }',
      { 'Query.text': { ...returns(null), runtime: 'APPSYNC_JS' } },
      {
        compileJs: (_code, options) =>
          compileJs({ text: 'export function request() { while (true) {} }', source: 'text.js' }, options),
      },
    );
    expect(response.errors).toMatchObject([{ errorType: 'Code' }]);
    expect(response.errors?.[0]?.message).toContain('text.js:1: while is not supported by APPSYNC_JS');
  });
});

describe('values of fields', () => {
  it.each([
    ['flag', 'true', true],
    ['flag', 'FALSE', false],
    ['flags', ['true', false], [true, false]],
    ['count', '5', 5],
    ['rate', '1.5', 1.5],
    ['text', 7, '7'],
    ['text', true, 'true'],
    ['text', { a: 1 }, '{a=1}'],
    ['texts', [1, null], ['1', null]],
    ['id', 12, '12'],
  ])('S8 are written leniently: %s of %j', async (field, value, written) => {
    const response = await answer(`{ ${field} }`, { [`Query.${field}`]: returns(value) });
    expect(response).toEqual({ data: { [field]: written } });
  });

  it.each([
    ['flag', 'yes'],
    ['count', '5.5'],
    ['count', 'five'],
    ['rate', ''],
  ])('S8 are refused where graphql-java has no value either: %s of %j', async (field, value) => {
    const response = await answer(`{ ${field} }`, { [`Query.${field}`]: returns(value) });
    expect(response.data).toEqual({ [field]: null });
    expect(response.errors?.[0]?.message).toContain(`Can't serialize value (/${field})`);
  });
});
