import type { GraphqlSession } from '../graphql-session.ts';
import { CAMPAIGN, SEGMENT, TEMPLATES, type LaterWave } from './campaign-content.ts';
import * as operations from './operations.ts';

export interface SavedCampaign {
  readonly campaignId: string;
  readonly templates: readonly { readonly name: string; readonly templateId: string }[];
}

/**
 * Saves the templates, the segment and the campaign: each later wave has the next template, and without any each customer gets
 * the first message that reaches them.
 */
export async function saveCampaign(
  session: GraphqlSession,
  write: (text: string) => void,
  laterWaves: readonly LaterWave[] = [],
): Promise<SavedCampaign> {
  const templates: { readonly name: string; readonly templateId: string }[] = [];
  const steps: { readonly channel: string; readonly templateId: string; readonly waitMinutes?: number }[] = [];
  for (const [index, template] of TEMPLATES.entries()) {
    const saved = await session.call(
      operations.SAVE_TEMPLATE,
      { ...template, defaultSubstitutions: JSON.stringify(template.defaultSubstitutions) },
      operations.savedTemplate,
    );
    steps.push({ channel: template.content.channel, templateId: saved.templateId, ...laterWaves[index - 1] });
    templates.push({ name: template.name, templateId: saved.templateId });
    write(`   template  ${template.name}, version ${saved.version}`);
  }
  const segment = await session.call(
    operations.SAVE_SEGMENT,
    { name: SEGMENT.name, definition: JSON.stringify(SEGMENT.definition) },
    operations.withId,
  );
  const estimate = await session.call(operations.ESTIMATE_SEGMENT, { segmentId: segment.id }, operations.estimate);
  write(`   segment   ${SEGMENT.name}: some ${estimate.estimate} customers (${estimate.low} to ${estimate.high})`);
  const campaign = await session.call(
    operations.SAVE_CAMPAIGN,
    { ...CAMPAIGN, segmentId: segment.id, steps },
    operations.withId,
  );
  const waves = steps.map(({ channel, waitMinutes }) =>
    waitMinutes === undefined ? channel : `${channel} (${waitMinutes / 1_440} days later)`,
  );
  write(`   campaign  ${CAMPAIGN.name}: ${waves.join(' → ')}, ${CAMPAIGN.holdoutPercent} % get nothing`);
  return { campaignId: campaign.id, templates };
}
