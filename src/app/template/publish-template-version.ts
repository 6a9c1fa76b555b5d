import { refuse, type Refused } from '../../domain/result.ts';
import type { Template } from '../../domain/template/index.ts';
import type { Actor, TemplateStore } from '../ports.ts';

export type PublishTemplateVersionCommand = {
  readonly actor: Actor;
  readonly templateId: string;
  readonly version: number;
};

/** Makes one version of a template the active one; campaigns planned from now on use it. */
export async function publishTemplateVersion(
  deps: { templates: TemplateStore },
  command: PublishTemplateVersionCommand,
): Promise<{ readonly ok: true; readonly template: Template } | Refused> {
  const known = await deps.templates.get(command.templateId);
  if (known === null) return refuse('NOT_FOUND', `There is no template ${command.templateId}.`);
  const version = await deps.templates.getVersion(command.templateId, command.version);
  if (version === null) {
    return refuse(
      'NOT_FOUND',
      `Template ${command.templateId} has no version ${command.version}; its latest is ${known.value.latestVersion}.`,
    );
  }
  if (known.value.activeVersion === version.version) return { ok: true, template: known.value };
  const template: Template = {
    ...known.value,
    activeVersion: version.version,
    messageClass: version.messageClass,
  };
  if (await deps.templates.put(template, known.revision, command.actor)) return { ok: true, template };
  return refuse('CONFLICT', `Template ${command.templateId} is being changed by somebody else; try again.`);
}
