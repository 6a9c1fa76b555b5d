import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { addKeptTable } from '../messaging/kept-table.ts';

/** What customers did lately: each event as long as its id must be known. */
export class EventTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, options: { readonly isDisposable: boolean }) {
    super(scope, id);
    this.table = addKeptTable(this, 'Table', { ...options, isFollowed: true });
  }
}
