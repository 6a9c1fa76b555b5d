import { beforeAll, describe, expect, it } from 'vitest';
import { overTarget } from '../../scripts/quotas/targets.ts';
import { checkBranch, SHOP_CIDR, type CheckedBranch } from './branch-backend.ts';
import { allowedBy, type Resource } from './synthesized-stacks.ts';

let branch: CheckedBranch;
const ofType = (type: string): readonly Resource[] => branch.resources.filter(({ Type }) => Type === type);

beforeAll(async () => {
  branch = await checkBranch();
}, 240_000);

describe('cdk-nag’s AwsSolutions', () => {
  it('finds nothing that is not answered beside its resource', () => {
    expect(branch.all.length).toBeGreaterThan(50);
    expect(branch.findings).toEqual([]);
  });

  it('is answered with reasons of substance, and with none for what is not found any more', () => {
    for (const { rule, path, reason } of branch.acknowledgements) {
      expect(reason.length, `${rule} at ${path}: "${reason}"`).toBeGreaterThan(60);
      const covered = branch.all.filter((found) => found.rule === rule && `${found.path}/`.startsWith(`${path}/`));
      expect(covered.length, `${rule} at ${path} covers nothing any more`).toBeGreaterThan(0);
    }
  });
});

describe('the templates of a branch', () => {
  it('are such that CloudFormation takes them: quotas, references, every type and property', () => {
    expect(branch.refusals).toEqual([]);
  });

  it('leave two fifths of every quota free', () => {
    expect(branch.usages.length).toBeGreaterThan(40);
    expect(overTarget(branch.usages)).toEqual([]);
  });
});

describe('the API of a branch', () => {
  it('tells nobody its schema, asks its authorizer about every request, and bounds every query', () => {
    const [api] = ofType('AWS::AppSync::GraphQLApi');
    expect(api?.Properties).toMatchObject({
      IntrospectionConfig: 'DISABLED',
      QueryDepthLimit: 12,
      ResolverCountLimit: 250,
      LogConfig: { ExcludeVerboseContent: true },
    });
    expect(api?.Properties['AdditionalAuthenticationProviders']).toContainEqual(
      expect.objectContaining({
        AuthenticationType: 'AWS_LAMBDA',
        LambdaAuthorizerConfig: expect.objectContaining({ AuthorizerResultTtlInSeconds: 0 }) as unknown,
      }),
    );
  });

  it('stands behind the firewall, which lets signed requests in from the registered networks alone', () => {
    expect(ofType('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
    expect(ofType('AWS::WAFv2::WebACL')[0]?.Properties['DefaultAction']).toEqual({ Allow: {} });
    const addresses = ofType('AWS::WAFv2::IPSet').map(({ Properties }) => Properties['Addresses']);
    expect(addresses).toEqual([[SHOP_CIDR], []]);
  });

  it('gives a role to the configured servers and to nobody else', () => {
    const roles = ofType('AWS::IAM::Role').filter(({ logicalId }) => logicalId.startsWith('Servers'));
    expect(roles.map(({ Properties }) => String(Properties['RoleName']).replace(/-\w+$/, ''))).toEqual([
      'bonghwa-shop',
    ]);
  });
});

describe('rights', () => {
  const DATA_AND_MESSAGES = /^(\*|(dynamodb|sqs|sns|ses|mobiletargeting|sms-voice|appsync|ssm|events|firehose):)/;

  /** Reads the account's own limits; IAM knows no resource for it. */
  const OF_THE_ACCOUNT = new Set(['ses:GetAccount']);

  it('to data and messages never name an action or a resource by a bare star', () => {
    const holders = [...ofType('AWS::IAM::Policy'), ...ofType('AWS::IAM::ManagedPolicy'), ...ofType('AWS::IAM::Role')];
    let seen = 0;
    for (const holder of holders) {
      for (const { Action, Resource } of allowedBy(holder)) {
        for (const action of Action.filter((candidate) => DATA_AND_MESSAGES.test(candidate))) {
          seen += 1;
          expect(action, holder.logicalId).not.toContain('*');
          const resources: readonly unknown[] = Array.isArray(Resource) ? Resource : [Resource];
          if (!OF_THE_ACCOUNT.has(action)) expect(resources, `${holder.logicalId} ${action}`).not.toContain('*');
        }
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

describe('what is kept', () => {
  it('can be restored to any second, and is not deleted with the stack', () => {
    const own = ofType('AWS::DynamoDB::Table');
    const models = ofType('Custom::AmplifyDynamoDBTable');
    expect([own.length, models.length]).toEqual([4, 8]);
    for (const { Properties, DeletionPolicy } of own) {
      expect(Properties).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true },
      });
      expect(DeletionPolicy).toBe('Retain');
    }
    for (const { Properties } of models) {
      expect(Properties).toMatchObject({
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtectionEnabled: true,
      });
    }
  });

  it('is encrypted in queues that refuse plain HTTP, and what keeps failing has a queue to go to', () => {
    const queues = ofType('AWS::SQS::Queue');
    const named = new Set(queues.map(({ logicalId }) => logicalId));
    const deadLetters = queues.flatMap(({ Properties }) => {
      const target = /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(Properties['RedrivePolicy'] ?? {}))?.[1];
      return target === undefined ? [] : [target];
    });
    for (const { logicalId, Properties } of queues) {
      expect(Properties, logicalId).toMatchObject({ SqsManagedSseEnabled: true });
      if (!deadLetters.includes(logicalId)) expect(Properties['RedrivePolicy'], logicalId).toBeDefined();
    }
    expect(deadLetters.every((id) => named.has(id))).toBe(true);
    const policies = JSON.stringify(ofType('AWS::SQS::QueuePolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(queues.length);
    const buckets = ofType('AWS::S3::Bucket');
    const bucketPolicies = ofType('AWS::S3::BucketPolicy').map(({ Properties }) => JSON.stringify(Properties));
    for (const { logicalId } of buckets) {
      const own = bucketPolicies.filter((text) => text.includes(`"Ref":"${logicalId}"`));
      expect(own.join(), logicalId).toContain('"aws:SecureTransport":"false"');
    }
  });

  it('in logs ends after 30 days, in those of every function and of the API', () => {
    const groups = new Map(ofType('AWS::Logs::LogGroup').map((group) => [group.logicalId, group]));
    for (const { logicalId, Properties } of groups.values()) expect(Properties['RetentionInDays'], logicalId).toBe(30);
    for (const { logicalId, Properties } of ofType('AWS::Lambda::Function')) {
      const { LogGroup } = (Properties['LoggingConfig'] ?? {}) as { readonly LogGroup?: { readonly Ref?: string } };
      expect(groups.has(LogGroup?.Ref ?? ''), `${logicalId} has a log group of its own`).toBe(true);
    }
    const [ofApi] = ofType('Custom::LogRetention');
    expect(ofApi?.Properties).toMatchObject({ RetentionInDays: 30 });
    expect(JSON.stringify(ofApi?.Properties['LogGroupName'])).toContain('/aws/appsync/apis/');
  });
});
