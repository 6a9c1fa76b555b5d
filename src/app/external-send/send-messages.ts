import { canonicalJson, checkOperation, checkTemplateUse, type ApiClient } from '../../domain/api-client/index.ts';
import type { MessageClass } from '../../domain/consent/index.ts';
import { exceeds, jsonBytes } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { checkSendAt } from '../../domain/send-job/index.ts';
import type { JobSpec } from '../delivery/model/job.ts';
import type { SettingsStore } from '../delivery/model/ports.ts';
import type { CampaignStore, CustomerSource, TemplateStore } from '../ports.ts';
import { carryOutOnce, type Answered, type OnceDeps } from './carry-out-once.ts';
import { chooseWords, type MessageSource } from './choose-words.ts';
import { decideRecipients } from './decide-recipients.ts';
import type { QuotaStore } from './ports.ts';
import { checkCount, guestId, readRecipientsOfCall, type CallRecipient } from './read-recipients-of-call.ts';
import { restoreDecisions } from './restore-decisions.ts';
import { startDirectJob, type StartDirectJobDeps } from './start-direct-job.ts';
import { takeQuota } from './take-quota.ts';

export type SendMessagesDeps = OnceDeps &
  StartDirectJobDeps & {
    readonly templates: TemplateStore;
    readonly customers: CustomerSource;
    readonly campaigns: CampaignStore;
    readonly deliverySettings: SettingsStore;
    readonly quotas: QuotaStore;
  };

export type SendMessagesCommand = MessageSource & {
  readonly client: ApiClient;
  readonly idempotencyKey: string;
  readonly messageClass: MessageClass;
  readonly recipients: readonly CallRecipient[];
  /** Seconds after which nothing of this call is sent any more, and push services stop waiting for a device. */
  readonly timeToLiveSeconds?: number;
  /** When to send, in milliseconds since the epoch, up to 14 days ahead; absent: now. */
  readonly sendAt?: number;
  /** The campaign this call is counted with. */
  readonly campaignId?: string;
};

const MAX_TIME_TO_LIVE = 2_419_200;

/**
 * Sends one message to up to 100 recipients, now or at `sendAt`, and at most once for each key; answers what becomes of
 * each, which the engine checks again when it sends.
 */
export async function sendMessages(deps: SendMessagesDeps, command: SendMessagesCommand): Promise<Answered | Refused> {
  const { client, idempotencyKey, ...body } = command;
  const refused = checkCommand(command);
  if (refused !== null) return refused;
  const bodyHash = deps.hash(canonicalJson({ operation: 'SEND_MESSAGES', ...body }));
  return carryOutOnce(deps, { clientId: client.id, idempotencyKey, bodyHash }, (jobId) =>
    carryOut(deps, command, jobId, bodyHash),
  );
}

function checkCommand(command: SendMessagesCommand): Refused | null {
  const { client, templateId, timeToLiveSeconds: seconds } = command;
  const allowed = checkOperation(client, 'SEND_MESSAGES');
  if (!allowed.ok) return allowed;
  const isUsable = checkTemplateUse(client, [templateId ?? null]);
  if (!isUsable.ok) return isUsable;
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_TIME_TO_LIVE)) {
    return refuse(
      'INVALID_INPUT',
      `timeToLiveSeconds: must be a whole number from 1 to ${MAX_TIME_TO_LIVE} (28 days).`,
    );
  }
  const counted = checkCount(command.recipients);
  if (counted !== null) return counted;
  // What the call brings along is kept in one item with its job: all of it together counts, in bytes.
  const { content, defaultSubstitutions, recipients } = command;
  const tooLarge = exceeds('call', jsonBytes({ content, defaultSubstitutions, recipients }));
  return tooLarge === null
    ? null
    : refuse('CALL_TOO_LARGE', `${tooLarge} Name fewer recipients, or save the words as a template.`);
}

async function carryOut(
  deps: SendMessagesDeps,
  command: SendMessagesCommand,
  jobId: string,
  bodyHash: string,
): Promise<Answered | Refused> {
  const { client, messageClass, timeToLiveSeconds } = command;
  const [earlier, { isStopped, reason }, words, campaign] = await Promise.all([
    deps.jobs.get(jobId),
    deps.deliverySettings.get(),
    chooseWords(deps, command, messageClass),
    command.campaignId === undefined ? undefined : deps.campaigns.get(command.campaignId),
  ]);
  // Of an attempt that died after it had created the job: what is left to do is to ring and to answer.
  if (earlier !== null) {
    await deps.doorbell.ring([{ jobId, shard: 0 }]);
    return answerFromJob(deps, command, jobId, bodyHash);
  }
  if (isStopped) return refuse('SENDING_STOPPED', `Sending is stopped for the whole system (${reason}).`);
  if (!words.ok) return words;
  if (campaign === null) return refuse('NOT_FOUND', `There is no campaign ${command.campaignId ?? ''}.`);
  const { version, isInline } = words;
  const { channel } = version.content;
  const read = await readRecipientsOfCall(deps, channel, command.recipients);
  if (!read.ok) return read;
  const now = deps.clock.now();
  // Only here: a repeated call gets its stored answer however late it comes.
  const timed = checkSendAt(command.sendAt, now);
  if (!timed.ok) return timed;
  const startsAt = timed.startsAt ?? now;
  const taken = await takeQuota(deps, client, command.recipients.length, now);
  if (!taken.ok) return taken;
  const { recipients, decisions } = decideRecipients(read.customers, version, startsAt);
  const spec: JobSpec = {
    campaign: {
      id: campaign?.value.id ?? `direct-${client.id}`,
      name: campaign?.value.name ?? client.name,
      segmentId: '',
      messageClass,
      steps: [{ channel, templateId: version.templateId, templateVersion: version.version }],
      holdoutPercent: 0,
      // A caller repeats with the same key whenever it likes: nothing of a call is ever sent a second time by itself.
      inDoubtPolicy: 'HOLD',
    },
    templates: [{ templateId: version.templateId, version: version.version }],
    definition: { include: 'ALL', groups: [] },
    segmentVersion: 0,
    sources: {},
    plannedAt: now,
    direct: {
      clientId: client.id,
      bodyHash,
      ...(isInline ? { words: version } : {}),
      ...(timeToLiveSeconds === undefined ? {} : { timeToLiveSeconds }),
      guests: read.guests,
      substitutions: read.substitutions,
    },
  };
  const started = await startDirectJob(deps, {
    jobId,
    createdBy: `client:${client.id}`,
    spec,
    recipients,
    decisions,
    startsAt: timed.startsAt,
    ...(timeToLiveSeconds === undefined ? {} : { sendUntil: startsAt + timeToLiveSeconds * 1000 }),
  });
  return started.ok ? { ok: true, answer: { jobId, decisions } } : started;
}

/** The plan of a job that exists is the truth about it, whatever would be decided today. */
async function answerFromJob(
  deps: SendMessagesDeps,
  { recipients }: SendMessagesCommand,
  jobId: string,
  bodyHash: string,
): Promise<Answered | Refused> {
  const direct = (await deps.jobs.getSpec(jobId))?.direct;
  if (direct?.bodyHash !== bodyHash) {
    return refuse('IDEMPOTENCY_CONFLICT', 'This idempotencyKey belongs to a call with another body. Use a new key.');
  }
  const ref = { jobId, shard: 0 };
  const [chunk] = await deps.chunks.listChunks(ref, 0, 1);
  const [excluded] = await deps.chunks.listExcluded(ref, 0, 1);
  const included = chunk !== undefined && 'recipients' in chunk ? chunk.recipients : [];
  const ids = recipients.map(({ customerId }, index) => customerId ?? guestId(index));
  return { ok: true, answer: { jobId, decisions: restoreDecisions(ids, included, excluded?.customerIds ?? {}) } };
}
