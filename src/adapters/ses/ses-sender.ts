import { SendBulkEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { formatMailbox, parseMailbox } from '../../standards/mailbox.ts';
import type { Outgoing, SendResult, Sender } from '../../app/delivery/index.ts';
import { isTextAlone } from '../../domain/template/index.ts';
import { classifySendError } from '../aws/classify-send-error.ts';
import { notAttempted, TOO_LATE } from '../aws/not-attempted.ts';
import { NO_ANSWER } from '../aws/read-delivery.ts';
import { SEND_CLIENT_SETTINGS, SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import { accountRateOf } from './account-rate.ts';
import { bulkEntry, type Email, type Unsubscribing } from './bulk-entry.ts';
import { DAILY_QUOTA, readEntry } from './read-entry.ts';
import { connectUnsubscribing } from './unsubscribing.ts';

/** SES takes 50 destinations in one bulk call. */
const MAX_ENTRIES = 50;

export type SesSenderOptions = {
  /** The verified sender of templates that name none. */
  readonly from: string;
  /** Publishes delivery, bounce, complaint, open and click events of the mail. */
  readonly configurationSetName?: string;
  /**
   * Where an advertisement is unsubscribed from by one click, such as `https://example.com/u?ref={ref}`; {ref} becomes
   * the message's reference. Words have it as `{{amazonSESUnsubscribeUrl}}`; a mail with that is not sent without.
   */
  readonly unsubscribeUrl?: string;
  /** Signs references, which can be guessed otherwise. Read when it is needed first; without it no link is made. */
  readonly unsubscribeSecret?: string | (() => Promise<string>);
  readonly client?: SESv2Client;
  /** Asked what the account may send; absent: one of its own. */
  readonly account?: Pick<SESv2Client, 'send'>;
};

type BulkOutcome =
  { readonly ok: true; readonly answers: readonly SendResult[] } | { readonly ok: false; readonly failure: SendResult };

/** E-mail through SES: the mail is rendered here, the inline template only carries it. */
export function createSesSender(options: SesSenderOptions): Sender {
  const client = options.client ?? withQuickConfig(new SESv2Client(SEND_CLIENT_SETTINGS));
  const unsubscribing = connectUnsubscribing(options);
  return {
    maxBatch: MAX_ENTRIES,
    prepare: unsubscribing.prepare,
    accountRate: accountRateOf(options.account ?? new SESv2Client(SERVICE_CLIENT_SETTINGS)),
    send: async (batch, context, mayBegin) => {
      const results = batch.map(() => NO_ANSWER);
      const ready = await unsubscribing.of(context, batch);
      if ('missing' in ready) return batch.map(() => ready.missing);
      let skipped: SendResult | null = null;
      let isFirst = true;
      for (const { from, emails } of callsOf(batch, options.from)) {
        if (!isFirst && mayBegin?.() === false) skipped ??= TOO_LATE;
        isFirst = false;
        const outcome: BulkOutcome =
          skipped === null
            ? await sendBulk(client, bulkCommand(options, from, emails, ready.unsubscribing))
            : { ok: false, failure: skipped };
        for (const [index, { place }] of emails.entries()) {
          results[place] = outcome.ok ? (outcome.answers[index] ?? NO_ANSWER) : outcome.failure;
        }
        if (!outcome.ok) skipped ??= notAttempted(outcome.failure);
      }
      return results;
    },
  };
}

type Call = { readonly from: string; readonly emails: readonly Email[] };

/** A call has one From and one template: no message goes out under another's sender, or with parts that it has not. */
function callsOf(batch: readonly Outgoing[], defaultFrom: string): readonly Call[] {
  const groups = new Map<string, { readonly from: string; readonly emails: Email[] }>();
  for (const [place, outgoing] of batch.entries()) {
    const { message } = outgoing;
    if (message.channel !== 'EMAIL') throw new TypeError(`SES sends e-mail, not ${message.channel}.`);
    const from = message.from ?? defaultFrom;
    const key = `${isTextAlone(message) ? 'TEXT' : 'HTML'} ${from}`;
    const group = groups.get(key) ?? { from, emails: [] };
    groups.set(key, group);
    group.emails.push({ place, outgoing, content: message });
  }
  return [...groups.values()];
}

function bulkCommand(
  options: SesSenderOptions,
  from: string,
  emails: readonly Email[],
  unsubscribing: Unsubscribing | undefined,
): SendBulkEmailCommand {
  const hasText = emails.some(({ content }) => content.text !== undefined);
  // A mail of text alone must not have an empty HTML part, which readers would be shown.
  const hasHtml = emails.some(({ content }) => !isTextAlone(content));
  return new SendBulkEmailCommand({
    FromEmailAddress: headerOf(from),
    ...(options.configurationSetName === undefined ? {} : { ConfigurationSetName: options.configurationSetName }),
    DefaultContent: {
      Template: {
        TemplateContent: {
          Subject: '{{subject}}',
          ...(hasHtml ? { Html: '{{html}}' } : {}),
          ...(hasText ? { Text: '{{text}}' } : {}),
        },
        TemplateData: JSON.stringify({ subject: '', html: '', text: '' }),
      },
    },
    BulkEmailEntries: emails.map((email) => bulkEntry(email, unsubscribing)),
  });
}

/** SES wants ASCII: a name as encoded words, a domain in Punycode. */
function headerOf(from: string): string {
  const mailbox = parseMailbox(from);
  return mailbox === null ? from : formatMailbox(mailbox);
}

async function sendBulk(client: SESv2Client, command: SendBulkEmailCommand): Promise<BulkOutcome> {
  try {
    const { BulkEmailEntryResults } = await client.send(command);
    return { ok: true, answers: (BulkEmailEntryResults ?? []).map(readEntry) };
  } catch (error) {
    return { ok: false, failure: isDailyQuota(error) ? DAILY_QUOTA : classifySendError(error) };
  }
}

/**
 * SES answers a used up day like a rate that is too high: with 429 or "Throttling", and only its words tell which
 * (https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html).
 */
function isDailyQuota(error: unknown): boolean {
  return error instanceof Error && /daily (message|sending) quota exceeded/i.test(error.message);
}
