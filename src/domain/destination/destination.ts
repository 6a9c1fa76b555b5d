import type { ChannelType } from '../customer/channel.ts';
import type { Charset } from './korean-charset.ts';

/** The names of `DestinationKind`. */
export const DESTINATION_KINDS = ['ALIMTALK', 'BRAND_MESSAGE', 'DOMESTIC_SMS', 'GENERIC'] as const;

/**
 * What a custom channel leads to. ALIMTALK (알림톡): information by KakaoTalk, of templates that Kakao has reviewed.
 * BRAND_MESSAGE (브랜드 메시지): advertisements by KakaoTalk. DOMESTIC_SMS: SMS and LMS by a Korean reseller. GENERIC:
 * whatever the receiver does with what Pinpoint would have told it.
 */
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/** The names of who sends something else when a message does not arrive: the campaign's next step, or the destination. */
export const FALLBACK_OWNERS = ['STEPS', 'PROVIDER'] as const;

/** Who receives what is sent there. FUNCTION: a Lambda function. WEBHOOK: a web address that gets signed requests. */
export type Receiver =
  | { readonly kind: 'FUNCTION'; readonly functionArn: string }
  | { readonly kind: 'WEBHOOK'; readonly url: string; readonly secretParameter: string };

/** A kind of message that a destination sends, with what fits into it and what its price row is called after. */
export type MessageKind = {
  readonly kind: string;
  /** Bytes, or UTF-16 units of UNICODE; absent: the receiver judges. */
  readonly most?: number;
  /** Of the subject, likewise. Absent: it has none; without `most` either, the receiver judges. */
  readonly mostOfSubject?: number;
  /** Hours after which no result of the provider comes any more. */
  readonly finalAfterHours?: number;
};

/** Clock times between which a provider takes messages, in its own zone; `closes` earlier than `opens` runs over midnight. */
export type DestinationWindow = { readonly opens: string; readonly closes: string; readonly zone: string };

/** What is put in the place of a character that the charset lacks; `to` may be empty. */
export type Replacement = { readonly from: string; readonly to: string };

/** A named place that messages of a CUSTOM step go to, with the rules of whoever carries them. */
export type Destination = {
  /** What steps and price rows call it: small letters, digits and hyphens. */
  readonly name: string;
  readonly kind: DestinationKind;
  /** Absent: the deployment's own custom channel. */
  readonly receiver?: Receiver;
  readonly charset: Charset;
  /** From the cheapest to the roomiest; a message is of the first that it fits into. */
  readonly messages: readonly MessageKind[];
  /** The types of endpoints that it reaches, where a step does not say it. */
  readonly endpointTypes: readonly ChannelType[];
  readonly replacements: readonly Replacement[];
  /** Absent: at any hour. */
  readonly window?: DestinationWindow;
  /**
   * Who sends something else when a message does not arrive. STEPS: the campaign's next step. PROVIDER: the destination
   * itself, so that no step may follow it for those who were not reached.
   */
  readonly fallback: (typeof FALLBACK_OWNERS)[number];
};

/** What a destination that names nothing else is like. */
export type DestinationDefaults = Omit<Destination, 'name' | 'kind' | 'receiver'>;

const FINAL_HOURS_OF_SMS = 25;
const FINAL_HOURS_OF_LMS = 80;

/**
 * 90 and 2,000 bytes, subjects of 40, results within 25 and 80 hours: NHN Cloud SMS, API guide and result time-out policy.
 * Brand messages are refused from 20:50 to 08:00: Naver Cloud SENS. 알림톡 of at most 1,000 characters: Kakao's
 * review guide, as resellers quote it. Resellers differ, so each is data of the destination.
 */
export const DEFAULTS_OF_KIND: Readonly<Record<DestinationKind, DestinationDefaults>> = {
  ALIMTALK: {
    charset: 'UNICODE',
    messages: [{ kind: 'ALIMTALK', most: 1_000 }],
    endpointTypes: ['SMS'],
    replacements: [],
    fallback: 'STEPS',
  },
  BRAND_MESSAGE: {
    charset: 'UNICODE',
    messages: [{ kind: 'BRAND_MESSAGE' }],
    endpointTypes: ['SMS'],
    replacements: [],
    window: { opens: '08:00', closes: '20:50', zone: 'Asia/Seoul' },
    fallback: 'STEPS',
  },
  DOMESTIC_SMS: {
    charset: 'KS_X_1001',
    messages: [
      { kind: 'SMS', most: 90, finalAfterHours: FINAL_HOURS_OF_SMS },
      { kind: 'LMS', most: 2_000, mostOfSubject: 40, finalAfterHours: FINAL_HOURS_OF_LMS },
    ],
    endpointTypes: ['SMS'],
    replacements: [],
    fallback: 'STEPS',
  },
  GENERIC: {
    charset: 'UNICODE',
    messages: [{ kind: 'MESSAGE' }],
    endpointTypes: ['CUSTOM'],
    replacements: [],
    fallback: 'STEPS',
  },
};

/** The kind of message whose price holds for what a provider sends by itself when a message does not arrive. */
const FALLBACK = 'FALLBACK';

/** The kinds of message of a destination that need a price. */
export function pricedKinds({ messages, fallback }: Destination): readonly string[] {
  const kinds = messages.map(({ kind }) => kind);
  return fallback === 'PROVIDER' ? [...kinds, FALLBACK] : kinds;
}

/** Hours after which the last result of a destination's messages has come, as far as it says so. */
export function finalAfterHours({ messages }: Destination): number | undefined {
  const hours = messages.flatMap((message) => message.finalAfterHours ?? []);
  return hours.length === 0 ? undefined : Math.max(...hours);
}
