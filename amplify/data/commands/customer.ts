import { a } from '@aws-amplify/backend';
import { CONSENT_KINDS, CONSENT_STATES } from '../../../src/domain/consent/index.ts';
import { ADMINS, EXPORTERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** Commands on customers. */
export const customerCommands = {
  UpsertResult: a.enum(['CREATED', 'UPDATED', 'UNCHANGED', 'REFUSED']),
  /**
   * What became of a row; a refused one has a code and a message, and does not hold up the others. `keptRefused`: it would
   * have opted in somebody who refused, and shows no consent of theirs since.
   */
  UpsertOutcome: a.customType({
    row: a.integer().required(),
    customerId: a.id(),
    outcome: a.ref('UpsertResult').required(),
    code: a.string(),
    message: a.string(),
    keptRefused: a.boolean(),
  }),
  /**
   * Up to 100 customers, each as JSON: `{ id, attributes, consent, activity, endpoints, importedSegments, leftSegments }`,
   * all but the id optional. What is left out stays; null takes an attribute, a metric or a field away, `leftSegments`
   * takes the customer off imported lists.
   */
  upsertCustomers: a
    .mutation()
    .arguments({ customers: a.json().required().array().required() })
    .returns(a.ref('UpsertOutcome').required().array())
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]),
  ConsentKind: a.enum(CONSENT_KINDS),
  ConsentState: a.enum(CONSENT_STATES),
  /**
   * AD: advertising at all; NIGHT: between 21:00 and 08:00. Without `at` it was decided now. `wording` has the words that
   * were agreed to, or their name; who refused before consents only with them.
   */
  ConsentStatement: a.customType({
    channel: a.ref('Channel').required(),
    kind: a.ref('ConsentKind').required(),
    state: a.ref('ConsentState').required(),
    source: a.string().required(),
    at: a.datetime(),
    wording: a.string(),
  }),
  /** `applied` of the statements count now; the others are older than what was known. */
  RecordedConsent: a.customType({
    customerId: a.id().required(),
    consent: a.json().required(),
    applied: a.integer().required(),
  }),
  recordConsent: a
    .mutation()
    .arguments({
      customerId: a.id().required(),
      statements: a.ref('ConsentStatement').required().array().required(),
    })
    .returns(a.ref('RecordedConsent'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** Everything known of a person, as JSON that can be imported again; each export leaves an entry in the audit log. */
  CustomerExport: a.customType({
    customerId: a.id().required(),
    exportedAt: a.datetime().required(),
    customer: a.json().required(),
    /** What they decided on advertising, with the words that they agreed to, in the order of time. */
    consents: a.json().required(),
  }),
  exportCustomer: a
    .query()
    .arguments({ customerId: a.id().required() })
    .returns(a.ref('CustomerExport'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(EXPORTERS)]),
  ErasedCustomer: a.customType({
    customerId: a.id().required(),
    existed: a.boolean().required(),
    erasedAt: a.datetime().required(),
  }),
  /** Forgets a person; older exports do not bring them back. */
  eraseCustomer: a
    .mutation()
    .arguments({ customerId: a.id().required() })
    .returns(a.ref('ErasedCustomer'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.eraseCustomer, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(ADMINS)]),
};
