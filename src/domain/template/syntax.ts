import Handlebars from 'handlebars';

/** Handlebars types its syntax tree loosely; these guards are where its kinds become types. */
export type Node = hbs.AST.Node;

/** Text between the braces, printed as it is. */
export function isContent(node: Node): node is hbs.AST.ContentStatement {
  return node.type === 'ContentStatement';
}

/** A value or a helper's answer, `{{…}}`. */
export function isMustache(node: Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement';
}

/** A helper around a part of the text, `{{#if …}}…{{/if}}`. */
export function isBlock(node: Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement';
}

/** A part that was defined above, put in here, `{{> name}}`. */
export function isPartial(node: Node): node is hbs.AST.PartialStatement {
  return node.type === 'PartialStatement';
}

/** The definition of a part, `{{#* inline "name"}}…{{/inline}}`. */
export function isDecoratorBlock(node: Node): node is hbs.AST.DecoratorBlock {
  return node.type === 'DecoratorBlock';
}

/** The name of a variable, such as `User.UserAttributes.City`. */
export function isPath(node: Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}

/** A helper inside another one's arguments, `(…)`. */
export function isSubExpression(node: Node): node is hbs.AST.SubExpression {
  return node.type === 'SubExpression';
}

/** A text in quotes. */
export function isText(node: Node): node is hbs.AST.StringLiteral {
  return node.type === 'StringLiteral';
}

/** A number, `true` or `false`. */
export function isConstant(node: Node): node is hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral {
  return node.type === 'NumberLiteral' || node.type === 'BooleanLiteral';
}

/** Backslashes before a bracket: an odd number of them escapes it, an even one is half as many backslashes. */
const BEFORE_BRACKET = /\\+(?=\])/g;

/** A character that a text does not have, from the area that Unicode leaves to everybody. */
function unusedIn(text: string): string {
  let code = 0xe000;
  while (text.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

/** Handlebars leaves the brackets of a name around it when a line ends within. */
const LINE_END = /[\n\r\u2028\u2029]/;

function partOf(written: string, standIn: string): string {
  const isBracketed = LINE_END.test(written) && written.startsWith('[') && written.endsWith(']');
  return (isBracketed ? written.slice(1, -1) : written).replaceAll(standIn, '\\');
}

/** Puts backslashes back wherever a syntax tree has what stood for them; in the parts of a path they are unescaped. */
function restore(node: unknown, standIn: string): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parts' && Array.isArray(value)) {
      const parts: readonly unknown[] = value;
      Reflect.set(
        node,
        key,
        parts.map((part) => (typeof part === 'string' ? partOf(part, standIn) : part)),
      );
    } else if (typeof value === 'string') {
      Reflect.set(node, key, value.replaceAll(standIn, '\\\\'));
    } else {
      restore(value, standIn);
    }
  }
}

/**
 * Handlebars takes `\]` in a name in brackets for a bracket even when the backslash is escaped itself, and reads on to
 * the next bracket of the text: a name that ends in a backslash would swallow what is behind it.
 */
function parseProgram(text: string): hbs.AST.Program {
  const standIn = unusedIn(text);
  const program = Handlebars.parse(
    text.replaceAll(BEFORE_BRACKET, (all) => (all.length % 2 === 0 ? `${all.slice(2)}${standIn}` : all)),
  );
  restore(program, standIn);
  return program;
}

/** Parses a text; the error names the line. */
export function parse(
  text: string,
): { ok: true; program: hbs.AST.Program } | { ok: false; line: number; reason: string } {
  try {
    return { ok: true, program: parseProgram(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /(?:on line |- )(\d+)/.exec(message)?.[1] ?? '1';
    const [first = message, excerpt] = message.split('\n');
    const reason = excerpt === undefined ? first : `the Handlebars cannot be read near ${JSON.stringify(excerpt)}`;
    return { ok: false, line: Number(line), reason };
  }
}

/** Escapes a text for HTML as Handlebars does. */
export function escapeHtml(text: string): string {
  return Handlebars.escapeExpression(text);
}

/** The parts of a variable's path as written in a template (`User.UserAttributes.[Last Name].[0]`), or null. */
function pathParts(path: string): readonly string[] | null {
  const parsed = parse(`{{${path}}}`);
  if (!parsed.ok) return null;
  const [node] = parsed.program.body;
  if (parsed.program.body.length !== 1 || node === undefined || !isMustache(node)) return null;
  if (!isPath(node.path) || node.path.data || node.path.depth > 0 || node.params.length > 0) return null;
  return node.path.parts;
}

/**
 * The parts of the path that a default is for, or null. Pinpoint's keys are written without brackets, whatever letters a
 * name has: `User.UserAttributes.Fav Act`.
 */
export function defaultParts(path: string): readonly string[] | null {
  const parts = pathParts(path);
  if (parts !== null) return parts;
  return /^(?:Attributes|Metrics|User\.UserAttributes)\.[^{}[\]"]+$/.test(path) ? path.split('.') : null;
}
