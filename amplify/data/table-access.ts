import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const SCAN = [...READ, 'dynamodb:Scan'];
const WRITE = [...READ, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];

const ACTIONS = { READ, SCAN, WRITE, SWEEP: [...WRITE, 'dynamodb:Scan'] };

/** READ by key or index; SCAN reads everything; WRITE also puts and updates rows; SWEEP is WRITE and SCAN. None deletes. */
export type TableAccess = keyof typeof ACTIONS;

/** Allows exactly the actions of an access, on the table and its indexes. */
export function grantTable(table: Pick<ITable, 'grant'>, grantee: IGrantable, access: TableAccess): void {
  table.grant(grantee, ...ACTIONS[access]);
}
