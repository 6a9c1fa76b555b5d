/** A part of an event pattern that EventBridge would refuse, or that is not supported here. */
export class EventPatternError extends Error {
  override readonly name = 'EventPatternError';
}
