import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { SettingsStore } from '../../app/delivery/index.ts';
import { DEFAULT_DELIVERY_SETTINGS } from '../../domain/send-job/index.ts';
import { readRow } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const KEY = { pk: 'settings', sk: 'DELIVERY' };

const rate = z.int().exactOptional();
const settingsItem = z.object({
  isStopped: z.boolean(),
  reason: z.string(),
  messagesPerSecond: z.object({ PUSH: rate, EMAIL: rate, SMS: rate, CUSTOM: rate }),
});

/** Operators' settings as one item, read before every chunk. */
export function createDeliverySettings(database: Database, table: string): SettingsStore {
  return {
    get: async () => {
      const item = await readRow(database, table, KEY);
      return item === null ? DEFAULT_DELIVERY_SETTINGS : settingsItem.parse(item);
    },
    put: async (settings, by) => {
      const changedAt = isoTime(database.now());
      await database.client.send(
        new PutCommand({ TableName: table, Item: { ...KEY, ...settings, changedBy: by, changedAt } }),
      );
    },
  };
}
