import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { synthesize } from '../../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, OUR_BACKEND } from '../backends-under-test.ts';

const RESOURCE = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.array(z.string()).default([]),
  DeletionPolicy: z.string().optional(),
});

export type Resource = z.infer<typeof RESOURCE> & { readonly logicalId: string };

/** Every resource of our backend as a sandbox synthesizes it, over all its stacks. */
export async function ourResources(): Promise<readonly Resource[]> {
  return resourcesIn(await ourAssembly());
}

/** The cloud assembly of our backend as a sandbox synthesizes it. */
export async function ourAssembly(): Promise<string> {
  const result = await synthesize({ ...OUR_BACKEND, cacheFolder: ASSEMBLY_CACHE });
  if (!result.ok) throw new Error(result.error.message);
  return result.assemblyFolder;
}

/** Every resource of an assembly, over all its stacks. */
export function resourcesIn(assemblyFolder: string): readonly Resource[] {
  const names = readdirSync(assemblyFolder).filter((name) => name.endsWith('.template.json'));
  return names.flatMap((name) => {
    const template: unknown = JSON.parse(readFileSync(join(assemblyFolder, name), 'utf8'));
    const { Resources } = z.looseObject({ Resources: z.record(z.string(), RESOURCE).default({}) }).parse(template);
    return Object.entries(Resources).map(([logicalId, resource]) => ({ ...resource, logicalId }));
  });
}

const STATEMENT = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]).transform((action) => (Array.isArray(action) ? action : [action])),
  Resource: z.unknown(),
});

/** Every statement of a policy or of the policies inside a role that allows something. */
export function allowedBy({ Properties }: Resource): readonly z.infer<typeof STATEMENT>[] {
  const inline = z
    .array(z.looseObject({ PolicyDocument: z.unknown() }))
    .catch([])
    .parse(Properties['Policies']);
  const documents = [Properties['PolicyDocument'], ...inline.map(({ PolicyDocument }) => PolicyDocument)];
  return documents.flatMap((document) => {
    if (document === undefined) return [];
    const { Statement } = z.looseObject({ Statement: z.array(STATEMENT) }).parse(document);
    return Statement.filter(({ Effect }) => Effect === 'Allow');
  });
}

export interface Permission {
  readonly action: string;
  /** JSON of the resource, intrinsics and all. */
  readonly resource: string;
}

/** What the inline policies of the functions named `kebab-name` allow. */
export function permissionsOf(resources: readonly Resource[], functionName: string): readonly Permission[] {
  const prefix = `${functionName.replaceAll('-', '')}lambdaServiceRole`;
  return resources
    .filter(({ Type, logicalId }) => Type === 'AWS::IAM::Policy' && logicalId.startsWith(prefix))
    .flatMap(({ Properties }) => {
      const document = z.looseObject({ Statement: z.array(STATEMENT) }).parse(Properties['PolicyDocument']);
      return document.Statement.flatMap((statement) =>
        statement.Action.map((action) => ({ action, resource: JSON.stringify(statement.Resource) })),
      );
    });
}
