import type { GraphqlSession } from '../graphql-session.ts';
import { CAMPAIGN, SEGMENT, TEMPLATES } from './campaign-content.ts';
import * as operations from './operations.ts';

/** Saves the templates, the segment and the campaign. */
export async function saveCampaign(
  session: GraphqlSession,
  write: (text: string) => void,
): Promise<{ readonly campaignId: string }> {
  const steps: { channel: string; templateId: string }[] = [];
  for (const template of TEMPLATES) {
    const saved = await session.call(
      operations.SAVE_TEMPLATE,
      { ...template, defaultSubstitutions: JSON.stringify(template.defaultSubstitutions) },
      operations.savedTemplate,
    );
    steps.push({ channel: template.content.channel, templateId: saved.templateId });
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
  write(`   campaign  ${CAMPAIGN.name}: ${steps.map((step) => step.channel).join(' → ')}`);
  return { campaignId: campaign.id };
}
