import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readZip } from './read-zip.ts';

/** Lays files out in a folder of the assembly that is named by their content; what is there already is as good. */
function layOut(assemblyFolder: string, files: readonly (readonly [string, Buffer])[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(name).update('\0').update(content).update('\0');
  const folder = join(assemblyFolder, `unpacked.${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${process.pid}`;
  for (const [name, content] of files) {
    const file = join(temporary, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** CloudFormation puts the text of a template into a file called `index`; ES modules are told by their exports. */
export function layOutInlineCode(assemblyFolder: string, text: string): string {
  const isModule = /^\s*export\s/m.test(text);
  return layOut(assemblyFolder, [[isModule ? 'index.mjs' : 'index.js', Buffer.from(text)]]);
}

/** The contents of a zip file, as Lambda would unpack them. */
export function layOutZip(assemblyFolder: string, zipFile: string): string {
  return layOut(assemblyFolder, readZip(readFileSync(zipFile), zipFile));
}
