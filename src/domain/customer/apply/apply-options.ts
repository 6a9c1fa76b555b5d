import type { ChannelType } from '../channel.ts';

/** When a change is made, and whom it may opt in again. */
export type ApplyOptions = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /**
   * Whether an endpoint that was opted out until `since` may be opted in again. A list or a sync says nothing of what the
   * person said since: only a consent of their own does.
   */
  readonly mayOptIn: (channelType: ChannelType, since: number) => boolean;
};
