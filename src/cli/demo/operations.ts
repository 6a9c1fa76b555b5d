import * as z from 'zod';

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

const range = z.object({ low: z.number(), expected: z.number(), high: z.number() });
const amount = z.object({ krw: z.number().nullable() }).nullable();

export const FORECAST = /* GraphQL */ `
  query ForecastRun($campaignId: ID!) {
    forecastRun(campaignId: $campaignId) {
      sampled
      waves {
        wave
        at
        channels {
          channel
          messages {
            low
            expected
            high
          }
          krw {
            low
            expected
            high
          }
        }
        out {
          reason
          people {
            low
            expected
            high
          }
        }
      }
      krw {
        low
        expected
        high
      }
      unknown
      ownAws {
        krw
      }
      pinpoint {
        krw
      }
    }
  }
`;
export const forecast = z.object({
  sampled: z.number(),
  waves: z.array(
    z.object({
      wave: z.number(),
      at: z.string(),
      channels: z.array(z.object({ channel: z.string(), messages: range, krw: range.nullable() })),
      out: z.array(z.object({ reason: z.string(), people: range })),
    }),
  ),
  krw: range.nullable(),
  unknown: z.array(z.string()),
  ownAws: amount,
  pinpoint: amount,
});

export const PREVIEW_TEMPLATE = /* GraphQL */ `
  query PreviewTemplate($templateId: ID!, $customerId: ID) {
    previewTemplate(templateId: $templateId, customerId: $customerId) {
      smsParts
      reason
      warnings {
        rule
        message
      }
    }
  }
`;
export const preview = z.object({
  smsParts: z.number().nullable(),
  reason: z.string().nullable(),
  warnings: z.array(z.object({ rule: z.string(), message: z.string() })),
});

export const PRICES = /* GraphQL */ `
  query Prices {
    prices {
      revision
      prices {
        item
        currency
        per
        freeUnits
        micros
        validFrom
        source
      }
    }
  }
`;
export const SAVE_PRICES = /* GraphQL */ `
  mutation SavePrices($prices: [PriceRowInput!]!, $revision: Int) {
    savePrices(prices: $prices, revision: $revision) {
      revision
    }
  }
`;
const priceRow = z.object({
  item: z.string(),
  currency: z.string(),
  per: z.number(),
  freeUnits: z.number(),
  micros: z.number(),
  validFrom: z.string(),
  source: z.string(),
});
export const prices = z.object({ revision: z.number(), prices: z.array(priceRow) });
export const savedPrices = z.object({ revision: z.number() });

export const UPSERT_CUSTOMERS = /* GraphQL */ `
  mutation UpsertCustomers($customers: [AWSJSON!]!) {
    upsertCustomers(customers: $customers) {
      outcome
    }
  }
`;
export const upserted = z.array(z.object({ outcome: z.string() }));

const interval = z.object({ estimate: z.number().nullable(), low: z.number(), high: z.number() });
const group = z.object({ members: z.number(), returned: z.number() });

export const CAMPAIGN_REPORT = /* GraphQL */ `
  query CampaignReport($runId: ID!, $cursor: String) {
    campaignReport(runId: $runId, withinDays: 14, cursor: $cursor) {
      cursor
      rows {
        wave
        channel
        planned
        accepted
        delivered
        opened
        goal
      }
      treated {
        members
        returned
      }
      heldOut {
        members
        returned
      }
      lift {
        lift {
          estimate
          low
          high
        }
        returned {
          estimate
          low
          high
        }
        krwPerReturned {
          kind
          estimate
          low
          high
        }
      }
      costKrw
    }
  }
`;
export const campaignReport = z.object({
  cursor: z.string().nullable(),
  rows: z.array(
    z.object({
      wave: z.number(),
      channel: z.string(),
      planned: z.number(),
      accepted: z.number(),
      delivered: z.number(),
      opened: z.number(),
      goal: z.number(),
    }),
  ),
  treated: group,
  heldOut: group,
  lift: z.object({
    lift: interval.nullable(),
    returned: interval.nullable(),
    krwPerReturned: z
      .object({
        kind: z.string(),
        estimate: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
      })
      .nullable(),
  }),
  costKrw: z.number().nullable(),
});
