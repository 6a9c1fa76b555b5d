import type { MessageClass } from '../../domain/consent/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  createTemplateVersion,
  type DefaultSubstitutions,
  type TemplateContent,
  type TemplateVersion,
} from '../../domain/template/index.ts';
import type { TemplateStore } from '../ports.ts';

/** What a call sends: a template (its active version, or the one it names), or content of its own. */
export type MessageSource = {
  readonly templateId?: string;
  readonly templateVersion?: number;
  readonly content?: TemplateContent;
  readonly defaultSubstitutions?: DefaultSubstitutions;
};

export type Words = { readonly ok: true; readonly version: TemplateVersion; readonly isInline: boolean };

/** Finds or checks the words of a call. */
export async function chooseWords(
  { templates }: { readonly templates: TemplateStore },
  source: MessageSource,
  messageClass: MessageClass,
): Promise<Words | Refused> {
  const { templateId, content } = source;
  if (content !== undefined && templateId === undefined) return inline(content, source, messageClass);
  if (templateId === undefined || content !== undefined || source.defaultSubstitutions !== undefined) {
    return refuse(
      'INVALID_INPUT',
      'Give either templateId (and templateVersion), or content (and defaultSubstitutions).',
    );
  }
  const known = await templates.get(templateId);
  if (known === null) return refuse('TEMPLATE_NOT_FOUND', `There is no template ${templateId}.`);
  const number = source.templateVersion ?? known.value.activeVersion;
  const version = await templates.getVersion(templateId, number);
  if (version === null) return refuse('TEMPLATE_NOT_FOUND', `Template ${templateId} has no version ${number}.`);
  if (version.messageClass !== messageClass) {
    // An advertisement sent as a transactional message would pass by the consent gate.
    return refuse(
      'CLASS_MISMATCH',
      `Version ${number} of template ${templateId} is ${version.messageClass}, not ${messageClass}.`,
    );
  }
  return { ok: true, version, isInline: false };
}

function inline(content: TemplateContent, source: MessageSource, messageClass: MessageClass): Words | Refused {
  if (source.templateVersion !== undefined) {
    return refuse('INVALID_INPUT', 'templateVersion goes with templateId; content of a call has no versions.');
  }
  const created = createTemplateVersion({
    templateId: 'inline',
    version: 1,
    messageClass,
    content,
    ...(source.defaultSubstitutions === undefined ? {} : { defaultSubstitutions: source.defaultSubstitutions }),
  });
  return created.ok ? { ok: true, version: created.version, isInline: true } : created;
}
