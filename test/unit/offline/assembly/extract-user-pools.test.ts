import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../../src/offline/assembly/read-assembly.ts';
import type { UserPool } from '../../../../src/offline/assembly/user-pool.ts';
import { writeAssembly } from './write-assembly.ts';

function poolOf(properties: Record<string, unknown>, client: Record<string, unknown> = {}): UserPool | undefined {
  const folder = writeAssembly({
    Resources: {
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: properties },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' }, ...client } },
    },
  });
  try {
    return readAssembly(folder, { endpointUrl: 'http://127.0.0.1:1' }).userPools[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the rules of user pools', () => {
  it('S23 ask for all classes of characters where there is no policy, else for those of the policy', () => {
    expect(poolOf({})).toMatchObject({
      passwordMinLength: 8,
      passwordRequires: ['lowercase', 'uppercase', 'number', 'symbol'],
    });
    const PasswordPolicy = { MinimumLength: '10', RequireNumbers: 'true', RequireSymbols: false };
    expect(poolOf({ Policies: { PasswordPolicy } })).toMatchObject({
      passwordMinLength: 10,
      passwordRequires: ['number'],
      temporaryPasswordDays: 7,
    });
  });

  it('S23 know which attributes there are, and how they are', () => {
    const pool = poolOf({
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        { Name: 'tenant', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '8' } },
        { Name: 'age', AttributeDataType: 'Number', Mutable: false, NumberAttributeConstraints: { MinValue: '0' } },
      ],
    });
    const attributes = new Map(pool?.attributes?.map((attribute) => [attribute.name, attribute]));
    expect(attributes.get('email')).toMatchObject({ isRequired: true, isMutable: true });
    expect(attributes.get('family_name')).toMatchObject({ isRequired: false });
    expect(attributes.get('custom:tenant')).toMatchObject({ type: 'String', maxLength: 8 });
    expect(attributes.get('birthdate')).toMatchObject({ type: 'String', minLength: 10, maxLength: 10 });
    expect(attributes.get('updated_at')).toMatchObject({ type: 'Number', minValue: 0 });
    expect(attributes.get('custom:age')).toMatchObject({ type: 'Number', isMutable: false, minValue: 0 });
    expect(attributes.has('tenant')).toBe(false);
  });

  it('S23 say how one signs in: flows, second factors, who makes users, what mails say', () => {
    const pool = poolOf(
      {
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: 'true', InviteMessageTemplate: { EmailSubject: '초대' } },
        VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK', EmailMessage: 'code {####}' },
        EmailVerificationSubject: '제목',
        LambdaConfig: {
          CustomMessage: 'arn:f',
          PreTokenGenerationConfig: { LambdaArn: 'arn:g', LambdaVersion: 'V3_0' },
          CustomEmailSender: { LambdaArn: 'arn:h', LambdaVersion: 'V1_0' },
          KMSKeyID: 'arn:key',
        },
      },
      { PreventUserExistenceErrors: 'ENABLED', WriteAttributes: ['email'] },
    );
    expect(pool).toMatchObject({
      mfa: { mode: 'ON', methods: ['SOFTWARE_TOKEN_MFA'] },
      isClosed: true,
      messages: {
        isLink: true,
        verificationSubject: '제목',
        verificationEmail: 'code {####}',
        invitationSubject: '초대',
      },
      tokenGenerationVersion: 'V3_0',
      triggers: { CustomMessage: 'arn:f', PreTokenGeneration: 'arn:g', CustomEmailSender: 'arn:h' },
      verifiedBeforeUpdate: [],
      clients: [
        {
          authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          writeAttributes: ['email'],
          tellsWhoExists: false,
        },
      ],
    });
    expect(pool?.triggers).not.toHaveProperty('KMSKeyID');
  });
});
