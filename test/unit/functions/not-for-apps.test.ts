import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { NOT_FOR_APPS } from '../../../amplify/functions/authorize-api-client/not-for-apps.ts';

const SCHEMA = parse(readFileSync(join(import.meta.dirname, '../../../schema/schema.graphql'), 'utf8'));
const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Fields that callers of the authorizer may ask for. */
const OPEN = SCHEMA.definitions.flatMap((type) =>
  type.kind === Kind.OBJECT_TYPE_DEFINITION && ROOTS.includes(type.name.value)
    ? (type.fields ?? [])
        .filter(({ directives = [] }) => directives.some(({ name }) => name.value === 'aws_lambda'))
        .map(({ name }) => `${type.name.value}.${name.value}`)
    : [],
);

it('apps are denied every field of the authorizer’s callers but the one that records events', () => {
  expect(OPEN).toContain('Mutation.recordEvents');
  expect([...NOT_FOR_APPS, 'Mutation.recordEvents'].sort()).toEqual([...OPEN].sort());
});
