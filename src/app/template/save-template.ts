import type { MessageClass } from '../../domain/consent/index.ts';
import { canonicalJson } from '../../domain/api-client/index.ts';
import { idOfSaved } from '../../domain/imported-id.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  createTemplateVersion,
  type DefaultSubstitutions,
  type Template,
  type TemplateContent,
  type TemplateVersion,
} from '../../domain/template/index.ts';
import type { Actor, Clock, Ids, TemplateStore } from '../ports.ts';

export type SaveTemplateCommand = {
  readonly actor: Actor;
  /** Absent: a new template. */
  readonly templateId?: string;
  /** What it is called where it comes from: it is updated when it was saved under this key before, and created else. */
  readonly importKey?: string;
  readonly name: string;
  readonly messageClass: MessageClass;
  readonly content: TemplateContent;
  readonly defaultSubstitutions?: DefaultSubstitutions;
  /** What kind of goods it advertises, as purchases name them. */
  readonly goods?: string;
  /** Use the new version from now on; the first version always is. */
  readonly activate?: boolean;
};

export type TemplateSaved = { readonly ok: true; readonly template: Template; readonly version: TemplateVersion };

const MAX_NAME_LENGTH = 128;
/** Somebody else saving the same template at the same moment takes a version number; then the next one is tried. */
const MAX_TRIES = 5;

/** Checks the words, by the law as it is today, and keeps them as a new, immutable version of a template. */
export async function saveTemplate(
  deps: { templates: TemplateStore; ids: Ids; clock: Pick<Clock, 'now'> },
  command: SaveTemplateCommand,
): Promise<TemplateSaved | Refused> {
  const name = command.name.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH) {
    return refuse('INVALID_TEMPLATE', `A template needs a name of 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  const given = idOfSaved(command.templateId, command.importKey);
  if (!given.ok) return given;
  const templateId = given.id ?? deps.ids.next();
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const known = await deps.templates.get(templateId);
    if (known === null && command.templateId !== undefined) {
      return refuse('NOT_FOUND', `There is no template ${command.templateId}.`);
    }
    if (known !== null && known.value.channel !== command.content.channel) {
      return refuse(
        'INVALID_TEMPLATE',
        `Template ${templateId} is for ${known.value.channel}; save ${command.content.channel} words as a new template.`,
      );
    }
    const created = createTemplateVersion({
      templateId,
      version: (known?.value.latestVersion ?? 0) + 1 + attempt,
      messageClass: command.messageClass,
      content: command.content,
      defaultSubstitutions: command.defaultSubstitutions ?? {},
      ...(command.goods === undefined ? {} : { goods: command.goods }),
      at: deps.clock.now(),
    });
    if (!created.ok) return created;
    const { version } = created;
    const kept = command.importKey === undefined ? null : await unchanged(deps.templates, known?.value, name, version);
    if (kept !== null) return kept;
    if (!(await deps.templates.putVersion(version, command.actor, created.warnings))) continue;
    const isActivated = known === null || command.activate === true;
    const template: Template = {
      id: templateId,
      name,
      channel: command.content.channel,
      messageClass: isActivated ? command.messageClass : known.value.messageClass,
      activeVersion: isActivated ? version.version : known.value.activeVersion,
      latestVersion: version.version,
    };
    if (await deps.templates.put(template, known?.revision ?? 0, command.actor)) return { ok: true, template, version };
  }
  return refuse('CONFLICT', `Template ${templateId} is being changed by somebody else; try again.`);
}

/** Importing what was imported before changes nothing: as it is kept, or null when anything of it is new. */
async function unchanged(
  templates: TemplateStore,
  template: Template | undefined,
  name: string,
  next: TemplateVersion,
): Promise<TemplateSaved | null> {
  if (template === undefined || template.name !== name || template.activeVersion !== template.latestVersion)
    return null;
  const version = await templates.getVersion(template.id, template.latestVersion);
  if (version === null) return null;
  return canonicalJson({ ...version, version: 0 }) === canonicalJson({ ...next, version: 0 })
    ? { ok: true, template, version }
    : null;
}
