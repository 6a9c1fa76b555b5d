import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import type { PasswordClass, PoolAttribute, PoolMessages, UserPool } from '../user-pool.ts';
import { numeric, readProperty, truth } from './read-property.ts';

const CLASSES: readonly (readonly [string, PasswordClass])[] = [
  ['RequireLowercase', 'lowercase'],
  ['RequireUppercase', 'uppercase'],
  ['RequireNumbers', 'number'],
  ['RequireSymbols', 'symbol'],
];

type PasswordRules = Pick<UserPool, 'passwordMinLength' | 'passwordRequires' | 'temporaryPasswordDays'>;

/** Without a policy a pool asks for eight characters of all classes. */
export function passwordRulesOf(view: ResourceView): PasswordRules {
  const flag = truth.default(false);
  const { PasswordPolicy: policy } = readProperty(
    view,
    'Policies',
    z
      .object({
        PasswordPolicy: z
          .object({
            MinimumLength: numeric.default(8),
            RequireLowercase: flag,
            RequireUppercase: flag,
            RequireNumbers: flag,
            RequireSymbols: flag,
            TemporaryPasswordValidityDays: numeric.default(7),
          })
          .optional(),
      })
      .default({}),
  );
  if (policy === undefined) return { passwordMinLength: 8, passwordRequires: CLASSES.map(([, name]) => name) };
  const required: Readonly<Record<string, unknown>> = policy;
  return {
    passwordMinLength: policy.MinimumLength,
    passwordRequires: CLASSES.flatMap(([property, name]) => (required[property] === true ? [name] : [])),
    temporaryPasswordDays: policy.TemporaryPasswordValidityDays,
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html */
const STANDARD: readonly string[] = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
];
const MAX_LENGTH = 2048;

/** What `DescribeUserPool` shows of a standard attribute that the template says nothing more of. */
function standardRules(name: string): Pick<PoolAttribute, 'type' | 'minLength' | 'maxLength' | 'minValue'> {
  switch (name) {
    case 'birthdate':
      return { type: 'String', minLength: 10, maxLength: 10 };
    case 'updated_at':
      return { type: 'Number', minValue: 0 };
    default:
      return { type: 'String', maxLength: MAX_LENGTH };
  }
}

const schemaAttribute = z.object({
  Name: z.string(),
  AttributeDataType: z.enum(['String', 'Number', 'DateTime', 'Boolean']).default('String'),
  DeveloperOnlyAttribute: truth.default(false),
  Mutable: truth.default(true),
  Required: truth.default(false),
  StringAttributeConstraints: z.object({ MinLength: numeric.optional(), MaxLength: numeric.optional() }).optional(),
  NumberAttributeConstraints: z.object({ MinValue: numeric.optional(), MaxValue: numeric.optional() }).optional(),
});

/** What users of a pool may have: the standard attributes, changed by the template, and its own. */
export function attributesOf(view: ResourceView): PoolAttribute[] {
  const declared = readProperty(view, 'Schema', z.array(schemaAttribute).default([])).map((given): PoolAttribute => {
    const { MinLength: minLength, MaxLength: maxLength } = given.StringAttributeConstraints ?? {};
    const { MinValue: minValue, MaxValue: maxValue } = given.NumberAttributeConstraints ?? {};
    const isStandard = STANDARD.includes(given.Name);
    const usual = isStandard ? standardRules(given.Name) : { type: given.AttributeDataType, maxLength: MAX_LENGTH };
    const prefix = given.DeveloperOnlyAttribute ? 'dev:custom:' : 'custom:';
    return {
      name: isStandard || given.Name.includes(':') ? given.Name : `${prefix}${given.Name}`,
      ...usual,
      isRequired: given.Required,
      isMutable: given.Mutable,
      ...(minLength === undefined ? {} : { minLength }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(minValue === undefined ? {} : { minValue }),
      ...(maxValue === undefined ? {} : { maxValue }),
    };
  });
  const others = STANDARD.filter((name) => declared.every((attribute) => attribute.name !== name));
  return [
    ...others.map((name): PoolAttribute => ({
      name,
      ...standardRules(name),
      isRequired: false,
      isMutable: true,
    })),
    ...declared,
  ];
}

const templates = z.object({
  DefaultEmailOption: z.string().optional(),
  EmailMessage: z.string().optional(),
  EmailSubject: z.string().optional(),
  SmsMessage: z.string().optional(),
  SMSMessage: z.string().optional(),
});

/** Wordings of the messages of a pool. */
export function messagesOf(view: ResourceView): PoolMessages {
  const verification = readProperty(view, 'VerificationMessageTemplate', templates.default({}));
  const { InviteMessageTemplate: invitation } = readProperty(
    view,
    'AdminCreateUserConfig',
    z.object({ InviteMessageTemplate: templates.default({}) }).default({ InviteMessageTemplate: {} }),
  );
  const all = {
    verificationSubject: verification.EmailSubject ?? view.text('EmailVerificationSubject'),
    verificationEmail: verification.EmailMessage ?? view.text('EmailVerificationMessage'),
    verificationSms: verification.SmsMessage ?? view.text('SmsVerificationMessage'),
    invitationSubject: invitation.EmailSubject,
    invitationEmail: invitation.EmailMessage,
    invitationSms: invitation.SMSMessage,
    authenticationSms: view.text('SmsAuthenticationMessage'),
  };
  const given = Object.entries(all).filter(([, text]) => text !== undefined);
  const isLink = verification.DefaultEmailOption === 'CONFIRM_WITH_LINK';
  return { ...Object.fromEntries(given), ...(isLink ? { isLink } : {}) };
}

const MFA_METHODS = z.array(z.enum(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']));

/** Who may make users, which addresses are confirmed and when, and what is asked for besides the password. */
export function signInRulesOf(
  view: ResourceView,
): Pick<UserPool, 'isClosed' | 'autoVerified' | 'verifiedBeforeUpdate' | 'mfa'> {
  const { AllowAdminCreateUserOnly: isClosed } = readProperty(
    view,
    'AdminCreateUserConfig',
    z.object({ AllowAdminCreateUserOnly: truth.default(false) }).default({ AllowAdminCreateUserOnly: false }),
  );
  const { AttributesRequireVerificationBeforeUpdate: verifiedBeforeUpdate } = readProperty(
    view,
    'UserAttributeUpdateSettings',
    z
      .object({ AttributesRequireVerificationBeforeUpdate: z.array(z.string()) })
      .default({ AttributesRequireVerificationBeforeUpdate: [] }),
  );
  const mode = readProperty(view, 'MfaConfiguration', z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'));
  return {
    isClosed,
    autoVerified: readProperty(view, 'AutoVerifiedAttributes', z.array(z.string()).default([])),
    verifiedBeforeUpdate,
    mfa: { mode, methods: readProperty(view, 'EnabledMfas', MFA_METHODS.default([])) },
  };
}
