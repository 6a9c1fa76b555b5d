import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { en } from '../console/words/en.ts';
import { ko } from '../console/words/ko.ts';
import { findUnusedWords, insertedInto } from './words/find-unused-words.ts';

/** Fails for sentences that nothing says, and for those that the two languages say of different things. Missing ones do not compile. */
const root = resolve(import.meta.dirname, '..', 'console');
const files = await readdir(root, { recursive: true });
const sources = await Promise.all(
  files
    .filter((file) => /\.tsx?$/.test(file) && !/^words[\\/](.*[\\/])?(ko|en)(-\w+)?\.ts$/.test(file))
    .map((file) => readFile(join(root, file), 'utf8')),
);
const english: Readonly<Record<string, string>> = en;
const problems = [
  ...findUnusedWords(Object.keys(ko), sources).map((name) => `Nothing says "${name}" (console/words): remove it.`),
  ...Object.entries(ko)
    .filter(([name, sentence]) => insertedInto(sentence).join() !== insertedInto(english[name] ?? '').join())
    .map(([name]) => `"${name}" has other words in braces in Korean than in English.`),
  ...Object.entries(ko)
    .filter(([, sentence]) => sentence.trim() === '')
    .map(([name]) => `"${name}" says nothing in Korean.`),
];
for (const problem of problems) console.error(problem);
console.log(`${Object.keys(ko).length} sentences in Korean and in English.`);
process.exitCode = problems.length === 0 ? 0 : 1;
