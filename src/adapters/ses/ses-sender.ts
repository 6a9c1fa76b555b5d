import {
  SendBulkEmailCommand,
  SESv2Client,
  type BulkEmailEntry,
  type BulkEmailEntryResult,
} from '@aws-sdk/client-sesv2';
import type { Outgoing, SendContext, SendResult, Sender } from '../../app/delivery/index.ts';
import type { EmailContent } from '../../domain/template/index.ts';
import { classifySendError } from '../aws/classify-send-error.ts';
import { SEND_CLIENT_SETTINGS } from '../aws/send-client-settings.ts';

/** SES takes 50 destinations in one bulk call. */
const MAX_ENTRIES = 50;

/** The statuses of an entry that say: not sent, may be sent later. */
const RETRIABLE = new Set(['ACCOUNT_THROTTLED', 'TRANSIENT_FAILURE', 'ACCOUNT_DAILY_QUOTA_EXCEEDED']);

const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };

export type SesSenderOptions = {
  /** The verified sender of templates that name none. */
  readonly from: string;
  readonly configurationSetName?: string;
  readonly client?: SESv2Client;
};

type Email = { readonly address: string; readonly content: EmailContent };

/** E-mail through SES: the mail is rendered here, the inline template only carries it. */
export function createSesSender(options: SesSenderOptions): Sender {
  const client = options.client ?? new SESv2Client(SEND_CLIENT_SETTINGS);
  return {
    maxBatch: MAX_ENTRIES,
    send: async (batch, context) => {
      const emails = batch.map(toEmail);
      const hasText = emails.some(({ content }) => content.text !== undefined);
      try {
        const answer = await client.send(
          new SendBulkEmailCommand({
            FromEmailAddress: emails[0]?.content.from ?? options.from,
            ...(options.configurationSetName === undefined
              ? {}
              : { ConfigurationSetName: options.configurationSetName }),
            DefaultEmailTags: tagsOf(context),
            DefaultContent: {
              Template: {
                TemplateContent: {
                  Subject: '{{subject}}',
                  Html: '{{html}}',
                  ...(hasText ? { Text: '{{text}}' } : {}),
                },
                TemplateData: JSON.stringify({ subject: '', html: '', text: '' }),
              },
            },
            BulkEmailEntries: emails.map(toEntry),
          }),
        );
        return batch.map((_, index) => readResult(answer.BulkEmailEntryResults?.[index]));
      } catch (error) {
        const result = classifySendError(error);
        return batch.map(() => result);
      }
    },
  };
}

function toEmail({ address, message }: Outgoing): Email {
  if (message.channel !== 'EMAIL') throw new TypeError(`SES sends e-mail, not ${message.channel}.`);
  return { address, content: message };
}

function toEntry({ address, content }: Email): BulkEmailEntry {
  const { subject, html, text } = content;
  return {
    Destination: { ToAddresses: [address] },
    ReplacementEmailContent: {
      ReplacementTemplate: { ReplacementTemplateData: JSON.stringify({ subject, html, text: text ?? '' }) },
    },
  };
}

/** SES allows only these characters in tags; job ids have no others. */
function tagsOf({ jobId }: SendContext): { Name: string; Value: string }[] {
  return /^[\w-]{1,256}$/.test(jobId) ? [{ Name: 'jobId', Value: jobId }] : [];
}

function readResult(answer: BulkEmailEntryResult | undefined): SendResult {
  const status = answer?.Status;
  if (status === undefined) return { kind: 'UNKNOWN', code: 'NO_ANSWER' };
  if (status === 'SUCCESS') return ACCEPTED;
  return { kind: 'ANSWERED', status: 'FAILED', isRetriable: RETRIABLE.has(status), code: status };
}
