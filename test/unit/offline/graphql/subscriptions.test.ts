import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../../src/offline/auth/contract.ts';
import type { MutationEvent, Registration } from '../../../../src/offline/graphql/contract.ts';
import { matchesArguments } from '../../../../src/offline/realtime/match-filter.ts';
import { apiKeyCaller, cognitoCaller, fakeExecutor, type FakeApiOptions } from './fake-api.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const SCHEMA = `
type Query { nothing: String }
type Mutation { add(id: ID!, data: AWSJSON): Todo  addMany: [Todo]  untold: Todo  fail: Todo }
type Subscription {
  onAdd(id: ID, data: AWSJSON): Todo @aws_subscribe(mutations: ["add", "fail"])
  onSecret: Todo @aws_subscribe(mutations: ["add"]) @aws_cognito_user_pools(cognito_groups: ["admin"])
  onNothing: Todo
}
type Todo { id: ID!  name: String!  data: AWSJSON  owner: Person  tags: [Tag] resolved: String }
type Person { name: String }
type Tag { label: String }
`;

const todo = { id: '1', name: 'Buy milk', data: { a: 1 }, owner: { name: 'Kim' }, tags: [{ label: 'x' }, null] };
const add = { request: () => ({ payload: todo }), response: (context: { result: unknown }) => context.result };

function executor(resolvers: FakeApiOptions['resolvers'] = {}) {
  return fakeExecutor({
    schema: SCHEMA,
    resolvers: {
      'Mutation.add': add,
      'Mutation.untold': add,
      'Mutation.fail': { request: () => ({ payload: null }), response: (context) => context.result },
      'Todo.resolved': { request: () => ({ payload: 'resolved' }), response: (context) => context.result },
      ...resolvers,
    },
  });
}

async function register(
  query: string,
  options: { resolvers?: FakeApiOptions['resolvers']; caller?: Caller; variables?: Record<string, unknown> } = {},
) {
  const { resolvers, caller = apiKeyCaller, variables } = options;
  return executor(resolvers).register({ query, variables, headers: {} }, caller);
}

async function registered(...args: Parameters<typeof register>): Promise<Registration> {
  const outcome = await register(...args);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.registration;
}

describe('registering a subscription', () => {
  it('tells which mutations feed it, and its arguments as the basic filter', async () => {
    const registration = await registered('subscription S($id: ID) { onAdd(id: $id) { id } }', {
      variables: { id: '7' },
    });
    expect(registration).toMatchObject({
      subscriptionField: 'onAdd',
      mutations: ['add', 'fail'],
      argumentFilter: { id: '7' },
    });
    expect(registration.filter).toBeUndefined();
  });

  it('runs the resolver of the field for its filters', async () => {
    const filter = { filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: '1' }] }] };
    const registration = await registered('subscription { onAdd { id } }', {
      resolvers: {
        'Subscription.onAdd': {
          request: (context) => ({ payload: context.info.fieldName }),
          response: (context, effects) => {
            effects.subscriptionFilter = filter;
            effects.subscriptionInvalidationFilter = filter;
            return null;
          },
        },
      },
    });
    expect(registration.filter).toEqual(filter);
    expect(registration.invalidationFilter).toEqual(filter);
  });

  it('is refused to callers whom the directives exclude', async () => {
    expect(await register('subscription { onSecret { id } }', { caller: cognitoCaller(['viewer']) })).toMatchObject({
      ok: false,
      errors: [
        {
          errorType: 'Unauthorized',
          message: 'Not Authorized to access onSecret on type Subscription',
          path: ['onSecret'],
        },
      ],
    });
    expect(await register('subscription { onSecret { id } }', { caller: cognitoCaller(['admin']) })).toMatchObject({
      ok: true,
    });
  });

  it('is refused when the resolver raises an error', async () => {
    const outcome = await register('subscription { onAdd { id } }', {
      resolvers: {
        'Subscription.onAdd': {
          request: () => {
            throw new Error('A bug.');
          },
        },
      },
    });
    expect(outcome).toMatchObject({ ok: false, errors: [{ errorType: 'InternalFailure' }] });
  });

  it.each([
    ['query { nothing }', 'Only subscriptions'],
    ['subscription { a: onAdd { id } b: onAdd { id } }', 'only one top level field'],
    ['subscription { ...F } fragment F on Subscription { onAdd { id } }', 'not through a fragment'],
    ['subscription { onNothing { id } }', '@aws_subscribe'],
    ['subscription { unknown }', 'FieldUndefined'],
    ['subscription S($id: ID!) { onAdd(id: $id) { id } }', 'coerced Null value'],
  ])('refuses %s', async (query, reason) => {
    expect(await register(query)).toMatchObject({ ok: false, errors: [{ message: containing(reason) }] });
  });
});

describe('events of mutations', () => {
  async function eventsOf(query: string): Promise<MutationEvent[]> {
    const events: MutationEvent[] = [];
    const running = executor();
    running.onMutation((event) => events.push(event));
    await running.execute({ query, headers: {} }, apiKeyCaller);
    return events;
  }

  it('hold what the caller selected, by field name, with JSON as values', async () => {
    const query = `mutation {
      mine: add(id: 1) { number: id ...F tags { l: label } }
      untold { id }
    }
    fragment F on Todo { data owner { who: name } resolved }`;
    expect(await eventsOf(query)).toEqual([
      {
        fieldName: 'add',
        result: { id: '1', data: { a: 1 }, owner: { name: 'Kim' }, resolved: 'resolved', tags: [{ label: 'x' }, null] },
      },
    ]);
  });

  it('are not told when the mutation returned nothing', async () => {
    expect(await eventsOf('mutation { fail { id } }')).toEqual([]);
  });

  it('are executed against the selection of each subscriber, where unselected fields are null', async () => {
    const registration = await registered('subscription { added: onAdd { id data owner { name } resolved } }');
    const payload = await registration.toPayload({
      fieldName: 'add',
      result: { id: '1', data: { a: 1 }, owner: { name: 'Kim' } },
    });
    expect(payload).toEqual({ data: { added: { id: '1', data: '{"a":1}', owner: { name: 'Kim' }, resolved: null } } });
  });

  it('report a required field that the mutation did not select', async () => {
    const registration = await registered('subscription { onAdd { id name } }');
    const payload = await registration.toPayload({ fieldName: 'add', result: { id: '1' } });
    expect(payload).toEqual({
      data: { onAdd: null },
      errors: [
        {
          path: ['onAdd', 'name'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'String' within parent 'Todo' (/onAdd/name)",
        },
      ],
    });
  });

  it('include invalidations', async () => {
    const running = executor({
      'Mutation.add': {
        ...add,
        response: (context, effects) => {
          effects.invalidations.push({ subscriptionField: 'onAdd', payload: { id: '1' } });
          return context.result;
        },
      },
    });
    const told: unknown[] = [];
    running.onInvalidation((event) => told.push(event));
    await running.execute({ query: 'mutation { add(id: 1) { id } }', headers: {} }, apiKeyCaller);
    expect(told).toEqual([{ subscriptionField: 'onAdd', payload: { id: '1' } }]);
  });
});

describe('a schema whose subscriptions cannot work', () => {
  it.each([
    [
      'names a mutation that does not exist',
      'type Query { a: String } type Subscription { s: String @aws_subscribe(mutations: ["gone"]) }',
    ],
  ])('is refused at once when it %s', (_reason, schema) => {
    expect(() => fakeExecutor({ schema })).toThrow(/Subscription\.s/);
  });
});

describe('subscriptions to lists and scalars', () => {
  const schema = `
type Query { nothing: String }
type Mutation { addMany: [Todo]  pulse: AWSJSON  count: Int }
type Subscription {
  onMany: [Todo] @aws_subscribe(mutations: ["addMany"])
  onManyOf(id: ID): [Todo] @aws_subscribe(mutations: ["addMany"])
  onPulse: AWSJSON @aws_subscribe(mutations: ["pulse"])
  onCount: Int @aws_subscribe(mutations: ["count"])
}
type Todo { id: ID!  name: String }
`;
  const value = (payload: unknown) => ({
    request: () => ({ payload }),
    response: (context: { result: unknown }) => context.result,
  });
  const running = () =>
    fakeExecutor({
      schema,
      resolvers: {
        'Mutation.addMany': value([{ id: '1', name: 'a' }, null]),
        'Mutation.pulse': value({ beat: 1 }),
        'Mutation.count': value(3),
      },
    });

  it.each([
    ['S9', 'subscription { onMany { id } }', 'mutation { addMany { id } }', { onMany: [{ id: '1' }, null] }],
    ['S20', 'subscription { onPulse }', 'mutation { pulse }', { onPulse: '{"beat":1}' }],
    ['S20', 'subscription { onCount }', 'mutation { count }', { onCount: 3 }],
  ])('%s delivers %s', async (_case, subscription, mutation, delivered) => {
    const executor = running();
    const outcome = await executor.register({ query: subscription, headers: {} }, apiKeyCaller);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
    const { registration } = outcome;
    const events: MutationEvent[] = [];
    executor.onMutation((event) => {
      if (matchesArguments(registration.argumentFilter, event.result)) events.push(event);
    });
    await executor.execute({ query: mutation, headers: {} }, apiKeyCaller);
    expect(await Promise.all(events.map((event) => registration.toPayload(event)))).toEqual([{ data: delivered }]);
  });

  it('S9 delivers no list to a subscriber who asks for an argument, which only objects have', async () => {
    const outcome = await running().register(
      { query: 'subscription { onManyOf(id: "1") { id } }', headers: {} },
      apiKeyCaller,
    );
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
    expect(matchesArguments(outcome.registration.argumentFilter, [{ id: '1' }])).toBe(false);
  });
});

describe('what AppSync refuses at the start, and what it counts as null', () => {
  it('S4 refuses a resolver that answers an object without its required fields', async () => {
    const outcome = await register('subscription { onAdd { id } }', {
      resolvers: { 'Subscription.onAdd': { request: () => ({}), response: () => ({}) } },
    });
    expect(outcome).toMatchObject({
      ok: false,
      errors: [{ message: "Cannot return null for non-nullable type: 'ID' within parent 'Todo' (/onAdd/id)" }],
    });
  });

  it('S4 accepts a resolver that answers null, or all that is selected', async () => {
    for (const answer of [null, { id: '1' }]) {
      const outcome = await register('subscription { onAdd { id } }', {
        resolvers: { 'Subscription.onAdd': { request: () => ({}), response: () => answer } },
      });
      expect(outcome.ok).toBe(true);
    }
  });

  it('S14 takes an argument whose variable was left out for null', async () => {
    const query = 'subscription S($id: ID) { onAdd(id: $id) { id } }';
    const { argumentFilter } = await registered(query, { variables: {} });
    expect(argumentFilter).toEqual({ id: null });
    expect(matchesArguments(argumentFilter, { id: '1' })).toBe(false);
    const plain = await registered('subscription { onAdd { id } }');
    expect(matchesArguments(plain.argumentFilter, { id: '1' })).toBe(true);
    const byDefault = await registered('subscription S($id: ID = "1") { onAdd(id: $id) { id } }', { variables: {} });
    expect(byDefault.argumentFilter).toEqual({ id: '1' });
  });
});
