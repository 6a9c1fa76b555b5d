import * as z from 'zod';
import type { PolicyStatement, Role } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { readProperty } from './read-property.ts';

const oneOrMany = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const texts = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))])
  .transform((value) => (Array.isArray(value) ? value.map(String) : [String(value)]));

const statement = z
  .object({
    Effect: z.enum(['Allow', 'Deny']),
    Action: oneOrMany.default([]),
    NotAction: oneOrMany.default([]),
    Resource: oneOrMany.default([]),
    NotResource: oneOrMany.default([]),
    Condition: z.record(z.string(), z.record(z.string(), texts)).default({}),
  })
  .transform((value): PolicyStatement => ({
    effect: value.Effect,
    actions: value.Action,
    notActions: value.NotAction,
    resources: value.Resource,
    notResources: value.NotResource,
    conditions: value.Condition,
  }));

const documentSchema = z.object({ Statement: z.union([z.array(statement), statement.transform((one) => [one])]) });

/** AWS's own managed policies exist only in AWS; the one every function has is written out here. */
const AWS_MANAGED: Readonly<Record<string, readonly PolicyStatement[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    {
      effect: 'Allow',
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      notActions: [],
      resources: ['*'],
      notResources: [],
      conditions: {},
    },
  ],
};

/** IAM roles with all statements that apply to them. */
export function extractRoles(inventory: Inventory): Role[] {
  const managed = inventory.ofType('AWS::IAM::ManagedPolicy').map((view) => ({
    arn: inventory.ref(view),
    roles: readProperty(view, 'Roles', z.array(z.string()).default([])),
    statements: readProperty(view, 'PolicyDocument', documentSchema).Statement,
  }));
  const attached = inventory.ofType('AWS::IAM::Policy').map((view) => ({
    roles: readProperty(view, 'Roles', z.array(z.string()).default([])),
    statements: readProperty(view, 'PolicyDocument', documentSchema).Statement,
  }));
  const ofOneRole = inventory.ofType('AWS::IAM::RolePolicy').map((view) => ({
    roles: [view.requiredText('RoleName')],
    statements: readProperty(view, 'PolicyDocument', documentSchema.default({ Statement: [] })).Statement,
  }));
  return inventory.ofType('AWS::IAM::Role').map((view) => {
    const name = inventory.ref(view);
    const inline = readProperty(view, 'Policies', z.array(z.object({ PolicyDocument: documentSchema })).default([]));
    const arns = readProperty(view, 'ManagedPolicyArns', z.array(z.string()).default([]));
    for (const arn of arns) {
      if (arn.startsWith('arn:aws:iam::aws:') && AWS_MANAGED[arn] === undefined)
        inventory.skip(`AWS-managed policy ${arn.slice(arn.lastIndexOf('/') + 1)}`);
    }
    return {
      arn: inventory.attribute(view, 'Arn'),
      name,
      statements: [
        ...inline.flatMap((policy) => policy.PolicyDocument.Statement),
        ...[...attached, ...ofOneRole]
          .filter((policy) => policy.roles.includes(name))
          .flatMap((policy) => policy.statements),
        ...managed
          .filter((policy) => policy.roles.includes(name) || arns.includes(policy.arn))
          .flatMap((policy) => policy.statements),
        ...arns.flatMap((arn) => AWS_MANAGED[arn] ?? []),
      ],
    };
  });
}
