import { z } from 'zod';
import type { MappedCampaign, MappedSegment, MappedTemplate } from '../../domain/pinpoint-export/index.ts';
import { RefusedError, type GraphqlSession } from '../graphql-session.ts';

export interface SavedThing {
  readonly id: string;
}

const SAVE_TEMPLATE = /* GraphQL */ `
  mutation SaveTemplate(
    $name: String!
    $messageClass: MessageClass!
    $content: TemplateContentInput!
    $defaultSubstitutions: AWSJSON
  ) {
    saveTemplate(
      name: $name
      messageClass: $messageClass
      content: $content
      defaultSubstitutions: $defaultSubstitutions
      activate: true
    ) {
      templateId
    }
  }
`;

const SAVE_SEGMENT = /* GraphQL */ `
  mutation SaveSegment($name: String!, $type: SegmentType!, $definition: AWSJSON) {
    saveSegment(name: $name, type: $type, definition: $definition) {
      id
    }
  }
`;

const SAVE_CAMPAIGN = /* GraphQL */ `
  mutation SaveCampaign(
    $name: String!
    $segmentId: ID!
    $messageClass: MessageClass!
    $steps: [CampaignStepInput!]!
    $holdoutPercent: Float
    $messagesPerSecond: Int
    $maxDurationMinutes: Int
    $quietTime: QuietTimeInput
    $caps: MessageCapsInput
  ) {
    saveCampaign(
      name: $name
      segmentId: $segmentId
      messageClass: $messageClass
      steps: $steps
      holdoutPercent: $holdoutPercent
      messagesPerSecond: $messagesPerSecond
      maxDurationMinutes: $maxDurationMinutes
      quietTime: $quietTime
      caps: $caps
    ) {
      id
    }
  }
`;

const withId = z.object({ id: z.string() });

/** Saves mapped things one after the other, and knows by which ids the later ones may speak of the earlier. */
export function createPinpointSaver(session: GraphqlSession, messageClass: 'AD' | 'TRANSACTIONAL') {
  const segments = new Map<string, string>();
  const templates = new Map<string, string>();

  function known(ids: ReadonlyMap<string, string>, key: string, what: string): string {
    const id = ids.get(key);
    if (id !== undefined) return id;
    throw new RefusedError('NOT_FOUND', `${what} ${key} is not among the files, or was refused itself.`);
  }

  return {
    async saveTemplate({ name, content, defaultSubstitutions }: MappedTemplate): Promise<SavedThing> {
      const variables = { name, messageClass, content, defaultSubstitutions: JSON.stringify(defaultSubstitutions) };
      const { templateId } = await session.call(SAVE_TEMPLATE, variables, z.object({ templateId: z.string() }));
      templates.set(`${content.channel} ${name}`, templateId);
      return { id: templateId };
    },

    async saveSegment({ pinpointId, name, type, definition }: MappedSegment): Promise<SavedThing> {
      const groups = definition.groups.map((group) => ({
        ...group,
        sourceSegmentIds: group.sourceSegmentIds.map((id) => known(segments, id, 'Segment')),
      }));
      // Who is on a list is in the file that it was imported from: `bonghwa import FILE --segment ID`.
      const dimensions = type === 'IMPORTED' ? {} : { definition: JSON.stringify({ ...definition, groups }) };
      const variables = { name, type, ...dimensions };
      const { id } = await session.call(SAVE_SEGMENT, variables, withId);
      segments.set(pinpointId, id);
      return { id };
    },

    async saveCampaign({ pinpointSegmentId, steps, ...campaign }: MappedCampaign): Promise<SavedThing> {
      const variables = {
        ...campaign,
        messageClass,
        segmentId: known(segments, pinpointSegmentId, 'Segment'),
        steps: steps.map(({ channel, templateName }) => ({
          channel,
          templateId: known(templates, `${channel} ${templateName}`, 'Template'),
        })),
      };
      return session.call(SAVE_CAMPAIGN, variables, withId);
    },
  };
}
