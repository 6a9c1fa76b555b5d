import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';

const SCRIPT = /\.[cm]?[jt]sx?$/;
const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
];

/** What can name a file that no literal names. */
const COMPUTED = /\b(?:__dirname|import\.meta\.(?:url|dirname|filename|resolve)|process\.cwd)\b|(['"`])\.\.?\1/;
const LITERAL = /(['"`])((?:(?!\1)[^\\\n])*)\1/g;
/** Behind `from`, `import` and `require` stands a module. */
const MODULE = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(['"`])([^'"`\n]+)\1/g;

/**
 * The files of a project that the sources of its backend name, themselves included: what else changes (a front end's pages)
 * changes no synthesis. Undefined when that cannot be told: paths that are computed, aliases, packages of a workspace.
 *
 * @param sources files of the backend's own folder
 */
export function reachedFiles(sources: readonly string[], project: string): ReadonlySet<string> | undefined {
  const reached = new Set<string>();
  const waiting = [...sources];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    if (!SCRIPT.test(file)) continue;
    const text = readFileSync(file, 'utf8');
    if (COMPUTED.test(text)) return undefined;
    for (const [, , name = ''] of text.matchAll(MODULE))
      if (!name.startsWith('.') && !isPackage(name, project)) return undefined;
    for (const [, , literal = ''] of text.matchAll(LITERAL)) waiting.push(...filesNamed(literal, file, project));
  }
  return reached;
}

/** Whether a module is none of the project's own: one of Node's, of the registry's, or what Amplify makes. */
function isPackage(name: string, project: string): boolean {
  if (isBuiltin(name) || name.startsWith('$amplify/')) return true;
  const [scope = '', rest = ''] = name.split('/');
  const folder = name.startsWith('@') ? join(scope, rest) : scope;
  for (let at = project; ; at = dirname(at)) {
    const types = join(at, 'node_modules', '@types', folder.replace(/^@(.*)\//, '$1__'));
    if (existsSync(types)) return true;
    const found = join(at, 'node_modules', folder);
    // The packages of a workspace are links.
    if (existsSync(found)) return !lstatSync(found).isSymbolicLink();
    if (dirname(at) === at) return false;
  }
}

/** A path counts from the file that has it, as modules do, and from the project, where commands are called. */
function filesNamed(literal: string, file: string, project: string): readonly string[] {
  if (literal.length > 200 || !/^\.{0,2}[\w@./-]+$/.test(literal) || !literal.includes('/')) return [];
  const found = [dirname(file), project]
    .map((base) => join(base, literal))
    .filter((path) => path.startsWith(project + sep))
    .flatMap((path) => [...ENDINGS.map((ending) => path + ending), path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2')])
    .filter((path) => existsSync(path));
  return [...new Set(found)].flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
