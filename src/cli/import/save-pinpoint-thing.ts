import * as z from 'zod';
import { importedId } from '../../domain/imported-id.ts';
import type { MappedCampaign, MappedSegment, MappedTemplate } from '../../domain/pinpoint-export/index.ts';
import { RefusedError, type GraphqlSession } from '../graphql-session.ts';

export interface SavedThing {
  readonly id: string;
  /** It was imported before, and is now as its file says. */
  readonly isUpdate: boolean;
}

const SAVE_TEMPLATE = /* GraphQL */ `
  mutation SaveTemplate(
    $importKey: String!
    $name: String!
    $messageClass: MessageClass!
    $content: TemplateContentInput!
    $defaultSubstitutions: AWSJSON
  ) {
    saveTemplate(
      importKey: $importKey
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
  mutation SaveSegment($importKey: String!, $name: String!, $type: SegmentType!, $definition: AWSJSON) {
    saveSegment(importKey: $importKey, name: $name, type: $type, definition: $definition) {
      id
    }
  }
`;

const SAVE_CAMPAIGN = /* GraphQL */ `
  mutation SaveCampaign(
    $importKey: String!
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
      importKey: $importKey
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

/** Whether something of a kind was imported before, as the server knows it. */
const FIND = {
  template: 'query FindTemplate($id: ID!) { getTemplate(id: $id) { id } }',
  segment: 'query FindSegment($id: ID!) { getSegment(id: $id) { id } }',
  campaign: 'query FindCampaign($id: ID!) { getCampaign(id: $id) { id } }',
} as const;
type Kind = keyof typeof FIND;

/**
 * Saves mapped things one after the other, under what Pinpoint calls them: a second time they are updated. What they refer
 * to may be among them, or have been imported before.
 */
export function createPinpointSaver(session: GraphqlSession, messageClass: 'AD' | 'TRANSACTIONAL') {
  const refused = new Set<string>();

  const keyOf = (kind: Kind, name: string): string => `pinpoint/${kind}/${name}`;

  async function isKnown(kind: Kind, name: string): Promise<boolean> {
    const id = importedId(keyOf(kind, name));
    return (await session.call(FIND[kind], { id }, withId.nullable())) !== null;
  }

  async function known(kind: Kind, name: string): Promise<string> {
    const what = `${kind === 'segment' ? 'Segment' : 'Template'} ${name}`;
    // An older state of it must not stand in for what its file says now.
    if (refused.has(keyOf(kind, name))) throw new RefusedError('NOT_FOUND', `${what} was refused itself.`);
    if (await isKnown(kind, name)) return importedId(keyOf(kind, name));
    throw new RefusedError('NOT_FOUND', `${what} is not among the files, and was not imported before.`);
  }

  /** Saves one thing under its key; one that is refused is not referred to either. */
  async function save(kind: Kind, name: string, write: (importKey: string) => Promise<string>): Promise<SavedThing> {
    const importKey = keyOf(kind, name);
    try {
      const isUpdate = await isKnown(kind, name);
      return { id: await write(importKey), isUpdate };
    } catch (error) {
      refused.add(importKey);
      throw error;
    }
  }

  return {
    /** Remembers that something of a file could not even be read. */
    refuse: (kind: Kind, name: string): void => void refused.add(keyOf(kind, name)),

    saveTemplate: ({ name, content, defaultSubstitutions }: MappedTemplate): Promise<SavedThing> =>
      save('template', `${content.channel} ${name}`, async (importKey) => {
        const words = {
          importKey,
          name,
          messageClass,
          content,
          defaultSubstitutions: JSON.stringify(defaultSubstitutions),
        };
        return (await session.call(SAVE_TEMPLATE, words, z.object({ templateId: z.string() }))).templateId;
      }),

    saveSegment: ({ pinpointId, name, type, definition }: MappedSegment): Promise<SavedThing> =>
      save('segment', pinpointId, async (importKey) => {
        const groups = [];
        for (const group of definition.groups) {
          const sourceSegmentIds = [];
          for (const id of group.sourceSegmentIds) sourceSegmentIds.push(await known('segment', id));
          groups.push({ ...group, sourceSegmentIds });
        }
        // Who is on a list is in the file that it was imported from: `bonghwa import FILE --segment ID`.
        const dimensions = type === 'IMPORTED' ? {} : { definition: JSON.stringify({ ...definition, groups }) };
        return (await session.call(SAVE_SEGMENT, { importKey, name, type, ...dimensions }, withId)).id;
      }),

    saveCampaign: ({ pinpointId, pinpointSegmentId, steps, ...campaign }: MappedCampaign): Promise<SavedThing> =>
      save('campaign', pinpointId, async (importKey) => {
        const ours = [];
        for (const { channel, templateName } of steps) {
          ours.push({ channel, templateId: await known('template', `${channel} ${templateName}`) });
        }
        const segmentId = await known('segment', pinpointSegmentId);
        const variables = { importKey, ...campaign, messageClass, segmentId, steps: ours };
        return (await session.call(SAVE_CAMPAIGN, variables, withId)).id;
      }),
  };
}
