import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyStatement, Role } from '../../../../src/offline/assembly/resources.ts';
import { evaluatePolicy, isAllowed } from '../../../../src/offline/auth/evaluate-policy.ts';

function statement(fields: Partial<PolicyStatement>): PolicyStatement {
  return {
    effect: 'Allow',
    actions: ['*'],
    notActions: [],
    resources: ['*'],
    notResources: [],
    conditions: {},
    ...fields,
  };
}

function role(...statements: PolicyStatement[]): Role {
  return { arn: 'arn:aws:iam::1:role/r', name: 'r', statements };
}

function conditional(operator: string, key: string, ...values: string[]): Role {
  return role(statement({ conditions: { [operator]: { [key]: values } } }));
}

describe('evaluatePolicy', () => {
  it('denies what nothing allows, and says which action on which resource', () => {
    expect(evaluatePolicy(role(), 'sqs:SendMessage', 'arn:q')).toEqual({
      allowed: false,
      reason: expect.stringContaining('not authorized to perform: sqs:SendMessage on resource: arn:q') as unknown,
    });
  });

  it('lets an explicit deny win over any allow, in any order', () => {
    const deny = statement({ effect: 'Deny', actions: ['dynamodb:Delete*'] });
    for (const statements of [
      [statement({}), deny],
      [deny, statement({})],
    ]) {
      expect(isAllowed(role(...statements), 'dynamodb:DeleteItem', 't')).toBe(false);
      expect(isAllowed(role(...statements), 'dynamodb:GetItem', 't')).toBe(true);
    }
  });

  it('compares actions without regard to case and resources with it', () => {
    const one = role(statement({ actions: ['SQS:sendmessage'], resources: ['arn:Q'] }));
    expect(isAllowed(one, 'sqs:SendMessage', 'arn:Q')).toBe(true);
    expect(isAllowed(one, 'sqs:SendMessage', 'arn:q')).toBe(false);
  });

  it('understands NotAction and NotResource', () => {
    expect(isAllowed(role(statement({ actions: [], notActions: ['iam:*'] })), 'iam:PassRole', 'x')).toBe(false);
    expect(isAllowed(role(statement({ actions: [], notActions: ['iam:*'] })), 's3:GetObject', 'x')).toBe(true);
    expect(isAllowed(role(statement({ resources: [], notResources: ['secret/*'] })), 's3:GetObject', 'secret/a')).toBe(
      false,
    );
    expect(isAllowed(role(statement({ resources: [], notResources: ['secret/*'] })), 's3:GetObject', 'open/a')).toBe(
      true,
    );
  });

  it('resolves policy variables, and matches nothing without their value', () => {
    const own = role(statement({ resources: ['bucket/${cognito-identity.amazonaws.com:sub}/*'] }));
    expect(isAllowed(own, 's3:GetObject', 'bucket/me/a', { 'cognito-identity.amazonaws.com:sub': 'me' })).toBe(true);
    expect(isAllowed(own, 's3:GetObject', 'bucket/you/a', { 'cognito-identity.amazonaws.com:sub': 'me' })).toBe(false);
    expect(isAllowed(own, 's3:GetObject', 'bucket//a')).toBe(false);
  });

  it.each([
    ['StringEquals', 'k', ['a'], 'a', true],
    ['StringEquals', 'k', ['a'], 'A', false],
    ['StringEqualsIgnoreCase', 'k', ['a'], 'A', true],
    ['StringNotEquals', 'k', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'k', ['a'], undefined, true],
    ['StringLike', 'k', ['a*'], 'abc', true],
    ['StringEquals', 'k', ['a'], undefined, false],
    ['StringEqualsIfExists', 'k', ['a'], undefined, true],
    ['ArnLike', 'k', ['arn:aws:sqs:*:1:q-*'], 'arn:aws:sqs:eu-west-1:1:q-2', true],
    ['ArnLike', 'k', ['arn:aws:*:q'], 'arn:aws:sqs:eu-west-1:1:q', false],
    ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8'], '10.1.2.3', true],
    ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8'], '11.1.2.3', false],
    ['IpAddress', 'aws:SourceIp', ['::1'], '::1', true],
    ['NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.3.4', false],
    ['Bool', 'aws:SecureTransport', ['true'], 'true', true],
    ['Null', 'k', ['true'], undefined, true],
    ['Null', 'k', ['false'], undefined, false],
    ['ForAnyValue:StringLike', 'k', ['auth*'], ['x', 'authenticated'], true],
    ['ForAnyValue:StringLike', 'k', ['auth*'], [], false],
    ['ForAllValues:StringEquals', 'k', ['a', 'b'], ['a', 'c'], false],
    ['NumericLessThan', 'k', ['5'], '4', true],
    ['DateGreaterThan', 'k', ['2026-01-01T00:00:00Z'], '2026-06-01T00:00:00Z', true],
  ] as const)('evaluates %s of %s against %j for %j as %s', (operator, key, wanted, actual, expected) => {
    const context = actual === undefined ? {} : { [key]: actual };
    expect(isAllowed(conditional(operator, key, ...wanted), 'a:B', 'r', context)).toBe(expected);
  });

  it('denies by name when it does not know a condition operator, whatever else allows', () => {
    const unknown = role(statement({}), statement({ conditions: { BinaryEquals: { k: ['x'] } } }));
    expect(evaluatePolicy(unknown, 'a:B', 'r')).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('BinaryEquals') as unknown,
    });
  });

  it('is never more permissive after adding a deny, nor less after adding an allow', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 4 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
    const any = fc.record({
      effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      action: pattern,
      resource: pattern,
    });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 4 }),
        pattern,
        pattern,
        name,
        name,
        (parts, action, resource, askedAction, askedResource) => {
          const statements = parts.map((part) =>
            statement({ effect: part.effect, actions: [part.action], resources: [part.resource] }),
          );
          const before = isAllowed(role(...statements), askedAction, askedResource);
          const extra = { actions: [action], resources: [resource] };
          const denied = isAllowed(
            role(...statements, statement({ ...extra, effect: 'Deny' })),
            askedAction,
            askedResource,
          );
          const allowed = isAllowed(role(...statements, statement(extra)), askedAction, askedResource);
          expect(denied && !before).toBe(false);
          expect(before && !allowed).toBe(false);
        },
      ),
    );
  });

  it('S29 fills variables into conditions as into resources: who may list which folder', () => {
    const own = '${cognito-identity.amazonaws.com:sub}';
    const lister = role(
      statement({
        actions: ['s3:ListBucket'],
        resources: ['arn:aws:s3:::b'],
        conditions: { StringLike: { 's3:prefix': [`homework/${own}/*`, `homework/${own}/`] } },
      }),
    );
    const asks = (prefix: string, sub?: string): boolean =>
      isAllowed(lister, 's3:ListBucket', 'arn:aws:s3:::b', {
        's3:prefix': prefix,
        ...(sub === undefined ? {} : { 'cognito-identity.amazonaws.com:sub': sub }),
      });
    expect(asks('homework/me/', 'me')).toBe(true);
    expect(asks('homework/me/1/', 'me')).toBe(true);
    expect(asks('homework/you/', 'me')).toBe(false);
    expect(asks('', 'me')).toBe(false);
    expect(asks('homework//')).toBe(false);
  });
});
