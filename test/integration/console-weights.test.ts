import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../../src/cli/console/build-console.ts';

const chunk = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  dynamicImports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
  isDynamicEntry: z.boolean().default(false),
});
type Manifest = Readonly<Record<string, z.infer<typeof chunk>>>;

let folder: string;
let manifest: Manifest;
beforeAll(async () => {
  const built = await buildConsole(() => undefined);
  if (!built.ok) throw new Error(built.message);
  folder = built.folder;
  manifest = z
    .record(z.string(), chunk)
    .parse(JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')));
}, 120_000);

/** A chunk with all that it imports, and that with its own. */
function withImports(names: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    for (const imported of manifest[name]?.imports ?? []) add(imported);
  };
  for (const name of names) add(name);
  return all;
}

const gzipped = (files: Iterable<string>): number =>
  [...new Set(files)].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1024,
    0,
  );
const scriptsOf = (names: Iterable<string>): number => gzipped([...names].map((name) => manifest[name]?.file ?? ''));
const stylesOf = (names: Iterable<string>): number => gzipped([...names].flatMap((name) => manifest[name]?.css ?? []));

const SIGN_IN = ['index.html', 'words/ko.ts'];
const named = (part: string): string => {
  const name = Object.keys(manifest).find((one) => one.includes(part));
  if (name === undefined) throw new Error(`No chunk of the console has ${part} in its name.`);
  return name;
};

/** What is loaded only once somebody has chosen a file. All else that a page loads later, it loads by itself. */
const BY_AN_ACT: ReadonlySet<string> = new Set(['pages/import/chosen.ts', 'pages/import/chosen-columns.tsx']);

/** A page with all that it imports and what it loads by itself after its first sight, without what is there already. */
function withWhatFollows(page: string, there: ReadonlySet<string>): ReadonlySet<string> {
  const more = new Set<string>();
  const waiting = [page];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const name of withImports([next])) {
      if (there.has(name) || more.has(name)) continue;
      more.add(name);
      waiting.push(...(manifest[name]?.dynamicImports ?? []).filter((later) => !BY_AN_ACT.has(later)));
    }
  return more;
}

describe('what the console weighs, gzipped', () => {
  it('is at most 170 KB for the sign-in, without Cloudscape', () => {
    const signIn = withImports(SIGN_IN);
    expect(scriptsOf(signIn)).toBeLessThan(170);
    expect(stylesOf(signIn)).toBeLessThan(5);
    for (const name of signIn) {
      const text = readFileSync(join(folder, manifest[name]?.file ?? ''), 'utf8');
      expect(text.includes('awsui_'), name).toBe(false);
    }
  });

  it('is at most 500 KB of scripts, with a fifth to spare, and 260 KB of styles for the first page', () => {
    const first = withImports([...SIGN_IN, named('app/console.tsx'), named('messages/all.ko')]);
    expect(scriptsOf(first)).toBeLessThan(400);
    expect(stylesOf(first)).toBeLessThan(260);
  });

  it('is at most 80 KB more, with a fifth to spare, for each further page and what it loads after its first sight', () => {
    const first = withImports([...SIGN_IN, named('app/console.tsx'), named('messages/all.ko')]);
    const pages = Object.keys(manifest).filter((name) => name.startsWith('pages/') && manifest[name]?.isDynamicEntry);
    expect(pages.length).toBeGreaterThan(1);
    expect([...BY_AN_ACT].filter((name) => !pages.includes(name))).toEqual([]);
    expect(withWhatFollows('pages/run/run-page.tsx', first)).toContain('pages/run/run-tabs.tsx');
    for (const page of pages) expect(scriptsOf(withWhatFollows(page, first)), page).toBeLessThan(64);
  });
});
