/** AppSync data source of each function that answers custom operations; resolvers name them before they exist. */
export const COMMAND_SOURCES = {
  saveTemplate: 'SaveTemplateFunction',
  publishTemplateVersion: 'PublishTemplateVersionFunction',
  previewTemplate: 'PreviewTemplateFunction',
  saveSegment: 'SaveSegmentFunction',
  estimateSegment: 'EstimateSegmentFunction',
  importCustomers: 'ImportCustomersFunction',
  importReport: 'ImportReportFunction',
  upsertCustomers: 'UpsertCustomersFunction',
  recordConsent: 'RecordConsentFunction',
  exportCustomer: 'ExportCustomerFunction',
  eraseCustomer: 'EraseCustomerFunction',
  saveCampaign: 'SaveCampaignFunction',
  planCampaign: 'PlanCampaignFunction',
  controlJob: 'ControlJobFunction',
  listRecipients: 'ListRecipientsFunction',
  explainRecipient: 'ExplainRecipientFunction',
  changeSettings: 'ChangeSettingsFunction',
  externalSend: 'ExternalSendFunction',
  manageApiClients: 'ManageApiClientsFunction',
} as const;

/** The Delivery table, where a subscription leaves its note. */
export const DELIVERY_TABLE_SOURCE = 'DeliveryTable';
