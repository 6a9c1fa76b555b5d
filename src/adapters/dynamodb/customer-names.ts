import * as z from 'zod';
import type { CustomerNames } from '../../app/customer/index.ts';
import { plainItem } from './attribute-values.ts';
import { QueryCommand } from './commands.ts';
import type { Database } from './tables.ts';

/** amplify/data/due-indexes.ts makes the same index. */
const NAME_INDEX = 'customersByName';

const place = z.object({ id: z.string(), searchName: z.string() });

/** Customers by the beginning of their name, in the order of the alphabet. */
export function createCustomerNames({ client }: Database, table: string): CustomerNames {
  return {
    find: async ({ nameGroup, searchName }, { limit, nextToken }) => {
      const from = nextToken === undefined ? undefined : readToken(nextToken);
      if (from === null) return null;
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: NAME_INDEX,
          KeyConditionExpression: 'nameGroup = :group AND begins_with(searchName, :name)',
          ExpressionAttributeValues: { ':group': nameGroup, ':name': searchName },
          Limit: limit,
          ...(from === undefined ? {} : { ExclusiveStartKey: { ...from, nameGroup } }),
        }),
      );
      const last = answer.LastEvaluatedKey === undefined ? undefined : place.parse(plainItem(answer.LastEvaluatedKey));
      return {
        ids: (answer.Items ?? []).map((item) => place.parse(plainItem(item)).id),
        ...(last === undefined ? {} : { nextToken: writeToken(last) }),
      };
    },
  };
}

function writeToken({ id, searchName }: z.infer<typeof place>): string {
  return Buffer.from(JSON.stringify([searchName, id])).toString('base64url');
}

/** Null: the token is none that this gave. */
function readToken(token: string): z.infer<typeof place> | null {
  try {
    const [searchName, id] = z
      .tuple([z.string().min(1), z.string().min(1)])
      .parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    return { id, searchName };
  } catch {
    return null;
  }
}
