import type { ArrivingTableName } from '../../src/domain/lake/index.ts';
import type { DueModel, TableAccess } from '../data/table-access.ts';

export type Model =
  | 'Template'
  | 'TemplateVersion'
  | 'Segment'
  | 'SegmentVersion'
  | 'Campaign'
  | 'SendJob'
  | 'Customer'
  | 'EventDefinition';
export type TableName = Model | 'Delivery' | 'Access' | 'Audit' | 'Event';

export interface Needs {
  readonly tables: Readonly<Partial<Record<TableName, TableAccess>>>;
  /** Rings the doorbells of shards: the one of campaigns and the one of direct sends. */
  readonly rings?: true;
  /** Reads which jobs or campaigns are due, or customers by their names. */
  readonly readsDue?: DueModel;
  /** Asks for receipts to be counted. */
  readonly asksToCount?: true;
  /** Calls the messaging providers. */
  readonly sends?: true;
  /** Asks the lake. */
  readonly asks?: true;
  /** Builds the rollups of the lake. */
  readonly rollsUp?: true;
  /** Puts records into these tables of the lake. */
  readonly fills?: readonly ArrivingTableName[];
  /** Publishes to subscribers, by these mutations. */
  readonly publishes?: typeof PROGRESS | typeof PROGRESS_AND_STATUSES | typeof IMPORT_PROGRESS;
}

const PROGRESS = ['publishJobProgress'] as const;
const IMPORT_PROGRESS = ['publishImportProgress'] as const;
const PROGRESS_AND_STATUSES = ['publishJobProgress', 'publishDelivery'] as const;

/** Whoever works shards, of campaigns or of direct sends: the code is the same. */
const WORKER = {
  tables: {
    Campaign: 'READ',
    Segment: 'READ',
    Template: 'READ',
    TemplateVersion: 'READ',
    Customer: 'SWEEP',
    SendJob: 'WRITE',
    Delivery: 'WRITE',
  },
  rings: true,
  sends: true,
  publishes: PROGRESS_AND_STATUSES,
} as const satisfies Needs;

/** What each function may touch, and nothing else. */
export const NEEDS = {
  manageTemplates: { tables: { Template: 'WRITE', TemplateVersion: 'WRITE', Customer: 'READ', Delivery: 'READ' } },
  manageSegments: { tables: { Segment: 'WRITE', SegmentVersion: 'WRITE', Customer: 'SCAN' } },
  manageCustomers: {
    tables: {
      Campaign: 'READ',
      Segment: 'READ',
      Customer: 'WRITE',
      Event: 'WRITE',
      EventDefinition: 'WRITE',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
      Access: 'WRITE',
      Audit: 'LEDGER',
    },
    readsDue: 'Campaign',
    publishes: PROGRESS_AND_STATUSES,
  },
  eraseCustomer: { tables: { Customer: 'ERASE', Event: 'NOTES', Delivery: 'WRITE', Audit: 'APPEND' } },
  importCustomers: {
    tables: { Customer: 'WRITE', Segment: 'READ', Delivery: 'WRITE', Audit: 'APPEND' },
    publishes: IMPORT_PROGRESS,
  },
  manageCampaigns: {
    tables: {
      Campaign: 'SWEEP',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'SCAN',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
    },
    rings: true,
  },
  controlJob: {
    tables: {
      Campaign: 'READ',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
      Audit: 'APPEND',
    },
    rings: true,
    publishes: PROGRESS,
  },
  readRecipients: {
    tables: {
      Template: 'READ',
      TemplateVersion: 'READ',
      SendJob: 'READ',
      Delivery: 'READ',
      Customer: 'READ',
      Event: 'ORDERED',
      Audit: 'ORDERED',
    },
    readsDue: 'Customer',
  },
  readReports: { tables: { Delivery: 'READ', Event: 'READ' }, asks: true },
  changeSettings: { tables: { SendJob: 'READ', Delivery: 'WRITE', Audit: 'APPEND' }, readsDue: 'SendJob', rings: true },
  notifyConsents: {
    tables: {
      Campaign: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'SWEEP',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
      Access: 'WRITE',
      Audit: 'APPEND',
    },
    rings: true,
  },
  externalSend: {
    tables: {
      Campaign: 'READ',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'SCAN',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
      Access: 'WRITE',
      Audit: 'APPEND',
    },
    rings: true,
  },
  authorizeApiClient: { tables: { Access: 'WRITE', Audit: 'APPEND' } },
  manageApiClients: { tables: { Access: 'WRITE', Audit: 'LEDGER' } },
  workShard: WORKER,
  workDirect: WORKER,
  recordReceipts: {
    tables: { Customer: 'WRITE', SendJob: 'WRITE', Delivery: 'NOTES', Audit: 'APPEND' },
    publishes: PROGRESS_AND_STATUSES,
  },
  putEvents: {
    tables: {
      Campaign: 'READ',
      Customer: 'WRITE',
      Event: 'WRITE',
      EventDefinition: 'READ',
      SendJob: 'WRITE',
      Delivery: 'NOTES',
      Audit: 'APPEND',
    },
    readsDue: 'Campaign',
    publishes: PROGRESS_AND_STATUSES,
  },
  unsubscribe: {
    tables: { Customer: 'WRITE', SendJob: 'WRITE', Delivery: 'NOTES', Audit: 'APPEND' },
    publishes: PROGRESS_AND_STATUSES,
  },
  openOccurrences: {
    tables: {
      Campaign: 'CONDITION',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'COUNT',
      SendJob: 'WRITE',
      Delivery: 'NOTES',
    },
    readsDue: 'Campaign',
    rings: true,
    publishes: PROGRESS,
  },
  fillLake: {
    tables: { Event: 'WRITE', Delivery: 'READ', SendJob: 'READ' },
    fills: ['events', 'consents', 'deliveries'],
  },
  buildRollups: { tables: { Customer: 'SCAN', Event: 'NOTES' }, rollsUp: true, fills: ['reach'] },
  sweepJobs: {
    tables: { SendJob: 'SWEEP', Delivery: 'WRITE' },
    readsDue: 'SendJob',
    rings: true,
    asksToCount: true,
    publishes: PROGRESS,
  },
} as const satisfies Record<string, Needs>;
