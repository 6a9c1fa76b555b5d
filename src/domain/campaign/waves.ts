import type { Campaign, CampaignStep } from './campaign.ts';
import { GOES_ON_UNLESS_SAID, type GoesOn } from './goes-on.ts';

/** Steps that are sent together: each reaches whom those before it in the wave cannot. */
export type Wave = {
  /** The first step's place among those of the campaign. */
  readonly firstStep: number;
  readonly steps: readonly CampaignStep[];
  /** Minutes from when the wave before was sent to all; 0 for the first wave. */
  readonly waitMinutes: number;
  /** Who of the wave before goes on; empty for the first wave. */
  readonly goesOn: readonly GoesOn[];
  /** Of a campaign with a look: the part on which the treatments are tried, and those who wait for what it finds. */
  readonly part?: 'TRIAL' | 'REST';
};

/**
 * The waves of a campaign: a step that waits begins one, and the steps behind it that do not wait belong to it. A look makes
 * two of the first: the same steps, for those on whom the treatments are tried, and for the rest once it is taken.
 */
export function wavesOf({ steps, look }: Pick<Campaign, 'steps' | 'look'>): readonly Wave[] {
  const waves: Wave[] = [];
  for (const [index, step] of steps.entries()) {
    const { waitMinutes = 0, goesOn = GOES_ON_UNLESS_SAID } = step;
    const last = waves.at(-1);
    if (last === undefined) waves.push({ firstStep: index, steps: [step], waitMinutes: 0, goesOn: [] });
    else if (waitMinutes > 0) waves.push({ firstStep: index, steps: [step], waitMinutes, goesOn });
    else waves[waves.length - 1] = { ...last, steps: [...last.steps, step] };
  }
  const [first, ...later] = waves;
  if (look === undefined || first === undefined) return waves;
  return [{ ...first, part: 'TRIAL' }, { ...first, part: 'REST' }, ...later];
}

/** The minutes that the waves of a run wait, one after the other: less it does not take when somebody goes through all. */
export function waitedMinutes(campaign: Pick<Campaign, 'steps' | 'look'>): number {
  return wavesOf(campaign).reduce((sum, { waitMinutes }) => sum + waitMinutes, campaign.look?.afterMinutes ?? 0);
}

/** What belongs to the steps of a wave, of a list that has so many entries for each step of the campaign. */
export function ofWave<T>({ firstStep, steps }: Wave, entries: readonly T[], perStep = 1): readonly T[] {
  return entries.slice(firstStep * perStep, (firstStep + steps.length) * perStep);
}

/** A campaign with the steps of one wave alone, and what its treatments say in them. */
export function campaignOfWave({ treatments, ...campaign }: Campaign, { firstStep, steps }: Wave): Campaign {
  if (treatments === undefined) return { ...campaign, steps };
  const own = treatments.map(({ templates, ...treatment }) => {
    if (templates === undefined) return treatment;
    const within = templates
      .map((template) => ({ ...template, stepIndex: template.stepIndex - firstStep }))
      .filter(({ stepIndex }) => stepIndex >= 0 && stepIndex < steps.length);
    return { ...treatment, templates: within };
  });
  return { ...campaign, steps, treatments: own };
}
