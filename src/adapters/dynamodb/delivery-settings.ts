import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { SettingsStore } from '../../app/delivery/index.ts';
import { CAP_PERIODS } from '../../domain/campaign/index.ts';
import { MESSAGE_CLASSES } from '../../domain/consent/index.ts';
import { CHANNELS } from '../../domain/customer/index.ts';
import { NOTICE_KINDS } from '../../domain/law/index.ts';
import { DEFAULT_DELIVERY_SETTINGS } from '../../domain/send-job/index.ts';
import { PutCommand } from './commands.ts';
import { revisionIs, SHOW_ITEM, wroteRevision } from './condition.ts';
import { destinationDocument } from './destination-document.ts';
import { readRow } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const KEY = { pk: 'settings', sk: 'DELIVERY' };

const rate = z.int().exactOptional();
const settingsItem = z.object({
  isStopped: z.boolean(),
  reason: z.string(),
  messagesPerSecond: z.object({ PUSH: rate, EMAIL: rate, SMS: rate, CUSTOM: rate }),
  retentionDays: z.int().exactOptional(),
  destinations: z.array(destinationDocument).exactOptional(),
  monthlyBudgetKrw: z.int().exactOptional(),
  approval: z.object({ recipients: z.int().exactOptional(), krw: z.int().exactOptional() }).exactOptional(),
  frequencyCaps: z
    .array(z.object({ messageClass: z.enum(MESSAGE_CLASSES), period: z.enum(CAP_PERIODS), most: z.int() }))
    .exactOptional(),
  noticeTemplates: z
    .array(z.object({ notice: z.enum(NOTICE_KINDS), channel: z.enum(CHANNELS), templateId: z.string() }))
    .exactOptional(),
  /** Absent from what was written before settings had one. */
  revision: z.int().default(0),
});

/** Operators' settings as one item, read before every chunk and replaced under its revision. */
export function createDeliverySettings(database: Database, table: string): SettingsStore {
  return {
    get: async () => {
      const item = await readRow(database, table, KEY);
      return item === null ? { ...DEFAULT_DELIVERY_SETTINGS, revision: 0 } : settingsItem.parse(item);
    },
    put: (settings, expected, by) => {
      const { isStopped, reason, messagesPerSecond, retentionDays, destinations, ...rest } = settings;
      const { monthlyBudgetKrw, approval, noticeTemplates, frequencyCaps } = rest;
      const changeId = randomUUID();
      const revision = expected + 1;
      const changed = { changedBy: by, changedAt: isoTime(database.now()), changeId };
      return wroteRevision(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...KEY,
              isStopped,
              reason,
              messagesPerSecond,
              retentionDays,
              destinations,
              monthlyBudgetKrw,
              approval,
              noticeTemplates,
              frequencyCaps,
              revision,
              ...changed,
            },
            ...revisionIs(expected),
            ...SHOW_ITEM,
          }),
        ),
        { revision, changeId },
      );
    },
  };
}
