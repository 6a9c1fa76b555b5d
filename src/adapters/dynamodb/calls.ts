import type { CallStore } from '../../app/external-send/index.ts';
import { auditPut } from './audit.ts';
import { plannedItems } from './chunks.ts';
import { TransactWriteCommand } from './commands.ts';
import { holdsTogether } from './condition.ts';
import { doneCall } from './idempotency.ts';
import { jobCreation } from './jobs.ts';
import { shardToItem } from './shards.ts';
import { isoTime, type Database, type TableNames } from './tables.ts';

/**
 * Calls that are carried out: the record of the key, the job and its spec, the shard and what is planned in it, and the
 * audit entry, in one transaction of about seven items, each of which costs twice its write units. The conditions are
 * those of key and job: what a shard holds while there is no job is nobody's.
 */
export function createCalls(
  database: Database,
  tables: Pick<TableNames, 'sendJob' | 'delivery' | 'access' | 'audit'>,
): CallStore {
  return {
    place: async (call) => {
      const { job, spec, shard, planned, audit } = call;
      const items = [
        shardToItem(shard),
        ...plannedItems(shard, planned).map((item) => ({ ...item, epoch: shard.epoch })),
      ];
      const command = new TransactWriteCommand({
        TransactItems: [
          doneCall(tables.access, call),
          ...jobCreation(tables, job, spec, isoTime(database.now())),
          ...items.map((Item) => ({ Put: { TableName: tables.delivery, Item } })),
          { Put: auditPut(tables.audit, audit) },
        ],
      });
      // False: the call was placed by somebody else, or is being placed just now.
      return holdsTogether(database.client.send(command));
    },
  };
}
