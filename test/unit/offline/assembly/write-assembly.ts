import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestTemplate {
  readonly Parameters?: Record<string, unknown>;
  readonly Conditions?: Record<string, unknown>;
  readonly Mappings?: Record<string, unknown>;
  readonly Resources?: Record<string, unknown>;
  readonly Outputs?: Record<string, unknown>;
}

/** Writes a minimal cloud assembly: one root template, nested ones and other assets by object key. */
export function writeAssembly(
  root: TestTemplate,
  assets: Readonly<Record<string, string | TestTemplate>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  write('manifest.json', {
    artifacts: { root: { type: 'aws:cloudformation:stack', properties: { templateFile: 'root.template.json' } } },
  });
  write('root.template.json', root);
  const files: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(assets)) {
    write(`asset.${key}`, value);
    files[key] = { source: { path: `asset.${key}` }, destinations: { here: { objectKey: key } } };
  }
  write('root.assets.json', { files });
  return folder;
}

export const nested = (key: string, parameters: Record<string, unknown> = {}): unknown => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: {
    TemplateURL: {
      'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/bucket/', key]],
    },
    Parameters: parameters,
  },
});
