import { z } from 'zod';
import { connectDatabase, createTemplates } from '../../../src/adapters/dynamodb/index.ts';
import { randomIds } from '../../../src/adapters/system/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { DEFAULT_SUBSTITUTIONS, MESSAGE_CLASS, TEMPLATE_CONTENT } from '../edge/template-arguments.ts';

const environment = readEnvironment('TEMPLATE_TABLE', 'TEMPLATE_VERSION_TABLE');
const deps = {
  templates: createTemplates(connectDatabase(), {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  ids: randomIds,
};

const input = z.object({
  templateId: z.string().exactOptional(),
  name: z.string(),
  messageClass: MESSAGE_CLASS,
  content: TEMPLATE_CONTENT,
  defaultSubstitutions: DEFAULT_SUBSTITUTIONS.exactOptional(),
  activate: z.boolean().exactOptional(),
});

export const handler = answerField(input, async (command, actor) => {
  const saved = await saveTemplate(deps, { ...command, actor });
  return saved.ok ? { ok: true, value: { templateId: saved.template.id, version: saved.version.version } } : saved;
});
