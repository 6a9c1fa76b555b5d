import * as z from 'zod';
import { publishTemplateVersion } from '../../../src/app/template/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof publishTemplateVersion>[0];

export const publishTemplateVersionField = (deps: Deps): Field =>
  field(z.object({ templateId: idArgument, version: z.int() }), async (command, actor) => {
    const published = await publishTemplateVersion(deps, { ...command, actor });
    return published.ok ? { ok: true, value: { id: published.template.id } } : published;
  });
