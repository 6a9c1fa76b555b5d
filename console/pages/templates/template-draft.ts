import type { Answer, MessageClass, TemplateChannel, TemplateContentInput } from '../../../src/client/index.ts';

/** The channels that a template can be for. */
export const CHANNELS = ['PUSH', 'EMAIL', 'SMS', 'CUSTOM'] as const satisfies readonly TemplateChannel[];

/** What a message is by law. */
export const CLASSES = ['AD', 'TRANSACTIONAL'] as const satisfies readonly MessageClass[];

/** The texts that a message can have. */
const TEXTS = ['title', 'body', 'subject', 'html', 'text', 'from', 'url', 'deepLink', 'imageUrl'] as const;

/** One of `TEXTS`. */
export type TextName = (typeof TEXTS)[number];

/** The texts of each channel, in the order in which they are read; the long ones are of several lines. */
export const TEXTS_OF: Readonly<Record<TemplateChannel, readonly TextName[]>> = {
  PUSH: ['title', 'body', 'deepLink', 'url', 'imageUrl'],
  EMAIL: ['subject', 'html', 'text', 'from'],
  SMS: ['body'],
  CUSTOM: ['title', 'body'],
};

/** A template as it is written. */
export type TemplateDraft = Readonly<Record<TextName, string>> & {
  readonly name: string;
  readonly channel: TemplateChannel;
  readonly messageClass: MessageClass;
  /** What stands in for a value that a customer lacks, by the variable's name. */
  readonly defaults: Readonly<Record<string, string>>;
  /** What a version says beyond its words; the editor does not ask for it, and a new version says it again. */
  readonly beyond?: Pick<TemplateContentInput, 'collapseId' | 'timeToLiveSeconds' | 'data'> & {
    readonly goods?: string;
  };
};

/** Nothing written yet. */
export const EMPTY_TEMPLATE: TemplateDraft = {
  name: '',
  channel: 'PUSH',
  messageClass: 'AD',
  defaults: {},
  ...{ title: '', body: '', subject: '', html: '', text: '', from: '', url: '', deepLink: '', imageUrl: '' },
};

/** Whether something kept is a draft of now. */
export function isTemplateDraft(value: object): value is TemplateDraft {
  return Object.keys(EMPTY_TEMPLATE).every((key) => key in value);
}

/** A stored version, to be written on. */
export function draftOfVersion(
  template: Answer<'getTemplate'>,
  { content, defaultSubstitutions, messageClass, goods }: Answer<'getTemplateVersion'>,
): TemplateDraft {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, content[name] ?? '']));
  return {
    ...EMPTY_TEMPLATE,
    ...texts,
    name: template.name,
    channel: template.channel,
    messageClass,
    defaults: readDefaults(defaultSubstitutions),
    beyond: {
      ...(content.collapseId == null ? {} : { collapseId: content.collapseId }),
      ...(content.timeToLiveSeconds == null ? {} : { timeToLiveSeconds: content.timeToLiveSeconds }),
      ...(content.data == null ? {} : { data: content.data }),
      ...(goods == null ? {} : { goods }),
    },
  };
}

function readDefaults(json: string | null | undefined): Readonly<Record<string, string>> {
  const parsed: unknown = JSON.parse(json ?? '{}');
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** The content as the API takes it: texts of the channel that are not empty, and what it says beyond them. */
export function contentOf(draft: TemplateDraft): TemplateContentInput {
  const texts = TEXTS_OF[draft.channel]
    .filter((name) => draft[name] !== '')
    .map((name) => [name, draft[name]] as const);
  const { goods: _, ...beyond } = draft.beyond ?? {};
  return { channel: draft.channel, ...Object.fromEntries(texts), ...beyond };
}

/** The stand-ins as the API takes them; those that say nothing are left out. */
export function defaultsOf({ defaults }: TemplateDraft): string {
  return JSON.stringify(Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== '')));
}
