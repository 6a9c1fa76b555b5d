import type { Answer, MessageClass } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { contentOf, draftOfVersion } from '../templates/template-draft.ts';
import { BLANK } from './marked.tsx';

/** A wave's message for one customer. */
export interface MessageOf {
  readonly name: string;
  readonly version: number;
  readonly messageClass: MessageClass;
  /** As it would be sent. */
  readonly preview: Answer<'previewTemplate'>;
  /** The same, with what is missing marked. */
  readonly shown: Answer<'previewTemplate'>['content'];
  /** Values that this customer lacks and that nothing stands in for. */
  readonly blanks: readonly string[];
}

/** Reads it twice by the sender's own renderer: as it is, and with a mark for each value that would be a blank. */
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
  const marks = preview.variables
    .filter((name) => (draft.defaults[name] ?? '') === '')
    .map((name) => [name, `${BLANK.from}${name}${BLANK.to}`] as const);
  const { messageClass } = stored;
  const told = { name: template.name, version, messageClass, preview };
  if (marks.length === 0) return { ...told, shown: preview.content, blanks: [] };
  const marked = await askFor('previewTemplate', {
    messageClass,
    content: contentOf(draft),
    defaultSubstitutions: JSON.stringify({ ...draft.defaults, ...Object.fromEntries(marks) }),
    customerId,
  });
  const text = JSON.stringify(marked.content);
  return {
    ...told,
    shown: marked.content,
    blanks: marks.filter(([, mark]) => text.includes(mark)).map(([name]) => name),
  };
}
