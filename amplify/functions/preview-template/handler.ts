import { z } from 'zod';
import { connectDatabase, createCustomerSource, createTemplates } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { previewTemplate } from '../../../src/app/template/index.ts';
import { smsParts } from '../../../src/domain/cost/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { DEFAULT_SUBSTITUTIONS, MESSAGE_CLASS, TEMPLATE_CONTENT } from '../edge/template-arguments.ts';

const environment = readEnvironment('TEMPLATE_TABLE', 'TEMPLATE_VERSION_TABLE', 'CUSTOMER_TABLE');
const database = connectDatabase();
const deps = {
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  clock: systemClock,
};

const customerId = z.string().exactOptional();
const input = z.union(
  [
    z.strictObject({ templateId: z.string(), version: z.int().exactOptional(), customerId }),
    z.strictObject({
      messageClass: MESSAGE_CLASS,
      content: TEMPLATE_CONTENT,
      defaultSubstitutions: DEFAULT_SUBSTITUTIONS.exactOptional(),
      customerId,
    }),
  ],
  { error: 'give either templateId (and version), or messageClass and content' },
);

export const handler = answerField(input, async ({ customerId: id, ...source }) => {
  const preview = await previewTemplate(deps, { source, ...(id === undefined ? {} : { customerId: id }) });
  if (!preview.ok) return preview;
  const { message, variables } = preview;
  const parts = message.channel === 'SMS' ? smsParts(message.body).parts : null;
  return { ok: true, value: { content: message, variables, smsParts: parts } };
});
