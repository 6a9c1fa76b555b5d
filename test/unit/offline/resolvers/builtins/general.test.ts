import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../../src/offline/auth/identity.ts';
import { contextOf, effectsOf, jsValue, resolverError, vtl, vtlValue } from '../evaluation.ts';

describe('errors', () => {
  it('are thrown with type, data and info', () => {
    const fields = { message: 'm', errorType: 'T', data: { a: 1 }, errorInfo: { b: 2 } };
    expect(resolverError(() => vtl('$util.error("m", "T", {"a": 1}, {"b": 2})'))).toEqual(fields);
    expect(resolverError(() => jsValue("util.error('m', 'T', { a: 1 }, { b: 2 })"))).toEqual(fields);
  });

  it('S10 have no type when none was given, raised and appended alike', () => {
    const effects = effectsOf();
    vtl('$util.appendError("m")1', contextOf(), effects);
    expect(effects.appendedErrors).toMatchObject([{ message: 'm', errorType: null }]);
    expect(resolverError(() => vtl('$util.error("m")')).errorType).toBeNull();
    expect(resolverError(() => jsValue("util.error('m')")).errorType).toBeNull();
    expect(resolverError(() => vtl('$util.validate(false, "m")')).errorType).toBe('CustomTemplateException');
  });

  it('can be appended while data is still returned', () => {
    const effects = effectsOf();
    expect(vtl('$util.appendError("m", "T")"data"', contextOf(), effects)).toBe('data');
    expect(jsValue("util.appendError('n')", contextOf(), effects)).toBeNull();
    expect(effects.appendedErrors.map(({ message }) => message)).toEqual(['m', 'n']);
  });

  it('come from failed validations and refusals', () => {
    expect(resolverError(() => vtl('$util.validate(false, "bad")'))).toMatchObject({
      message: 'bad',
      errorType: 'CustomTemplateException',
    });
    expect(vtl('$util.validate(true, "bad")1')).toBe(1);
    expect(resolverError(() => jsValue('util.unauthorized()'))).toMatchObject({ errorType: 'Unauthorized' });
  });
});

describe('checks', () => {
  it('tell null, empty and blank apart', () => {
    const results = (check: string): unknown[] =>
      ['$none', '""', '" "', '[]', '{}', '"x"', '0'].map((value) => vtl(`#set($v = ${value})$util.${check}($v)`));
    expect(results('isNull')).toEqual([true, false, false, false, false, false, false]);
    expect(results('isNullOrEmpty')).toEqual([true, true, false, true, true, false, false]);
    expect(results('isNullOrBlank')).toEqual([true, true, true, true, true, false, false]);
  });

  it('know types', () => {
    const values = ['null', '1', '"a"', 'true', '[]', '{}'];
    expect(values.map((value) => vtlValue(`$util.typeOf(${value})`))).toEqual([
      'Null',
      'Number',
      'String',
      'Boolean',
      'List',
      'Map',
    ]);
    expect(values.map((value) => vtlValue(`$util.isMap(${value})`))).toEqual([false, false, false, false, false, true]);
  });

  it('give defaults', () => {
    expect(vtlValue('$util.defaultIfNull($none, 1)')).toBe(1);
    expect(vtlValue('$util.defaultIfNullOrEmpty("", "d")')).toBe('d');
    expect(vtlValue('$util.defaultIfNullOrBlank(" ", "d")')).toBe('d');
  });
});

describe('text', () => {
  it.each([
    ["util.urlEncode('a b&c*~é')", 'a+b%26c*%7E%C3%A9'],
    ["util.urlDecode('a+b%26c')", 'a b&c'],
    ["util.base64Encode('봉화')", '67SJ7ZmU'],
    ["util.base64Decode('67SJ7ZmU')", '봉화'],
    ["util.escapeJavaScript('a\"b/é')", 'a\\"b\\/\\u00E9'],
    ["util.matches('^[a-z]+$', 'abc')", true],
    ["util.matches('b', 'abc')", true],
    ["util.str.normalize('한', 'nfd').length", 3],
  ])('%s', (expression, expected) => {
    expect(jsValue(expression)).toBe(expected);
  });
});

describe('ids', () => {
  it('have their forms', () => {
    expect(jsValue('util.autoId()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(jsValue('util.autoUlid()')).toMatch(/^01M[0-9A-HJKMNP-TV-Z]{23}$/);
    expect(jsValue('util.autoKsuid()')).toMatch(/^3[0-9A-Za-z]{26}$/);
  });
});

describe('authType', () => {
  const cognito = {
    sub: 's',
    issuer: 'i',
    username: 'u',
    claims: {},
    sourceIp: [],
    defaultAuthStrategy: 'ALLOW',
    groups: null,
  } as const;
  const iam = {
    ...{
      accountId: '1',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      sourceIp: [],
      username: 'u',
      userArn: 'a',
    },
    ...{ cognitoIdentityAuthType: null, cognitoIdentityAuthProvider: null },
  };
  const cases: readonly (readonly [Identity | null, string])[] = [
    [null, 'API Key Authorization'],
    [cognito, 'User Pool Authorization'],
    [iam, 'IAM Authorization'],
    [{ sub: 's', issuer: 'i', claims: {} }, 'Open ID Connect Authorization'],
    [{ resolverContext: {} }, 'Lambda Authorization'],
  ];
  it.each(cases)('of %j', (identity, expected) => {
    expect(vtl('"$util.authType()"', contextOf({ identity }))).toBe(expected);
  });
});

describe('maps and lists', () => {
  it('are copied with some keys or elements', () => {
    expect(vtlValue('$util.map.copyAndRetainAllKeys({"a": 1, "b": 2}, ["a"])')).toEqual({ a: 1 });
    expect(vtlValue('$util.map.copyAndRemoveAllKeys({"a": 1, "b": 2}, ["a"])')).toEqual({ b: 2 });
    expect(vtlValue('$util.list.copyAndRetainAll([1, 2], [2])')).toEqual([2]);
    expect(vtlValue('$util.list.copyAndRemoveAll([1, 2], [2])')).toEqual([1]);
    expect(vtlValue('$util.list.sortList([{"n": 2}, {"n": 3}, {"n": 1}], true, "n")')).toEqual([
      { n: 3 },
      { n: 2 },
      { n: 1 },
    ]);
  });
});

describe('dynamodb', () => {
  it('types values', () => {
    expect(jsValue("util.dynamodb.toDynamoDB({ s: 'a', n: 1, b: true, z: null, l: [1], m: {} })")).toEqual({
      M: { s: { S: 'a' }, n: { N: 1 }, b: { BOOL: true }, z: { NULL: null }, l: { L: [{ N: 1 }] }, m: { M: {} } },
    });
    expect(jsValue("util.dynamodb.toMapValues({ a: undefined, b: 'x' })")).toEqual({ b: { S: 'x' } });
    expect(jsValue("util.dynamodb.toStringSet(['a'])")).toEqual({ SS: ['a'] });
    expect(vtlValue('$util.dynamodb.toMapValuesJson({"a": 1})')).toBe('{"a":{"N":1}}');
  });

  it('writes and reads S3 objects', () => {
    const stored = jsValue("util.dynamodb.toS3Object('key', 'bucket', 'region').S");
    expect(stored).toBe('{"s3":{"key":"key","bucket":"bucket","region":"region"}}');
    expect(jsValue(`util.dynamodb.fromS3ObjectJson('${String(stored)}')`)).toEqual({
      key: 'key',
      bucket: 'bucket',
      region: 'region',
    });
  });
});

describe('http and extensions', () => {
  it("collect response headers, but not AppSync's own", () => {
    const effects = effectsOf();
    jsValue("util.http.addResponseHeaders({ 'x-one': 1, 'x-two': 'b' })", contextOf(), effects);
    expect(effects.responseHeaders).toEqual({ 'x-one': '1', 'x-two': 'b' });
    expect(() => jsValue("util.http.addResponseHeader('x-amzn-requestid', 'a')")).toThrow('AppSync owns it');
    expect(jsValue("util.http.copyHeaders({ Host: 'h', 'x-a': 'b' })")).toEqual({ 'x-a': 'b' });
  });

  it("collect invalidations up to AppSync's limit", () => {
    const effects = effectsOf();
    const call = "extensions.invalidateSubscriptions({ subscriptionField: 'onNote', payload: { id: '1' } })";
    for (let count = 0; count < 5; count += 1) jsValue(call, contextOf(), effects);
    expect(effects.invalidations[0]).toEqual({ subscriptionField: 'onNote', payload: { id: '1' } });
    expect(() => jsValue(call, contextOf(), effects)).toThrow('5 times per request');
  });

  it('refuse a malformed filter and the API cache', () => {
    expect(() => jsValue('extensions.setSubscriptionFilter({ a: 1 })')).toThrow('expects { filterGroup');
    expect(() => jsValue("extensions.evictFromApiCache('Query', 'a', {})")).toThrow(
      'extensions.evictFromApiCache is not supported',
    );
  });
});

describe('text that should be JSON', () => {
  it.each(['kim', '', '{"a":', "{'a': 1}", '[1,]', 'admins,editors'])(
    'S1 parses to null when it is not: %j',
    (text) => {
      expect(vtlValue('$util.parseJson($ctx.args.text)', contextOf({ arguments: { text } }))).toBeNull();
    },
  );

  it('S1 parses to its value when it is', () => {
    expect(vtlValue('$util.parseJson($ctx.args.text)', contextOf({ arguments: { text: '["a"]' } }))).toEqual(['a']);
  });
});

describe('lists of lists and maps', () => {
  it('S15 are compared by content, not by identity', () => {
    expect(vtlValue('$util.list.copyAndRetainAll([{"a": 1}, {"a": 2}, [3]], [{"a": 1}, [3]])')).toEqual([
      { a: 1 },
      [3],
    ]);
    expect(vtlValue('$util.list.copyAndRemoveAll([{"a": 1}, {"a": 2}], [{"a": 1}])')).toEqual([{ a: 2 }]);
  });

  it('S15 are sorted whatever they hold', () => {
    expect(vtlValue('$util.list.sortList([2, "b", 1, "a"], false, "x")')).toEqual([1, 2, 'a', 'b']);
  });
});
