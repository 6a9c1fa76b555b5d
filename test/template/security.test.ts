import { beforeAll, describe, expect, it } from 'vitest';
import { CUSTOMER_INDEXES, DUE_CAMPAIGN_INDEXES, DUE_INDEXES } from '../../amplify/data/due-indexes.ts';
import { allowedServers } from '../../amplify/security/allowed-servers.ts';
import { ourResources, permissionsOf, type Resource } from './synthesized-stacks.ts';

let resources: readonly Resource[] = [];
const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
const only = (type: string): Resource => {
  const [resource, ...others] = ofType(type);
  if (resource === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return resource;
};

beforeAll(async () => {
  resources = await ourResources();
});

describe('the firewall', () => {
  it('stands before the API, lets people in, and servers from their addresses alone', () => {
    const acl = only('AWS::WAFv2::WebACL');
    expect(acl.Properties).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    const association = only('AWS::WAFv2::WebACLAssociation');
    expect(JSON.stringify(association.Properties['ResourceArn'])).toContain('GraphQLAPI');
    expect(association.Properties['WebACLArn']).toEqual({ 'Fn::GetAtt': [acl.logicalId, 'Arn'] });
    const rules = acl.Properties['Rules'] as Record<string, unknown>[];
    const [first] = rules;
    const sets = ofType('AWS::WAFv2::IPSet').map(({ logicalId }) => ({
      IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [logicalId, 'Arn'] } },
    }));
    expect(sets).toHaveLength(2);
    expect(first).toMatchObject({
      Priority: 0,
      Action: { Block: {} },
      Statement: {
        AndStatement: {
          Statements: [
            {
              ByteMatchStatement: {
                FieldToMatch: { SingleHeader: { Name: 'authorization' } },
                PositionalConstraint: 'STARTS_WITH',
                SearchString: 'bonghwa ',
                TextTransformations: [{ Type: 'LOWERCASE' }],
              },
            },
            { NotStatement: { Statement: { OrStatement: { Statements: sets } } } },
          ],
        },
      },
    });
  });

  it('bounds how often one address knocks, but not the system’s own functions', () => {
    const text = JSON.stringify(only('AWS::WAFv2::WebACL').Properties['Rules']);
    expect(text.match(/RateBasedStatement/g)).toHaveLength(2);
    expect(text).toContain('"SearchString":"aws4-hmac-sha256 "');
  });

  it('runs the managed rules of AWS, of which two only count: the words of templates look like what they forbid', () => {
    const text = JSON.stringify(only('AWS::WAFv2::WebACL').Properties['Rules']);
    for (const name of ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet']) {
      expect(text).toContain(`"Name":"AWSManagedRules${name}"`);
    }
    expect(text.match(/"Count":\{\}/g)).toHaveLength(2);
    expect(text).toContain('"SampledRequestsEnabled":false');
    expect(text).not.toContain('"SampledRequestsEnabled":true');
  });
});

describe('the API', () => {
  it('asks its authorizer about every single request', () => {
    const [provider] = (
      ofType('AWS::AppSync::GraphQLApi')[0]?.Properties['AdditionalAuthenticationProviders'] as Record<
        string,
        unknown
      >[]
    ).filter(({ AuthenticationType }) => AuthenticationType === 'AWS_LAMBDA');
    expect(provider).toMatchObject({ LambdaAuthorizerConfig: { AuthorizerResultTtlInSeconds: 0 } });
    expect(JSON.stringify(provider)).toContain('authorizeapiclient');
    const invokers = ofType('AWS::Lambda::Permission').filter(({ Properties }) =>
      JSON.stringify(Properties['FunctionName']).includes('authorizeapiclient'),
    );
    expect(invokers.map(({ Properties }) => Properties['Principal'])).toEqual(['appsync.amazonaws.com']);
  });

  it('bounds depth and resolvers, traces, and logs no contents', () => {
    expect(only('AWS::AppSync::GraphQLApi').Properties).toMatchObject({
      QueryDepthLimit: 12,
      ResolverCountLimit: 250,
      XrayEnabled: true,
      LogConfig: { ExcludeVerboseContent: true },
      // This assembly is a sandbox's; of any other it is DISABLED.
      IntrospectionConfig: 'ENABLED',
    });
  });
});

describe('servers with an AWS identity', () => {
  it('may use four fields and PutEvents, from their addresses', () => {
    const policy = ofType('AWS::IAM::Policy').filter(({ logicalId }) => logicalId.startsWith('Serverslocal'));
    expect(policy).toHaveLength(1);
    const { Statement } = policy[0]?.Properties['PolicyDocument'] as { Statement: Record<string, unknown>[] };
    expect(Statement).toHaveLength(3);
    expect(Statement[0]).toMatchObject({
      Action: 'appsync:GraphQL',
      Condition: { IpAddress: { 'aws:SourceIp': ['127.0.0.0/8', '::1/128'] } },
    });
    const fields = [...JSON.stringify(Statement[0]?.['Resource']).matchAll(/types\/(\w+\/fields\/\w+)/g)].map(
      ([, field]) => field,
    );
    expect(fields).toEqual([
      'Mutation/fields/sendMessages',
      'Mutation/fields/launchCampaign',
      'Mutation/fields/cancelSend',
      'Query/fields/apiJob',
    ]);
    const from = { IpAddress: { 'aws:SourceIp': ['127.0.0.0/8', '::1/128'] } };
    expect(Statement.slice(1)).toMatchObject([
      {
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { ...from, StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      },
      { Action: 'lambda:InvokeFunction', Condition: { ...from, Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
    ]);
    for (const { Resource } of Statement.slice(1)) expect(JSON.stringify(Resource)).toMatch(/putevents/);
  });

  it('and whoever else is allowed find PutEvents at the only URL of a function, which is closed to all others', () => {
    const [url, ...others] = ofType('AWS::Lambda::Url');
    expect(others).toEqual([]);
    expect(url?.Properties).toMatchObject({ AuthType: 'AWS_IAM' });
    expect(JSON.stringify(url?.Properties['TargetFunctionArn'])).toMatch(/putevents/);
    const open = ofType('AWS::Lambda::Permission').filter(({ Properties }) => Properties['Principal'] === '*');
    expect(open).toEqual([]);
  });

  it('are nobody by default, outside sandboxes', () => {
    expect(allowedServers({ isDisposable: false })).toEqual({ cidrs: [], servers: [] });
  });
});

describe('the indexes of due work', () => {
  it('are read by the sweeper and by who ends the kill switch, and by nobody else', () => {
    for (const { name } of DUE_INDEXES) {
      const ofIndex = (fn: string) =>
        permissionsOf(resources, fn)
          .filter(({ resource }) => resource.includes(`/index/${name}`))
          .map(({ action }) => action);
      for (const fn of ['sweep-jobs', 'change-settings'])
        expect(ofIndex(fn), `${fn} ${name}`).toEqual(['dynamodb:Query']);
      for (const fn of ['work-shard', 'work-direct', 'external-send', 'control-job']) expect(ofIndex(fn)).toEqual([]);
    }
  });
});

describe('the indexes of campaigns', () => {
  it('are read by the scheduler and by who hears of events, and by nobody else', () => {
    for (const { name } of DUE_CAMPAIGN_INDEXES) {
      const ofIndex = (fn: string) =>
        permissionsOf(resources, fn)
          .filter(({ resource }) => resource.includes(`/index/${name}`))
          .map(({ action }) => action);
      for (const fn of ['open-occurrences', 'manage-customers']) expect(ofIndex(fn), fn).toEqual(['dynamodb:Query']);
      for (const fn of ['sweep-jobs', 'change-settings', 'manage-campaigns']) expect(ofIndex(fn), fn).toEqual([]);
    }
  });
});

describe('the index of names', () => {
  it('is read by whoever looks for customers, and by nobody else', () => {
    for (const { name } of CUSTOMER_INDEXES) {
      const ofIndex = (fn: string) =>
        permissionsOf(resources, fn)
          .filter(({ resource }) => resource.includes(`/index/${name}`))
          .map(({ action }) => action);
      expect(ofIndex('read-recipients')).toEqual(['dynamodb:Query']);
      for (const fn of ['manage-customers', 'import-customers', 'work-shard']) expect(ofIndex(fn), fn).toEqual([]);
    }
  });
});

describe('the audit log', () => {
  it('is only added to, and read by administrators’ commands', () => {
    const isAudit = ({ resource }: { resource: string }) => resource.includes('ApiAudit');
    const actionsOf = (name: string) =>
      permissionsOf(resources, name)
        .filter(isAudit)
        .map(({ action }) => action)
        .sort();
    expect(actionsOf('external-send')).toEqual(['dynamodb:PutItem']);
    expect(actionsOf('authorize-api-client')).toEqual(['dynamodb:PutItem']);
    // What a customer agreed to is handed out with the rest of what is known of them.
    for (const name of ['manage-api-clients', 'manage-customers']) {
      expect(actionsOf(name), name).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
    }
    const adders = ['erase-customer', 'control-job', 'change-settings', 'import-customers', 'notify-consents'];
    for (const name of [...adders, 'record-receipts', 'unsubscribe']) {
      expect(actionsOf(name), name).toEqual(['dynamodb:PutItem']);
    }
    // The ledger of consents lies in the same table: a timeline is read from it.
    expect(actionsOf('read-recipients')).toEqual(['dynamodb:Query']);
    for (const name of ['work-shard', 'manage-templates']) expect(actionsOf(name)).toEqual([]);
  });

  it('and the master secret is read by two functions and nobody else', () => {
    const holders = ofType('AWS::IAM::Policy')
      .filter(({ Properties }) => JSON.stringify(Properties).includes('api-master-secret'))
      .map(({ logicalId }) => logicalId.replace(/lambdaServiceRole.*/, ''));
    expect(holders.sort()).toEqual(['authorizeapiclient', 'manageapiclients']);
  });
});
