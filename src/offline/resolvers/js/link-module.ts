/** Turns an ES module into a function body: APPSYNC_JS modules import only AWS's own, so linking is text replacement. */
import type { ImportDeclaration, Program } from 'acorn';
import { ResolverModuleError } from './module-error.ts';

export interface LinkedModule {
  /** Body of a function of `modules` that returns the exports. Lines are those of the source. */
  readonly body: string;
  readonly exports: readonly string[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Rewrites imports to reads of `modules` and strips the word `export`. */
export function linkModule(
  program: Program,
  text: string,
  source: string,
  available: ReadonlySet<string>,
): LinkedModule {
  const edits: Edit[] = [];
  const exported = new Map<string, string>();
  for (const node of program.body) {
    const line = node.loc?.start.line ?? 0;
    switch (node.type) {
      case 'ImportDeclaration':
        edits.push({ start: node.start, end: node.end, text: linkImport(node, source, available) });
        break;
      case 'ExportDefaultDeclaration':
      case 'ExportAllDeclaration':
        throw new ResolverModuleError(source, line, 'only named exports are supported by APPSYNC_JS.');
      case 'ExportNamedDeclaration': {
        if (node.source) throw new ResolverModuleError(source, line, 'export ... from is not supported by APPSYNC_JS.');
        const { declaration } = node;
        edits.push({ start: node.start, end: declaration ? declaration.start : node.end, text: '' });
        if (declaration?.type === 'FunctionDeclaration') exported.set(declaration.id.name, declaration.id.name);
        if (declaration?.type === 'VariableDeclaration') {
          for (const { id } of declaration.declarations) if (id.type === 'Identifier') exported.set(id.name, id.name);
        }
        for (const { local, exported: name } of node.specifiers) {
          if (local.type === 'Identifier' && name.type === 'Identifier') exported.set(name.name, local.name);
        }
        break;
      }
      default:
    }
  }
  const pairs = [...exported].map(([name, local]) => `${name}: ${local}`);
  return { body: `${applyEdits(text, edits)}\n;return { ${pairs.join(', ')} };`, exports: [...exported.keys()] };
}

function linkImport(node: ImportDeclaration, source: string, available: ReadonlySet<string>): string {
  const line = node.loc?.start.line ?? 0;
  const from = String(node.source.value);
  if (!available.has(from)) {
    throw new ResolverModuleError(
      source,
      line,
      `the module ${from} cannot be imported: APPSYNC_JS has only ${[...available].join(', ')}.`,
    );
  }
  const module = `modules[${JSON.stringify(from)}]`;
  const parts = node.specifiers.map((specifier) => {
    switch (specifier.type) {
      case 'ImportNamespaceSpecifier':
        return `${specifier.local.name} = ${module}`;
      case 'ImportDefaultSpecifier':
        throw new ResolverModuleError(source, line, `${from} has no default export.`);
      case 'ImportSpecifier': {
        const name =
          specifier.imported.type === 'Identifier' ? specifier.imported.name : String(specifier.imported.value);
        return `${specifier.local.name} = ${module}[${JSON.stringify(name)}]`;
      }
    }
  });
  const lines = '\n'.repeat((node.loc?.end.line ?? line) - line);
  return parts.length === 0 ? lines : `const ${parts.join(', ')};${lines}`;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let position = 0;
  for (const edit of edits) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}
