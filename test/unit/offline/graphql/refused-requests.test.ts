import { describe, expect, it } from 'vitest';
import { apiKeyCaller, fakeExecutor } from './fake-api.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const SCHEMA = `
type Query { todo(id: ID!): Todo  echo(input: Input, state: State, on: AWSDate, at: AWSTimestamp, data: AWSJSON): AWSJSON }
type Todo { id: ID! name: String state: State }
enum State { OPEN DONE }
input Input { id: ID!  phone: AWSPhone  state: State  size: Int  inner: Inner }
input Inner { name: String! }
`;

const executor = fakeExecutor({
  schema: SCHEMA,
  resolvers: {
    'Query.echo': { request: (context) => ({ payload: context.arguments }), response: (context) => context.result },
    'Query.todo': { request: () => ({ payload: { id: 1, state: 'LOST' } }), response: (context) => context.result },
  },
});

async function errorsOf(query: string, variables?: Record<string, unknown>, operationName?: string) {
  const response = await executor.execute({ query, variables, operationName, headers: {} }, apiKeyCaller);
  return response.errors ?? [];
}

async function firstMessage(query: string, variables?: Record<string, unknown>): Promise<string | undefined> {
  return (await errorsOf(query, variables))[0]?.message;
}

describe('queries that do not fit the schema', () => {
  it.each([
    [
      '{ nothing }',
      "Validation error of type FieldUndefined: Field 'nothing' in type 'Query' is undefined @ 'nothing'",
    ],
    [
      '{ todo(id: 1) { what } }',
      "Validation error of type FieldUndefined: Field 'what' in type 'Todo' is undefined @ 'todo/what'",
    ],
    ['{ todo { id } }', "Validation error of type MissingFieldArgument: Missing field argument id @ 'todo'"],
    ['{ todo(id: 1, x: 2) { id } }', "Validation error of type UnknownArgument: Unknown field argument x @ 'todo'"],
    [
      '{ todo(id: 1) }',
      "Validation error of type SubSelectionRequired: Sub selection required for type Todo of field todo @ 'todo'",
    ],
    [
      '{ todo(id: 1) { name { x } } }',
      "Validation error of type SubSelectionNotAllowed: Sub selection not allowed on leaf type String of field name @ 'todo/name'",
    ],
    [
      'query($id: String) { todo(id: $id) { id } }',
      "Validation error of type VariableTypeMismatch: Variable type 'String' doesn't match expected type 'ID!' @ 'todo'",
    ],
    ['{ todo(id: $id) { id } }', "Validation error of type UndefinedVariable: Undefined variable id @ 'todo'"],
    ['query($x: Nope) { todo(id: 1) { id } }', 'Validation error of type UnknownType: Unknown type Nope'],
    ['{ todo(id: 1) { ...F } }', "Validation error of type UndefinedFragment: Undefined fragment F @ 'todo'"],
  ])('%s is refused in the words of AppSync', async (query, message) => {
    const response = await executor.execute({ query, headers: {} }, apiKeyCaller);
    expect(response.data).toBeNull();
    expect(response.errors?.map((error) => error.message)).toContain(message);
  });

  it('say where', async () => {
    expect((await errorsOf('{\n  nothing\n}'))[0]?.locations).toEqual([{ line: 2, column: 3, sourceName: null }]);
  });

  it('S11 say that they have no path, and name the literal as graphql-java does', async () => {
    expect(await errorsOf('{ echo(state: HUGE) }')).toEqual([
      {
        path: null,
        locations: [{ line: 1, column: 15, sourceName: null }],
        message:
          "Validation error of type WrongType: argument 'state' with value 'EnumValue{name='HUGE'}' is not a valid 'State' @ 'echo'",
      },
    ]);
  });

  it.each([
    ['{ echo(on: "today") }', "argument 'on' with value 'StringValue{value='today'}' is not a valid 'AWSDate'"],
    ['{ todo(id: null) { id } }', "argument 'id' with value 'NullValue{}' must not be null"],
    ['{ echo(input: 1) }', "argument 'input' with value 'IntValue{value=1}' must be an object type"],
    [
      '{ echo(input: {}) }',
      "argument 'input' with value 'ObjectValue{objectFields=[]}' is missing required fields '[id]'",
    ],
    [
      '{ echo(input: { id: 1, inner: { name: true } }) }',
      "argument 'input.inner.name' with value 'BooleanValue{value=true}' is not a valid 'String'",
    ],
  ])('S11 name the innermost value at fault in %s', async (query, words) => {
    expect((await errorsOf(query)).map((error) => error.message)).toContain(
      `Validation error of type WrongType: ${words} @ '${query.includes('todo') ? 'todo' : 'echo'}'`,
    );
  });

  it('that do not parse are malformed requests', async () => {
    expect((await errorsOf('{ todo('))[0]).toMatchObject({ errorType: 'MalformedHttpRequestException' });
  });

  it('must name the operation when there are several', async () => {
    const query = 'query A { todo(id: 1) { id } } query B { todo(id: 1) { id } }';
    expect((await errorsOf(query))[0]).toMatchObject({
      errorType: 'BadRequestException',
      message: containing('operation name'),
    });
    expect((await errorsOf(query, {}, 'C'))[0]?.message).toBe("Unknown operation named 'C'.");
    expect(await errorsOf(query, {}, 'A')).toEqual([]);
  });

  it('cannot be subscriptions over HTTP', async () => {
    const withSubscription = fakeExecutor({
      schema: `${SCHEMA} type Mutation { add: Todo } type Subscription { onAdd: Todo @aws_subscribe(mutations: ["add"]) }`,
    });
    const response = await withSubscription.execute(
      { query: 'subscription { onAdd { id } }', headers: {} },
      apiKeyCaller,
    );
    expect(response.errors).toMatchObject([{ errorType: 'UnsupportedOperation' }]);
  });
});

describe('variables that do not fit their types', () => {
  const query = 'query Q($input: Input, $on: AWSDate, $at: AWSTimestamp) { echo(input: $input, on: $on, at: $at) }';

  it.each([
    [{ on: 'today' }, "Variable 'on' has an invalid value. Unable to parse `today` as a valid date."],
    [
      { input: { id: 1, phone: '1110004444' } },
      "Variable 'phone' has an invalid value. Unable to parse `1110004444` as a valid phone number.",
    ],
    [{ input: {} }, "Variable 'input' has coerced Null value for NonNull type 'ID!'"],
    [{ input: { id: null } }, "Variable 'input' has coerced Null value for NonNull type 'ID!'"],
    [{ input: { id: 1, inner: {} } }, "Variable 'input' has coerced Null value for NonNull type 'String!'"],
    [
      { input: { id: 1, extra: 2 } },
      "The variables input contains a field name 'extra' that is not defined for input object type 'Input' ",
    ],
    [
      { input: { id: 1, state: 'GONE' } },
      "Variable 'state' has an invalid value. Invalid input for Enum 'State'. No value found for name 'GONE'",
    ],
    [
      { at: 'x' },
      "Variable 'at' has an invalid value. Unable to parse `x` as a valid timestamp. Ensure that the value provided is an Integer that lies within the limits specified in this scalar's description.",
    ],
  ])('%j are refused in the words of AppSync', async (variables, message) => {
    expect(await firstMessage(query, variables)).toBe(message);
  });

  it('are refused when a required one is missing, at the place of its definition', async () => {
    const errors = await errorsOf('query Q($id: ID!) { todo(id: $id) { id } }');
    expect(errors).toEqual([
      {
        path: null,
        message: "Variable 'id' has coerced Null value for NonNull type 'ID!'",
        locations: [{ line: 1, column: 9, sourceName: null }],
      },
    ]);
  });

  it('are accepted with defaults and without values', async () => {
    expect(await errorsOf('query Q($id: ID! = 1, $on: AWSDate) { todo(id: $id) { id } echo(on: $on) }')).toEqual([]);
  });
});

describe('results that do not fit the schema', () => {
  it('become errors at their path in the words of AppSync', async () => {
    expect(await errorsOf('{ todo(id: 1) { state } }')).toEqual([
      {
        path: ['todo', 'state'],
        locations: null,
        message: "Can't serialize value (/todo/state) : Invalid input for Enum 'State'. Unknown value 'LOST'",
      },
    ]);
  });
});

describe('AWSJSON', () => {
  it('reaches resolvers as a value and clients as text, through variables and literals alike', async () => {
    const byVariable = await executor.execute(
      { query: 'query Q($data: AWSJSON) { echo(data: $data) }', variables: { data: '{"a":[1,true]}' }, headers: {} },
      apiKeyCaller,
    );
    const byLiteral = await executor.execute(
      { query: '{ echo(data: "{\\"a\\":[1,true]}") }', headers: {} },
      apiKeyCaller,
    );
    expect(byVariable.data).toEqual({ echo: '{"data":{"a":[1,true]}}' });
    expect(byLiteral.data).toEqual(byVariable.data);
  });
});

describe('documents whose work grows faster than their text', () => {
  const doubling = Array.from(
    { length: 28 },
    (_none, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
  ).join(' ');
  it.each([
    ['a fragment of itself', 'fragment F on Query { ...F } { ...F }'],
    ['selections 100,000 deep', '{ a '.repeat(100_000) + '}'.repeat(100_000)],
    ['one field 5,000 times', `{ ${'todo(id: 1) { id } '.repeat(5000)} }`],
    [
      '30,000 variables',
      `query Q(${Array.from({ length: 30_000 }, (_none, n) => `$v${n}: Int`).join(' ')}) { todo(id: 1) { id } }`,
    ],
  ])('S31 are refused within a second: %s', async (_what, query) => {
    const before = performance.now();
    expect((await errorsOf(query)).length).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('S31 are measured once per fragment', async () => {
    const before = performance.now();
    expect(await errorsOf(`${doubling} fragment F28 on Query { todo(id: 1) { id } } { ...F0 }`)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
