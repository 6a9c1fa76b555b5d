import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { authOutputs } from './auth-outputs.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { CloudApp } from './resources.ts';

const record = z.record(z.string(), z.custom<Json>());

/** The model introspection that Amplify's deployment puts into a bucket; a client needs it for `client.models`. */
function modelIntrospection(app: CloudApp): Json | undefined {
  for (const folder of app.buckets.flatMap((bucket) => bucket.deployedFolders ?? [])) {
    const file = join(folder.path, 'modelIntrospectionSchema.json');
    if (existsSync(file)) return record.parse(JSON.parse(readFileSync(file, 'utf8')));
  }
  return undefined;
}

function dataOutputs(app: CloudApp, graphqlUrl: string): JsonObject {
  const { outputs } = app;
  const [api] = app.apis;
  const type = outputs['awsAppsyncAuthenticationType'];
  if (api === undefined || type === undefined) return {};
  const introspection = modelIntrospection(app);
  const apiKey = outputs['awsAppsyncApiKey'];
  return {
    data: {
      url: graphqlUrl,
      aws_region: outputs['awsAppsyncRegion'] ?? app.region,
      ...(apiKey === undefined ? {} : { api_key: apiKey }),
      default_authorization_type: type,
      authorization_types: (outputs['awsAppsyncAdditionalAuthenticationTypes'] ?? '')
        .split(',')
        .filter((mode) => mode !== ''),
      ...(introspection === undefined ? {} : { model_introspection: introspection }),
    },
  };
}

const storedBucket = z.object({
  name: z.string(),
  bucketName: z.string(),
  storageRegion: z.string(),
  paths: z.custom<Json>().optional(),
});

function storageOutputs(app: CloudApp): JsonObject {
  const name = app.outputs['bucketName'];
  if (name === undefined) return {};
  const buckets = z.array(z.string()).parse(JSON.parse(app.outputs['buckets'] ?? '[]'));
  return {
    storage: {
      aws_region: app.outputs['storageRegion'] ?? app.region,
      bucket_name: name,
      buckets: buckets.map((text) => {
        const bucket = storedBucket.parse(JSON.parse(text));
        return {
          name: bucket.name,
          bucket_name: bucket.bucketName,
          aws_region: bucket.storageRegion,
          ...(bucket.paths === undefined ? {} : { paths: bucket.paths }),
        };
      }),
    },
  };
}

/** Objects are joined key by key; what `backend.addOutput` adds comes last. */
function merge(left: JsonObject, right: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const before = merged[key];
    merged[key] = isJsonObject(before) && isJsonObject(value) ? merge(before, value) : value;
  }
  return merged;
}

/** The contents of `amplify_outputs.json`, as `npx ampx sandbox` would write it, with the sandbox's own GraphQL address. */
export function amplifyOutputs(app: CloudApp, graphqlUrl: string): JsonObject {
  const custom = app.outputs['customOutputs'];
  const base: JsonObject = {
    ...authOutputs(app.outputs),
    ...dataOutputs(app, graphqlUrl),
    ...storageOutputs(app),
    version: '1.4',
  };
  return custom === undefined ? base : merge(base, record.parse(JSON.parse(custom)));
}
