import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { lawPage } from '../../../../scripts/generate/law-page.ts';
import { LAW_RULES } from '../../../../src/domain/law/index.ts';

it('the page on the law says of each rule where it stands, from when on, and that none of it is legal advice', async () => {
  const page = await readFile('docs/korean-advertising-rules.md', 'utf8');
  expect(page).toBe(await lawPage());
  expect(page).toContain('not legal advice');
  for (const { id, from, title } of LAW_RULES) {
    const section = page.slice(page.indexOf(`### ${title}\n`)).split('\n### ')[0] ?? '';
    expect(section).toContain(`\`${id}\``);
    expect(section).toContain(`in force from ${from}`);
    expect(section).toMatch(/\]\(https?:/);
  }
});
