/**
 * Who of the wave before goes on to a step that waits. The first five are about the message of the wave before: whoever
 * meets one of them goes on; when none of them is named, everybody does. NOT_ACTIVE is asked of all of these besides.
 */
export const GOES_ON = [
  /** Their message was not sent, or was reported not to have arrived. No result yet is not this. */
  'NOT_DELIVERED',
  /** The provider took it, or nobody knows whether it did, and nothing says yet what became of it. */
  'NO_RESULT',
  /** It was not opened, as far as anybody can tell: also when it was not sent, or did not arrive. */
  'NOT_OPENED',
  /** No link in it was followed: also when it was not opened. */
  'NOT_CLICKED',
  /** The wave before had no way to them: no such address, switched off, opted out, or no consent for then and there. */
  'NOT_REACHABLE',
  /** They have done nothing since the run began; whoever has is out as CAME_BACK. */
  'NOT_ACTIVE',
] as const;

/** One of `GOES_ON`. */
export type GoesOn = (typeof GOES_ON)[number];

/** Of a step that waits and does not say who goes on: whom the wave before did not get anything to. */
export const GOES_ON_UNLESS_SAID: readonly GoesOn[] = ['NOT_DELIVERED', 'NOT_REACHABLE'];

/** Whether a step is for those whom the wave before could not reach. */
export function takesUnreachable(goesOn: readonly GoesOn[]): boolean {
  return goesOn.includes('NOT_REACHABLE') || goesOn.every((condition) => condition === 'NOT_ACTIVE');
}
