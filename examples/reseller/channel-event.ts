import * as z from 'zod';

/**
 * What Bonghwa tells a destination: the event of Pinpoint's custom channels
 * (https://docs.aws.amazon.com/pinpoint/latest/developerguide/channels-custom.html), `MessageRef` of each endpoint, and
 * `Destination`. Everybody in an event reads the same words, which are `Data`.
 */
const channelEvent = z.object({
  Data: z.string(),
  Destination: z.object({
    Name: z.string(),
    /** What the words fit into: ALIMTALK, SMS or LMS. */
    Kind: z.enum(['ALIMTALK', 'SMS', 'LMS']),
    IsAdvertising: z.boolean(),
    Subject: z.string().optional(),
  }),
  Endpoints: z.record(z.string(), z.object({ Address: z.string(), MessageRef: z.string() })),
});

export type ChannelEvent = z.infer<typeof channelEvent>;

/** Throws for anything else: whatever else is sent here, nobody knows what it would cost. */
export function readChannelEvent(event: unknown): ChannelEvent {
  return channelEvent.parse(event);
}

/** A Korean number as resellers write it, 010…; null for any other country's. */
export function domesticNumber(address: string): string | null {
  const match = /^\+82(\d{8,10})$/.exec(address);
  return match?.[1] === undefined ? null : `0${match[1]}`;
}
