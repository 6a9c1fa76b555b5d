import ts from 'typescript';

/** Sources, by their paths. */
export type CodeSources = readonly { readonly path: string; readonly text: string }[];

/** What a program decides by: letters, digits and underscores, all of them large. */
const CODE = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/;

/** Functions, and errors of our own, whose first argument is a code. */
const REFUSING = new Set(['refuse', 'reject', 'refuseFile', 'FieldRefusal']);

/** Types that are codes and nothing else. */
const OF_CODES = /(?:ErrorCode|^LawCode|^ClaimRefusal|^NoWay|^LaunchHold|^DamageCode|^Why)$/;

/** Of most sources one look tells that they have none. */
const MAY_HAVE =
  /\b(?:code|phaseReason|refuse|reject|FieldRefusal|endBySystem|createSenderSecret|util\.error)\b|= '[A-Z_]+';|type \w+(?:Code|Refusal|Way|Hold)\b/;

/** Every code that the sources hand to somebody, as it is written in them. */
export function collectCodes(sources: CodeSources): ReadonlySet<string> {
  const files = sources.filter(({ text }) => MAY_HAVE.test(text)).map(parse);
  const constants = new Map(files.flatMap(constantsOf));
  const codes = new Set<string>();
  const add = (text: string): void => {
    // What stands behind a slash says more of the same.
    const [code = ''] = text.split('/');
    if (CODE.test(code)) codes.add(code);
  };
  for (const file of files) {
    visit(file, (node) => {
      if (ts.isTypeAliasDeclaration(node) && OF_CODES.test(node.name.text)) literalsOf(node).forEach(add);
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        for (const text of codesOfCall(node, constants)) add(text);
      }
      if (ts.isPropertyAssignment(node) && /^(?:code|phaseReason)$/.test(node.name.getText())) {
        textsOf(node.initializer, constants).forEach(add);
      }
      // A refusal, or a note, that is a type by itself.
      if (ts.isPropertySignature(node) && node.name.getText() === 'code') literalsOf(node).forEach(add);
    });
    // A mapping template of AppSync is a text, of which there is no syntax tree.
    for (const [, code = ''] of file.text.matchAll(/\butil\.error\([^]*?,\s*["']([A-Z_]+)["']/g)) add(code);
  }
  return codes;
}

/** The texts of which a type consists. */
export function namesOfType(sources: CodeSources, name: string): readonly string[] {
  const names: string[] = [];
  for (const source of sources) {
    if (!source.text.includes(`type ${name} =`)) continue;
    visit(parse(source), (node) => {
      if (ts.isTypeAliasDeclaration(node) && node.name.text === name)
        names.push(...literalsOf(node).filter((text) => CODE.test(text)));
    });
  }
  if (names.length === 0) throw new Error(`There is no type ${name}.`);
  return names;
}

/** The fields of an object type, those of objects within it among them. */
export function fieldsOfType(sources: CodeSources, name: string): readonly string[] {
  const fields: string[] = [];
  for (const source of sources) {
    if (!source.text.includes(`type ${name} =`)) continue;
    visit(parse(source), (node) => {
      if (!ts.isTypeAliasDeclaration(node) || node.name.text !== name) return;
      visit(node, (one) => {
        if (ts.isPropertySignature(one)) fields.push(one.name.getText());
      });
    });
  }
  if (fields.length === 0) throw new Error(`There is no type ${name} with fields.`);
  return fields;
}

function parse({ path, text }: CodeSources[number]): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function constantsOf(file: ts.SourceFile): [name: string, text: string][] {
  const found: [string, string][] = [];
  visit(file, (node) => {
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined || !ts.isIdentifier(node.name)) return;
    if (ts.isStringLiteral(node.initializer)) found.push([node.name.text, node.initializer.text]);
  });
  return found;
}

function literalsOf(node: ts.Node): string[] {
  const texts: string[] = [];
  visit(node, (one) => {
    if (ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal)) texts.push(one.literal.text);
  });
  return texts;
}

/** The texts that an expression may be, as far as they are written in it. */
function textsOf(node: ts.Expression | undefined, constants: ReadonlyMap<string, string>): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) {
    return [...textsOf(node.whenTrue, constants), ...textsOf(node.whenFalse, constants)];
  }
  if (ts.isIdentifier(node)) return [constants.get(node.text) ?? ''];
  if (!ts.isTemplateExpression(node)) return [];
  if (node.head.text !== '') return [node.head.text];
  return textsOf(node.templateSpans[0]?.expression, constants);
}

function codesOfCall(node: ts.CallExpression | ts.NewExpression, constants: ReadonlyMap<string, string>): string[] {
  const name = node.expression.getText().split('.').at(-1) ?? '';
  const given = node.arguments ?? [];
  if (REFUSING.has(name)) return textsOf(given[0], constants);
  if (name === 'endBySystem') return textsOf(given[3], constants);
  if (name !== 'createSenderSecret') return [];
  return textsOf(given[1], constants).flatMap((secret) => [`${secret}_MISSING`, `${secret}_UNREADABLE`]);
}
