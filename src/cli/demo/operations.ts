import { z } from 'zod';

/** The operations of the demo, as a front end would write them, and the part of each answer that it uses. */
export const SAVE_TEMPLATE = /* GraphQL */ `
  mutation SaveTemplate(
    $name: String!
    $messageClass: MessageClass!
    $content: TemplateContentInput!
    $defaultSubstitutions: AWSJSON
  ) {
    saveTemplate(
      name: $name
      messageClass: $messageClass
      content: $content
      defaultSubstitutions: $defaultSubstitutions
    ) {
      templateId
      version
    }
  }
`;
export const savedTemplate = z.object({ templateId: z.string(), version: z.number() });

export const SAVE_SEGMENT = /* GraphQL */ `
  mutation SaveSegment($name: String!, $definition: AWSJSON!) {
    saveSegment(name: $name, definition: $definition) {
      id
    }
  }
`;
export const ESTIMATE_SEGMENT = /* GraphQL */ `
  query EstimateSegment($segmentId: ID!) {
    estimateSegment(segmentId: $segmentId) {
      estimate
      low
      high
    }
  }
`;
export const estimate = z.object({ estimate: z.number(), low: z.number(), high: z.number() });

export const SAVE_CAMPAIGN = /* GraphQL */ `
  mutation SaveCampaign(
    $name: String!
    $segmentId: ID!
    $messageClass: MessageClass!
    $steps: [CampaignStepInput!]!
    $holdoutPercent: Float
    $inDoubtPolicy: InDoubtPolicy
  ) {
    saveCampaign(
      name: $name
      segmentId: $segmentId
      messageClass: $messageClass
      steps: $steps
      holdoutPercent: $holdoutPercent
      inDoubtPolicy: $inDoubtPolicy
    ) {
      id
    }
  }
`;
export const PLAN_CAMPAIGN = /* GraphQL */ `
  mutation PlanCampaign($campaignId: ID!) {
    planCampaign(campaignId: $campaignId) {
      id
      phase
    }
  }
`;
/** What the accounts behind the channels may send in a second. */
export const SAVE_RATES = /* GraphQL */ `
  mutation SaveDeliverySettings($messagesPerSecond: ChannelRatesInput) {
    saveDeliverySettings(messagesPerSecond: $messagesPerSecond) {
      isStopped
    }
  }
`;
export const savedRates = z.object({ isStopped: z.boolean() });

export const LAUNCH_JOB = /* GraphQL */ `
  mutation LaunchJob($jobId: ID!, $besideJobId: ID) {
    launchJob(jobId: $jobId, besideJobId: $besideJobId) {
      id
      phase
    }
  }
`;
export const withId = z.object({ id: z.string() });

export const LIST_RECIPIENTS = /* GraphQL */ `
  query ListRecipients($jobId: ID!, $status: RecipientStatus, $reason: ExclusionReason, $limit: Int) {
    listRecipients(jobId: $jobId, status: $status, reason: $reason, limit: $limit) {
      items {
        customerId
        reason
        status
        code
      }
    }
  }
`;
export const recipientPage = z.object({
  items: z.array(z.object({ customerId: z.string(), reason: z.string().nullish(), code: z.string().nullish() })),
});
