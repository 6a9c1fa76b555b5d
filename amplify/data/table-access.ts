import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CUSTOMER_INDEXES, DUE_CAMPAIGN_INDEXES, DUE_INDEXES } from './due-indexes.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const SIZE = ['dynamodb:DescribeTable'];
/** To count: reads slices, and no row by its key. */
const COUNT = [...SIZE, 'dynamodb:Scan'];
const SCAN = [...READ, ...SIZE, 'dynamodb:Scan'];
const WRITE = [...READ, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];

/** Notes of what is to be counted again end when it is. */
const NOTES = [...WRITE, 'dynamodb:DeleteItem'];

/** What is written elsewhere holds only while a row is as it was read. */
const CONDITION = [...WRITE, 'dynamodb:ConditionCheckItem'];

/** A person who asks to be forgotten is. */
const ERASE = [...READ, 'dynamodb:DeleteItem'];

const ACTIONS = {
  COUNT,
  READ,
  APPEND: ['dynamodb:PutItem'],
  LEDGER: ['dynamodb:PutItem', 'dynamodb:Query'],
  ORDERED: ['dynamodb:Query'],
  SCAN,
  WRITE,
  NOTES,
  ERASE,
  CONDITION,
  SWEEP: [...WRITE, 'dynamodb:Scan'],
};

/**
 * COUNT: how many rows there are; READ: by key or index; APPEND: add; LEDGER: add and read in order; ORDERED: read in order;
 * SCAN: everything; WRITE: also put and update; SWEEP: WRITE and everything; ERASE: READ, and delete
 * by key; NOTES: WRITE, and delete by key; CONDITION: WRITE, and be a condition of what is written elsewhere. Nothing else deletes.
 */
export type TableAccess = keyof typeof ACTIONS;

/** Allows exactly the actions of an access, on the table. Of its indexes CDK knows only those that it made itself. */
export function grantTable(table: Pick<ITable, 'grant'>, grantee: IGrantable, access: TableAccess): void {
  table.grant(grantee, ...ACTIONS[access]);
}

const INDEXES_OF = { SendJob: DUE_INDEXES, Campaign: DUE_CAMPAIGN_INDEXES, Customer: CUSTOMER_INDEXES };

/** Models of which something becomes due, or is found by its name. */
export type DueModel = keyof typeof INDEXES_OF;

/** Allows reading what is due of a model, or found by its name, by the indexes that `addDueIndexes` made. */
export function grantDueIndexes(model: DueModel, table: Pick<ITable, 'tableArn'>, grantee: IGrantable): void {
  const resourceArns = INDEXES_OF[model].map(({ name }) => `${table.tableArn}/index/${name}`);
  Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns });
}
