/** @module Message templates: versioned words, and how they become one person's message. */
export {
  TEMPLATE_CHANNELS,
  type DefaultSubstitutions,
  type EmailContent,
  type PushContent,
  type RenderedMessage,
  type SmsContent,
  type Template,
  type TemplateChannel,
  type TemplateContent,
  type TemplateVersion,
} from './template.ts';
