/** @module Use cases of message templates. */
export { previewTemplate } from './preview-template.ts';
export { publishTemplateVersion } from './publish-template-version.ts';
export { saveTemplate } from './save-template.ts';
