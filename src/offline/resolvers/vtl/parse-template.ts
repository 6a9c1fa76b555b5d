import velocity, { type TemplateNode } from 'amplify-velocity-template';
import { TemplateError } from './template-error.ts';

/** Parses a template; a syntax error keeps the parser's position. */
export function parseTemplate(text: string): readonly TemplateNode[] {
  try {
    return velocity.parse(text);
  } catch (cause) {
    const nodes = parseRewritten(text);
    if (nodes !== undefined) return nodes;
    // The parser has no error of its own for this: it trips over the missing end of the list.
    if (cause instanceof TypeError) throw new TemplateError('a block has no #end.', { cause });
    throw new TemplateError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * What Velocity reads and the parser does not is written in other words. Only tried on text that does not parse, since
 * the same characters could be in a string.
 */
function parseRewritten(text: string): readonly TemplateNode[] | undefined {
  const worded = spellOperators(nameNull(text));
  for (const rewritten of [separateBraces(text), worded, separateBraces(worded)]) {
    if (rewritten === text) continue;
    try {
      return velocity.parse(rewritten);
    } catch {
      // The next one, or the error of the text as it was written.
    }
  }
  return undefined;
}

/**
 * The parser trips over a brace right behind a reference (`$util.qr(...){ "version": ... }`), where Velocity begins
 * plain text. An empty block keeps the two apart.
 */
function separateBraces(text: string): string {
  return text.replace(/(\)|\$!?[A-Za-z][\w.]*)\{/g, '$1#if(false)#end{');
}

/** `$null`, a reference that nobody sets, is what Velocity's own guide compares with; to the parser it is a literal. */
function nameNull(text: string): string {
  return text.replace(/(\$!?\{?)null\b(?![.[(])/g, '$1nullReference');
}

const OPERATORS: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};
/** A string, which stays as it is, or an operator in letters. */
const STRING_OR_OPERATOR = /"(?:[^"\\]|\\.)*"|'[^']*'|(?<=[\s)\]}])(?:and|or|eq|ne|lt|le|gt|ge)(?=[\s($!])/g;

/** `#if($a and $b eq 1)`: https://velocity.apache.org/engine/1.7/user-guide.html#relational-and-logical-operators */
function spellOperators(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      /#\{?(?:if|elseif|set)\b/.test(line)
        ? line.replace(STRING_OR_OPERATOR, (found) => OPERATORS[found] ?? found)
        : line,
    )
    .join('\n');
}
