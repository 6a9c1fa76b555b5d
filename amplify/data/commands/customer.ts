import { a } from '@aws-amplify/backend';
import { WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** Import of customers, slice by slice. */
export const customerCommands = {
  ImportRejection: a.customType({
    line: a.integer().required(),
    code: a.string().required(),
    reason: a.string().required(),
  }),
  ImportReport: a.customType({
    importId: a.id().required(),
    accepted: a.integer().required(),
    rejected: a.integer().required(),
    customersWritten: a.integer().required(),
    endpointsWritten: a.integer().required(),
    rejections: a.ref('ImportRejection').required().array().required(),
  }),
  importCustomers: a
    .mutation()
    .arguments({
      importId: a.id().required(),
      firstLine: a.integer().required(),
      lines: a.string().required().array().required(),
      isLast: a.boolean().required(),
    })
    .returns(a.ref('ImportReport'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.importCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]),
};
