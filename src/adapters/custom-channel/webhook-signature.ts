import { createHmac } from 'node:crypto';

/**
 * The signature of a webhook call: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. The time is signed too, so that
 * a receiver can refuse a call that somebody recorded and repeats later.
 */
export function signWebhookBody(secret: string, body: string, now: number): string {
  const seconds = Math.floor(now / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
