import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../../src/offline/assembly/read-assembly.ts';
import { nested, writeAssembly, type TestTemplate } from './write-assembly.ts';

const QUEUE = { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'doorbell' } } };

/** Resolves one expression in a template, as an output. */
function resolve(
  expression: unknown,
  template: TestTemplate = {},
  assets: Parameters<typeof writeAssembly>[1] = {},
): string | undefined {
  const folder = writeAssembly({ ...template, Outputs: { value: { Value: expression } } }, assets);
  try {
    return readAssembly(folder, { endpointUrl: 'http://127.0.0.1:1' }).outputs['value'];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('Ref', () => {
  it('gives a parameter its default', () => {
    expect(resolve({ Ref: 'P' }, { Parameters: { P: { Type: 'String', Default: 'x' } } })).toBe('x');
  });
  it('gives the pseudo parameters of the offline account', () => {
    expect(
      resolve({
        'Fn::Join': [
          '|',
          [
            { Ref: 'AWS::Region' },
            { Ref: 'AWS::AccountId' },
            { Ref: 'AWS::Partition' },
            { Ref: 'AWS::URLSuffix' },
            { Ref: 'AWS::StackName' },
          ],
        ],
      }),
    ).toBe('ap-northeast-2|000000000000|aws|amazonaws.com|root');
  });
  it('gives a queue its URL on the sandbox', () => {
    expect(resolve({ Ref: 'Q' }, { Resources: QUEUE })).toBe('http://127.0.0.1:1/000000000000/doorbell');
  });
  it('names what it cannot find', () => {
    expect(() => resolve({ Ref: 'Nowhere' })).toThrow(/output value: nothing is called Nowhere/);
    expect(() => resolve({ Ref: 'AWS::Nothing' })).toThrow(/pseudo parameter AWS::Nothing/);
  });
  it('refuses a parameter that lives in an AWS account', () => {
    expect(() =>
      resolve({ Ref: 'P' }, { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } } }),
    ).toThrow(/does not exist offline/);
  });
});

describe('Fn::GetAtt', () => {
  it('reads an attribute, from a list and from dotted text', () => {
    expect(resolve({ 'Fn::GetAtt': ['Q', 'Arn'] }, { Resources: QUEUE })).toBe(
      'arn:aws:sqs:ap-northeast-2:000000000000:doorbell',
    );
    expect(resolve({ 'Fn::GetAtt': 'Q.QueueName' }, { Resources: QUEUE })).toBe('doorbell');
  });
  it('reads an output of a nested stack, whose parameters come from the parent', () => {
    const child: TestTemplate = {
      Parameters: { Name: { Type: 'String' } },
      Outputs: { Out: { Value: { 'Fn::Sub': 'hello ${Name}' } } },
    };
    expect(
      resolve(
        { 'Fn::GetAtt': ['Child', 'Outputs.Out'] },
        { Resources: { ...QUEUE, Child: nested('child.json', { Name: { 'Fn::GetAtt': ['Q', 'QueueName'] } }) } },
        { 'child.json': child },
      ),
    ).toBe('hello doorbell');
  });
  it('names the resource whose attribute is not supported', () => {
    const Resources = {
      Site: { Type: 'AWS::CloudFront::Distribution' },
      F: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: 'p', Type: 'String', Value: { 'Fn::GetAtt': ['Site', 'DomainName'] } },
      },
    };
    expect(() => resolve('x', { Resources })).toThrow(
      'Site (AWS::CloudFront::Distribution): the attribute DomainName is not supported offline.',
    );
  });
  it('names a circle instead of running for ever', () => {
    const parameter = (other: string) => ({
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: 'p', Type: 'String', Value: { 'Fn::GetAtt': [other, 'Value'] } },
    });
    expect(() => resolve('x', { Resources: { A: parameter('B'), B: parameter('A') } })).toThrow(/refers to itself/);
  });
});

describe('Fn::Sub', () => {
  it('replaces references, attributes and its own variables, and keeps literals', () => {
    expect(
      resolve(
        { 'Fn::Sub': ['${AWS::Region} ${Q.QueueName} ${own} ${!kept}', { own: { 'Fn::Join': ['-', ['a', 'b']] } }] },
        { Resources: QUEUE },
      ),
    ).toBe('ap-northeast-2 doorbell a-b ${kept}');
  });
});

describe('Fn::Join, Fn::Split and Fn::Select', () => {
  it('take a table name out of its ARN, as Amplify does', () => {
    const arn = { 'Fn::GetAtt': ['T', 'TableArn'] };
    const Resources = {
      T: {
        Type: 'Custom::AmplifyDynamoDBTable',
        Properties: { tableName: 'Todo-x-NONE', attributeDefinitions: [], keySchema: [] },
      },
    };
    expect(
      resolve(
        { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] }] }] },
        { Resources },
      ),
    ).toBe('Todo-x-NONE');
  });
  it('join numbers as text and leave out AWS::NoValue', () => {
    expect(resolve({ 'Fn::Join': [',', [1, { Ref: 'AWS::NoValue' }, 'b']] })).toBe('1,b');
  });
  it('refuse an index beyond the list', () => {
    expect(() => resolve({ 'Fn::Select': [3, ['a']] })).toThrow(/Fn::Select expects an index below 1, and got 3/);
  });
});

describe('conditions', () => {
  const conditions = {
    Yes: { 'Fn::Equals': ['a', 'a'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] },
    NumberAsText: { 'Fn::Equals': [5, '5'] },
  };
  it.each([
    ['Yes', 'on'],
    ['No', 'off'],
    ['Both', 'off'],
    ['Either', 'on'],
    ['NumberAsText', 'on'],
  ])('Fn::If takes the branch of %s: %s', (name, expected) => {
    expect(resolve({ 'Fn::If': [name, 'on', 'off'] }, { Conditions: conditions })).toBe(expected);
  });
  it('resolves only the branch taken', () => {
    expect(resolve({ 'Fn::If': ['Yes', 'on', { Ref: 'Nowhere' }] }, { Conditions: conditions })).toBe('on');
  });
  it('leave out a resource whose condition is false, and all inside such a stack', () => {
    const folder = writeAssembly(
      {
        Conditions: conditions,
        Resources: {
          A: { ...QUEUE.Q, Condition: 'No' },
          Child: { ...(nested('child.json') as object), Condition: 'No' },
        },
      },
      { 'child.json': { Resources: QUEUE } },
    );
    expect(readAssembly(folder, { endpointUrl: 'http://127.0.0.1:1' }).queues).toEqual([]);
    rmSync(folder, { recursive: true });
  });
  it('keep a Condition in a policy a plain key', () => {
    const Statement = [
      { Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'aws:x': 'y' } } },
    ];
    const Resources = { R: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement } }] } } };
    const folder = writeAssembly({ Resources });
    expect(readAssembly(folder, { endpointUrl: 'http://127.0.0.1:1' }).roles[0]?.statements).toEqual([
      {
        effect: 'Allow',
        actions: ['sqs:*'],
        notActions: [],
        resources: ['*'],
        notResources: [],
        conditions: { StringEquals: { 'aws:x': ['y'] } },
      },
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe('Fn::FindInMap, Fn::Base64, Fn::ImportValue and unknown functions', () => {
  it('look up a mapping', () => {
    expect(
      resolve(
        { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'size'] },
        { Mappings: { M: { 'ap-northeast-2': { size: 'L' } } } },
      ),
    ).toBe('L');
  });
  it('encode Base64', () => {
    expect(resolve({ 'Fn::Base64': '봉화' })).toBe(Buffer.from('봉화').toString('base64'));
  });
  it('refuse to import from another deployed stack', () => {
    expect(() => resolve({ 'Fn::ImportValue': 'other' })).toThrow(/another deployed stack/);
  });
  it('fail by name', () => {
    expect(() => resolve({ 'Fn::Cidr': ['10.0.0.0/8', 1, 1] })).toThrow(
      'output value: the intrinsic function Fn::Cidr is not supported offline.',
    );
  });
});
