/** The names of `Channel`. */
export const CHANNELS = ['PUSH', 'EMAIL', 'SMS', 'CUSTOM'] as const;

/** How a message travels, as a campaign speaks of it. */
export type Channel = (typeof CHANNELS)[number];

/**
 * The names of `ChannelType`, as Pinpoint's API and exports spell them. IN_APP and VOICE are read and kept, and nothing
 * is sent to them.
 */
export const CHANNEL_TYPES = [
  'APNS',
  'APNS_SANDBOX',
  'APNS_VOIP',
  'APNS_VOIP_SANDBOX',
  'GCM',
  'ADM',
  'BAIDU',
  'EMAIL',
  'SMS',
  'VOICE',
  'CUSTOM',
  'IN_APP',
  'PUSH',
] as const;

/** How an endpoint is addressed, as Pinpoint speaks of it. */
export type ChannelType = (typeof CHANNEL_TYPES)[number];

const CHANNEL_OF: Readonly<Record<ChannelType, Channel | null>> = {
  APNS: 'PUSH',
  APNS_SANDBOX: 'PUSH',
  APNS_VOIP: 'PUSH',
  APNS_VOIP_SANDBOX: 'PUSH',
  GCM: 'PUSH',
  ADM: 'PUSH',
  BAIDU: 'PUSH',
  PUSH: 'PUSH',
  EMAIL: 'EMAIL',
  SMS: 'SMS',
  CUSTOM: 'CUSTOM',
  VOICE: null,
  IN_APP: null,
};

/** The campaign channel that reaches an endpoint of this type; null for the types no campaign sends to. */
export function channelOf(channelType: ChannelType): Channel | null {
  return CHANNEL_OF[channelType];
}

/** Whether a text names a channel type. */
export function isChannelType(text: string): text is ChannelType {
  return Object.hasOwn(CHANNEL_OF, text);
}
