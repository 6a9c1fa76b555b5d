import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isRecord } from './aws-response.ts';

const memberSchema = z.object({
  shape: z.string(),
  location: z.string().optional(),
  locationName: z.string().optional(),
});
const shapeSchema = z.object({
  type: z.enum([
    'structure',
    'list',
    'map',
    'string',
    'integer',
    'long',
    'double',
    'float',
    'boolean',
    'blob',
    'timestamp',
  ]),
  members: z.record(z.string(), memberSchema).optional(),
  required: z.array(z.string()).optional(),
  payload: z.string().optional(),
  member: memberSchema.optional(),
  key: memberSchema.optional(),
  value: memberSchema.optional(),
  enum: z.array(z.string()).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
});
const modelSchema = z.object({
  source: z.string(),
  operations: z.record(z.string(), z.object({ input: z.string() })),
  shapes: z.record(z.string(), shapeSchema),
});

type Shape = z.infer<typeof shapeSchema>;

/** A part of an AWS service model: what scripts/extract-service-models.ts wrote. */
export type ServiceModel = z.infer<typeof modelSchema>;

/** What is wrong with a request, and where in it. */
export interface ShapeProblem {
  /** `Addresses.token-1.ChannelType` */
  readonly path: string;
  readonly message: string;
}

type ServiceName = 'pinpoint' | 'sesv2' | 'sms-voice-v2' | 'firehose' | 'athena' | 'quicksight';

/** Reads a committed service model. */
export function loadServiceModel(name: ServiceName): ServiceModel {
  return modelSchema.parse(JSON.parse(readFileSync(new URL(`./models/${name}.json`, import.meta.url), 'utf8')));
}

/**
 * Checks a request body against the operation's input shape: required members, types, enum values, lengths, patterns,
 * and members that the service does not know. Members that travel in the path or the query are the caller's business.
 */
export function validateShape(model: ServiceModel, operation: string, body: unknown): readonly ShapeProblem[] {
  const input = model.operations[operation];
  if (input === undefined) throw new Error(`${operation} is not in the service model.`);
  const shape = shapeNamed(model, input.input);
  const payload = shape.payload === undefined ? undefined : shape.members?.[shape.payload];
  const problems: ShapeProblem[] = [];
  check(model, payload === undefined ? shape : shapeNamed(model, payload.shape), body, '', problems);
  return problems;
}

function shapeNamed(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`Shape ${name} is not in the service model.`);
  return shape;
}

function check(model: ServiceModel, shape: Shape, value: unknown, path: string, problems: ShapeProblem[]): void {
  const problem = (message: string) => void problems.push({ path: path === '' ? '(body)' : path, message });
  switch (shape.type) {
    case 'structure':
      return isRecord(value) ? checkStructure(model, shape, value, path, problems) : problem('must be an object');
    case 'list':
      return Array.isArray(value) ? checkList(model, shape, value, path, problems) : problem('must be a list');
    case 'map':
      return isRecord(value) ? checkMap(model, shape, value, path, problems) : problem('must be a map');
    case 'string':
      return typeof value === 'string' ? checkString(shape, value, problem) : problem('must be a string');
    case 'blob':
      if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return problem('must be base64 text');
      return checkRange(shape, Buffer.byteLength(value, 'base64'), 'length', problem);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : problem('must be true or false');
    case 'integer':
    case 'long':
      return typeof value === 'number' && Number.isInteger(value)
        ? checkRange(shape, value, 'value', problem)
        : problem('must be a whole number');
    case 'double':
    case 'float':
    case 'timestamp':
      return typeof value === 'number' ? checkRange(shape, value, 'value', problem) : problem('must be a number');
  }
}

function checkStructure(
  model: ServiceModel,
  shape: Shape,
  value: Record<string, unknown>,
  path: string,
  problems: ShapeProblem[],
): void {
  const members = new Map(
    Object.entries(shape.members ?? {}).flatMap(([name, member]) =>
      member.location === undefined ? [[member.locationName ?? name, member] as const] : [],
    ),
  );
  for (const name of shape.required ?? []) {
    const member = shape.members?.[name];
    if (member?.location === undefined && (value[member?.locationName ?? name] ?? null) === null)
      problems.push({ path: join(path, name), message: 'is required' });
  }
  for (const [name, part] of Object.entries(value)) {
    const member = members.get(name);
    if (member === undefined) problems.push({ path: join(path, name), message: 'is not a member of this request' });
    else if (part !== null && part !== undefined)
      check(model, shapeNamed(model, member.shape), part, join(path, name), problems);
  }
}

function checkList(
  model: ServiceModel,
  shape: Shape,
  value: readonly unknown[],
  path: string,
  problems: ShapeProblem[],
): void {
  checkRange(shape, value.length, 'length', (message) => problems.push({ path, message }));
  const member = shape.member;
  if (member !== undefined)
    value.forEach((part, index) => check(model, shapeNamed(model, member.shape), part, `${path}[${index}]`, problems));
}

function checkMap(
  model: ServiceModel,
  shape: Shape,
  value: Record<string, unknown>,
  path: string,
  problems: ShapeProblem[],
): void {
  checkRange(shape, Object.keys(value).length, 'size', (message) => problems.push({ path, message }));
  for (const [key, part] of Object.entries(value)) {
    if (shape.key !== undefined)
      check(model, shapeNamed(model, shape.key.shape), key, `${join(path, key)} (key)`, problems);
    if (shape.value !== undefined) check(model, shapeNamed(model, shape.value.shape), part, join(path, key), problems);
  }
}

function checkString(shape: Shape, value: string, problem: (message: string) => void): void {
  if (shape.enum !== undefined && !shape.enum.includes(value)) problem(`must be one of ${shape.enum.join(', ')}`);
  checkRange(shape, value.length, 'length', problem);
  if (shape.pattern !== undefined && !patternOf(shape.pattern).test(value)) problem(`must match ${shape.pattern}`);
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(`^(?:${source})$`, 'u');
  patterns.set(source, pattern);
  return pattern;
}

function checkRange(shape: Shape, measure: number, what: string, problem: (message: string) => void): void {
  if (shape.min !== undefined && measure < shape.min) problem(`${what} must be at least ${shape.min}`);
  if (shape.max !== undefined && measure > shape.max) problem(`${what} must be at most ${shape.max}`);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
