/**
 * Cuts the operations that the sandbox answers out of AWS's own service models and writes them to
 * src/offline/services/models. The models ship with botocore (the Python SDK), whole: enums, lengths and patterns, which
 * the JavaScript SDKs leave out. Run it after unpacking a botocore wheel:
 *
 *   tsx scripts/extract-service-models.ts <folder>/botocore
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const shapeSchema = z.record(z.string(), z.unknown());
const serviceSchema = z.object({
  metadata: z.object({ apiVersion: z.string(), serviceFullName: z.string() }).loose(),
  operations: z.record(z.string(), z.object({ input: z.object({ shape: z.string() }).optional() }).loose()),
  shapes: z.record(z.string(), shapeSchema),
});

const WANTED = [
  { file: 'pinpoint', path: 'pinpoint/2016-12-01', operations: ['SendMessages'] },
  { file: 'sesv2', path: 'sesv2/2019-09-27', operations: ['SendEmail', 'SendBulkEmail', 'GetAccount'] },
  { file: 'sms-voice-v2', path: 'pinpoint-sms-voice-v2/2022-03-31', operations: ['SendTextMessage'] },
  { file: 'firehose', path: 'firehose/2015-08-04', operations: ['PutRecord', 'PutRecordBatch'] },
  {
    file: 'athena',
    path: 'athena/2017-05-18',
    operations: ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution'],
  },
  { file: 'quicksight', path: 'quicksight/2018-04-01', operations: ['GenerateEmbedUrlForRegisteredUser'] },
] as const;

const KEPT = ['type', 'enum', 'min', 'max', 'pattern', 'required', 'payload'];

function trimShape(shape: Record<string, unknown>, reach: (name: string) => void): Record<string, unknown> {
  const trimmed: Record<string, unknown> = Object.fromEntries(
    KEPT.filter((key) => shape[key] !== undefined).map((key) => [key, shape[key]]),
  );
  const reference = (member: unknown) => {
    const {
      shape: name,
      location,
      locationName,
    } = z
      .object({ shape: z.string(), location: z.string().optional(), locationName: z.string().optional() })
      .parse(member);
    reach(name);
    return {
      shape: name,
      ...(location === undefined ? {} : { location }),
      ...(locationName === undefined ? {} : { locationName }),
    };
  };
  if (shape['members'] !== undefined) {
    trimmed['members'] = Object.fromEntries(
      Object.entries(shapeSchema.parse(shape['members'])).map(([name, member]) => [name, reference(member)]),
    );
  }
  for (const part of ['member', 'key', 'value']) if (shape[part] !== undefined) trimmed[part] = reference(shape[part]);
  return trimmed;
}

function extract(root: string, version: string, wanted: (typeof WANTED)[number]): void {
  const text = gunzipSync(readFileSync(join(root, 'data', wanted.path, 'service-2.json.gz'))).toString('utf8');
  const service = serviceSchema.parse(JSON.parse(text));
  const shapes: Record<string, unknown> = {};
  const reach = (name: string): void => {
    if (name in shapes) return;
    const shape = service.shapes[name];
    if (shape === undefined) throw new Error(`${wanted.file}: shape ${name} is not in the model.`);
    shapes[name] = {};
    shapes[name] = trimShape(shape, reach);
  };
  const operations: Record<string, { input: string }> = {};
  for (const name of wanted.operations) {
    const input = service.operations[name]?.input?.shape;
    if (input === undefined) throw new Error(`${wanted.file}: operation ${name} is not in the model.`);
    reach(input);
    operations[name] = { input };
  }
  const source = `botocore ${version}, ${wanted.path}/service-2.json (Apache-2.0)`;
  const target = join(import.meta.dirname, '../src/offline/services/models', `${wanted.file}.json`);
  writeFileSync(
    target,
    `${JSON.stringify({ source, service: service.metadata.serviceFullName, operations, shapes: Object.fromEntries(Object.entries(shapes).sort()) }, null, 2)}\n`,
  );
  console.log(`${wanted.file}: ${Object.keys(operations).length} operations, ${Object.keys(shapes).length} shapes`);
}

const [root] = process.argv.slice(2);
if (root === undefined) {
  console.error('Usage: tsx scripts/extract-service-models.ts <folder>/botocore');
  process.exitCode = 1;
} else {
  const version = /__version__ = '([^']+)'/.exec(readFileSync(join(root, '__init__.py'), 'utf8'))?.[1] ?? 'unknown';
  for (const wanted of WANTED) extract(root, version, wanted);
}
