import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Adds a table of our own items by `pk` and `sk`: encrypted, recoverable, and undeletable unless it is disposable. */
export function addKeptTable(scope: Construct, id: string, options: { readonly isDisposable: boolean }): Table {
  return new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    // Only what is worthless afterwards carries this; nothing depends on when it goes.
    timeToLiveAttribute: 'expiresAt',
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !options.isDisposable,
    removalPolicy: options.isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
}
