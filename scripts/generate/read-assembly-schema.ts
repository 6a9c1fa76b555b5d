import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a synthesized backend says of its API. */
export interface AssemblySchema {
  /** As uploaded to AppSync: scalars and directives of AWS are used, not declared. */
  readonly sdl: string;
  /** Amplify's description of the models, which `aws-amplify` reads from `amplify_outputs.json`. */
  readonly modelIntrospection: string;
}

/** Finds the schema in a cloud assembly: the one GraphQL asset, and the asset folder with the model description. */
export async function readAssemblySchema(folder: string): Promise<AssemblySchema> {
  const names = await readdir(folder);
  const schemas = names.filter((name) => name.endsWith('.graphql'));
  const [schema] = schemas;
  if (schema === undefined || schemas.length !== 1) {
    throw new Error(`${folder} holds ${schemas.length} GraphQL schemas; exactly one was expected.`);
  }
  for (const name of names.filter((candidate) => candidate.startsWith('asset.'))) {
    const modelIntrospection = await readIfPresent(join(folder, name, 'modelIntrospectionSchema.json'));
    if (modelIntrospection !== null) return { sdl: await readFile(join(folder, schema), 'utf8'), modelIntrospection };
  }
  throw new Error(`${folder} holds no modelIntrospectionSchema.json; is it the assembly of an Amplify Gen 2 backend?`);
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Absent, or the asset is a file and not a folder: either way the next one is asked.
    return null;
  }
}
