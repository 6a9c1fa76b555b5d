import * as z from 'zod';
import { saveTemplate } from '../../../src/app/template/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { DEFAULT_SUBSTITUTIONS, MESSAGE_CLASS, TEMPLATE_CONTENT } from '../edge/template-arguments.ts';

type Deps = Parameters<typeof saveTemplate>[0];

const input = z.object({
  templateId: idArgument.exactOptional(),
  importKey: z.string().exactOptional(),
  name: z.string(),
  messageClass: MESSAGE_CLASS,
  content: TEMPLATE_CONTENT,
  defaultSubstitutions: DEFAULT_SUBSTITUTIONS.exactOptional(),
  goods: z.string().min(1).max(100).exactOptional(),
  activate: z.boolean().exactOptional(),
});

export const saveTemplateField = (deps: Deps): Field =>
  field(input, async (command, actor) => {
    const saved = await saveTemplate(deps, { ...command, actor });
    return saved.ok ? { ok: true, value: { templateId: saved.template.id, version: saved.version.version } } : saved;
  });
