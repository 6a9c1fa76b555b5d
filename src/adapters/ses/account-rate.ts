import { GetAccountCommand, type SESv2Client } from '@aws-sdk/client-sesv2';

/** The quota of an account is raised by AWS now and then, never from one minute to the next. */
const VALID_MS = 5 * 60_000;

/**
 * What SES lets the account send, in messages per second; undefined when it does not say (a missing permission, an
 * outage). An account that is still in SES's sandbox may send one a second.
 */
export function accountRateOf(
  client: Pick<SESv2Client, 'send'>,
  now: () => number = Date.now,
): () => Promise<number | undefined> {
  let asked: { readonly at: number; readonly rate: Promise<number | undefined> } | null = null;
  const ask = async (): Promise<number | undefined> => {
    try {
      const { SendQuota: quota } = await client.send(new GetAccountCommand({}));
      const rate = quota?.MaxSendRate;
      return rate === undefined || !(rate > 0) ? undefined : Math.max(1, Math.floor(rate));
    } catch {
      return undefined;
    }
  };
  return () => {
    const at = now();
    if (asked === null || at - asked.at > VALID_MS || at < asked.at) asked = { at, rate: ask() };
    return asked.rate;
  };
}
