import { campaignOfWave, ofWave, treatmentCount, wavesOf, type Wave } from '../../../domain/campaign/index.ts';
import { waveJobId } from '../../../domain/run/index.ts';
import type { JobSpec, SegmentAudience } from '../model/job-spec.ts';

type OfSegment = JobSpec & { readonly audience: SegmentAudience };

/** Whether a spec is that of a run's first wave, which has what all waves are made of. */
export function isOfSegment(spec: JobSpec): spec is OfSegment {
  return spec.audience.kind === 'SEGMENT';
}

/** What of a spec belongs to the steps of one wave. */
function cut(spec: OfSegment, wave: Wave): Pick<JobSpec, 'templates' | 'destinations' | 'unitPrices'> {
  return {
    // In the words of each treatment.
    templates: ofWave(wave, spec.templates, treatmentCount(spec.audience.campaign)),
    ...(spec.destinations === undefined ? {} : { destinations: ofWave(wave, spec.destinations) }),
    ...(spec.unitPrices === undefined ? {} : { unitPrices: ofWave(wave, spec.unitPrices) }),
  };
}

/** What the first wave's own job sends: its spec has the steps of all waves. */
export function ofFirstWave(spec: JobSpec): JobSpec {
  if (!isOfSegment(spec)) return spec;
  const { campaign } = spec.audience;
  const [first, ...others] = wavesOf(campaign);
  if (first === undefined || others.length === 0) return spec;
  const audience: SegmentAudience = { ...spec.audience, campaign: campaignOfWave(campaign, first) };
  return { ...spec, ...cut(spec, first), audience };
}

/**
 * What the job of a later wave sends to whom, out of the spec of the first: the same words, limits and destinations,
 * whatever became of the campaign since. Always the same for one run and wave; null when there is no such wave.
 */
export function laterWaveSpec(
  spec: OfSegment,
  { runId, wave: number, waveAt, since }: { runId: string; wave: number; waveAt: number; since: number },
): JobSpec | null {
  const { campaign } = spec.audience;
  const waves = wavesOf(campaign);
  const wave = waves[number];
  if (wave === undefined || number === 0) return null;
  return {
    ...cut(spec, wave),
    plannedAt: waveAt,
    audience: {
      kind: 'WAVE',
      campaign: campaignOfWave(campaign, wave),
      runId,
      wave: number,
      beforeJobId: waveJobId(runId, number - 1),
      ...(wave.part === 'REST' ? { part: wave.part } : {}),
      ...(waves[number - 1]?.part === 'REST' ? { trialJobId: waveJobId(runId, number - 2) } : {}),
      goesOn: wave.goesOn,
      since,
    },
  };
}
