import { Table, type ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { addKeptTable } from './kept-table.ts';

/** Shards, chunks and excluded lists of send jobs: the truth about who was sent what. */
export class DeliveryTable extends Construct {
  readonly table: Table;
  /** The same table, as a data source wants it. */
  readonly reference: ITable;

  constructor(scope: Construct, id: string, options: { readonly isDisposable: boolean }) {
    super(scope, id);
    this.table = addKeptTable(this, 'Table', { ...options, isFollowed: 'WITH_WHAT_WAS' });
    // The class does not fit its own interface under exactOptionalPropertyTypes.
    this.reference = Table.fromTableArn(this, 'Reference', this.table.tableArn);
  }
}
