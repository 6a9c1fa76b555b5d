import * as z from 'zod';
import type { TableNames } from '../../src/adapters/dynamodb/tables.ts';
import type { CloudApp, Queue, Table } from '../../src/offline/assembly/resources.ts';

const environmentSchema = z.object({
  TEMPLATE_TABLE: z.string(),
  TEMPLATE_VERSION_TABLE: z.string(),
  CUSTOMER_TABLE: z.string(),
  SEND_JOB_TABLE: z.string(),
  DELIVERY_TABLE: z.string(),
  SHARD_QUEUE_URL: z.string(),
});

export type DeployedNames = {
  readonly tables: Omit<TableNames, 'access' | 'audit' | 'event' | 'eventDefinition'>;
  readonly queue: Queue;
};

/** The tables and the queue that the deployed worker would use, from its environment and its models' data sources. */
export function deployedNames(app: CloudApp): DeployedNames {
  for (const { environment } of app.functions) {
    const parsed = environmentSchema.safeParse(environment);
    if (!parsed.success) continue;
    const names = parsed.data;
    const queue = app.queues.find(({ url }) => url === names.SHARD_QUEUE_URL);
    if (queue === undefined) throw new Error('The queue that the worker listens to is not part of the backend.');
    return {
      queue,
      tables: {
        template: names.TEMPLATE_TABLE,
        templateVersion: names.TEMPLATE_VERSION_TABLE,
        customer: names.CUSTOMER_TABLE,
        sendJob: names.SEND_JOB_TABLE,
        delivery: names.DELIVERY_TABLE,
        segment: modelTable(app, 'Segment'),
        segmentVersion: modelTable(app, 'SegmentVersion'),
        campaign: modelTable(app, 'Campaign'),
      },
    };
  }
  throw new Error('No function of the backend works shards.');
}

/** The options of Node that the deployed worker of campaigns runs with. */
export function deployedNodeOptions(app: CloudApp): readonly string[] {
  for (const { environment } of app.functions) {
    const options = z.object({ NODE_OPTIONS: z.string() }).safeParse(environment);
    if (options.success) return options.data.NODE_OPTIONS.split(' ');
  }
  throw new Error('No function of the backend has options of Node.');
}

/** How many secondary indexes each table has: every one of them is written with the item. */
export function indexCounts(tables: readonly Table[]): ReadonlyMap<string, number> {
  return new Map(
    tables.map((table) => [table.name, table.globalSecondaryIndexes.length + table.localSecondaryIndexes.length]),
  );
}

function modelTable(app: CloudApp, model: string): string {
  for (const api of app.apis) {
    const source = api.dataSources.find(({ name }) => name === `${model}Table`);
    if (source?.type === 'AMAZON_DYNAMODB') return source.tableName;
  }
  throw new Error(`The backend has no table of the model ${model}.`);
}
