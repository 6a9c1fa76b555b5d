import { z } from 'zod';
import { connectDatabase, createTemplates } from '../../../src/adapters/dynamodb/index.ts';
import { publishTemplateVersion } from '../../../src/app/template/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment('TEMPLATE_TABLE', 'TEMPLATE_VERSION_TABLE');
const deps = {
  templates: createTemplates(connectDatabase(), {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
};

export const handler = answerField(z.object({ templateId: z.string(), version: z.int() }), async (command, actor) => {
  const published = await publishTemplateVersion(deps, { ...command, actor });
  return published.ok ? { ok: true, value: { id: published.template.id } } : published;
});
