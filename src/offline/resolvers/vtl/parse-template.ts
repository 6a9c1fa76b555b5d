import velocity, { type TemplateNode } from 'amplify-velocity-template';
import { TemplateError } from './template-error.ts';

/** Parses a template; a syntax error keeps the parser's position. */
export function parseTemplate(text: string): readonly TemplateNode[] {
  try {
    return velocity.parse(text);
  } catch (cause) {
    const nodes = parseSeparated(text);
    if (nodes !== undefined) return nodes;
    // The parser has no error of its own for this: it trips over the missing end of the list.
    if (cause instanceof TypeError) throw new TemplateError('a block has no #end.', { cause });
    throw new TemplateError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * The parser trips over a brace right behind a reference (`$util.qr(...){ "version": ... }`), where Velocity begins
 * plain text. An empty block keeps the two apart; only tried on text that does not parse, since it could be in a string.
 */
function parseSeparated(text: string): readonly TemplateNode[] | undefined {
  const separated = text.replace(/(\)|\$!?[A-Za-z][\w.]*)\{/g, '$1#if(false)#end{');
  if (separated === text) return undefined;
  try {
    return velocity.parse(separated);
  } catch {
    return undefined;
  }
}
