import { describe, expect, it } from 'vitest';
import { ResolverError } from '../../../../src/offline/resolvers/contract.ts';
import { apiKeyCaller, EARLY, fakeExecutor, type FakeResolver } from './fake-api.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const SCHEMA = `
type Query { value(id: ID): String  thing: Thing  things: [Thing] }
type Thing { id: ID!  name: String }
`;

function execute(
  resolver: FakeResolver,
  invoke?: (payload: unknown) => unknown,
  query = '{ value(id: "1") }',
  field = 'Query.value',
) {
  const lambda = {
    invoke: async (_arn: string, payload: unknown) => {
      const answer = invoke?.(payload);
      if (answer instanceof Error)
        return { ok: false, errorType: answer.name, errorMessage: answer.message, timedOut: false } as const;
      return { ok: true, payload: answer } as const;
    },
    stop: async () => undefined,
  };
  const executor = fakeExecutor({ schema: SCHEMA, resolvers: { [field]: resolver }, executor: { lambda } });
  return executor.execute({ query, headers: { 'x-test': 'yes' } }, apiKeyCaller);
}

describe('unit resolvers', () => {
  it('pass request, data source and response in order', async () => {
    const response = await execute({
      request: (context) => ({ payload: context.arguments['id'] }),
      response: (context) => `response of ${String(context.result)}`,
    });
    expect(response).toEqual({ data: { value: 'response of 1' } });
  });

  it('skip data source and response on an early return', async () => {
    const response = await execute({
      request: () => [EARLY, 'early'],
      response: () => 'not evaluated',
      dataSource: 'lambda',
    });
    expect(response.data).toEqual({ value: 'early' });
  });

  it('give the response handler the error of the data source, and drop it when it is not raised', async () => {
    const response = await execute(
      {
        dataSource: 'lambda',
        request: () => ({ version: '2018-05-29', operation: 'Invoke', payload: {} }),
        response: (context) => `${context.error?.type ?? ''}: ${context.error?.message ?? ''}`,
      },
      () => new TypeError('boom'),
    );
    expect(response).toEqual({ data: { value: 'Lambda:Unhandled: boom' } });
  });

  it('end with the error of the data source in documents of version 2017-02-28', async () => {
    const response = await execute(
      {
        dataSource: 'lambda',
        request: () => ({ version: '2017-02-28', operation: 'Invoke', payload: {} }),
        response: () => 'not evaluated',
      },
      () => new Error('boom'),
    );
    expect(response.data).toEqual({ value: null });
    expect(response.errors).toMatchObject([{ errorType: 'Lambda:Unhandled', message: 'boom', path: ['value'] }]);
  });

  it('skip the response template for a null result in documents of version 2017-02-28', async () => {
    const response = await execute({
      request: () => ({ version: '2017-02-28', payload: null }),
      response: () => 'not evaluated',
    });
    expect(response).toEqual({ data: { value: null } });
  });

  it('hand the whole context to a function when there is no request handler', async () => {
    const seen: unknown[] = [];
    await execute({ dataSource: 'lambda' }, (payload) => seen.push(payload));
    expect(seen).toMatchObject([
      {
        arguments: { id: '1' },
        source: null,
        identity: null,
        request: { headers: { 'x-test': 'yes' } },
        info: { fieldName: 'value', parentTypeName: 'Query' },
        prev: null,
        stash: {},
      },
    ]);
  });

  it('turn a raised error into a GraphQL error with type, data, info, path and place', async () => {
    const response = await execute({
      request: () => {
        throw new ResolverError({ message: 'No.', errorType: 'REFUSED', data: { a: 1 }, errorInfo: { b: 2 } });
      },
    });
    expect(response).toEqual({
      data: { value: null },
      errors: [
        {
          message: 'No.',
          errorType: 'REFUSED',
          data: { a: 1 },
          errorInfo: { b: 2 },
          path: ['value'],
          locations: [{ line: 1, column: 3, sourceName: null }],
        },
      ],
    });
  });

  it('keep the data next to appended errors', async () => {
    const response = await execute({
      request: () => ({ payload: 'kept' }),
      response: (context, effects) => {
        effects.appendedErrors.push({ message: 'Also.', errorType: 'NOTE', data: null, errorInfo: null });
        effects.responseHeaders['x-note'] = '1';
        return context.result;
      },
    });
    expect(response).toMatchObject({
      data: { value: 'kept' },
      errors: [{ message: 'Also.', errorType: 'NOTE', path: ['value'] }],
      responseHeaders: { 'x-note': '1' },
    });
  });

  it('fail by name on a data source that does not run offline', async () => {
    const response = await execute({ dataSource: 'web', request: () => ({}), response: () => null });
    expect(response.errors).toMatchObject([{ errorType: 'UnsupportedDataSource', message: containing('HTTP') }]);
  });

  it('do not show clients what broke inside', async () => {
    const told: Error[] = [];
    const executor = fakeExecutor({
      schema: SCHEMA,
      resolvers: { 'Query.value': { request: () => Object.freeze([]).map(String).at(0)?.length ?? missing() } },
      executor: { onInternalError: (error) => told.push(error) },
    });
    const response = await executor.execute({ query: '{ value }', headers: {} }, apiKeyCaller);
    expect(response.errors).toMatchObject([
      { errorType: 'InternalFailure', message: 'An internal failure occurred while resolving this field.' },
    ]);
    expect(told.map((error) => error.message)).toEqual(['secret detail']);
  });
});

function missing(): never {
  throw new Error('secret detail');
}

describe('pipeline resolvers', () => {
  const step = (name: string) => ({
    request: (context: { prev: { result: unknown } | undefined; stash: Record<string, unknown> }) => {
      context.stash[name] = true;
      return { payload: `${String(context.prev?.result)}>${name}` };
    },
    response: (context: { result: unknown }) => context.result,
  });

  it('run before, each function and after, handing on results and the stash', async () => {
    const response = await execute({
      request: () => 'before',
      functions: [step('one'), step('two')],
      response: (context) =>
        `${String(context.prev?.result)} ${String(context.result)} ${Object.keys(context.stash).join()}`,
    });
    expect(response.data).toEqual({ value: 'before>one>two before>one>two one,two' });
  });

  it('go on with the next function after an early return of one', async () => {
    const response = await execute({
      request: () => 'before',
      functions: [{ request: () => [EARLY, 'short'], response: () => 'not evaluated' }, step('two')],
      response: (context) => context.prev?.result,
    });
    expect(response.data).toEqual({ value: 'short>two' });
  });

  it('skip to the end when an early return asks for it', async () => {
    const response = await execute({
      request: () => 'before',
      functions: [{ request: () => [EARLY, 'end', 'END'] }, step('two')],
      response: (context) => `after ${String(context.prev?.result)}`,
    });
    expect(response.data).toEqual({ value: 'after end' });
  });

  it('end at an early return of a VTL resolver, and go to the response handler in JavaScript', async () => {
    const resolver: FakeResolver = {
      request: () => [EARLY, 'early'],
      functions: [step('one')],
      response: (context) => `after ${String(context.prev?.result)}`,
    };
    expect((await execute(resolver)).data).toEqual({ value: 'early' });
    expect((await execute({ ...resolver, runtime: 'APPSYNC_JS' })).data).toEqual({ value: 'after early' });
  });

  it('give a function the error of its own data source only', async () => {
    const response = await execute(
      {
        request: () => ({}),
        functions: [
          { dataSource: 'lambda', request: () => ({ payload: 1 }), response: (context) => context.error?.message },
          {
            request: () => ({ payload: null }),
            response: (context) => `${String(context.prev?.result)}/${typeof context.error}`,
          },
        ],
        response: (context) => context.prev?.result,
      },
      () => new Error('first'),
    );
    expect(response).toEqual({ data: { value: 'first/undefined' } });
  });

  it('show the environment variables of the API', async () => {
    const response = await execute({ request: () => ({}), functions: [], response: (context) => context.env['STAGE'] });
    expect(response.data).toEqual({ value: 'test' });
  });
});

describe('values', () => {
  const thing = (payload: unknown): FakeResolver => ({
    request: () => ({ payload }),
    response: (context) => context.result,
  });

  it("that are missing where the schema wants one become AppSync's error", async () => {
    const response = await execute(thing({ name: 'x' }), undefined, '{ thing { id name } }', 'Query.thing');
    expect(response).toEqual({
      data: { thing: null },
      errors: [
        {
          path: ['thing', 'id'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'ID' within parent 'Thing' (/thing/id)",
        },
      ],
    });
  });

  it("that are no list where the schema wants one become AppSync's error", async () => {
    const response = await execute(thing({ id: 1 }), undefined, '{ things { id } }', 'Query.things');
    expect(response.errors).toEqual([
      {
        path: ['things'],
        locations: null,
        message: "Can't resolve value (/things) : type mismatch error, expected type LIST",
      },
    ]);
  });
});

describe('limits', () => {
  const many: FakeResolver = {
    request: () => ({ payload: [{ id: 1 }, { id: 2 }, { id: 3 }] }),
    response: (context) => context.result,
  };
  const name: FakeResolver = { request: () => ({ payload: 'n' }), response: (context) => context.result };

  it('stop resolvers beyond the number that the API allows', async () => {
    const executor = fakeExecutor({
      schema: SCHEMA,
      resolvers: { 'Query.things': many, 'Thing.name': name },
      api: { resolverCountLimit: 3 },
    });
    const response = await executor.execute({ query: '{ things { name } }', headers: {} }, apiKeyCaller);
    expect(response.data).toEqual({ things: [{ name: 'n' }, { name: 'n' }, { name: null }] });
    expect(response.errors).toMatchObject([{ errorType: 'ResolverCountLimitReached' }]);
  });

  it('refuse a query that nests deeper than the API allows', async () => {
    const executor = fakeExecutor({ schema: SCHEMA, api: { queryDepthLimit: 1 } });
    const deep = await executor.execute(
      { query: '{ ...F } fragment F on Query { things { id } }', headers: {} },
      apiKeyCaller,
    );
    expect(deep).toMatchObject({ data: null, errors: [{ errorType: 'QueryDepthLimitReached' }] });
    expect((await executor.execute({ query: '{ value }', headers: {} }, apiKeyCaller)).data).toEqual({ value: null });
  });

  it('refuse introspection where it is disabled, and answer it elsewhere', async () => {
    const query = '{ __schema { queryType { name } } }';
    const closed = fakeExecutor({ schema: SCHEMA, api: { introspectionDisabled: true } });
    expect(await closed.execute({ query, headers: {} }, apiKeyCaller)).toMatchObject({
      data: null,
      errors: [{ errorType: 'IntrospectionDisabled' }],
    });
    const open = await fakeExecutor({ schema: SCHEMA }).execute({ query, headers: {} }, apiKeyCaller);
    expect(open.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});
