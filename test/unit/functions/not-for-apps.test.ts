import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NOT_FOR_APPS } from '../../../amplify/functions/authorize-api-client/not-for-apps.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, '../../../schema/schema.graphql'), 'utf8');

/** Fields of a root type that callers of the authorizer may ask for. */
function openFields(type: string): string[] {
  const body = new RegExp(`^type ${type} [^{]*\\{([^]*?)^\\}`, 'm').exec(SCHEMA)?.[1] ?? '';
  return body
    .split('\n')
    .filter((line) => line.includes('@aws_lambda'))
    .map((line) => `${type}.${/\w+/.exec(line)?.[0]}`);
}

it('apps are denied every field of the authorizer’s callers but the one that records events', () => {
  const open = ['Query', 'Mutation', 'Subscription'].flatMap(openFields);
  expect(open).toContain('Mutation.recordEvents');
  expect([...NOT_FOR_APPS, 'Mutation.recordEvents'].sort()).toEqual(open.sort());
});
