import type { MessageClass } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { markBlanks, type EditorPreview } from '../templates/read-preview.ts';
import { contentOf, draftOfVersion } from '../templates/template-draft.ts';

/** A wave's message for one customer. */
export type MessageOf = EditorPreview & {
  readonly name: string;
  readonly version: number;
  readonly messageClass: MessageClass;
};

/** Reads it by the sender's own renderer: as it is, and with a mark for each value that would be a blank. */
export async function readMessageOf(
  { templateId, templateVersion }: { readonly templateId: string; readonly templateVersion?: number | null },
  customerId: string,
): Promise<MessageOf> {
  const template = await askFor('getTemplate', { id: templateId });
  const version = templateVersion ?? template.activeVersion;
  const [preview, stored] = await Promise.all([
    askFor('previewTemplate', { templateId, version, customerId }),
    askFor('getTemplateVersion', { templateId, version }),
  ]);
  const draft = draftOfVersion(template, stored);
  const { messageClass } = stored;
  const words = { messageClass, content: contentOf(draft) };
  const marked = await markBlanks(preview, words, draft.defaults, { customerId });
  return { name: template.name, version, messageClass, preview, ...marked };
}
