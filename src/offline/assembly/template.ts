import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { AssemblyError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';

// JSON.parse yields nothing but JSON; walking a megabyte again to prove it would double the time to start.
const json = z.custom<Json>();
const section = z.record(z.string(), json).default({});

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: json.optional() })).default({}),
  Conditions: section,
  Mappings: section,
  Resources: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Condition: z.string().optional(),
        DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
        Properties: z.record(z.string(), json).default({}),
      }),
    )
    .default({}),
  Outputs: z.record(z.string(), z.object({ Value: json, Condition: z.string().optional() })).default({}),
  Metadata: section,
});

/** A CloudFormation template, with the sections the sandbox reads. */
export type Template = z.infer<typeof templateSchema>;

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string | undefined;
  readonly DependsOn?: string | string[] | undefined;
  readonly Properties: JsonObject;
}

/** Reads and checks one template file; `bytes` is what CloudFormation is given. */
export function readTemplate(file: string): { readonly template: Template; readonly bytes: number } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AssemblyError('BAD_ASSEMBLY', `The cloud assembly lacks the template ${file}. Synthesize it again.`, {
      cause,
    });
  }
  const parsed = templateSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new AssemblyError(
      'BAD_ASSEMBLY',
      `${file} is not a CloudFormation template: ${z.prettifyError(parsed.error)}`,
    );
  }
  return { template: parsed.data, bytes: Buffer.byteLength(text) };
}
