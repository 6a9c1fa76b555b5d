import { randomBytes } from 'node:crypto';
import { createDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';

/** A process that writes to the store in the folder of its first argument until tables are made, and dies at once. */
const [, , folder = ''] = process.argv;
const db = await createDynamoDb({ folder, region: 'r', accountId: '0' });
for (let n = 0; n < 200; n += 1) {
  const Item = { id: { S: `more-${n}` }, text: { S: randomBytes(200_000).toString('base64') } };
  await db.call('PutItem', { TableName: 'Customer', Item });
}
process.kill(process.pid, 'SIGKILL');
