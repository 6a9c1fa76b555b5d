/** @module Use cases of message templates. */
export { previewTemplate, type PreviewTemplateCommand, type TemplatePreview } from './preview-template.ts';
export { publishTemplateVersion, type PublishTemplateVersionCommand } from './publish-template-version.ts';
export { saveTemplate, type SaveTemplateCommand, type TemplateSaved } from './save-template.ts';
