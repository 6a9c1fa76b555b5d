import { z } from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import type { IdentityPool, UserPool } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty, truth } from './read-property.ts';

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);

function toClient(view: ResourceView, inventory: Inventory): UserPool['clients'][number] {
  const units = readProperty(
    view,
    'TokenValidityUnits',
    z.object({ AccessToken: unit.optional(), IdToken: unit.optional(), RefreshToken: unit.optional() }).default({}),
  );
  // Cognito's defaults: one hour, one hour, thirty days.
  const seconds = (property: string, default_: number, of: z.infer<typeof unit>): number =>
    readProperty(view, property, numeric.default(default_)) * SECONDS[of];
  return {
    id: inventory.ref(view),
    accessTokenMinutes: seconds('AccessTokenValidity', 1, units.AccessToken ?? 'hours') / 60,
    idTokenMinutes: seconds('IdTokenValidity', 1, units.IdToken ?? 'hours') / 60,
    refreshTokenDays: seconds('RefreshTokenValidity', 30, units.RefreshToken ?? 'days') / 86_400,
  };
}

function triggersOf(view: ResourceView): Record<string, string> {
  const config = readProperty(view, 'LambdaConfig', z.record(z.string(), z.unknown()).default({}));
  const triggers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === 'string') triggers[name] = value;
  }
  const versioned = z.object({ LambdaArn: z.string() }).safeParse(config['PreTokenGenerationConfig']);
  if (versioned.success) triggers['PreTokenGeneration'] = versioned.data.LambdaArn;
  return triggers;
}

/** Cognito user pools with their clients and groups. */
export function extractUserPools(inventory: Inventory): UserPool[] {
  const clients = inventory.ofType('AWS::Cognito::UserPoolClient');
  const groups = inventory.ofType('AWS::Cognito::UserPoolGroup');
  return inventory.ofType('AWS::Cognito::UserPool').map((view) => {
    const id = inventory.ref(view);
    const isOurs = (part: ResourceView): boolean => part.requiredText('UserPoolId') === id;
    const policies = readProperty(
      view,
      'Policies',
      z.object({ PasswordPolicy: z.object({ MinimumLength: numeric.optional() }).optional() }).default({}),
    );
    return {
      id,
      arn: inventory.attribute(view, 'Arn'),
      usernameAttributes: readProperty(view, 'UsernameAttributes', z.array(z.string()).default([])),
      passwordMinLength: policies.PasswordPolicy?.MinimumLength ?? 8,
      groups: groups.filter(isOurs).map((group) => {
        const roleArn = group.text('RoleArn');
        const precedence = group.text('Precedence');
        return {
          name: inventory.ref(group),
          ...(roleArn === undefined ? {} : { roleArn }),
          ...(precedence === undefined ? {} : { precedence: Number(precedence) }),
        };
      }),
      clients: clients.filter(isOurs).map((client) => toClient(client, inventory)),
      triggers: triggersOf(view),
    };
  });
}

/** Cognito identity pools with the roles attached to them. */
export function extractIdentityPools(inventory: Inventory): IdentityPool[] {
  const attachments = inventory.ofType('AWS::Cognito::IdentityPoolRoleAttachment');
  return inventory.ofType('AWS::Cognito::IdentityPool').map((view) => {
    const id = inventory.ref(view);
    const attachment = attachments.find((candidate) => candidate.requiredText('IdentityPoolId') === id);
    const roles =
      attachment === undefined
        ? {}
        : readProperty(
            attachment,
            'Roles',
            z.object({ authenticated: z.string().optional(), unauthenticated: z.string().optional() }).default({}),
          );
    const providers = readProperty(
      view,
      'CognitoIdentityProviders',
      z.array(z.object({ ProviderName: z.string() })).default([]),
    );
    return {
      id,
      allowUnauthenticated: readProperty(view, 'AllowUnauthenticatedIdentities', truth.default(false)),
      ...(roles.authenticated === undefined ? {} : { authenticatedRoleArn: roles.authenticated }),
      ...(roles.unauthenticated === undefined ? {} : { unauthenticatedRoleArn: roles.unauthenticated }),
      userPoolIds: providers.map((provider) => provider.ProviderName.slice(provider.ProviderName.lastIndexOf('/') + 1)),
    };
  });
}
