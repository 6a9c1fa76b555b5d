import { describe, expect, it } from 'vitest';
import {
  DataClientConfigContributor,
  AuthClientConfigContributor,
  CustomClientConfigContributor,
  VersionContributor,
} from '../../../../node_modules/@aws-amplify/client-config/lib/client-config-contributor/client_config_contributor_v1.js';
import { UnifiedClientConfigGenerator } from '../../../../node_modules/@aws-amplify/client-config/lib/unified_client_config_generator.js';
import { amplifyOutputs } from '../../../../src/offline/assembly/outputs.ts';
import { readAssembly } from '../../../../src/offline/assembly/read-assembly.ts';
import type { CloudApp } from '../../../../src/offline/assembly/resources.ts';
import { synthesize } from '../../../../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, LIBRARY_APP, OUR_BACKEND } from '../../../backends-under-test.ts';

const URL = 'HTTP://localhost:1/graphql';

/** What Amplify's own generator writes from the same stack outputs. */
async function fromAmplify(app: CloudApp, modelIntrospection: unknown): Promise<unknown> {
  const output = Object.fromEntries(
    Object.entries(app.metadata as Record<string, { version: string; stackOutputs: string[] }>).map(
      ([key, { version, stackOutputs }]) => [
        key,
        {
          version,
          payload: Object.fromEntries(
            stackOutputs.flatMap((name) =>
              app.outputs[name] === undefined
                ? []
                : [[name, name === 'awsAppsyncApiEndpoint' ? URL : app.outputs[name]]],
            ),
          ),
        },
      ],
    ),
  );
  const adapter = { getModelIntrospectionSchemaFromS3Uri: async () => modelIntrospection };
  const generator = new UnifiedClientConfigGenerator(async () => output, [
    new AuthClientConfigContributor(),
    new DataClientConfigContributor(adapter as never),
    new VersionContributor(),
    new CustomClientConfigContributor(),
  ] as never);
  return generator.generateClientConfig();
}

describe('amplify_outputs.json', () => {
  it.each([
    ['our backend', OUR_BACKEND],
    ['an unrelated backend', LIBRARY_APP],
  ])(
    'of %s equals what Amplify itself would write',
    async (_name, backend) => {
      const result = await synthesize({ ...backend, cacheFolder: ASSEMBLY_CACHE });
      if (!result.ok) throw new Error(result.error.message);
      const app = readAssembly(result.assemblyFolder, { endpointUrl: 'http://127.0.0.1:1' });
      const outputs = amplifyOutputs(app, URL);
      const data = outputs['data'] as { model_introspection: { models: object } };
      expect(Object.keys(data.model_introspection.models).length).toBeGreaterThan(0);
      expect(outputs).toEqual(JSON.parse(JSON.stringify(await fromAmplify(app, data.model_introspection))));
    },
    120_000,
  );
});
