import * as z from 'zod';
import type { readOwnJob } from '../../../src/app/external-send/index.ts';
import { composeLetters } from '../../../src/domain/compose-letters.ts';
import { CHANNEL_TYPES } from '../../../src/domain/customer/index.ts';
import { readNameText } from '../../../src/domain/name.ts';
import { idArgument } from '../edge/id-argument.ts';
import { jsonMap } from '../edge/json-argument.ts';
import { moment } from '../edge/moment.ts';
import { DEFAULT_SUBSTITUTIONS, MESSAGE_CLASS, TEMPLATE_CONTENT } from '../edge/template-arguments.ts';
import { withoutNulls } from '../edge/without-nulls.ts';

/** As values of customers they are kept composed; one may be written without its list. */
const words = z.string().transform(composeLetters);
const values = z.union([z.array(words), words.transform((value) => [value])]);

/** By name, as customers have attributes. */
const substitutions = jsonMap(values).transform((given, context) => {
  const read = Object.entries(given).map(([name, value]) => ({ name: readNameText(name), value }));
  const seen = new Set<string>();
  for (const { name } of read) {
    const problem = !name.ok
      ? `a name ${name.error.message}`
      : seen.has(name.name)
        ? `the name ${JSON.stringify(name.name)} is there twice, but for blanks`
        : undefined;
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: given });
    if (name.ok) seen.add(name.name);
  }
  return Object.fromEntries(read.flatMap(({ name, value }) => (name.ok ? [[name.name, value] as const] : [])));
});

const recipient = z.preprocess(
  withoutNulls,
  z.strictObject({
    customerId: idArgument.exactOptional(),
    address: z.string().exactOptional(),
    channelType: z.enum(CHANNEL_TYPES).exactOptional(),
    substitutions: substitutions.exactOptional(),
  }),
);

export const SEND_INPUT = z.object({
  idempotencyKey: z.string(),
  messageClass: MESSAGE_CLASS,
  templateId: idArgument.exactOptional(),
  templateVersion: z.int().exactOptional(),
  content: TEMPLATE_CONTENT.exactOptional(),
  defaultSubstitutions: DEFAULT_SUBSTITUTIONS.exactOptional(),
  recipients: z.array(recipient),
  timeToLiveSeconds: z.int().exactOptional(),
  sendAt: moment.exactOptional(),
  campaignId: idArgument.exactOptional(),
});

const testRecipient = z.preprocess(
  withoutNulls,
  z.strictObject({ address: z.string(), channelType: z.enum(CHANNEL_TYPES).exactOptional() }),
);

export const TEST_INPUT = z.object({
  templateId: idArgument,
  version: z.int().exactOptional(),
  recipients: z.array(testRecipient),
  customerId: idArgument.exactOptional(),
});

export const LAUNCH_INPUT = z.object({
  idempotencyKey: z.string(),
  campaignId: idArgument,
  besideJobId: idArgument.exactOptional(),
});

export const CANCEL_INPUT = z.object({ jobId: idArgument });

export const APP_TOKEN_INPUT = z.object({ customerId: idArgument, minutes: z.int().exactOptional() });

export const JOB_QUERY = z.object({
  jobId: idArgument,
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

type OwnJob = Extract<Awaited<ReturnType<typeof readOwnJob>>, { readonly ok: true }>;

/** A job as its client sees it. */
export function toApiJob({ job, totals, recipients, nextToken }: OwnJob) {
  const { planned, included, accepted, delivered, complained, failed, optedOut, skipped, inDoubt } = totals;
  return {
    jobId: job.id,
    phase: job.phase,
    phaseReason: job.phaseReason ?? null,
    sendAt: job.sendAt === undefined ? null : new Date(job.sendAt).toISOString(),
    ...{ planned, included, accepted, delivered, complained, failed, optedOut, skipped, inDoubt },
    recipients: recipients.map(({ customerId, endpointId, status, code }) => ({
      customerId,
      endpointId,
      status,
      code,
    })),
    nextToken: nextToken ?? null,
  };
}
