import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, ArnPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { mayPutEvents } from '../analytics/put-events-url.ts';
import type { AllowedServers } from './allowed-servers.ts';

/** What a server may ask for. Not `Mutation/*`: the system's own mutations are behind IAM as well. */
const FIELDS = [
  'Mutation/fields/sendMessages',
  'Mutation/fields/launchCampaign',
  'Mutation/fields/cancelSend',
  'Query/fields/apiJob',
] as const;

/** A role for each server that has an AWS identity: the fields above and `PutEvents`, from its own addresses, and nothing else. */
export class ServerRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      api,
      putEvents,
      servers,
    }: {
      readonly api: Pick<IGraphqlApi, 'arn'>;
      readonly putEvents: Pick<IFunction, 'functionArn'>;
      readonly servers: AllowedServers;
    },
  ) {
    super(scope, id);
    for (const { name, cidrs, trusts } of servers.servers) {
      const role = new Role(this, name, {
        roleName: `bonghwa-${name}-${this.node.addr.slice(-8)}`,
        description: `Lets the server ${name} send by the external API.`,
        assumedBy: trusts === undefined ? new AccountPrincipal(Stack.of(this).account) : new ArnPrincipal(trusts),
      });
      const fromThere = { IpAddress: { 'aws:SourceIp': [...cidrs] } };
      role.addToPolicy(
        new PolicyStatement({
          actions: ['appsync:GraphQL'],
          resources: FIELDS.map((field) => `${api.arn}/types/${field}`),
          // A firewall rule could not do this: it cannot tell these calls from those of the system's own functions.
          conditions: fromThere,
        }),
      );
      for (const statement of mayPutEvents(putEvents, fromThere)) role.addToPolicy(statement);
    }
  }
}
