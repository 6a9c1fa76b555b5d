import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { TOKEN_SCHEME } from '../../src/domain/api-client/index.ts';
import type { AllowedServers } from './allowed-servers.ts';

/** Requests of one address in five minutes: a console of a whole office behind one address stays far below. */
const PEOPLE_PER_FIVE_MINUTES = 10_000;

/** A server that sends 500 times a second; its quotas bound it long before. */
const SERVERS_PER_FIVE_MINUTES = 150_000;

/** AWS's own lists of what is never meant well. Bodies of templates are larger than the common rules allow. */
const MANAGED: readonly { readonly name: string; readonly counted: readonly string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  { name: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY'] },
];

/**
 * The network gate. Everybody may knock, because people sign in from anywhere; a request that carries our scheme word,
 * as only servers without an AWS identity do, is let in from their addresses alone.
 */
export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { apiArn, servers }: { readonly apiArn: string; readonly servers: AllowedServers },
  ) {
    super(scope, id);
    const isV6 = (cidr: string): boolean => cidr.includes(':');
    const sets = [
      this.#addressSet(
        'IPV4',
        servers.cidrs.filter((cidr) => !isV6(cidr)),
      ),
      this.#addressSet('IPV6', servers.cidrs.filter(isV6)),
    ];
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('bonghwa-api'),
      rules: [
        serversOnlyFromTheirAddresses(sets),
        notTooMany('people-not-too-many', 1, PEOPLE_PER_FIVE_MINUTES, people()),
        notTooMany('servers-not-too-many', 2, SERVERS_PER_FIVE_MINUTES, signedRequest()),
        ...MANAGED.map(managedRules),
      ],
    });
    new CfnWebACLAssociation(this, 'Api', { resourceArn: apiArn, webAclArn: acl.attrArn });
  }

  #addressSet(version: 'IPV4' | 'IPV6', addresses: string[]): string {
    return new CfnIPSet(this, version, { scope: 'REGIONAL', ipAddressVersion: version, addresses }).attrArn;
  }
}

function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  // Sampled requests would show headers, and with them tokens.
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}

function serversOnlyFromTheirAddresses(sets: readonly string[]): CfnWebACL.RuleProperty {
  return {
    name: 'servers-from-their-addresses',
    priority: 0,
    action: { block: {} },
    visibilityConfig: visible('bonghwa-servers-from-elsewhere'),
    statement: {
      andStatement: {
        statements: [
          signedRequest(),
          {
            notStatement: {
              statement: { orStatement: { statements: sets.map((arn) => ({ ipSetReferenceStatement: { arn } })) } },
            },
          },
        ],
      },
    },
  };
}

/** A request whose authorization begins so, in whatever case. */
function authorizedBy(word: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { Name: 'authorization' } },
      positionalConstraint: 'STARTS_WITH',
      searchString: `${word.toLowerCase()} `,
      textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
    },
  };
}

function signedRequest(): CfnWebACL.StatementProperty {
  return authorizedBy(TOKEN_SCHEME);
}

/** Neither servers nor IAM roles: the system's own functions publish from few addresses, and must not be held up. */
function people(): CfnWebACL.StatementProperty {
  const others = { orStatement: { statements: [signedRequest(), authorizedBy('AWS4-HMAC-SHA256')] } };
  return { notStatement: { statement: others } };
}

function notTooMany(
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    action: { block: {} },
    visibilityConfig: visible(`bonghwa-${name}`),
    statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', scopeDownStatement } },
  };
}

function managedRules({ name, counted }: (typeof MANAGED)[number], index: number): CfnWebACL.RuleProperty {
  return {
    name,
    priority: 10 + index,
    overrideAction: { none: {} },
    visibilityConfig: visible(name),
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}
