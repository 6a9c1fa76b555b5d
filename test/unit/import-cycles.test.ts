import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

type Imports = ReadonlyMap<string, readonly string[]>;

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(ts|tsx|js|mjs)$/.test(name)).map((name) => join(folder, name));
}

/** What each file imports of the others, types included. */
function readImports(files: readonly string[]): Imports {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
      return [
        file,
        importedFiles.map(({ fileName }) => normalize(join(dirname(file), fileName))).filter((it) => known.has(it)),
      ];
    }),
  );
}

/** A way from a file back to itself, for the first file that has one. */
function findCycle(imports: Imports): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const cycle = visit(next, [...way, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

describe('imports', () => {
  it('never lead back to where they came from, not even for a type', () => {
    const imports = readImports(['src', 'amplify', 'console'].flatMap(filesIn));
    expect([...imports.values()].flat().length).toBeGreaterThan(1000);
    expect(findCycle(imports)?.join(' -> ')).toBeUndefined();
  });

  it('are told apart from a circle', () => {
    const line: [string, string[]][] = [
      ['a', ['b', 'c']],
      ['b', ['c']],
    ];
    expect(findCycle(new Map([...line, ['c', []]]))).toBeUndefined();
    expect(findCycle(new Map([...line, ['c', ['b']]]))).toEqual(['b', 'c', 'b']);
  });
});
