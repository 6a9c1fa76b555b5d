import { a } from '@aws-amplify/backend';
import { API_OPERATIONS, KEY_ALGORITHMS } from '../../../src/domain/api-client/index.ts';
import { ADMINS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

const handler = () =>
  a.handler.custom({ dataSource: COMMAND_SOURCES.manageApiClients, entry: '../resolvers/invoke-command.js' });

/** Which servers may call the external API, for administrators. */
export const apiClientCommands = {
  ApiOperation: a.enum(API_OPERATIONS),
  KeyAlgorithm: a.enum(KEY_ALGORITHMS),
  ApiClientKey: a.customType({
    keyId: a.id().required(),
    algorithm: a.ref('KeyAlgorithm').required(),
    createdAt: a.datetime().required(),
  }),
  ApiClient: a.customType({
    clientId: a.id().required(),
    name: a.string().required(),
    isActive: a.boolean().required(),
    cidrs: a.string().required().array().required(),
    operations: a.ref('ApiOperation').required().array().required(),
    templateIds: a.string().required().array().required(),
    mayInline: a.boolean().required(),
    messagesPerDay: a.integer().required(),
    recipientsPerMinute: a.integer().required(),
    roleNames: a.string().required().array().required(),
    keys: a.ref('ApiClientKey').required().array().required(),
  }),
  /** `secret` of an HS256 key is shown this once. */
  ApiKeyAdded: a.customType({ client: a.ref('ApiClient').required(), secret: a.string() }),
  saveApiClient: a
    .mutation()
    .arguments({
      clientId: a.id().required(),
      name: a.string().required(),
      isActive: a.boolean().required(),
      cidrs: a.string().required().array().required(),
      operations: a.ref('ApiOperation').required().array().required(),
      templateIds: a.string().required().array().required(),
      mayInline: a.boolean(),
      messagesPerDay: a.integer().required(),
      recipientsPerMinute: a.integer().required(),
      roleNames: a.string().required().array(),
    })
    .returns(a.ref('ApiClient'))
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  /** `publicKey`: of an EdDSA key, the 32 bytes as base64url. */
  addApiKey: a
    .mutation()
    .arguments({
      clientId: a.id().required(),
      keyId: a.id().required(),
      algorithm: a.ref('KeyAlgorithm').required(),
      publicKey: a.string(),
    })
    .returns(a.ref('ApiKeyAdded'))
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  removeApiKey: a
    .mutation()
    .arguments({ clientId: a.id().required(), keyId: a.id().required() })
    .returns(a.ref('ApiClient'))
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  apiClients: a
    .query()
    .returns(a.ref('ApiClient').required().array())
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  /** One field that a command changed, as texts; `from` is null when there was nothing, `to` when nothing is left. */
  AuditChange: a.customType({ field: a.string().required(), from: a.string(), to: a.string() }),
  /** `outcome`: OK, the code of a refusal, BEGUN for what is announced before it is done, INTERNAL when it broke. */
  AuditEntry: a.customType({
    id: a.id().required(),
    at: a.datetime().required(),
    actor: a.string().required(),
    action: a.string().required(),
    outcome: a.string().required(),
    sourceIp: a.string(),
    subject: a.string(),
    changes: a.ref('AuditChange').required().array().required(),
  }),
  AuditPage: a.customType({ entries: a.ref('AuditEntry').required().array().required(), nextToken: a.string() }),
  /** Who did what from where on a UTC day (`2026-11-25`), oldest first. */
  listAuditEntries: a
    .query()
    .arguments({ day: a.string().required(), limit: a.integer(), nextToken: a.string() })
    .returns(a.ref('AuditPage'))
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  /** What was done to one customer that is written down, such as exports and erasure, oldest first. */
  customerAudit: a
    .query()
    .arguments({ customerId: a.id().required(), nextToken: a.string() })
    .returns(a.ref('AuditPage'))
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  /** What a client did on a UTC day: signed commands, those of them that were refused, recipients that counted for its quota. */
  ApiClientUsage: a.customType({
    day: a.date().required(),
    calls: a.integer().required(),
    refused: a.integer().required(),
    recipients: a.integer().required(),
  }),
  /** The last days of a client, the latest first, up to 92 (absent: 30); requests whose signature does not hold are in the audit log. */
  apiClientUsage: a
    .query()
    .arguments({ clientId: a.id().required(), days: a.integer() })
    .returns(a.ref('ApiClientUsage').required().array())
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
};
