/** What Pinpoint's SDKs record by themselves, by the names that our own client uses. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  '_session.start': 'session_started',
  '_session.stop': 'session_ended',
  '_session.pause': 'session_paused',
  '_session.resume': 'session_resumed',
  '_userauth.sign_in': 'signed_in',
  '_userauth.sign_up': 'signed_up',
  '_userauth.auth_fail': 'sign_in_failed',
  '_campaign.opened_notification': 'message_opened',
};

/** The attribute by which a push message of ours names itself; apps hand on what a message carried. */
const REF = 'bonghwa';

/** What Pinpoint says of an event, wherever it says it. */
export type PinpointEvent = {
  readonly type: unknown;
  readonly at: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly appVersion: string | undefined;
  /** Of a session that has ended, in milliseconds. */
  readonly durationMs: number | undefined;
};

/** An event of Pinpoint's in our words, without its id and its customer; not checked yet. */
export function sayEvent(event: PinpointEvent): Readonly<Record<string, unknown>> {
  const { type, at, attributes: all, metrics, appVersion, durationMs } = event;
  const { [REF]: ref, ...attributes } = all;
  return {
    name: typeof type === 'string' && Object.hasOwn(OWN_NAMES, type) ? OWN_NAMES[type] : type,
    occurredAt: at,
    attributes: { ...(appVersion === undefined ? {} : { appVersion }), ...attributes },
    metrics: { ...(durationMs === undefined ? {} : { durationSeconds: durationMs / 1000 }), ...metrics },
    ...(ref === undefined ? {} : { ref }),
  };
}
