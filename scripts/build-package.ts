/**
 * Builds the client library as a package that installs by itself: `npm run build:package [-- --out FOLDER]`. JavaScript for
 * both module systems with types, no TypeScript sources, nothing of the backend; `npm pack ./dist/package` makes the file.
 */
import { build, type BuildOptions } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

const ROOT = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'dist', 'package') } } });
const out = resolve(values.out);

/** Names of entry points, as users import them, and where they begin. */
const ENTRIES = {
  '.': 'client/index',
  './react': 'client/react/index',
  './documents': 'client/documents',
  './server': 'server/index',
  './front-end': 'front-end/index',
} as const;

const manifest = z
  .object({
    version: z.string(),
    license: z.string(),
    engines: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** Of Node alone, and with parts of the backend's rules: it is one file, with what it uses of them. */
const OF_SERVERS = 'server/index';

const shared = {
  absWorkingDir: ROOT,
  platform: 'neutral',
  target: 'es2022',
  logLevel: 'warning',
} satisfies BuildOptions;
const bundled = {
  ...shared,
  bundle: true,
  packages: 'external',
  external: ['node:*'],
  metafile: true,
} satisfies BuildOptions & { readonly metafile: true };
const entryPoints = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));

rmSync(out, { recursive: true, force: true });
const entries = entryPoints(Object.values(ENTRIES));
const cjs = await build({ ...bundled, entryPoints: entries, outdir: join(out, 'cjs'), format: 'cjs' });
// Module by module, so that a front end's bundler takes those that are used: of one file it would keep every document.
const ofFrontEnds = Object.values(cjs.metafile.outputs).filter(
  ({ entryPoint }) => entryPoint !== `src/${OF_SERVERS}.ts`,
);
const modules = [...new Set(ofFrontEnds.flatMap(({ inputs }) => Object.keys(inputs)))];
await build({ ...bundled, entryPoints: entryPoints([OF_SERVERS]), outdir: join(out, 'esm'), format: 'esm' });
await build({
  ...shared,
  entryPoints: modules,
  outbase: 'src',
  outdir: join(out, 'esm'),
  bundle: false,
  format: 'esm',
});
for (const module of modules) {
  const file = join(out, 'esm', relative('src', module).replace(/\.ts$/, '.js'));
  writeFileSync(file, withoutTs(readFileSync(file, 'utf8'), '"'));
}
for (const [folder, type] of [
  ['esm', 'module'],
  ['cjs', 'commonjs'],
] as const) {
  writeFileSync(join(out, folder, 'package.json'), JSON.stringify({ type, sideEffects: false }));
}
declareTypes();

copyFileSync(join(ROOT, 'schema', 'schema.graphql'), join(out, 'schema.graphql'));
copyFileSync(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));
copyFileSync(join(ROOT, 'docs', 'client.md'), join(out, 'README.md'));
writeFileSync(join(out, 'package.json'), `${JSON.stringify(packageManifest(), null, 2)}\n`);
process.stdout.write(`Built ${out}\n`);

/** The declarations of each module, once for each module system: a file's own folder says which one it is. */
function declareTypes(): void {
  const types = join(out, 'types');
  const config = join(ROOT, '.bonghwa', `package-${process.pid}.tsconfig.json`);
  mkdirSync(join(ROOT, '.bonghwa'), { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
        // `npm run typecheck` looks at the same files; looking again was a third of the time of this build.
        noCheck: true,
        ...{ outDir: types, rootDir: join(ROOT, 'src'), lib: ['es2023', 'dom'] },
      },
      include: [],
      files: Object.values(ENTRIES).map((entry) => join(ROOT, 'src', `${entry}.ts`)),
    }),
  );
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config], {
      stdio: 'inherit',
    });
  } finally {
    rmSync(config);
  }
  for (const file of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = withoutTs(readFileSync(join(types, file), 'utf8'), "'");
    for (const folder of ['esm', 'cjs']) {
      const target = join(out, folder, file);
      mkdirSync(join(target, '..'), { recursive: true });
      writeFileSync(target, text);
    }
  }
  rmSync(types, { recursive: true });
}

/** What is built keeps the extensions of the sources, which are not there. */
function withoutTs(text: string, quote: '"' | "'"): string {
  const names = new RegExp(`((?:from|import)\\s*\\(?\\s*${quote})(\\.[^${quote}]*)\\.ts${quote}`, 'g');
  return text.replace(names, `$1$2.js${quote}`);
}

function packageManifest() {
  const version = (name: string): string => {
    const found = manifest.dependencies[name] ?? manifest.devDependencies[name];
    if (found === undefined) throw new Error(`package.json does not name ${name}.`);
    return found;
  };
  const caret = (name: string): string => `^${version(name)}`;
  return {
    name: 'bonghwa',
    version: manifest.version,
    description:
      'The client library of Bonghwa: typed operations, live watches, React hooks, and the client of servers.',
    license: manifest.license,
    type: 'module',
    sideEffects: false,
    engines: manifest.engines,
    exports: {
      ...Object.fromEntries(
        Object.entries(ENTRIES).map(([name, entry]) => [
          name,
          {
            import: { types: `./esm/${entry}.d.ts`, default: `./esm/${entry}.js` },
            require: { types: `./cjs/${entry}.d.ts`, default: `./cjs/${entry}.js` },
          },
        ]),
      ),
      './schema.graphql': './schema.graphql',
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(['@smithy/signature-v4', 'jose', 'zod'].map((name) => [name, caret(name)])),
    peerDependencies: { 'aws-amplify': caret('aws-amplify'), graphql: '>=15', react: '>=18' },
    peerDependenciesMeta: {
      'aws-amplify': { optional: true },
      graphql: { optional: true },
      react: { optional: true },
    },
  };
}
