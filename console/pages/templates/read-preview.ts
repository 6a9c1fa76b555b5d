import type { Answer, MessageClass, TemplateContentInput } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { BLANK } from '../../parts/marked.tsx';
import { contentOf, type TemplateDraft } from './template-draft.ts';

/** Words as the sender makes them, and the same with what is missing marked. */
export interface EditorPreview {
  /** As it would be sent. */
  readonly preview: Answer<'previewTemplate'>;
  readonly shown: Answer<'previewTemplate'>['content'];
  /** Values that the customer lacks and that nothing stands in for. */
  readonly blanks: readonly string[];
}

/** Words that are not saved yet, for a customer, or (no id) for somebody of whom nothing is known. */
export async function readPreview(draft: TemplateDraft, customerId: string): Promise<EditorPreview> {
  const words = { messageClass: draft.messageClass, content: contentOf(draft) };
  const who = customerId === '' ? {} : { customerId };
  const defaults = Object.fromEntries(Object.entries(draft.defaults).filter(([, value]) => value !== ''));
  const preview = await askFor('previewTemplate', {
    ...words,
    ...who,
    defaultSubstitutions: JSON.stringify(defaults),
  });
  return { preview, ...(await markBlanks(preview, words, defaults, who)) };
}

/**
 * Renders the words once more by the sender's own renderer, with a mark in place of each value that would be a blank: what it
 * marks is what a customer lacks, by its rules and no others.
 */
export async function markBlanks(
  preview: Answer<'previewTemplate'>,
  words: { readonly messageClass: MessageClass; readonly content: TemplateContentInput },
  defaults: Readonly<Record<string, string>>,
  who: { readonly customerId?: string },
): Promise<Pick<EditorPreview, 'shown' | 'blanks'>> {
  const marks = preview.variables
    .filter((name) => (defaults[name] ?? '') === '')
    .map((name) => [name, `${BLANK.from}${name}${BLANK.to}`] as const);
  if (marks.length === 0) return { shown: preview.content, blanks: [] };
  const marked = await askFor('previewTemplate', {
    ...words,
    ...who,
    defaultSubstitutions: JSON.stringify({ ...defaults, ...Object.fromEntries(marks) }),
  });
  const text = JSON.stringify(marked.content);
  return { shown: marked.content, blanks: marks.filter(([, mark]) => text.includes(mark)).map(([name]) => name) };
}
