import { bonghwa, watchJob, type OperationName, type OperationResult } from 'bonghwa';

const PEOPLE = 60;
/** Slow enough to be seen. */
const MESSAGES_PER_SECOND = 10;

/** What an answer holds, or an exception with the words of the first error. */
async function need<Name extends OperationName>(asked: Promise<OperationResult<Name>>) {
  const { data, errors } = await asked;
  if (data === null) throw new Error(errors[0]?.message ?? 'There was no answer.');
  return data;
}

/**
 * All that a send needs, from nothing: people, words, who of them, a campaign. It is planned, which decides for each one of
 * them, and launched.
 *
 * @returns the id of the job
 */
export async function startSend(): Promise<string> {
  const customers = Array.from({ length: PEOPLE }, (_, index) =>
    JSON.stringify({
      id: `example-${index}`,
      attributes: { Example: ['frontend'] },
      endpoints: [{ id: `example-${index}`, channelType: 'GCM', address: `token-of-example-${index}` }],
    }),
  );
  await need(bonghwa.upsertCustomers({ customers }));
  const name = `Live send of ${new Date().toISOString()}`;
  const { templateId } = await need(
    bonghwa.saveTemplate({
      name,
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: 'Your order is on its way', body: 'It arrives today.' },
    }),
  );
  const { id: segmentId } = await need(bonghwa.saveSegment({ name, definition: JSON.stringify(OF_THE_EXAMPLE) }));
  const { id: campaignId } = await need(
    bonghwa.saveCampaign({
      name,
      segmentId,
      messageClass: 'TRANSACTIONAL',
      steps: [{ channel: 'PUSH', templateId }],
      messagesPerSecond: MESSAGES_PER_SECOND,
    }),
  );
  const { id: jobId } = await need(bonghwa.planCampaign({ campaignId }));
  for await (const { phase } of watchJob(jobId)) if (phase !== 'PLANNING') break;
  await need(bonghwa.launchJob({ jobId }));
  return jobId;
}

/** Pinpoint's shape of a segment: whose own attribute `Example` has the value. */
const OF_THE_EXAMPLE = {
  include: 'ALL',
  groups: [
    {
      type: 'ALL',
      sourceType: 'ANY',
      sourceSegmentIds: [],
      dimensions: [{ userAttributes: { Example: { type: 'INCLUSIVE', values: ['frontend'] } } }],
    },
  ],
};
