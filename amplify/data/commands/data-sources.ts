/** AppSync data source of each function that answers custom operations; resolvers name them before they exist. */
export const COMMAND_SOURCES = {
  manageTemplates: 'ManageTemplatesFunction',
  manageSegments: 'ManageSegmentsFunction',
  manageCustomers: 'ManageCustomersFunction',
  eraseCustomer: 'EraseCustomerFunction',
  importCustomers: 'ImportCustomersFunction',
  manageCampaigns: 'ManageCampaignsFunction',
  controlJob: 'ControlJobFunction',
  readRecipients: 'ReadRecipientsFunction',
  readReports: 'ReadReportsFunction',
  changeSettings: 'ChangeSettingsFunction',
  notifyConsents: 'NotifyConsentsFunction',
  externalSend: 'ExternalSendFunction',
  manageApiClients: 'ManageApiClientsFunction',
} as const;

/** The Delivery table, where a subscription leaves its note. */
export const DELIVERY_TABLE_SOURCE = 'DeliveryTable';
