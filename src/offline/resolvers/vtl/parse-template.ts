import velocity, { type TemplateNode } from 'amplify-velocity-template';
import { TemplateError } from './template-error.ts';

/** Parses a template; a syntax error keeps the parser's position. */
export function parseTemplate(text: string): readonly TemplateNode[] {
  try {
    return velocity.parse(text);
  } catch (cause) {
    // The parser has no error of its own for this: it trips over the missing end of the list.
    if (cause instanceof TypeError) throw new TemplateError('a block has no #end.', { cause });
    throw new TemplateError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
