import type { Channel } from '../../../domain/customer/index.ts';

/**
 * Messages per second where neither an operator nor the provider's account says more: what AWS gives to an account that
 * asked for nothing. SES: 14 mails a second (`GetAccount` mostly tells). SMS: ten parts a second by a shared route or a
 * sender id (https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-limits-mps.html). Push has its
 * own default among the delivery settings, and a custom channel is as fast as its receiver.
 */
export const DEFAULT_RATES: { readonly [C in Channel]?: number } = { EMAIL: 14, SMS: 10 };
