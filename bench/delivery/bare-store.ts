import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout } from 'node:timers/promises';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DEFAULT_WORK_SETTINGS } from '../../src/app/delivery/index.ts';
import { BLOCK, createPeople } from './audience.ts';
import { measured, type Phase } from './phase.ts';
import { EMBEDDED_WORKERS } from './settings.ts';

const PER_CALL = 100;

/**
 * The yardstick of sending through a store: for as many recipients, nothing but what no engine could leave out. A
 * hundred customers are read and a hundred addresses looked for, a state is written before the call of a millisecond and another one after it, as many at a
 * time as the engine has lanes, by the SDK's plain commands. Nothing is parsed, rendered, counted or fenced.
 */
export async function measureBareStore(
  connection: DynamoDBClientConfig,
  tables: { readonly customer: string; readonly delivery: string },
  recipients: number,
): Promise<Phase> {
  const client = new DynamoDBClient(connection);
  const customersOf = createPeople(0);
  const chunks = Math.ceil(recipients / PER_CALL);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let number = next; number < chunks; number = next) {
      next += 1;
      const indexes = Array.from({ length: PER_CALL }, (_, place) => number * BLOCK + place);
      const keys = customersOf(indexes).map(({ id }) => ({ id: { S: id } }));
      const read = await client.send(new BatchGetItemCommand({ RequestItems: { [tables.customer]: { Keys: keys } } }));
      if (read.Responses?.[tables.customer]?.length !== PER_CALL) throw new Error('The customers are not there.');
      const addresses = keys.map(({ id }) => ({ pk: { S: `bare-address#${id.S}` }, sk: { S: 'ADDRESS' } }));
      const asked = { [tables.delivery]: { Keys: addresses, ConsistentRead: true } };
      await client.send(new BatchGetItemCommand({ RequestItems: asked }));
      const state = (phase: string) => ({
        pk: { S: `bare#${number}` },
        sk: { S: 'STATE' },
        phase: { S: phase },
        statuses: { S: phase.charAt(0).repeat(PER_CALL) },
      });
      const Item = state('CLAIMED');
      const isNew = 'attribute_not_exists(pk)';
      await client.send(new PutItemCommand({ TableName: tables.delivery, Item, ConditionExpression: isNew }));
      await setTimeout(1);
      await client.send(
        new PutItemCommand({
          TableName: tables.delivery,
          Item: state('RECORDED'),
          ConditionExpression: 'phase = :claimed',
          ExpressionAttributeValues: { ':claimed': { S: 'CLAIMED' } },
        }),
      );
    }
  };
  try {
    return await measured(async () => {
      await Promise.all(Array.from({ length: EMBEDDED_WORKERS * DEFAULT_WORK_SETTINGS.lanes }, lane));
    });
  } finally {
    client.destroy();
  }
}
