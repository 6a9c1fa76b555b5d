import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../../src/offline/assembly/read-assembly.ts';
import type { CloudApp } from '../../../../src/offline/assembly/resources.ts';
import { writeAssembly, type TestTemplate } from './write-assembly.ts';

function read(
  Resources: NonNullable<TestTemplate['Resources']>,
  assets: Parameters<typeof writeAssembly>[1] = {},
): CloudApp {
  const folder = writeAssembly({ Resources }, assets);
  try {
    return readAssembly(folder, { endpointUrl: 'http://127.0.0.1:1' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('tables', () => {
  it('are read alike from both spellings', () => {
    const { tables } = read({
      Mine: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 't',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'i',
              KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] },
            },
          ],
        },
      },
      Theirs: {
        Type: 'Custom::AmplifyDynamoDBTable',
        Properties: {
          tableName: 't',
          attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
          keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
          globalSecondaryIndexes: [
            {
              indexName: 'i',
              keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
              projection: { projectionType: 'INCLUDE', nonKeyAttributes: ['a'] },
            },
          ],
        },
      },
    });
    const [mine, theirs] = tables;
    expect(mine).toEqual({ ...theirs, logicalId: mine?.logicalId });
    expect(mine?.globalSecondaryIndexes).toEqual([
      {
        name: 'i',
        keySchema: [{ name: 'pk', type: 'HASH' }],
        projection: { type: 'INCLUDE', nonKeyAttributes: ['a'] },
      },
    ]);
  });
  it('name the property that is not understood', () => {
    expect(() =>
      read({ T: { Type: 'AWS::DynamoDB::Table', Properties: { AttributeDefinitions: [], KeySchema: 'pk' } } }),
    ).toThrow(/T \(AWS::DynamoDB::Table\): the property KeySchema is not understood/);
  });
});

describe('queues', () => {
  it('have the defaults of SQS and a redrive policy', () => {
    const { queues } = read({
      Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      Live: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'live',
          VisibilityTimeout: 60,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        },
      },
    });
    expect(queues).toMatchObject([
      { name: 'dead', visibilityTimeoutSeconds: 30, delaySeconds: 0, retentionSeconds: 345_600, fifo: false },
      {
        name: 'live',
        visibilityTimeoutSeconds: 60,
        deadLetter: { queueArn: 'arn:aws:sqs:ap-northeast-2:000000000000:dead', maxReceiveCount: 3 },
      },
    ]);
  });
});

describe('user pools', () => {
  it('carry token lifetimes in any unit, groups and triggers', () => {
    const { userPools } = read({
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: {
          UsernameAttributes: ['email'],
          LambdaConfig: {
            PostConfirmation: 'arn:f',
            PreTokenGenerationConfig: { LambdaArn: 'arn:g', LambdaVersion: 'V2_0' },
          },
          Policies: { PasswordPolicy: { MinimumLength: 12 } },
        },
      },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: {
          UserPoolId: { Ref: 'Pool' },
          AccessTokenValidity: 5,
          RefreshTokenValidity: 48,
          TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'hours' },
        },
      },
      Group: {
        Type: 'AWS::Cognito::UserPoolGroup',
        Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'admin', Precedence: 0 },
      },
    });
    expect(userPools).toMatchObject([
      {
        passwordMinLength: 12,
        triggers: { PostConfirmation: 'arn:f', PreTokenGeneration: 'arn:g' },
        groups: [{ name: 'admin', precedence: 0 }],
        clients: [{ accessTokenMinutes: 5, idTokenMinutes: 60, refreshTokenDays: 2 }],
      },
    ]);
  });
});

describe('the rules of user pools', () => {
  const poolOf = (properties: Record<string, unknown>, client: Record<string, unknown> = {}) => {
    const { userPools } = read({
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: properties },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' }, ...client } },
    });
    return userPools[0];
  };

  it('S23 ask for all classes of characters where there is no policy, else for those of the policy', () => {
    expect(poolOf({})).toMatchObject({
      passwordMinLength: 8,
      passwordRequires: ['lowercase', 'uppercase', 'number', 'symbol'],
    });
    const PasswordPolicy = { MinimumLength: '10', RequireNumbers: 'true', RequireSymbols: false };
    expect(poolOf({ Policies: { PasswordPolicy } })).toMatchObject({
      passwordMinLength: 10,
      passwordRequires: ['number'],
      temporaryPasswordDays: 7,
    });
  });

  it('S23 know which attributes there are, and how they are', () => {
    const pool = poolOf({
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        { Name: 'tenant', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '8' } },
        { Name: 'age', AttributeDataType: 'Number', Mutable: false, NumberAttributeConstraints: { MinValue: '0' } },
      ],
    });
    const attributes = new Map(pool?.attributes?.map((attribute) => [attribute.name, attribute]));
    expect(attributes.get('email')).toMatchObject({ isRequired: true, isMutable: true });
    expect(attributes.get('family_name')).toMatchObject({ isRequired: false });
    expect(attributes.get('custom:tenant')).toMatchObject({ type: 'String', maxLength: 8 });
    expect(attributes.get('custom:age')).toMatchObject({ type: 'Number', isMutable: false, minValue: 0 });
    expect(attributes.has('tenant')).toBe(false);
  });

  it('S23 say how one signs in: flows, second factors, who makes users, what mails say', () => {
    const pool = poolOf(
      {
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: 'true', InviteMessageTemplate: { EmailSubject: '초대' } },
        VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK', EmailMessage: 'code {####}' },
        EmailVerificationSubject: '제목',
        LambdaConfig: {
          CustomMessage: 'arn:f',
          PreTokenGenerationConfig: { LambdaArn: 'arn:g', LambdaVersion: 'V3_0' },
          CustomEmailSender: { LambdaArn: 'arn:h', LambdaVersion: 'V1_0' },
          KMSKeyID: 'arn:key',
        },
      },
      { PreventUserExistenceErrors: 'ENABLED', WriteAttributes: ['email'] },
    );
    expect(pool).toMatchObject({
      mfa: { mode: 'ON', methods: ['SOFTWARE_TOKEN_MFA'] },
      isClosed: true,
      messages: {
        isLink: true,
        verificationSubject: '제목',
        verificationEmail: 'code {####}',
        invitationSubject: '초대',
      },
      tokenGenerationVersion: 'V3_0',
      triggers: { CustomMessage: 'arn:f', PreTokenGeneration: 'arn:g', CustomEmailSender: 'arn:h' },
      verifiedBeforeUpdate: [],
      clients: [
        {
          authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          writeAttributes: ['email'],
          tellsWhoExists: false,
        },
      ],
    });
    expect(pool?.triggers).not.toHaveProperty('KMSKeyID');
  });
});

describe('event sources and schedules', () => {
  it('are counted as skipped when the sandbox cannot run them', () => {
    const { skipped, eventSources } = read({
      Stream: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: 'arn:aws:dynamodb:x:y:table/t/stream/1', FunctionName: 'f' },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: 'arn:x', Id: '1' }] },
      },
      Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    });
    expect(eventSources).toEqual([]);
    expect(skipped).toEqual({
      'AWS::CloudWatch::Alarm': 1,
      'AWS::Events::Rule (not a schedule that calls a function)': 1,
      'AWS::Lambda::EventSourceMapping': 1,
    });
  });
});

describe('functions', () => {
  it('leave out those that serve the deployment', () => {
    const { functions, skipped } = read({
      CustomS3AutoDeleteObjectsHandler: { Type: 'AWS::Lambda::Function', Properties: {} },
      TableManager: { Type: 'AWS::Lambda::Function', Properties: {} },
      Table: { Type: 'Custom::Thing', Properties: { ServiceToken: { 'Fn::GetAtt': ['TableManager', 'Arn'] } } },
    });
    expect(functions).toEqual([]);
    expect(skipped).toMatchObject({ 'AWS::Lambda::Function (part of the deployment)': 2 });
  });
});

describe('a GraphQL API', () => {
  it('is read with its schema, keys, data sources, functions and resolvers', () => {
    const [api] = read(
      {
        Api: {
          Type: 'AWS::AppSync::GraphQLApi',
          Properties: {
            Name: 'a',
            AuthenticationType: 'API_KEY',
            AdditionalAuthenticationProviders: [
              { AuthenticationType: 'AWS_LAMBDA', LambdaAuthorizerConfig: { AuthorizerUri: 'arn:l' } },
            ],
          },
        },
        Schema: {
          Type: 'AWS::AppSync::GraphQLSchema',
          Properties: { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, DefinitionS3Location: 's3://b/s.graphql' },
        },
        Key: { Type: 'AWS::AppSync::ApiKey', Properties: { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, Expires: 9 } },
        None: {
          Type: 'AWS::AppSync::DataSource',
          Properties: { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, Name: 'NONE_DS', Type: 'NONE' },
        },
        Http: {
          Type: 'AWS::AppSync::DataSource',
          Properties: { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, Name: 'H', Type: 'HTTP' },
        },
        Fn: {
          Type: 'AWS::AppSync::FunctionConfiguration',
          Properties: {
            ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] },
            Name: 'f',
            DataSourceName: { 'Fn::GetAtt': ['None', 'Name'] },
            RequestMappingTemplateS3Location: 's3://b/r.vtl',
            ResponseMappingTemplate: 'x',
          },
        },
        Res: {
          Type: 'AWS::AppSync::Resolver',
          Properties: {
            ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] },
            TypeName: 'Query',
            FieldName: 'q',
            Kind: 'PIPELINE',
            PipelineConfig: { Functions: [{ 'Fn::GetAtt': ['Fn', 'FunctionId'] }] },
            Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
            Code: 'js',
          },
        },
      },
      { 's.graphql': 'type Query { q: String }', 'r.vtl': '$util.toJson({})' },
    ).apis;
    expect(api).toMatchObject({
      schema: 'type Query { q: String }',
      defaultAuth: { mode: 'API_KEY' },
      additionalAuth: [{ mode: 'AWS_LAMBDA', authorizerFunctionArn: 'arn:l', authorizerResultTtlSeconds: 300 }],
      apiKeys: [{ expires: 9 }],
      dataSources: [
        { type: 'NONE', name: 'NONE_DS' },
        { type: 'UNSUPPORTED', name: 'H', actualType: 'HTTP' },
      ],
      functions: [
        {
          name: 'f',
          dataSourceName: 'NONE_DS',
          code: {
            runtime: 'VTL',
            request: { text: '$util.toJson({})', source: 'asset.r.vtl' },
            response: { text: 'x', source: 'Fn.ResponseMappingTemplate' },
          },
        },
      ],
      resolvers: [
        {
          typeName: 'Query',
          fieldName: 'q',
          kind: 'PIPELINE',
          code: { runtime: 'APPSYNC_JS', code: { text: 'js', source: 'Res.Code' } },
        },
      ],
    });
    expect(api?.resolvers[0]?.functionIds).toEqual([api?.functions[0]?.id]);
    expect(api?.apiKeys[0]?.id).toMatch(/^da2-[a-z0-9]{26}$/);
  });
});

describe('event rules', () => {
  const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'receipts' } };
  const rule = (properties: object) => ({
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['aws.ses'] }, ...properties },
  });
  const toQueue = { Id: 'T', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } };

  it('lead to the queues of the backend, by patterns whose parts are resolved', () => {
    const { eventRules, skipped } = read({
      Queue: queue,
      Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'tracked' } },
      Rule: rule({
        Name: 'receipts',
        EventPattern: {
          source: ['aws.ses'],
          detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: 'Set' }] } } },
        },
        State: 'ENABLED',
        Targets: [toQueue],
      }),
      Off: rule({ Name: 'off', State: 'DISABLED', EventBusName: 'default', Targets: [{ ...toQueue, Input: '{}' }] }),
    });
    const queueArn = 'arn:aws:sqs:ap-northeast-2:000000000000:receipts';
    expect(eventRules).toEqual([
      {
        name: 'receipts',
        arn: 'arn:aws:events:ap-northeast-2:000000000000:rule/receipts',
        pattern: { source: ['aws.ses'], detail: { mail: { tags: { 'ses:configuration-set': ['tracked'] } } } },
        enabled: true,
        targets: [{ kind: 'QUEUE', queueArn }],
      },
      expect.objectContaining({ name: 'off', enabled: false, targets: [{ kind: 'QUEUE', queueArn, input: '{}' }] }),
    ]);
    expect(skipped).toEqual({});
  });

  it('show by name what of them does not run', () => {
    const { eventRules, skipped } = read({
      Queue: queue,
      Fifo: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q.fifo', FifoQueue: true } },
      Transformed: rule({ Targets: [{ ...toQueue, InputTransformer: { InputTemplate: '"x"' } }] }),
      Path: rule({ Targets: [{ ...toQueue, InputPath: '$.detail' }, toQueue] }),
      Topic: rule({ Targets: [{ Id: 'T', Arn: 'arn:aws:sns:ap-northeast-2:000000000000:t' }] }),
      ToFifo: rule({ Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Fifo', 'Arn'] } }] }),
      Bus: rule({ EventBusName: 'orders', Targets: [toQueue] }),
      Pattern: rule({ EventPattern: { source: [{ soundex: 'x' }] }, Targets: [toQueue] }),
      Archive: { Type: 'AWS::Events::Archive', Properties: {} },
    });
    expect(eventRules.map((one) => one.targets.length)).toEqual([0, 1, 0, 0]);
    expect(skipped).toEqual({
      'AWS::Events::Archive': 1,
      'AWS::Events::Rule (target with InputTransformer)': 1,
      'AWS::Events::Rule (target with InputPath)': 1,
      'AWS::Events::Rule (target sns that is no function or queue here)': 1,
      'AWS::Events::Rule (target FIFO queue)': 1,
      'AWS::Events::Rule (event bus orders)': 1,
      'AWS::Events::Rule (event pattern: the operator soundex is not supported)': 1,
    });
  });
});

describe('SES configuration sets', () => {
  const bus = (name = 'default') => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:events:ap-northeast-2:000000000000:event-bus/${name}`]],
  });
  const destination = (properties: object) => ({
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: { Ref: 'Set' },
      EventDestination: { Enabled: true, EventBridgeDestination: { EventBusArn: bus() }, ...properties },
    },
  });

  it('publish what their enabled destinations on the default bus ask for, in either spelling', () => {
    const { emailConfigurationSets, skipped } = read({
      Set: { Type: 'AWS::SES::ConfigurationSet' },
      One: destination({ MatchingEventTypes: ['bounce', 'renderingFailure'] }),
      Two: destination({ MatchingEventTypes: ['BOUNCE', 'DELIVERY_DELAY'] }),
      Off: destination({ MatchingEventTypes: ['send'], Enabled: false }),
      Bus: destination({ MatchingEventTypes: ['send'], EventBridgeDestination: { EventBusArn: bus('orders') } }),
      Sns: destination({ MatchingEventTypes: ['send'], EventBridgeDestination: undefined, SnsDestination: {} }),
    });
    const [set] = emailConfigurationSets;
    expect(set?.name).toMatch(/^Set-/);
    expect(set).toMatchObject({
      arn: `arn:aws:ses:ap-northeast-2:000000000000:configuration-set/${set?.name ?? ''}`,
      publishedEvents: ['BOUNCE', 'RENDERING_FAILURE', 'DELIVERY_DELAY'],
    });
    expect(skipped).toEqual({
      'AWS::SES::ConfigurationSetEventDestination (not enabled)': 1,
      'AWS::SES::ConfigurationSetEventDestination (not the default event bus)': 1,
      'AWS::SES::ConfigurationSetEventDestination (SnsDestination)': 1,
    });
  });

  it('refuse an event type that SES does not have', () => {
    expect(() =>
      read({ Set: { Type: 'AWS::SES::ConfigurationSet' }, One: destination({ MatchingEventTypes: ['read'] }) }),
    ).toThrow(/SES has no event type read/);
  });
});
