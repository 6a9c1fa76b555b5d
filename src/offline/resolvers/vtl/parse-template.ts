import velocity, { type TemplateNode } from 'amplify-velocity-template';
import { TemplateError } from './template-error.ts';

/** Parses a template; a syntax error keeps the parser's position. */
export function parseTemplate(text: string): readonly TemplateNode[] {
  try {
    return velocity.parse(text);
  } catch (cause) {
    throw new TemplateError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
