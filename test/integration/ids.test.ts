import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, type FieldDefinitionNode, type InputValueDefinitionNode, type TypeNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, signAs, startApiWorld, type Answer, type ApiWorld } from '../api-world.ts';
import { ROOT } from '../backends-under-test.ts';
import { subscribe } from '../realtime-probe.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld();
});
afterAll(() => world?.backend.stop());

const schema = parse(readFileSync(join(ROOT, 'schema', 'schema.graphql'), 'utf8')).definitions;

function fieldsOf(root: 'Query' | 'Mutation' | 'Subscription'): readonly FieldDefinitionNode[] {
  return schema.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === root ? (node.fields ?? []) : [],
  );
}

function inputOf(name: string): readonly InputValueDefinitionNode[] | undefined {
  const found = schema.find((node) => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && node.name.value === name);
  return found?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (found.fields ?? []) : undefined;
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
const isRequired = ({ type }: InputValueDefinitionNode): boolean => type.kind === Kind.NON_NULL_TYPE;
const textOf = (type: TypeNode): string => {
  if (type.kind === Kind.NON_NULL_TYPE) return `${textOf(type.type)}!`;
  return type.kind === Kind.LIST_TYPE ? `[${textOf(type.type)}]` : type.name.value;
};

const SCALARS: Readonly<Record<string, unknown>> = {
  ID: 'some-id',
  String: 'some-text',
  Int: 1,
  Float: 1,
  Boolean: true,
  AWSJSON: '{}',
  AWSDateTime: '2026-11-28T00:00:00Z',
};

/** The least that a type accepts, of an input object with these fields in place of its own. */
function leastOf(type: TypeNode, given: Readonly<Record<string, unknown>> = {}): unknown {
  if (isList(type)) return [leastOf(namedWithin(type), given)];
  const name = nameOf(type);
  if (Object.hasOwn(SCALARS, name)) return SCALARS[name];
  const fields = inputOf(name);
  if (fields !== undefined) return { ...leastOfEach(fields), ...given };
  const choices = schema.find((node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === name);
  if (choices?.kind !== Kind.ENUM_TYPE_DEFINITION) throw new Error(`What is a ${name}?`);
  return choices.values?.[0]?.name.value;
}

function namedWithin(type: TypeNode): TypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedWithin(type.type);
}

function leastOfEach(fields: readonly InputValueDefinitionNode[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter(isRequired).map(({ name, type }) => [name.value, leastOf(type)]));
}

/** Each place of an operation that holds an id: an argument, or a field of an argument's objects. */
function idPlaces({ arguments: args = [] }: FieldDefinitionNode): { name: string; values: (id: string) => object }[] {
  return args
    .filter(({ name }) => name.value !== 'filter')
    .flatMap(({ name: { value: argument }, type }) => {
      if (nameOf(type) === 'ID') {
        return [{ name: argument, values: (id: string) => ({ ...leastOfEach(args), [argument]: id }) }];
      }
      const inner = (inputOf(nameOf(type)) ?? []).filter((field) => nameOf(field.type) === 'ID');
      return inner.map(({ name }) => ({
        name: name.value,
        values: (id: string) => ({ ...leastOfEach(args), [argument]: leastOf(type, { [name.value]: id }) }),
      }));
    });
}

/** What an operation has to be told besides, though its schema does not say so. */
const BESIDE: Readonly<Record<string, object>> = { previewTemplate: { templateId: 'some-id' } };

function isFor(field: FieldDefinitionNode, directive: string): boolean {
  return field.directives?.some(({ name }) => name.value === directive) === true;
}

const isSystemOnly = (field: FieldDefinitionNode): boolean =>
  field.directives?.some((directive) => JSON.stringify(directive.arguments).includes('bonghwa-system-only')) === true;

const BAD_IDS = { empty: '', blank: ' \t ', 'three thousand characters long': 'x'.repeat(3_000) };

function requestFor(operation: string, field: FieldDefinitionNode, variables: object) {
  const used = (field.arguments ?? []).filter(({ name }) => Object.hasOwn(variables, name.value));
  const declared = used.map(({ name, type }) => `$${name.value}: ${textOf(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name.value}: $${name.value}`).join(', ');
  const query = `${operation} Ask(${declared}) { ${field.name.value}(${passed}) { __typename } }`;
  return { query, operationName: 'Ask', variables };
}

async function ask(
  operation: 'query' | 'mutation',
  field: FieldDefinitionNode,
  variables: Record<string, unknown>,
): Promise<Answer> {
  const request = requestFor(operation, field, variables);
  const isForServers = isFor(field, 'aws_lambda');
  const authorization = isForServers ? await signAs(world.shop, request) : world.admin;
  return post(world.url, request, { authorization });
}

const CASES = (
  [
    ['query', 'Query'],
    ['mutation', 'Mutation'],
  ] as const
).flatMap(([operation, root]) =>
  fieldsOf(root)
    .filter((field) => !isSystemOnly(field))
    .flatMap((field) =>
      idPlaces(field).map((place) => ({ operation, field, place, title: field.name.value, name: place.name })),
    ),
);

describe('U2 an id that can be none', () => {
  it('is looked for in every operation that takes one', () => {
    expect(CASES.length).toBeGreaterThan(40);
    expect(CASES.map(({ title, name }) => `${title}.${name}`)).toEqual(
      expect.arrayContaining([
        'sendMessages.customerId',
        'saveCampaign.templateId',
        'addApiKey.keyId',
        'getCustomer.id',
      ]),
    );
  });

  it.each(CASES)('$title refuses it by the name of $name', async ({ operation, field, place, title, name }) => {
    for (const id of Object.values(BAD_IDS)) {
      const answer = await ask(operation, field, { ...BESIDE[title], ...place.values(id) });
      expect(answer.errorType).toBe('INVALID_INPUT');
      expect(answer.message).toContain(name);
      // Not megabytes of what was wrong.
      expect(answer.message.length).toBeLessThan(400);
    }
  });

  const SUBSCRIPTIONS = fieldsOf('Subscription').flatMap((field) =>
    idPlaces(field).map((place) => ({ field, place, title: field.name.value, name: place.name })),
  );

  it.each(SUBSCRIPTIONS)('$title refuses it as $name', async ({ field, place }) => {
    const headers = { authorization: world.admin };
    for (const id of Object.values(BAD_IDS)) {
      const { query, variables } = requestFor('subscription', field, place.values(id));
      const ended = await subscribe(world.url, headers, { request: { query, variables }, headers });
      // Which of the two comes first of `onDelivery` is a matter of its pipeline: the job is looked for before.
      expect(['INVALID_INPUT', 'NOT_FOUND']).toContain(ended);
    }
  });

  it.each([
    ['templatesByName', 'name', { name: '' }],
    ['segmentsByName', 'name', { name: ' ' }],
    ['campaignsByName', 'name', { name: 'x'.repeat(3_000) }],
    ['jobsByCampaign', 'createdAt', { campaignId: 'c', createdAt: { ge: '' } }],
  ])('%s refuses a key that no row can have as %s', async (query, name, variables) => {
    const field = fieldsOf('Query').find((one) => one.name.value === query);
    if (field === undefined) throw new Error(`There is no query ${query}.`);
    const answer = await ask('query', field, variables);
    expect(answer.errorType).toBe('INVALID_INPUT');
    expect(answer.message).toContain(name);
  });
});

describe('U2 an id with blanks around it', () => {
  const asAdmin = async (query: string, variables: Record<string, unknown>) => {
    const answer = await world.asAdmin(query, variables);
    expect(answer.message).toBe('');
    return answer.data;
  };
  const id = ' \u00a0c-blank\u200b ';

  it('is the id without them, whatever is asked', async () => {
    const customers = [JSON.stringify({ id, endpoints: [{ channelType: 'GCM', address: 'token-blank' }] })];
    expect(
      await asAdmin(
        'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { customerId outcome } }',
        {
          customers,
        },
      ),
    ).toEqual({ upsertCustomers: [{ customerId: 'c-blank', outcome: 'CREATED' }] });
    const statements = [{ channel: 'PUSH', kind: 'AD', state: 'GRANTED', source: 'form' }];
    expect(
      await asAdmin(
        'mutation ($id: ID!, $statements: [ConsentStatementInput!]!) { recordConsent(customerId: $id, statements: $statements) { customerId applied } }',
        { id, statements },
      ),
    ).toEqual({ recordConsent: { customerId: 'c-blank', applied: 1 } });
    const sending = {
      query: `mutation ($id: ID!, $templateId: ID) {
        sendMessages(idempotencyKey: "blank-id-1", messageClass: TRANSACTIONAL, templateId: $templateId, recipients: [{ customerId: $id }]) {
          jobId decisions { customerId outcome }
        }
      }`,
      variables: { id, templateId: ` ${world.templateId} ` },
    };
    const sent = await post(world.url, sending, { authorization: await signAs(world.shop, sending) });
    expect(sent.data).toMatchObject({
      sendMessages: { decisions: [{ customerId: 'c-blank', outcome: 'INCLUDED' }] },
    });
    const { jobId } = sent.data?.['sendMessages'] as { jobId: string };
    expect(
      await asAdmin('query ($jobId: ID!, $id: ID!) { explainRecipient(jobId: $jobId, customerId: $id) { outcome } }', {
        jobId: `${jobId} `,
        id,
      }),
    ).toMatchObject({ explainRecipient: { outcome: 'INCLUDED' } });
    expect(await asAdmin('query ($id: ID!) { exportCustomer(customerId: $id) { customerId } }', { id })).toEqual({
      exportCustomer: { customerId: 'c-blank' },
    });
    expect(
      await asAdmin('mutation ($id: ID!) { eraseCustomer(customerId: $id) { customerId existed } }', { id }),
    ).toEqual({ eraseCustomer: { customerId: 'c-blank', existed: true } });
  });
});
