/** What the provider answered for one address. */
export type ProviderResult = {
  readonly deliveryStatus: string;
  readonly statusCode?: number | undefined;
  /** For push a JSON text: errorMessage, channelType, pushProviderStatusCode, pushProviderError, pushProviderResponse. */
  readonly statusMessage?: string | undefined;
};

export type DeliveryOutcome = {
  readonly status: 'ACCEPTED' | 'FAILED' | 'OPTED_OUT';
  /** Only what the provider says was not sent and may be sent again. */
  readonly retriable: boolean;
  readonly code?: string;
};

/**
 * Reasons by which a push provider says that the address itself is gone. DeviceTokenNotForTopic and MismatchSenderId
 * are left out: a wrong certificate or key gives them for every address of an audience.
 */
const DEAD_REASONS: ReadonlySet<string> = new Set([
  'baddevicetoken',
  'unregistered',
  'notregistered',
  'invalidregistration',
]);

function providerReason(statusMessage: string | undefined): string | undefined {
  if (statusMessage === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(statusMessage);
  } catch {
    // Other channels answer in plain words: there is no provider's reason in them.
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('pushProviderError' in parsed)) return undefined;
  const reason = parsed.pushProviderError;
  return typeof reason === 'string' && /^\w{1,64}$/.test(reason) ? reason : undefined;
}

/** Translates a provider's answer; the code is the delivery status, with the push provider's reason when it gave one. */
export function statusFromDelivery(result: ProviderResult): DeliveryOutcome {
  const reason = providerReason(result.statusMessage);
  const code = reason === undefined ? result.deliveryStatus : `${result.deliveryStatus}/${reason}`;
  switch (result.deliveryStatus) {
    case 'SUCCESSFUL':
      return { status: 'ACCEPTED', retriable: false };
    case 'OPT_OUT':
      return { status: 'OPTED_OUT', retriable: false, code };
    case 'THROTTLED':
    case 'TEMPORARY_FAILURE':
      return { status: 'FAILED', retriable: true, code };
    case 'PERMANENT_FAILURE':
    case 'UNKNOWN_FAILURE':
    case 'DUPLICATE':
      return { status: 'FAILED', retriable: false, code };
    default:
      // A status that did not exist when this was written: visible, and never sent again blindly.
      return { status: 'FAILED', retriable: false, code: 'UNRECOGNISED_STATUS' };
  }
}

/**
 * Whether an address can be removed: a permanent failure whose provider's own reason says so. The code alone proves
 * nothing (bad credentials also answer 400), nor does the message's text ("Unregistered or expired token" also stands
 * beside DeviceTokenNotForTopic).
 */
export function isAddressDead(result: ProviderResult): boolean {
  if (result.deliveryStatus !== 'PERMANENT_FAILURE') return false;
  const reason = providerReason(result.statusMessage);
  return reason !== undefined && DEAD_REASONS.has(reason.toLowerCase());
}

/** Whether an SMS was not sent because the account has spent what it may in this month. */
export function isSpent({ deliveryStatus, statusMessage }: ProviderResult): boolean {
  return deliveryStatus !== 'SUCCESSFUL' && /no quota left for account|spend(ing)? limit/i.test(statusMessage ?? '');
}
