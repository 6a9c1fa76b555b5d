import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../../src/offline/assembly/read-assembly.ts';
import { nested, writeAssembly } from './write-assembly.ts';

const TYPES = [
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::Cognito::UserPool',
  'AWS::IAM::Role',
  'AWS::Cognito::IdentityPool',
] as const;
const logicalId = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,30}$/);
const resources = fc.dictionary(logicalId, fc.constantFrom(...TYPES), { minKeys: 1, maxKeys: 8 });

function namesOf(
  root: Readonly<Record<string, string>>,
  child: Readonly<Record<string, string>>,
  port: number,
): Record<string, string[]> {
  const write = (types: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(types).map(([id, Type]) => [id, { Type }]));
  const folder = writeAssembly(
    { Resources: { ...write(root), ZzChild: nested('child.json') } },
    { 'child.json': { Resources: write(child) } },
  );
  const app = readAssembly(folder, { endpointUrl: `http://127.0.0.1:${port}` });
  rmSync(folder, { recursive: true });
  return {
    queues: app.queues.map((queue) => queue.arn),
    buckets: app.buckets.map((bucket) => bucket.name),
    pools: app.userPools.map((pool) => pool.id),
    identityPools: app.identityPools.map((pool) => pool.id),
    roles: app.roles.map((role) => role.arn),
  };
}

describe('physical names', () => {
  it('are the same at every reading, whatever port the sandbox got', () => {
    fc.assert(
      fc.property(resources, resources, (root, child) => {
        expect(namesOf(root, child, 1)).toEqual(namesOf(root, child, 2));
      }),
      { numRuns: 40 },
    );
  });

  it('do not change when other resources come and go', () => {
    fc.assert(
      fc.property(resources, resources, fc.constantFrom(...TYPES), (root, child, extra) => {
        const before = namesOf(root, child, 1);
        const after = namesOf({ ...root, Extra0Unrelated0Resource0With0Long0Name: extra }, child, 1);
        for (const [kind, names] of Object.entries(before)) expect(after[kind]).toEqual(expect.arrayContaining(names));
      }),
      { numRuns: 40 },
    );
  });

  it('differ between resources of the same logical id in different stacks', () => {
    fc.assert(
      fc.property(resources, (both) => {
        for (const names of Object.values(namesOf(both, both, 1))) expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 40 },
    );
  });

  it('have the shapes of AWS', () => {
    const names = namesOf(
      { A: 'AWS::Cognito::UserPool', B: 'AWS::Cognito::IdentityPool', C: 'AWS::S3::Bucket', D: 'AWS::IAM::Role' },
      {},
      1,
    );
    expect(names['pools']?.[0]).toMatch(/^ap-northeast-2_[A-Za-z0-9]{9}$/);
    expect(names['identityPools']?.[0]).toMatch(
      /^ap-northeast-2:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(names['buckets']?.[0]).toMatch(/^[a-z0-9-]{3,63}$/);
    expect(names['roles']?.[0]).toMatch(/^arn:aws:iam::000000000000:role\/D-[A-Z0-9]{12}$/);
  });
});
