import { CORRECTED_SINCE, CORRECTED_UP_TO, ZONE_CORRECTIONS } from './zone-corrections.ts';

/** Which zone data are in use, and what is wrong with them. */
export type ZoneData = {
  /** The IANA release of the runtime, such as `2025c`. */
  readonly version: string;
  /** What the runtime's data do not know and this product corrects, a sentence for each change. */
  readonly corrected: readonly string[];
  /** What an operator should know of them; null when they know every change that is known here. */
  readonly warning: string | null;
};

/**
 * Names the zone data in use and warns of data older than a known change.
 *
 * @param version the runtime's own word, `process.versions.tz`; undefined when it was built without zone data
 */
export function describeZoneData(version: string | undefined): ZoneData {
  if (version === undefined || !/^\d{4}[a-z]+$/.test(version)) {
    return {
      version: version ?? 'unknown',
      corrected: [],
      warning: `The release of the time zone data is unknown. Use a Node.js whose process.versions.tz is ${CORRECTED_UP_TO} or later.`,
    };
  }
  // Releases are a year and a letter: they are in alphabetical order.
  const missing = ZONE_CORRECTIONS.filter(({ release }) => version < release);
  if (missing.length === 0) return { version, corrected: [], warning: null };
  const corrected = missing.map(({ release, says, zones }) => `${says} (${release}; ${zones.join(', ')})`);
  const tooOld =
    version < CORRECTED_SINCE ? ` What changed before ${CORRECTED_SINCE} is not corrected: update Node.js.` : '';
  return {
    version,
    corrected,
    warning:
      `The time zone data are ${version}, older than ${missing.length} known changes of clocks up to ` +
      `${CORRECTED_UP_TO}, which are corrected here: ${corrected.join('; ')}.${tooOld}`,
  };
}
