import type { CampaignStep } from '../../domain/campaign/index.ts';
import { checkNotDelivered, fitMessage, takesSubject, type Destination } from '../../domain/destination/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { fixedTextOf, type TemplateVersion } from '../../domain/template/index.ts';
import type { SettingsStore } from '../delivery/model/ports.ts';

/** A step as far as destinations are concerned; `goesOn` names whom a later wave is for. */
type Step = Pick<CampaignStep, 'channel' | 'destination' | 'waitMinutes'> & { readonly goesOn?: readonly string[] };

/**
 * The destination that each step names, as the settings have it now; null where it names none. Refuses steps that cannot
 * follow one another.
 */
export async function findDestinations(
  { deliverySettings }: { readonly deliverySettings: Pick<SettingsStore, 'get'> },
  steps: readonly Step[],
): Promise<ReturnType<typeof destinationsOf>> {
  const isNamed = steps.some(({ destination }) => destination !== undefined);
  const { destinations: known = [] } = isNamed ? await deliverySettings.get() : {};
  const named = destinationsOf(steps, known);
  return named.ok ? (checkFallbacks(steps, named.destinations) ?? named) : named;
}

function destinationsOf(
  steps: readonly Step[],
  known: readonly Destination[],
): { readonly ok: true; readonly destinations: readonly (Destination | null)[] } | Refused<'INVALID_CAMPAIGN'> {
  const destinations: (Destination | null)[] = [];
  for (const [index, { channel, destination: name }] of steps.entries()) {
    if (name !== undefined && channel !== 'CUSTOM') {
      return refuse('INVALID_CAMPAIGN', `steps[${index}].destination: only a CUSTOM step has a destination.`);
    }
    const found = name === undefined ? null : known.find((destination) => destination.name === name);
    if (found === undefined) {
      const names = known.map((destination) => destination.name).join(', ');
      return refuse(
        'INVALID_CAMPAIGN',
        `steps[${index}].destination: there is no destination ${JSON.stringify(name)}. ` +
          (names === ''
            ? 'Add it with saveDeliverySettings.'
            : `There are ${names}; saveDeliverySettings adds others.`),
      );
    }
    destinations.push(found);
  }
  return { ok: true, destinations };
}

/** Whom a step is for that neither waits nor says who goes on: it is for those whom the step before cannot reach. */
const SAME_WAVE: readonly string[] = [];
const OF_A_WAIT: readonly string[] = ['NOT_DELIVERED'];

function goesOnTo({ goesOn, waitMinutes = 0 }: Step): readonly string[] {
  return goesOn ?? (waitMinutes > 0 ? OF_A_WAIT : SAME_WAVE);
}

/** Refuses a step for those whom a destination did not reach, where it cannot be known in time or has its own fallback. */
function checkFallbacks(
  steps: readonly Step[],
  destinations: readonly (Destination | null)[],
): Refused<'INVALID_CAMPAIGN'> | null {
  for (const [index, step] of steps.entries()) {
    const conditions = goesOnTo(step);
    if (!conditions.includes('NOT_DELIVERED') && !conditions.includes('NO_RESULT')) continue;
    // A campaign that sends to those without a result wants no waiting for it.
    const wait = conditions.includes('NO_RESULT') ? Number.POSITIVE_INFINITY : (step.waitMinutes ?? 0);
    for (const before of destinations.slice(0, index)) {
      const problem = before === null ? null : checkNotDelivered(before, wait);
      if (problem !== null) return refuse('INVALID_CAMPAIGN', `steps[${index}]: ${problem}`);
    }
  }
  return null;
}

/** Fits everything: of fixed text alone the characters are judged, however it is put together. */
const ANY_LENGTH = [{ kind: 'ANY' }];

/**
 * What of a template's fixed words cannot go to a destination: characters it cannot carry, or more of them than it takes
 * before anybody's data are filled in. What data add is judged for each recipient.
 */
export function checkFixedText(destination: Destination, version: TemplateVersion): string | null {
  const { content, defaultSubstitutions } = version;
  if (content.channel !== 'CUSTOM') return null;
  const body = fixedTextOf(content.body);
  const subject = fixedTextOf(content.subject ?? '');
  if (body === null || subject === null) return null;
  const written = [body.written, subject.written, ...Object.values(defaultSubstitutions)].join('\n');
  const carried = fitMessage({ ...destination, messages: ANY_LENGTH }, { body: written });
  if (!carried.ok) return carried.message;
  if (content.subject !== undefined && !takesSubject(destination)) {
    return `destination ${destination.name} has no message with a subject. Leave the subject out.`;
  }
  const least = fitMessage(destination, { body: body.least, subject: subject.least });
  return least.ok ? null : least.message;
}
