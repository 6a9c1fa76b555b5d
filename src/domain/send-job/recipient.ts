/**
 * Where one included customer's message stands. Every status but the first two is an outcome, and a finished job has one
 * for everybody: included = accepted + delivered + failed + opted out + skipped + in doubt, where OPENED and CLICKED
 * count as delivered too.
 */
export const RECIPIENT_STATUSES = [
  /** Included, and not yet handed to a provider. */
  'PLANNED',
  /** A worker is about to call, or is calling, the provider for this customer. It lasts for seconds. */
  'CLAIMED',
  /** The provider took the message. Nothing says yet that it arrived, and on some channels nothing ever will. */
  'ACCEPTED',
  /** The provider reported that it arrived: at the mail server, or at the handset. */
  'DELIVERED',
  /** It was opened. Mail readers that load no pictures, or load them for everybody, make this a hint, not a fact. */
  'OPENED',
  /** A link in it was followed, so it was delivered and opened as well. */
  'CLICKED',
  /** It was not sent or did not arrive, and the provider or the end of the job said so: `code` names the reason. */
  'FAILED',
  /** The provider keeps this address from getting messages; it was not sent, and the address is marked here as well. */
  'OPTED_OUT',
  /**
   * Included when planned, and not sent to after all: what changed since (a consent withdrawn, a message elsewhere that
   * filled the cap, quiet hours) is the reason beside it.
   */
  'SKIPPED',
  /**
   * The provider was called and its answer is unknown: the message may or may not have gone out. It is never sent again
   * unless the campaign says RESEND or a person resolves the doubt so.
   */
  'IN_DOUBT',
] as const;

/** Where one recipient stands; `RECIPIENT_STATUSES` says what each status means. */
export type RecipientStatus = (typeof RECIPIENT_STATUSES)[number];

/**
 * Why somebody gets no message. A plan asks in this order: the segment; for each step whether the customer can be
 * reached, has agreed and may be disturbed; the words; the holdout; then who else of the job has the address, the caps
 * and the money. The first that applies is told (of several steps that of the first, of several addresses that of the
 * one that came nearest to being used).
 */
export const EXCLUSION_REASONS = [
  /** The address does not want messages any more: the person said so, or complained, or the mailbox does not exist. */
  'ENDPOINT_OPT_OUT',
  /** The address is switched off: the app was removed, or the token of the device has died. */
  'ENDPOINT_INACTIVE',
  /** There is an entry for the channel, but no address in it. */
  'ENDPOINT_MISSING_ADDRESS',
  /** Nothing at all is known to reach this customer by. */
  'ENDPOINT_MISSING_CHANNEL',
  /** The customer can be reached, but not on a channel of this campaign: a number, and the campaign sends e-mail. */
  'ENDPOINT_CHANNEL_MISMATCH',
  /** The customer does not belong to the segment. These are counted and never listed: mostly it is nearly everybody. */
  'FILTERED_OUT_BY_SEGMENT',
  /** Somebody else of this job has the same address and gets the message there. */
  'DUPLICATE_ENDPOINT',
  /** This customer is in the job already, under the same id. */
  'DUPLICATE_USER',
  /** Waits for the look at the treatments: the wave for the rest decides them anew, and sends them the winner. */
  'AWAITS_LOOK',
  /** Kept out on purpose, by a stable share of customers, so that there is somebody to compare with. */
  'TREATMENT_HOLDOUT',
  /** It is advertising, and the person never agreed to it on this channel, or has withdrawn. */
  'NO_AD_CONSENT',
  /**
   * It would arrive between 21:00 and 08:00 where the person lives (Asia/Seoul when nothing is known), for which
   * advertising needs an agreement of its own. E-mail is exempt.
   */
  'NO_NIGHT_CONSENT',
  /** The agreement is older than two years and was not confirmed again. */
  'CONSENT_STALE',
  /** It would arrive in the hours in which this campaign is to be quiet. */
  'QUIET_TIME',
  /** It would have been sent later than it is of use: it expired, or would while it is held. */
  'MESSAGE_EXPIRED',
  /** The campaign is for a time of the customer's own clocks, which had passed there when it was launched. */
  'LOCAL_TIME_PASSED',
  /** The wait for a day that the customer has as an attribute cannot be computed: they have no such attribute. */
  'WAIT_DATE_MISSING',
  /** The attribute that their wait is for holds no day that exists. */
  'WAIT_DATE_UNREADABLE',
  /** The day that their wait is for had passed. */
  'WAIT_DATE_PASSED',
  /** Its message would have been sent too long after the event that opened the campaign for them, or would be after it was held. */
  'ENTRY_EXPIRED',
  /** An earlier run of the campaign, which is once for each customer, has sent to them or held them out. */
  'ENTERED_BEFORE',
  /** The person has got as many messages as this campaign may send them, or all of its class together. */
  'FREQUENCY_CAP',
  /** The words cannot be filled in for this person: their data has a text where the template wants a date or a number. */
  'RENDER_FAILED',
  /**
   * The words as this person would read them do not fit the destination: a character that it cannot carry, or more bytes
   * than its longest message takes. They are never cut.
   */
  'TEXT_UNFIT',
  /** What was left of the budget of the run did not pay for this message. */
  'BUDGET_EXCEEDED',
  /** After a wave: they have done what the campaign is for. */
  'CONVERTED',
  /** After a wave: they have been active since the run began, and the step is for those who have not. */
  'CAME_BACK',
  /** After a wave: they opened or clicked the message before, and the step is for those who did not. */
  'ENGAGED',
  /**
   * After a wave: the step goes on with others. The message before arrived, or may still, and the step is for those
   * whom it did not reach; or they were sent to, and it is for those who could not be.
   */
  'NOT_CONCERNED',
] as const;

/** Why a customer of the audience does not get a message; exactly one per excluded customer. */
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** One included customer of a plan: which endpoint gets which step's message. */
export type Recipient = {
  readonly customerId: string;
  readonly endpointId: string;
  /** Of the plan's steps, each of which is in the words of one treatment. */
  readonly stepIndex: number;
  /** Index of the treatment; 0 when a campaign has none. */
  readonly treatment: number;
  /** `addressDigest` of the address as it was planned: the same at sending, unless it changed since. */
  readonly addressDigest?: number;
  /**
   * Of whom an event entered: from when on its message is of no use, in milliseconds since the epoch, to the second. Absent:
   * when the plan says.
   */
  readonly expiresAt?: number;
  /**
   * What a budget was asked for it when it was planned, in millionths of a won. Absent: for one unit of its step, or nothing
   * as there is no budget.
   */
  readonly paidMicros?: number;
};

/** What became of one recipient; `code` is the provider's or our own stable reason for anything but success. */
export type RecipientResult = { readonly status: RecipientStatus; readonly code?: string };

/** Whether a recipient has an outcome: nothing is to be done for them, unless another round is opened. */
export function isSettled({ status }: RecipientResult): boolean {
  return status !== 'PLANNED' && status !== 'CLAIMED';
}
