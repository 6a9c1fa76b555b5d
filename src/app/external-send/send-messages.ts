import { canonicalJson, checkOperation, checkTemplateUse, type ApiClient } from '../../domain/api-client/index.ts';
import type { Campaign } from '../../domain/campaign/index.ts';
import type { MessageClass } from '../../domain/consent/index.ts';
import { addressKeysOn, type Customer } from '../../domain/customer/index.ts';
import { exceeds, jsonBytes } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { checkSendAt, DEFAULT_RETENTION_DAYS } from '../../domain/send-job/index.ts';
import { timesOfDirectSend } from '../delivery/model/kept-until.ts';
import { guestShownAs, type TestSend } from '../delivery/model/direct-send.ts';
import type { ChunkStore, JobStore, SettingsStore } from '../delivery/model/ports.ts';
import type { AddressStore } from '../address-store.ts';
import type { CampaignStore, CustomerSource, TemplateStore } from '../ports.ts';
import { refuseWhileStopped } from '../send-job/refuse-while-stopped.ts';
import { checkKey, CONFLICT, IN_FLIGHT, jobIdOf, type Answered, type OnceDeps } from './carry-out-once.ts';
import { chooseWords, type MessageSource, type Words } from './choose-words.ts';
import { decideRecipients } from './decide-recipients.ts';
import type { IdempotencyKey, Known, QuotaStore } from './ports.ts';
import {
  checkCount,
  guestId,
  knownIds,
  readRecipientsOfCall,
  typedAddressKeys,
  type CallRecipient,
} from './read-recipients-of-call.ts';
import { restoreDecisions } from './restore-decisions.ts';
import { startDirectJob, type CallSpec, type StartDirectJobDeps } from './start-direct-job.ts';
import { takeQuota } from './take-quota.ts';

export type SendMessagesDeps = OnceDeps &
  StartDirectJobDeps & {
    readonly jobs: Pick<JobStore, 'get' | 'getSpec'>;
    readonly chunks: Pick<ChunkStore, 'listChunks' | 'listExcluded'>;
    readonly templates: TemplateStore;
    readonly customers: CustomerSource;
    readonly campaigns: CampaignStore;
    readonly deliverySettings: SettingsStore;
    readonly quotas: QuotaStore;
    readonly addresses: AddressStore;
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
  /** Present: what a person sends to addresses that they name, to see how it looks. No server can say so. */
  readonly test?: TestSend & { readonly by: string };
  /** Where the call came from, for the audit log. */
  readonly sourceIp?: string;
};

const MAX_TIME_TO_LIVE = 2_419_200;

/**
 * Sends one message to up to 100 recipients, now or at `sendAt`, and once for each key; answers what becomes of each,
 * which the engine checks again when it sends. Everything that decides is read in one request, everything that follows
 * is written in one transaction: of the same calls at the same time one is carried out, and all get its answer.
 */
export async function sendMessages(deps: SendMessagesDeps, command: SendMessagesCommand): Promise<Answered | Refused> {
  const { client, idempotencyKey, sourceIp: _, ...body } = command;
  const refused = checkCommand(command) ?? checkKey(idempotencyKey);
  if (refused !== null) return refused;
  const bodyHash = deps.hash(canonicalJson({ operation: 'SEND_MESSAGES', ...body }));
  const key = { clientId: client.id, key: idempotencyKey };
  const { shownAs } = command.test ?? {};
  const ids = [...knownIds(command.recipients), ...(shownAs === undefined ? [] : [shownAs])];
  const typed = typedAddressKeys(command.recipients);
  const [known, settings, words, campaign, found, suppressed] = await Promise.all([
    deps.idempotency.find(key, bodyHash),
    deps.deliverySettings.get(),
    chooseWords(deps, command, command.messageClass),
    command.campaignId === undefined ? undefined : deps.campaigns.get(command.campaignId),
    ids.length === 0 ? new Map<string, Customer>() : deps.customers.getMany(ids),
    deps.addresses.findSuppressed(typed, command.messageClass),
  ]);
  const answered = answerOf(known);
  if (answered !== null) return answered;
  const stopped = refuseWhileStopped(settings);
  if (stopped !== null) return stopped;
  if (!words.ok) return words;
  if (campaign === null) return refuse('NOT_FOUND', `There is no campaign ${command.campaignId ?? ''}.`);
  const { retentionDays = DEFAULT_RETENTION_DAYS } = settings;
  const call: Call = { command, jobId: jobIdOf(deps.hash, client.id, idempotencyKey), key, bodyHash, retentionDays };
  return place(deps, call, words, campaign?.value, found, { keys: new Set(typed), suppressed });
}

/** Addresses that were looked up before it was known who the recipients are, and those of them that are suppressed. */
type TypedLook = { readonly keys: ReadonlySet<string>; readonly suppressed: ReadonlySet<string> };

type Call = {
  readonly command: SendMessagesCommand;
  readonly jobId: string;
  readonly key: IdempotencyKey;
  readonly bodyHash: string;
  readonly retentionDays: number;
};

function answerOf(known: Known): Answered | Refused | null {
  switch (known.kind) {
    case 'FREE':
      return null;
    case 'DONE':
      return { ok: true, answer: known.answer };
    case 'IN_FLIGHT':
      return IN_FLIGHT;
    case 'CONFLICT':
      return CONFLICT;
  }
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

async function place(
  deps: SendMessagesDeps,
  call: Call,
  { version, isInline }: Words,
  campaign: Campaign | undefined,
  found: ReadonlyMap<string, Customer>,
  looked: TypedLook,
): Promise<Answered | Refused> {
  const { command, jobId, key, bodyHash } = call;
  const { client, messageClass, timeToLiveSeconds, test } = command;
  const { channel } = version.content;
  const read = readRecipientsOfCall(found, channel, command.recipients);
  if (!read.ok) return read;
  const now = deps.clock.now();
  // Only here: a repeated call gets its stored answer however late it comes.
  const timed = checkSendAt(command.sendAt, now);
  if (!timed.ok) return timed;
  const startsAt = timed.startsAt ?? now;
  const keys = read.customers.flatMap((customer) => addressKeysOn(customer, channel));
  const [taken, others] = await Promise.all([
    takeQuota(deps, client, command.recipients.length, now),
    deps.addresses.findSuppressed(
      keys.filter((key) => !looked.keys.has(key)),
      messageClass,
    ),
  ]);
  if (!taken.ok) return taken;
  const suppressed = new Set([...looked.suppressed, ...others]);
  const person = test?.shownAs === undefined ? undefined : found.get(test.shownAs);
  const customers =
    test === undefined
      ? read.customers
      : read.guests.map((guest) => ({ ...guestShownAs(guest, test, person), id: guest.customerId }));
  const { recipients, decisions } = decideRecipients(customers, suppressed, version, startsAt);
  const { id = `direct-${client.id}`, name = client.name } = campaign ?? {};
  const spec: CallSpec = {
    audience: {
      kind: 'CALL',
      countedWith: { id, name },
      messageClass,
      channel,
      clientId: client.id,
      bodyHash,
      ...(isInline ? { words: version } : {}),
      ...(timeToLiveSeconds === undefined ? {} : { timeToLiveSeconds }),
      ...(test === undefined ? {} : { test: testOf(test) }),
      guests: read.guests,
      substitutions: read.substitutions,
    },
    templates: [{ templateId: version.templateId, version: version.version }],
    plannedAt: now,
  };
  const isStarted = await startDirectJob(deps, {
    jobId,
    key,
    bodyHash,
    createdBy: test?.by ?? `client:${client.id}`,
    action: test === undefined ? 'sendMessages' : 'sendTestMessage',
    ...(command.sourceIp === undefined ? {} : { sourceIp: command.sourceIp }),
    spec,
    recipients,
    decisions,
    startsAt: timed.startsAt,
    ...timesOfDirectSend(startsAt, {
      retentionDays: call.retentionDays,
      ...(timeToLiveSeconds === undefined ? {} : { timeToLiveSeconds }),
    }),
  });
  if (isStarted) return { ok: true, answer: { jobId, decisions }, isAudited: true, isCounted: true };
  await deps.quotas.giveBack(client.id, taken.use);
  return answerFromEarlier(deps, call);
}

/** What of a test the job needs. */
function testOf({ at, shownAs }: TestSend): TestSend {
  return shownAs === undefined ? { at } : { at, shownAs };
}

/** Somebody carried the call out before: just now, or so long ago that only its job is left. */
async function answerFromEarlier(deps: SendMessagesDeps, call: Call): Promise<Answered | Refused> {
  const [known, job] = await Promise.all([deps.idempotency.find(call.key, call.bodyHash), deps.jobs.get(call.jobId)]);
  const answered = answerOf(known);
  if (answered !== null) return answered;
  // Neither the record nor the job: whoever was in the way is still at it.
  return job === null ? IN_FLIGHT : answerFromJob(deps, call);
}

/** The plan of a job that exists is the truth about it, whatever would be decided today. */
async function answerFromJob(
  deps: SendMessagesDeps,
  { command: { recipients }, jobId, bodyHash }: Call,
): Promise<Answered | Refused> {
  const spec = await deps.jobs.getSpec(jobId);
  if (spec === 'UNREADABLE') throw new Error(`What job ${jobId} was called with cannot be read.`);
  if (spec?.audience.kind !== 'CALL' || spec.audience.bodyHash !== bodyHash) return CONFLICT;
  const ref = { jobId, shard: 0 };
  const [chunk] = await deps.chunks.listChunks(ref, 0, 1);
  const [excluded] = await deps.chunks.listExcluded(ref, 0, 1);
  const included = chunk !== undefined && 'recipients' in chunk ? chunk.recipients : [];
  const named = knownIds(recipients);
  const ids = recipients.map(({ customerId }, index) => customerId ?? guestId(index, named));
  return { ok: true, answer: { jobId, decisions: restoreDecisions(ids, included, excluded?.customerIds ?? {}) } };
}
