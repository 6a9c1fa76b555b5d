import * as z from 'zod';
import { previewTemplate } from '../../../src/app/template/index.ts';
import { smsParts } from '../../../src/domain/cost/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { DEFAULT_SUBSTITUTIONS, MESSAGE_CLASS, TEMPLATE_CONTENT } from '../edge/template-arguments.ts';

type Deps = Parameters<typeof previewTemplate>[0];

const customerId = idArgument.exactOptional();
const destination = z.string().exactOptional();
const input = z.union(
  [
    z.strictObject({ templateId: idArgument, version: z.int().exactOptional(), customerId, destination }),
    z.strictObject({
      messageClass: MESSAGE_CLASS,
      content: TEMPLATE_CONTENT,
      defaultSubstitutions: DEFAULT_SUBSTITUTIONS.exactOptional(),
      customerId,
      destination,
    }),
  ],
  { error: 'give either templateId (and version), or messageClass and content' },
);

export const previewTemplateField = (deps: Deps): Field =>
  field(input, async ({ customerId: id, destination: name, ...source }) => {
    const preview = await previewTemplate(deps, {
      source,
      ...(id === undefined ? {} : { customerId: id }),
      ...(name === undefined ? {} : { destination: name }),
    });
    if (!preview.ok) return preview;
    const { message, variables, warnings, endpointId = null, reason = null, fitted = null } = preview;
    const parts = message.channel === 'SMS' ? smsParts(message.body).parts : null;
    return { ok: true, value: { content: message, variables, smsParts: parts, endpointId, reason, fitted, warnings } };
  });
