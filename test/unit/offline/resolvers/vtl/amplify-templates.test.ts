/** The templates in ./templates are what Amplify's data construct 1.17 generates, unchanged. */
import { describe, expect, it } from 'vitest';
import type { CognitoIdentity } from '../../../../../src/offline/auth/identity.ts';
import { contextOf, effectsOf, evaluateTemplate, resolverError } from '../evaluation.ts';

const marketer: CognitoIdentity = {
  ...{ sub: 's-1', issuer: 'i', username: 'u-1', sourceIp: [], defaultAuthStrategy: 'ALLOW', groups: ['marketer'] },
  claims: { sub: 's-1', username: 'u-1', 'cognito:groups': ['marketer'] },
};

describe('authorization', () => {
  it('lets a member of an allowed group pass and marks the stash', () => {
    const context = contextOf({ identity: marketer });
    expect(evaluateTemplate('group-authorization', context)).toEqual({
      kind: 'value',
      value: { version: '2018-05-29', payload: {} },
    });
    expect(context.stash).toEqual({ hasAuth: true });
  });

  it('refuses others, and an API key', () => {
    const stranger = { ...marketer, claims: { 'cognito:groups': ['other'] } };
    for (const identity of [stranger, null]) {
      expect(resolverError(() => evaluateTemplate('group-authorization', contextOf({ identity })))).toEqual({
        ...{
          message: 'Not Authorized to access getNote on type Query',
          errorType: 'Unauthorized',
          data: null,
          errorInfo: null,
        },
      });
    }
  });
});

describe('get', () => {
  it('queries by the composite key of the stash and adds the authorization filter', () => {
    const stash = {
      metadata: { modelObjectKey: { templateId: { S: 't' }, version: { N: 2 } } },
      authFilter: { or: [{ owner: { eq: 'u-1' } }] },
    };
    expect(evaluateTemplate('get-request', contextOf({ stash })).value).toEqual({
      ...{ version: '2018-05-29', operation: 'Query' },
      query: {
        expression: '#keyCount1 = :valueCount1 AND #keyCount2 = :valueCount2 ',
        expressionNames: { '#keyCount1': 'templateId', '#keyCount2': 'version' },
        expressionValues: { ':valueCount1': { S: 't' }, ':valueCount2': { N: 2 } },
      },
      filter: {
        expression: '(#owner = :or_0_owner_eq)',
        expressionNames: { '#owner': 'owner' },
        expressionValues: { ':or_0_owner_eq': { S: 'u-1' } },
      },
    });
  });

  it('answers the item, null, or a refusal when the filter hid it', () => {
    const respond = (items: unknown[], scannedCount: number): unknown =>
      evaluateTemplate('get-response', contextOf({ result: { items, scannedCount } })).value;
    expect(respond([{ id: '1' }], 1)).toEqual({ id: '1' });
    expect(respond([], 0)).toBeNull();
    expect(resolverError(() => respond([], 1)).errorType).toBe('Unauthorized');
  });

  it('raises the error of the data source', () => {
    const context = contextOf({ error: { message: 'throttled', type: 'DynamoDB:Throttling' } });
    expect(resolverError(() => evaluateTemplate('get-response', context))).toMatchObject({
      message: 'throttled',
      errorType: 'DynamoDB:Throttling',
    });
  });
});

describe('list', () => {
  it('scans with the filter and without an empty expressionValues', () => {
    const context = contextOf({ arguments: { filter: { name: { attributeExists: true } }, limit: 5, nextToken: 'n' } });
    expect(evaluateTemplate('list-request', context).value).toEqual({
      ...{ version: '2018-05-29', limit: 5, nextToken: 'n', operation: 'Scan' },
      filter: { expression: '(attribute_exists(#name))', expressionNames: { '#name': 'name' } },
    });
  });

  it('queries a key range built by the template before it', () => {
    const context = contextOf({
      arguments: { templateId: 't', version: { between: [1, 3] }, sortDirection: 'DESC' },
      stash: { metadata: {} },
    });
    expect(evaluateTemplate('list-key-request', context).value).toEqual({});
    expect(evaluateTemplate('list-request', context).value).toMatchObject({
      ...{ operation: 'Query', scanIndexForward: false, limit: 100 },
      query: {
        expression: '#templateId = :templateId AND #sortKey BETWEEN :sortKey0 AND :sortKey1',
        expressionValues: { ':templateId': { S: 't' }, ':sortKey0': { N: '1' }, ':sortKey1': { N: '3' } },
      },
    });
  });

  it('refuses a sort direction without its key', () => {
    const context = contextOf({ arguments: { sortDirection: 'ASC' }, stash: { metadata: {} } });
    expect(resolverError(() => evaluateTemplate('list-key-request', context)).errorType).toBe('InvalidArgumentsError');
  });

  it('returns early for a relation without a parent and queries one with', () => {
    expect(evaluateTemplate('has-many-request', contextOf({ source: {} }))).toEqual({
      kind: 'early-return',
      value: { items: [] },
    });
    expect(
      evaluateTemplate('has-many-request', contextOf({ source: { id: 'p' }, arguments: { sortDirection: 'DESC' } }))
        .value,
    ).toMatchObject({
      ...{ operation: 'Query', scanIndexForward: false, filter: null, limit: 100, nextToken: null },
      query: { expressionValues: { ':partitionKey': { S: 'p' } } },
    });
  });
});

describe('mutations', () => {
  const withKey = (): Record<string, unknown> => ({
    metadata: { modelObjectKey: { id: { S: '1' } } },
    conditions: [],
    defaultValues: { score: 1 },
  });

  it('creates with defaults, typename and the condition that the key is new', () => {
    const context = contextOf({ arguments: { input: { id: '1', name: 'n', note: null } }, stash: withKey() });
    expect(evaluateTemplate('create-request', context).value).toEqual({
      ...{ version: '2018-05-29', operation: 'PutItem', key: { id: { S: '1' } } },
      attributeValues: {
        score: { N: 1 },
        id: { S: '1' },
        name: { S: 'n' },
        note: { NULL: null },
        __typename: { S: 'Team' },
      },
      condition: { expression: '(attribute_not_exists(#keyCondition1))', expressionNames: { '#keyCondition1': 'id' } },
    });
  });

  it("updates set and removed attributes under the caller's condition", () => {
    const stash = { metadata: { modelObjectKey: { id: { S: '1' } } }, conditions: [] };
    const context = contextOf({
      arguments: { input: { id: '1', name: 'n', body: null, score: 2 }, condition: { score: { lt: 5 } } },
      stash,
    });
    expect(evaluateTemplate('update-request', context).value).toEqual({
      ...{ version: '2018-05-29', operation: 'UpdateItem', key: { id: { S: '1' } } },
      update: {
        expression: 'SET #name = :name, #score = :score REMOVE #body',
        expressionNames: { '#name': 'name', '#body': 'body', '#score': 'score' },
        expressionValues: { ':name': { S: 'n' }, ':score': { N: 2 } },
      },
      condition: {
        expression: '((attribute_exists(#keyCondition1)) AND (#score < :and_1_score_lt))',
        expressionNames: { '#keyCondition1': 'id', '#score': 'score' },
        expressionValues: { ':and_1_score_lt': { N: 5 } },
      },
    });
  });

  it('deletes only what exists', () => {
    const context = contextOf({ arguments: { input: { id: '1' } }, stash: { metadata: {}, conditions: [] } });
    expect(evaluateTemplate('delete-request', context).value).toEqual({
      ...{ version: '2018-05-29', operation: 'DeleteItem', key: { id: { S: '1' } } },
      condition: { expression: '(attribute_exists(#id))', expressionNames: { '#id': 'id' } },
    });
  });
});

it('passes a Lambda the whole request', () => {
  const context = contextOf({
    arguments: { name: 'n' },
    identity: marketer,
    stash: { typeName: 'Mutation', fieldName: 'saveTemplate' },
  });
  expect(evaluateTemplate('invoke-lambda-request', context).value).toMatchObject({
    operation: 'Invoke',
    payload: {
      typeName: 'Mutation',
      fieldName: 'saveTemplate',
      arguments: { name: 'n' },
      identity: { username: 'u-1' },
      source: null,
    },
  });
});

it('sets the subscription filter the client asked for', () => {
  const effects = effectsOf();
  const context = contextOf({
    arguments: { filter: { and: [{ or: [{ owner: { eq: 'u' } }] }, { title: { beginsWith: 'a' } }] } },
  });
  expect(evaluateTemplate('subscription-response', context, effects)).toEqual({ kind: 'value', value: null });
  expect(effects.subscriptionFilter).toEqual({
    filterGroup: [
      {
        filters: [
          { fieldName: 'owner', operator: 'eq', value: 'u' },
          { fieldName: 'title', operator: 'beginsWith', value: 'a' },
        ],
      },
    ],
  });
});
