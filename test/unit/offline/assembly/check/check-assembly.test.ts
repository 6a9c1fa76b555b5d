import { describe, expect, it } from 'vitest';
import {
  checkStacks,
  loadSpecification,
  measureEnvironments,
  readStacks,
  type Finding,
} from '../../../../../src/offline/assembly/check/index.ts';
import { nested, writeAssembly, type TestTemplate } from '../write-assembly.ts';

const queue = (properties: object = {}, more: object = {}): unknown => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...more,
});
const many = (count: number, one: unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, one]));
const spec = await loadSpecification();
const check = (root: TestTemplate, assets?: Record<string, TestTemplate>): readonly Finding[] =>
  checkStacks(readStacks(writeAssembly(root, assets)), spec);
const codesOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);

describe('quotas', () => {
  it.each([
    ['resources', { Resources: many(500, queue()) }, { Resources: many(501, queue()) }, 'TOO_MANY_RESOURCES'],
    [
      'parameters',
      { Parameters: many(200, { Type: 'String' }) },
      { Parameters: many(201, { Type: 'String' }) },
      'TOO_MANY_PARAMETERS',
    ],
    ['outputs', { Outputs: many(200, { Value: 'x' }) }, { Outputs: many(201, { Value: 'x' }) }, 'TOO_MANY_OUTPUTS'],
  ])('take so many %s and no more', (_what, allowed, tooMany, code) => {
    expect(check(allowed)).toEqual([]);
    const [finding, ...others] = check(tooMany);
    expect([finding?.code, others]).toEqual([code, []]);
    expect(finding?.message).toMatch(/^The root template has \d+ \w+; CloudFormation takes \d+\. \w+/);
  });

  it('take a template of a million bytes, counted as they are written', () => {
    const empty = JSON.stringify({ Outputs: { O: { Value: '' } } }).length;
    const fits = '가'.repeat((1_000_000 - empty - 1) / 3);
    const value = fits + 'x'.repeat((1_000_000 - empty) % 3);
    expect(check({ Outputs: { O: { Value: value } } })).toEqual([]);
    expect(codesOf(check({ Outputs: { O: { Value: `${value}x` } } }))).toEqual(['TEMPLATE_TOO_LARGE']);
  });

  it('hold for nested templates, which are named by their path, and for the number of resources in all', () => {
    const stacks = {
      A: nested('a.json'),
      B: nested('b.json'),
      C: nested('c.json'),
      D: nested('d.json'),
      E: nested('e.json'),
    };
    const full = { Resources: many(499, queue()) };
    const assets = { 'a.json': full, 'b.json': full, 'c.json': full, 'd.json': full, 'e.json': full };
    expect(check({ Resources: stacks }, assets)).toEqual([]);
    const findings = check({ Resources: stacks }, { ...assets, 'e.json': { Resources: many(501, queue()) } });
    expect(findings).toEqual([
      expect.objectContaining({ code: 'TOO_MANY_RESOURCES', stack: '/E' }),
      expect.objectContaining({ code: 'TOO_MANY_RESOURCES_IN_ALL' }),
    ]);
    expect(findings[0]?.message).toContain('The template of E');
  });
});

describe('cycles', () => {
  const named = (expression: unknown): unknown => queue({ QueueName: expression });

  it.each([
    ['Ref', named({ Ref: 'B' })],
    ['Fn::GetAtt', named({ 'Fn::GetAtt': ['B', 'QueueName'] })],
    ['Fn::GetAtt as text', named({ 'Fn::GetAtt': 'B.QueueName' })],
    ['Fn::Sub', named({ 'Fn::Sub': '${AWS::StackName}-${B.QueueName}' })],
    ['the variables of Fn::Sub', named({ 'Fn::Sub': ['${x}', { x: { Ref: 'B' } }] })],
    ['a branch of Fn::If', named({ 'Fn::If': ['IsLive', { Ref: 'B' }, 'b'] })],
    ['DependsOn', queue({}, { DependsOn: 'B' })],
    ['a list of DependsOn', queue({}, { DependsOn: ['C', 'B'] })],
  ])('are found that go through %s', (_what, first) => {
    const findings = check({
      Conditions: { IsLive: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: { A: first, B: named({ Ref: 'A' }), C: queue() },
    });
    expect(findings).toEqual([expect.objectContaining({ code: 'CIRCULAR_RESOURCES', logicalId: 'A' })]);
    expect(findings[0]?.message).toContain('A -> B -> A');
  });

  it('are found of one resource with itself, and not where a name only looks like a reference', () => {
    expect(codesOf(check({ Resources: { A: named({ 'Fn::Sub': '${A}' }) } }))).toEqual(['CIRCULAR_RESOURCES']);
    const harmless = [{ 'Fn::Sub': '${!A}' }, { 'Fn::Sub': ['${A}', { A: 'own' }] }, 'A'];
    for (const expression of harmless) expect(check({ Resources: { A: named(expression) } })).toEqual([]);
  });

  it('are found between nested stacks', () => {
    const findings = check(
      {
        Resources: {
          Auth: nested('a.json', { Api: { 'Fn::GetAtt': ['Data', 'Outputs.Api'] } }),
          Data: nested('b.json', { Function: { 'Fn::GetAtt': ['Functions', 'Outputs.Arn'] } }),
          Functions: nested('c.json', { Pool: { 'Fn::GetAtt': ['Auth', 'Outputs.Pool'] } }),
        },
      },
      { 'a.json': {}, 'b.json': {}, 'c.json': {} },
    );
    expect(findings).toEqual([expect.objectContaining({ code: 'CIRCULAR_STACKS' })]);
    expect(findings[0]?.message).toMatch(/Auth -> Data -> Functions -> Auth.*resourceGroupName/);
  });

  it('are no cycles when two ways lead to the same resource', () => {
    const both = queue({}, { DependsOn: ['B', 'C'] });
    expect(
      check({
        Resources: { A: both, B: queue({}, { DependsOn: 'D' }), C: queue({}, { DependsOn: 'D' }), D: queue() },
      }),
    ).toEqual([]);
  });

  it('are looked for along chains of hundreds of resources', () => {
    const chain = Array.from(
      { length: 500 },
      (_, i) => [`N${i}`, queue({}, { DependsOn: `N${(i + 1) % 500}` })] as const,
    );
    expect(codesOf(check({ Resources: Object.fromEntries(chain) }))).toEqual(['CIRCULAR_RESOURCES']);
  });

  it('are one thing, and a reference to nothing another', () => {
    const findings = check({
      Resources: { A: named({ Ref: 'Gone' }), B: queue({}, { DependsOn: 'Lost' }) },
      Outputs: { Url: { Value: { 'Fn::Sub': '${Missing}/x' } } },
    });
    expect(findings.map(({ code, message }) => [code, /Gone|Lost|Missing/.exec(message)?.[0]])).toEqual([
      ['UNRESOLVED_REFERENCE', 'Gone'],
      ['UNRESOLVED_REFERENCE', 'Lost'],
      ['UNRESOLVED_REFERENCE', 'Missing'],
    ]);
  });
});

describe('the environment of a function', () => {
  const lambda = (variables: object): unknown => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { ZipFile: '' },
      Role: 'arn:aws:iam::1:role/r',
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Environment: { Variables: variables },
    },
  });
  const sizeOf = (root: TestTemplate, assets?: Record<string, TestTemplate>): number | undefined =>
    measureEnvironments(readStacks(writeAssembly(root, assets)))[0]?.environmentBytes;

  it('may have 4,096 bytes of names and values', () => {
    expect(check({ Resources: { F: lambda({ NAME: 'x'.repeat(4092) }) } })).toEqual([]);
    const [finding] = check({ Resources: { F: lambda({ NAME: 'x'.repeat(4093) }) } });
    expect(finding).toMatchObject({ code: 'ENVIRONMENT_TOO_LARGE', logicalId: 'F' });
    expect(finding?.message).toContain('4097 bytes');
  });

  it('is measured with what its expressions become, through nested stacks', () => {
    const inner: TestTemplate = {
      Parameters: { Given: { Type: 'String' } },
      Resources: {
        F: lambda({
          A: { Ref: 'Given' },
          B: { 'Fn::Join': ['-', ['ab', { Ref: 'AWS::AccountId' }]] },
          C: { 'Fn::Sub': ['${x}!', { x: 'abc' }] },
          D: { 'Fn::If': ['No', 'short', 'longest'] },
          E: { 'Fn::Select': [1, ['a', 'bcd']] },
          F: { 'Fn::GetAtt': ['Q', 'QueueName'] },
        }),
        Q: queue({ QueueName: 'work' }),
      },
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    };
    const other: TestTemplate = { Outputs: { Name: { Value: 'sixteen-letters!' } } };
    const resources = {
      In: nested('in.json', { Given: { 'Fn::GetAtt': ['Out', 'Outputs.Name'] } }),
      Out: nested('out.json'),
    };
    expect(sizeOf({ Resources: resources }, { 'in.json': inner, 'out.json': other })).toBe(6 + 16 + 15 + 4 + 7 + 3 + 4);
  });

  it('counts names that AWS makes up at their longest', () => {
    const of = (expression: unknown): number | undefined =>
      sizeOf({ Resources: { F: lambda({ X: expression }), Q: queue() } });
    expect(of({ Ref: 'Q' })).toBe(1 + 'https://sqs.ap-northeast-2.amazonaws.com/123456789012/'.length + 80);
    expect(of({ 'Fn::GetAtt': ['Q', 'Arn'] })).toBeGreaterThan(120);
  });
});

describe('resources', () => {
  it.each<[string, unknown, string, string]>([
    ['a type that is not there', { Type: 'AWS::SQS::Kueue' }, 'UNKNOWN_RESOURCE_TYPE', 'R (AWS::SQS::Kueue)'],
    [
      'a property that is not there',
      queue({ VisibilityTimeOut: 3 }),
      'UNKNOWN_PROPERTY',
      'is VisibilityTimeout meant?',
    ],
    [
      'a property that is not there, inside another',
      { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bukket: 'b' }, Role: 'r' } },
      'UNKNOWN_PROPERTY',
      'there is no property Code.S3Bukket; is S3Bucket meant?',
    ],
    [
      'a property that is missing',
      { Type: 'AWS::Lambda::Function', Properties: { Role: 'r' } },
      'MISSING_PROPERTY',
      'Code is required',
    ],
    [
      'a property that is taken away',
      { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: '' }, Role: { Ref: 'AWS::NoValue' } } },
      'MISSING_PROPERTY',
      'Role is required',
    ],
    ['text for a number', queue({ DelaySeconds: 'soon' }), 'WRONG_TYPE', 'DelaySeconds must be a whole number'],
    ['half a second', queue({ DelaySeconds: 0.5 }), 'WRONG_TYPE', 'DelaySeconds must be a whole number'],
    ['a list for text', queue({ QueueName: ['a'] }), 'WRONG_TYPE', 'QueueName must be text'],
    ['a number for a truth', queue({ FifoQueue: 1 }), 'WRONG_TYPE', 'FifoQueue must be true or false'],
    ['an object for a list', queue({ Tags: { Key: 'a', Value: 'b' } }), 'WRONG_TYPE', 'Tags must be a list'],
    ['text for a list', queue({ Tags: { 'Fn::Join': ['', ['a']] } }), 'WRONG_TYPE', 'Tags must be no text'],
    [
      'an incomplete element of a list',
      queue({ Tags: [{ Key: 'a' }] }),
      'MISSING_PROPERTY',
      'Tags.0.Value is required',
    ],
    ['null', queue({ QueueName: null }), 'WRONG_TYPE', 'null is nothing in a template'],
    [
      'a wrong branch of a condition',
      queue({ DelaySeconds: { 'Fn::If': ['No', 1, 'never'] } }),
      'WRONG_TYPE',
      'DelaySeconds must be a whole number',
    ],
    ['a custom resource without a function', { Type: 'Custom::Thing' }, 'MISSING_PROPERTY', 'ServiceToken is required'],
  ])('are refused for %s', (_what, resource, code, words) => {
    const findings = check({
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { R: resource },
    });
    expect(findings).toEqual([expect.objectContaining({ code, logicalId: 'R', stack: '' })]);
    expect(findings[0]?.message).toContain(words);
  });

  it.each<[string, unknown]>([
    ['scalars that CloudFormation converts', queue({ DelaySeconds: '30', FifoQueue: 'true', QueueName: 7 })],
    ['what an intrinsic function will yield', queue({ DelaySeconds: { Ref: 'P' }, Tags: { 'Fn::Split': [',', 'a'] } })],
    ['an optional property that is taken away', queue({ DelaySeconds: { Ref: 'AWS::NoValue' } })],
    [
      'a property that is there under a condition',
      queue({ QueueName: { 'Fn::If': ['No', 'a', { Ref: 'AWS::NoValue' }] } }),
    ],
    ['objects of free form', queue({ RedrivePolicy: { deadLetterTargetArn: 'a', maxReceiveCount: 3, more: [] } })],
    [
      'custom resources of any shape',
      { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn', any: { thing: [1] } } },
    ],
    [
      'the older kind of custom resource',
      { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'a', x: 1 } },
    ],
    ['types that an account registered', { Type: 'Acme::Things::Thing', Properties: { any: 1 } }],
    ['modules', { Type: 'AWS::Foo::Bar::MODULE', Properties: { any: 1 } }],
    ['the note of the CDK', { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:deflate64:' } }],
  ])('are taken with %s', (_what, resource) => {
    expect(
      check({
        Parameters: { P: { Type: 'Number' } },
        Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { R: resource },
      }),
    ).toEqual([]);
  });
});
