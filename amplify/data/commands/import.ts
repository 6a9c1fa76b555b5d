import { a } from '@aws-amplify/backend';
import { NO_USER_GROUP, READERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

const rejection = () => ({
  line: a.integer().required(),
  code: a.string().required(),
  reason: a.string().required(),
});

const counts = () => ({
  importId: a.id().required(),
  accepted: a.integer().required(),
  rejected: a.integer().required(),
  customersCreated: a.integer().required(),
  customersWritten: a.integer().required(),
  endpointsWritten: a.integer().required(),
  /** Customers whom the lines would have opted in though they refused. */
  keptRefused: a.integer().required(),
});

/** Fields of a snapshot, which the publisher gives and every watcher receives. */
const importProgress = () => ({
  ...counts(),
  seq: a.integer().required(),
  linesDone: a.integer().required(),
  resumeFrom: a.integer().required(),
  isDone: a.boolean().required(),
  at: a.datetime().required(),
});

/** Imports of customers, slice by slice, and where they stand. */
export const importCommands = {
  ImportRejection: a.customType(rejection()),
  /** What became of one slice. */
  ImportReport: a.customType({ ...counts(), rejections: a.ref('ImportRejection').required().array().required() }),
  /**
   * Up to 500 lines of a file. `untilLine` is the line after the slice when lines of it are missing; `lineNumbers` then
   * says where each stands, and `rejected` which ones the caller could not read. Everyone in the lines joins the imported
   * segment `segmentId`, or leaves `removeFromSegmentId`: then nothing else that the lines say is taken over.
   */
  importCustomers: a
    .mutation()
    .arguments({
      importId: a.id().required(),
      firstLine: a.integer().required(),
      lines: a.string().required().array().required(),
      isLast: a.boolean().required(),
      untilLine: a.integer(),
      lineNumbers: a.integer().required().array(),
      rejected: a.ref('ImportRejection').required().array(),
      segmentId: a.id(),
      removeFromSegmentId: a.id(),
    })
    .returns(a.ref('ImportReport'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.importCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** A snapshot: absolute counts, ordered by `seq`. */
  ImportProgress: a.customType(importProgress()),
  ImportReportPage: a.customType({
    progress: a.ref('ImportProgress').required(),
    rejections: a.ref('ImportRejection').required().array().required(),
    nextToken: a.string(),
  }),
  /** Where an import stands, and its rejected lines in order. */
  importReport: a
    .query()
    .arguments({ importId: a.id().required(), nextToken: a.string() })
    .returns(a.ref('ImportReportPage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.importCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** Only the system's functions: subscribers receive exactly the fields the publisher selects, so it selects all. */
  publishImportProgress: a
    .mutation()
    .arguments(importProgress())
    .returns(a.ref('ImportProgress'))
    .handler(a.handler.custom({ entry: '../resolvers/publish-system-event.js' }))
    .authorization((allow) => [allow.group(NO_USER_GROUP)]),
  onImportProgress: a
    .subscription()
    .for(a.ref('publishImportProgress'))
    .arguments({ importId: a.id().required() })
    .handler(a.handler.custom({ entry: '../resolvers/on-import-progress.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
