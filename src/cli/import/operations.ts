import * as z from 'zod';

export const IMPORT_CUSTOMERS = /* GraphQL */ `
  mutation ImportCustomers(
    $importId: ID!
    $firstLine: Int!
    $untilLine: Int
    $lines: [String!]!
    $lineNumbers: [Int!]
    $rejected: [ImportRejectionInput!]
    $segmentId: ID
    $removeFromSegmentId: ID
    $isLast: Boolean!
  ) {
    importCustomers(
      importId: $importId
      firstLine: $firstLine
      untilLine: $untilLine
      lines: $lines
      lineNumbers: $lineNumbers
      rejected: $rejected
      segmentId: $segmentId
      removeFromSegmentId: $removeFromSegmentId
      isLast: $isLast
    ) {
      accepted
    }
  }
`;

export const IMPORT_REPORT = /* GraphQL */ `
  query ImportReport($importId: ID!, $nextToken: String) {
    importReport(importId: $importId, nextToken: $nextToken) {
      progress {
        accepted
        rejected
        customersCreated
        customersWritten
        endpointsWritten
        keptRefused
        resumeFrom
        isDone
      }
      rejections {
        line
        code
        reason
      }
      nextToken
    }
  }
`;

export const progressShape = z.object({
  accepted: z.number(),
  rejected: z.number(),
  customersCreated: z.number(),
  customersWritten: z.number(),
  endpointsWritten: z.number(),
  keptRefused: z.number(),
  resumeFrom: z.number(),
  isDone: z.boolean(),
});

export type ImportProgress = z.infer<typeof progressShape>;

export const reportShape = z.object({
  progress: progressShape,
  rejections: z.array(z.object({ line: z.number(), code: z.string(), reason: z.string() })),
  nextToken: z.string().nullish(),
});

export type ReportPage = z.infer<typeof reportShape>;
