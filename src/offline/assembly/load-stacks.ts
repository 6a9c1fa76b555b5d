import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Assets } from './assets.ts';
import { AssemblyError } from './errors.ts';
import { isJsonObject, type Json } from './json.ts';
import type { Resolver } from './resolver.ts';
import { describe, type LocatedResource, type Stack } from './stack.ts';
import { readTemplate } from './template.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.object({ templateFile: z.string().optional() }).optional() }),
  ),
});

/** Finds the one root stack of an assembly: a sandbox runs one backend. */
export function findRootTemplate(folder: string): { readonly stackName: string; readonly file: string } {
  let manifest: z.infer<typeof manifestSchema>;
  try {
    manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  } catch (cause) {
    throw new AssemblyError(
      'BAD_ASSEMBLY',
      `${folder} is not a cloud assembly: its manifest.json is missing or unreadable.`,
      { cause },
    );
  }
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, artifact]) => artifact.type === 'aws:cloudformation:stack',
  );
  const [root] = stacks;
  const file = root?.[1].properties?.templateFile;
  if (root === undefined || file === undefined || stacks.length > 1 || !readdirSync(folder).includes(file)) {
    throw new AssemblyError('BAD_ASSEMBLY', `${folder} must hold exactly one root stack, and holds ${stacks.length}.`);
  }
  return { stackName: root[0], file: join(folder, file) };
}

/** Loads the root template and, through the asset manifests, every nested one. */
export function loadStacks(rootFile: string, assets: Assets, resolver: Resolver): Stack {
  const load = (
    file: string,
    path: string,
    parent: Stack | undefined,
    given: Readonly<Record<string, Json>>,
  ): Stack => {
    const children = new Map<string, Stack>();
    const stack: Stack = { path, ...readTemplate(file), parent, arguments: given, children };
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      if (resource.Type !== 'AWS::CloudFormation::Stack') continue;
      const located: LocatedResource = { stack, logicalId, resource };
      const url = resolver.property(located, 'TemplateURL');
      if (typeof url !== 'string')
        throw new AssemblyError('BAD_PROPERTY', `${describe(located)}: the property TemplateURL must be text.`);
      const parameters = resource.Properties['Parameters'];
      children.set(
        logicalId,
        load(
          assets.pathOf(url, describe(located)),
          `${path}/${logicalId}`,
          stack,
          isJsonObject(parameters) ? parameters : {},
        ),
      );
    }
    return stack;
  };
  return load(rootFile, '', undefined, {});
}
