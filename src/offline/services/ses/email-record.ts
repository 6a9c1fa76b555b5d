import type { EmailConfigurationSet } from '../../assembly/resources.ts';
import type { RenderedEmail } from './render-email.ts';

/** An e-mail which SES took over, as its events describe it. */
export interface AcceptedEmail {
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly configurationSet: EmailConfigurationSet;
  readonly from: string;
  readonly sourceArn: string;
  /** Name of the role that called. */
  readonly caller: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly email: RenderedEmail;
  /** Headers that the caller added. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly tags: Readonly<Record<string, string>>;
}

/** `"Kim" <kim@example.com>` is `kim@example.com`. */
export function bareAddress(address: string): string {
  return /<([^>]+)>\s*$/.exec(address)?.[1] ?? address;
}

/** The `mail` object of every event. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
export function mailRecord(accepted: AcceptedEmail): Readonly<Record<string, unknown>> {
  const { configurationSet, from, to, cc, bcc, email, messageId } = accepted;
  const subject = email.ok && email.subject !== undefined ? { Subject: email.subject } : {};
  const headers = { From: from, To: to.join(', '), ...(cc.length > 0 ? { Cc: cc.join(', ') } : {}), ...subject };
  return {
    timestamp: new Date(accepted.sentAt).toISOString(),
    source: from,
    sourceArn: accepted.sourceArn,
    sendingAccountId: configurationSet.arn.split(':')[4] ?? '',
    messageId,
    destination: [...to, ...cc, ...bcc].map(bareAddress),
    headersTruncated: false,
    headers: [
      ...Object.entries({ ...headers, 'MIME-Version': '1.0' }).map(([name, value]) => ({ name, value })),
      ...accepted.headers,
    ],
    commonHeaders: {
      from: [from],
      to,
      ...(cc.length > 0 ? { cc } : {}),
      messageId,
      ...(email.ok && email.subject !== undefined ? { subject: email.subject } : {}),
    },
    tags: {
      'ses:configuration-set': [configurationSet.name],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [bareAddress(from).split('@')[1] ?? ''],
      'ses:caller-identity': [accepted.caller],
      ...Object.fromEntries(Object.entries(accepted.tags).map(([name, value]) => [name, [value]])),
    },
  };
}
