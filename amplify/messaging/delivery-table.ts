import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption, type ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

/** Shards, chunks and excluded lists of send jobs: the truth about who was sent what. */
export class DeliveryTable extends Construct {
  readonly table: Table;
  /** The same table, as a data source wants it. */
  readonly reference: ITable;

  constructor(scope: Construct, id: string, options: { readonly isDisposable: boolean }) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Only notes of who watches what carry this; nothing depends on when they go.
      timeToLiveAttribute: 'expiresAt',
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !options.isDisposable,
      removalPolicy: options.isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // The class does not fit its own interface under exactOptionalPropertyTypes.
    this.reference = Table.fromTableArn(this, 'Reference', this.table.tableArn);
  }
}
