import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Directives of a content security policy, without what only differs by where the backend and its dashboard are. */
function policyIn(text: string): readonly string[] {
  const policy = /"(default-src[^"]*)"/.exec(text)?.[1] ?? '';
  return policy
    .replace(/ (https:\/\/\*\.quicksight\.aws\.amazon\.com|http:\/\/localhost:\* http:\/\/127\.0\.0\.1:\*);/, ';')
    .split('; ')
    .filter((directive) => !directive.startsWith('connect-src'));
}

describe('the hosting of the console', () => {
  it('has the same strict policy in the cloud as in the sandbox, in which the browser tests run', () => {
    const cloud = policyIn(read('customHttp.yml'));
    const site = read('src/offline/http/create-endpoint.ts').split('SITE_HEADERS')[1] ?? '';
    expect(cloud).toEqual(policyIn(site));
    expect(cloud).toContain("script-src 'self'");
    expect(cloud).toContain("default-src 'none'");
    expect(cloud.join(' ')).not.toContain('unsafe-eval');
  });

  it('builds the console after the backend, and puts the backend’s address beside it', () => {
    const pipeline = read('amplify.yml');
    expect(pipeline.indexOf('pipeline-deploy')).toBeLessThan(pipeline.indexOf('npm run build:console'));
    expect(pipeline).toContain('cp amplify_outputs.json dist/console/');
    expect(pipeline).toContain('baseDirectory: dist/console');
    expect(read('console/vite.config.ts')).toContain("outDir: '../dist/console'");
  });
});
