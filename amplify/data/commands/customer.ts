import { a } from '@aws-amplify/backend';
import { CONSENT_KINDS, CONSENT_STATES } from '../../../src/domain/consent/index.ts';
import { FOUND_BY, TIMELINE_KINDS } from '../../../src/domain/customer/index.ts';
import { ADMINS, EXPORTERS, READERS, WRITERS } from '../../auth/groups.ts';
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
   * takes the customer off imported lists; a list that does not exist, or whose members follow from a definition, cannot be
   * joined (UNKNOWN_SEGMENT).
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
  FoundBy: a.enum(FOUND_BY),
  /** An address of whom a search found, masked: `+8210****5678`. */
  FoundEndpoint: a.customType({
    channel: a.ref('Channel'),
    channelType: a.ref('ChannelType').required(),
    address: a.string().required(),
    status: a.ref('EndpointStatus').required(),
    optOut: a.ref('OptOut').required(),
    /** It is the one that was looked for. */
    isFound: a.boolean().required(),
  }),
  FoundCustomer: a.customType({
    id: a.id().required(),
    name: a.string(),
    foundBy: a.ref('FoundBy').required(),
    lastActiveAt: a.datetime(),
    endpoints: a.ref('FoundEndpoint').required().array().required(),
  }),
  CustomerSearch: a.customType({ items: a.ref('FoundCustomer').required().array().required(), nextToken: a.string() }),
  /**
   * Finds customers by one thing that is known of them: the id, an address on any channel as anybody writes it, or the
   * beginning of a name (`Name`, or `FamilyName` and `GivenName`) of two letters at least. `limit` is 1 to 100 of those found by
   * name (absent: 20). Who was written within the last second may not be found by name yet.
   */
  searchCustomers: a
    .query()
    .arguments({ text: a.string().required(), limit: a.integer(), nextToken: a.string() })
    .returns(a.ref('CustomerSearch'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  TimelineKind: a.enum(TIMELINE_KINDS),
  /** What a wave did about the customer; `wave`, `stepIndex` and `treatment` count from 0. */
  TimelineMessage: a.customType({
    jobId: a.id().required(),
    runId: a.id().required(),
    campaignId: a.id().required(),
    campaignName: a.string().required(),
    wave: a.integer().required(),
    phase: a.ref('JobPhase').required(),
    channel: a.ref('Channel'),
    endpointId: a.id(),
    stepIndex: a.integer(),
    treatment: a.integer(),
    status: a.ref('RecipientStatus'),
    reason: a.ref('ExclusionReason'),
    code: a.string(),
  }),
  TimelineEvent: a.customType({
    name: a.string().required(),
    attributes: a.json().required(),
    metrics: a.json().required(),
    isLate: a.boolean().required(),
  }),
  /** `by`: the id of who wrote it down, `import`, or `link` for who used the link of a mail. */
  TimelineConsent: a.customType({
    channel: a.ref('Channel').required(),
    kind: a.ref('ConsentKind').required(),
    state: a.ref('ConsentState').required(),
    source: a.string().required(),
    wording: a.string(),
    by: a.string().required(),
  }),
  /** One thing that happened to or by a customer: of the three that the timeline is of, one. */
  TimelineEntry: a.customType({
    id: a.id().required(),
    at: a.datetime().required(),
    message: a.ref('TimelineMessage'),
    event: a.ref('TimelineEvent'),
    consent: a.ref('TimelineConsent'),
  }),
  TimelinePage: a.customType({
    items: a.ref('TimelineEntry').required().array().required(),
    nextToken: a.string(),
    /** Of MESSAGES: how many runs were looked through for this page. */
    runsRead: a.integer(),
  }),
  /**
   * What happened to or by a customer, the newest first. MESSAGES: what the runs of campaigns did about them, ten runs a page
   * (a page may be empty and not be the last), without direct sends. EVENTS: those of the last week. CONSENTS: everything that they decided.
   */
  customerTimeline: a
    .query()
    .arguments({ customerId: a.id().required(), kind: a.ref('TimelineKind').required(), nextToken: a.string() })
    .returns(a.ref('TimelinePage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
