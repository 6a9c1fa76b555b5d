import { describe, expect, it } from 'vitest';
import { toDynamoDBExpression } from '../../../../../src/offline/resolvers/builtins/transform/dynamodb-expression.ts';
import { toSubscriptionFilter } from '../../../../../src/offline/resolvers/builtins/transform/subscription-filter.ts';
import { jsValue, vtlValue } from '../evaluation.ts';

describe('toDynamoDBFilterExpression', () => {
  it('returns JSON text in both languages', () => {
    const expected = JSON.stringify({
      expression: '(begins_with(#title, :title_beginsWith))',
      expressionNames: { '#title': 'title' },
      expressionValues: { ':title_beginsWith': { S: 'far away' } },
    });
    expect(vtlValue('$util.transform.toDynamoDBFilterExpression({"title": {"beginsWith": "far away"}})')).toBe(
      expected,
    );
    expect(jsValue("util.transform.toDynamoDBFilterExpression({ title: { beginsWith: 'far away' } })")).toBe(expected);
  });

  it.each([
    [{ eq: 1 }, '(#f = :f_eq)', { ':f_eq': { N: 1 } }],
    [{ ne: null }, '(#f <> :f_ne)', { ':f_ne': { NULL: null } }],
    [{ ge: 1, lt: 5 }, '((#f >= :f_ge) AND (#f < :f_lt))', { ':f_ge': { N: 1 }, ':f_lt': { N: 5 } }],
    [
      { between: [1, 2] },
      '(#f BETWEEN :f_between_0 AND :f_between_1)',
      { ':f_between_0': { N: 1 }, ':f_between_1': { N: 2 } },
    ],
    [{ in: ['a', 'b'] }, '(#f IN (:f_in_0, :f_in_1))', { ':f_in_0': { S: 'a' }, ':f_in_1': { S: 'b' } }],
    [{ contains: 'a' }, '(contains(#f, :f_contains))', { ':f_contains': { S: 'a' } }],
    [{ notContains: 'a' }, '(NOT contains(#f, :f_notContains))', { ':f_notContains': { S: 'a' } }],
    [{ attributeExists: true }, '(attribute_exists(#f))', {}],
    [{ attributeExists: false }, '(attribute_not_exists(#f))', {}],
    [{ attributeType: 'stringSet' }, '(attribute_type(#f, :f_attributeType))', { ':f_attributeType': { S: 'SS' } }],
    [{ size: { gt: 2 } }, '(size(#f) > :f_size_gt)', { ':f_size_gt': { N: 2 } }],
  ])('writes %j', (conditions, expression, expressionValues) => {
    expect(toDynamoDBExpression({ f: conditions })).toEqual({
      expression,
      expressionNames: { '#f': 'f' },
      expressionValues,
    });
  });

  it('nests and, or and not', () => {
    const filter = {
      a: { eq: 1 },
      or: [{ b: { eq: 2 } }, { and: [{ b: { eq: 3 } }, { c: { eq: 4 } }] }],
      not: { c: { eq: 5 } },
    };
    expect(toDynamoDBExpression(filter).expression).toBe(
      '((#a = :a_eq) AND ((#b = :or_0_b_eq) OR ((#b = :or_1_and_0_b_eq) AND (#c = :or_1_and_1_c_eq))) AND (NOT (#c = :not_and_0_c_eq)))',
    );
  });

  it('follows nested attributes', () => {
    expect(toDynamoDBExpression({ address: { city: { eq: 'Seoul' } } })).toMatchObject({
      expression: '(#address.#city = :address_city_eq)',
    });
  });

  it('keeps names apart that need the same placeholder', () => {
    const { expressionNames } = toDynamoDBExpression({ 'a-b': { eq: 1 }, a_b: { eq: 2 } });
    expect(expressionNames).toEqual({ '#a_b': 'a-b', '#a_b_1': 'a_b' });
  });

  it('is empty for an empty filter and refuses unknown operators', () => {
    expect(toDynamoDBExpression({}).expression).toBe('');
    expect(() => toDynamoDBExpression({ a: { like: 'x' } })).toThrow('Unknown filter operator "like" on a');
  });
});

describe('toSubscriptionFilter', () => {
  // Inputs and outputs of https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform.html
  const input = {
    percentageUp: { lte: 50, gte: 20 },
    and: [{ title: { ne: 'Book1' } }, { downvotes: { gt: 2000 } }],
    or: [{ author: { eq: 'Admin' } }, { isPublished: { eq: false } }],
  };
  const filter = (fieldName: string, operator: string, value: unknown): object => ({ fieldName, operator, value });
  const rest = [filter('title', 'ne', 'Book1'), filter('downvotes', 'gt', 2000)];

  it('makes a group of each way to satisfy the object', () => {
    const groups = [
      [filter('percentageUp', 'lte', 50), ...rest, filter('author', 'eq', 'Admin')],
      [filter('percentageUp', 'lte', 50), ...rest, filter('isPublished', 'eq', false)],
      [filter('percentageUp', 'gte', 20), ...rest, filter('author', 'eq', 'Admin')],
      [filter('percentageUp', 'gte', 20), ...rest, filter('isPublished', 'eq', false)],
    ];
    expect(toSubscriptionFilter(input, undefined, undefined)).toEqual({
      filterGroup: groups.map((filters) => ({ filters })),
    });
  });

  it('ignores fields', () => {
    expect(toSubscriptionFilter(input, ['percentageUp', 'author'], undefined)).toEqual({
      filterGroup: [{ filters: [...rest, filter('isPublished', 'eq', false)] }],
    });
  });

  it('adds rules of which one must hold', () => {
    const rules = { upvotes: { gte: 250 }, author: { eq: 'Person1' } };
    expect(toSubscriptionFilter(input, ['percentageUp', 'author'], rules)).toEqual({
      filterGroup: [
        { filters: [...rest, filter('isPublished', 'eq', false), filter('upvotes', 'gte', 250)] },
        { filters: [...rest, filter('isPublished', 'eq', false), filter('author', 'eq', 'Person1')] },
      ],
    });
  });

  it('refuses a negation', () => {
    expect(() => toSubscriptionFilter({ not: {} }, undefined, undefined)).toThrow('cannot negate');
  });
});
