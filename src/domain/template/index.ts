/** @module Message templates: versioned words, and how they become one person's message. */
export {
  isTextAlone,
  TEMPLATE_CHANNELS,
  type CustomContent,
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
export { judgeWords } from './judge-words.ts';
export { composeContent, composeDefaults } from './compose-content.ts';
export { compileTemplate, type CompiledTemplate, type Rendering } from './compile-template.ts';
export type { TemplateErrorCode } from './compile-text.ts';
export { createTemplateVersion, type SaveTemplateErrorCode } from './create-template-version.ts';
export { fixedTextOf } from './fixed-text.ts';
export { isSender, parseTemplateContent } from './parse-content.ts';
export { hasUnsubscribeLink, UNSUBSCRIBE_PLACEHOLDER, withUnsubscribeLink } from './unsubscribe-link.ts';
