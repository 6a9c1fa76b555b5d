import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import type { IdentityPool, UserPool } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty, truth } from './read-property.ts';
import { attributesOf, messagesOf, passwordRulesOf, signInRulesOf } from './user-pool-rules.ts';

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);

/** Of a client whose template names none. */
const DEFAULT_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

function toClient(view: ResourceView, inventory: Inventory): UserPool['clients'][number] {
  const units = readProperty(
    view,
    'TokenValidityUnits',
    z.object({ AccessToken: unit.optional(), IdToken: unit.optional(), RefreshToken: unit.optional() }).default({}),
  );
  const writeAttributes = readProperty(view, 'WriteAttributes', z.array(z.string()).optional());
  // Cognito's defaults: one hour, one hour, thirty days.
  const seconds = (property: string, default_: number, of: z.infer<typeof unit>): number =>
    readProperty(view, property, numeric.default(default_)) * SECONDS[of];
  return {
    id: inventory.ref(view),
    accessTokenMinutes: seconds('AccessTokenValidity', 1, units.AccessToken ?? 'hours') / 60,
    idTokenMinutes: seconds('IdTokenValidity', 1, units.IdToken ?? 'hours') / 60,
    refreshTokenDays: seconds('RefreshTokenValidity', 30, units.RefreshToken ?? 'days') / 86_400,
    authFlows: readProperty(view, 'ExplicitAuthFlows', z.array(z.string()).default(DEFAULT_FLOWS)),
    ...(writeAttributes === undefined ? {} : { writeAttributes }),
    tellsWhoExists: view.text('PreventUserExistenceErrors') !== 'ENABLED',
  };
}

type TokenGenerationVersion = NonNullable<UserPool['tokenGenerationVersion']>;

function triggersOf(view: ResourceView): Pick<UserPool, 'triggers' | 'tokenGenerationVersion'> {
  const config = readProperty(view, 'LambdaConfig', z.record(z.string(), z.unknown()).default({}));
  const triggers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config)) {
    // The versioned ones, and those that send messages themselves, name their function inside.
    const inner = z.object({ LambdaArn: z.string() }).safeParse(value);
    if (typeof value === 'string' && name !== 'KMSKeyID') triggers[name] = value;
    else if (inner.success && name !== 'PreTokenGenerationConfig') triggers[name] = inner.data.LambdaArn;
  }
  const versioned = z
    .object({ LambdaArn: z.string(), LambdaVersion: z.enum(['V1_0', 'V2_0', 'V3_0']).default('V1_0') })
    .safeParse(config['PreTokenGenerationConfig']);
  if (!versioned.success) return { triggers };
  triggers['PreTokenGeneration'] = versioned.data.LambdaArn;
  const tokenGenerationVersion: TokenGenerationVersion = versioned.data.LambdaVersion;
  return { triggers, tokenGenerationVersion };
}

/** Cognito user pools with their clients and groups. */
export function extractUserPools(inventory: Inventory): UserPool[] {
  const clients = inventory.ofType('AWS::Cognito::UserPoolClient');
  const groups = inventory.ofType('AWS::Cognito::UserPoolGroup');
  return inventory.ofType('AWS::Cognito::UserPool').map((view) => {
    const id = inventory.ref(view);
    const isOurs = (part: ResourceView): boolean => part.requiredText('UserPoolId') === id;
    return {
      id,
      arn: inventory.attribute(view, 'Arn'),
      usernameAttributes: readProperty(view, 'UsernameAttributes', z.array(z.string()).default([])),
      ...passwordRulesOf(view),
      groups: groups.filter(isOurs).map((group) => {
        const roleArn = group.text('RoleArn');
        const precedence = group.text('Precedence');
        const description = group.text('Description');
        return {
          name: inventory.ref(group),
          ...(roleArn === undefined ? {} : { roleArn }),
          ...(precedence === undefined ? {} : { precedence: Number(precedence) }),
          ...(description === undefined ? {} : { description }),
        };
      }),
      clients: clients.filter(isOurs).map((client) => toClient(client, inventory)),
      ...triggersOf(view),
      attributes: attributesOf(view),
      ...signInRulesOf(view),
      messages: messagesOf(view),
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
