import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export interface KeptTableOptions {
  readonly isDisposable: boolean;
  /** A stream tells what its items have become; WITH_WHAT_WAS: and what they were. */
  readonly isFollowed?: true | 'WITH_WHAT_WAS';
}

/** Adds a table of our own items by `pk` and `sk`: encrypted, recoverable, and undeletable unless it is disposable. */
export function addKeptTable(scope: Construct, id: string, options: KeptTableOptions): Table {
  return new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    // Only what is worthless afterwards carries this; nothing depends on when it goes.
    timeToLiveAttribute: 'expiresAt',
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !options.isDisposable,
    ...(options.isFollowed === undefined
      ? {}
      : { stream: options.isFollowed === true ? StreamViewType.NEW_IMAGE : StreamViewType.NEW_AND_OLD_IMAGES }),
    removalPolicy: options.isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
}
