import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
  type IFunction,
} from 'aws-cdk-lib/aws-lambda';

/**
 * A batch is a minute of a table, or a thousand changes: what Firehose bills depends on how many go together, and reports
 * may be minutes old.
 */
const BATCH = 1_000;
const WINDOW_SECONDS = 60;

const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** A stream keeps changes for a day: after an hour of failing somebody has to look. */
const MAX_AGE = Duration.hours(1);

/**
 * Lets the lake follow the tables: each change is handed over until it is in the lake. Lambda reads streams of DynamoDB
 * without a fee, and filters before it calls.
 */
export function followTables(
  { fillLake }: { readonly fillLake: { readonly resources: { readonly lambda: IFunction } } },
  { events, audit, delivery }: { readonly events: Table; readonly audit: Table; readonly delivery: Table },
): void {
  const fn = fillLake.resources.lambda;
  const inserted = (pk: string) =>
    FilterCriteria.filter({
      eventName: FilterRule.isEqual('INSERT'),
      dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(pk) } } },
    });
  // Of a chunk each write but the claim says something; of an excluded list only whom it holds out.
  const ofShards = [
    {
      Keys: { sk: { S: FilterRule.beginsWith('STATE#') } },
      NewImage: { phase: { S: FilterRule.or('RECORDED', 'WAITING') } },
    },
    { Keys: { sk: { S: FilterRule.beginsWith('RECEIPT#') } } },
    {
      Keys: { sk: { S: FilterRule.beginsWith('EXCLUDED#') } },
      NewImage: { customerIds: { M: { TREATMENT_HOLDOUT: { S: FilterRule.exists() } } } },
    },
  ].map((dynamodb) => FilterCriteria.filter({ eventName: FilterRule.or('INSERT', 'MODIFY'), dynamodb }));
  for (const [name, table, filters] of [
    ['events', events, [inserted('events#')]],
    ['consents', audit, [inserted('consent#')]],
    ['deliveries', delivery, ofShards],
  ] as const) {
    if (table.tableStreamArn === undefined) throw new Error(`The table of ${name} has no stream.`);
    new EventSourceMapping(fn, `Follow-${name}`, {
      target: fn,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH,
      maxBatchingWindow: Duration.seconds(WINDOW_SECONDS),
      filters: [...filters],
      // Nothing is given up but by the stream itself. A change that cannot be read is left out by the function.
      retryAttempts: -1,
      bisectBatchOnError: false,
    });
    // CDK's own event source would allow listing the streams of all tables.
    fn.addToRolePolicy(new PolicyStatement({ actions: READ_STREAM, resources: [table.tableStreamArn] }));
  }
  new Alarm(fn, 'Behind', {
    alarmDescription: 'What happened an hour ago is not in the lake yet: see the log of fill-lake, and Firehose.',
    metric: fn.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
    threshold: MAX_AGE.toMilliseconds(),
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
