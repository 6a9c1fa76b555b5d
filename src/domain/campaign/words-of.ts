import type { Campaign, CampaignStep } from './campaign.ts';

/** The words of one step for those who get one treatment. */
export type StepWords = Pick<CampaignStep, 'channel' | 'templateId' | 'templateVersion'> & {
  /** Of the campaign's steps, from 0. */
  readonly stepIndex: number;
  /** Of the campaign's treatments, from 0; 0 when it has none. */
  readonly treatment: number;
  /** `Step 1`, and of which treatment, for whoever reads of it. */
  readonly where: string;
};

/** How many groups get words of their own: one when a campaign has no treatments. */
export function treatmentCount({ treatments }: Pick<Campaign, 'treatments'>): number {
  return Math.max(1, treatments?.length ?? 0);
}

/**
 * Everything that a campaign says: for each step, from the first, the words of each treatment. A job's steps are in this
 * order (`placeOfWords`).
 */
export function wordsOf({ steps, treatments }: Pick<Campaign, 'steps' | 'treatments'>): readonly StepWords[] {
  const groups = treatments === undefined || treatments.length === 0 ? [null] : treatments;
  return steps.flatMap(({ channel, templateId, templateVersion }, stepIndex) =>
    groups.map((group, treatment): StepWords => {
      const own = group?.templates?.find((template) => template.stepIndex === stepIndex);
      const version = own === undefined ? templateVersion : own.templateVersion;
      return {
        channel,
        stepIndex,
        treatment,
        templateId: own?.templateId ?? templateId,
        ...(version === undefined ? {} : { templateVersion: version }),
        where: `Step ${stepIndex + 1}${group === null ? '' : `, treatment ${JSON.stringify(group.name)}`}`,
      };
    }),
  );
}

/** Which step and which treatment an entry of `wordsOf` is of, by its index and the number of treatments. */
export function placeOfWords(
  index: number,
  treatments: number,
): { readonly stepIndex: number; readonly treatment: number } {
  return { stepIndex: Math.floor(index / treatments), treatment: index % treatments };
}

/** The inverse of `placeOfWords`. */
export function indexOfWords(
  { stepIndex, treatment }: { readonly stepIndex: number; readonly treatment: number },
  treatments: number,
): number {
  return stepIndex * treatments + treatment;
}
