import * as z from 'zod';
import type { Json, JsonObject } from './json.ts';

const MFA: Readonly<Record<string, string>> = { OFF: 'NONE', OPTIONAL: 'OPTIONAL', ON: 'REQUIRED' };
const SOCIAL_PROVIDERS = ['GOOGLE', 'FACEBOOK', 'LOGIN_WITH_AMAZON', 'SIGN_IN_WITH_APPLE'];

const json = (text: string): Json => z.custom<Json>().parse(JSON.parse(text));
const texts = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : z.array(z.string()).parse(JSON.parse(text));

const passwordlessSchema = z.object({
  emailOtpEnabled: z.boolean(),
  smsOtpEnabled: z.boolean(),
  webAuthn: z.object({ relyingPartyId: z.string(), userVerification: z.string() }).optional(),
  preferredChallenge: z.string().optional(),
});

function passwordPolicy(outputs: Readonly<Record<string, string>>): JsonObject {
  const length = outputs['passwordPolicyMinLength'];
  const requirements = outputs['passwordPolicyRequirements'];
  if ((length ?? '') === '' && (requirements ?? '') === '') return {};
  const required = texts(requirements);
  return {
    password_policy: {
      min_length: Number.parseInt(length ?? '8', 10),
      require_lowercase: required.includes('REQUIRES_LOWERCASE'),
      require_numbers: required.includes('REQUIRES_NUMBERS'),
      require_symbols: required.includes('REQUIRES_SYMBOLS'),
      require_uppercase: required.includes('REQUIRES_UPPERCASE'),
    },
  };
}

function oauth(outputs: Readonly<Record<string, string>>): JsonObject {
  const signIn = outputs['oauthRedirectSignIn'] ?? '';
  const signOut = outputs['oauthRedirectSignOut'] ?? '';
  if (signIn === '' || signOut === '') return {};
  return {
    oauth: {
      identity_providers: texts(outputs['socialProviders']).filter((provider) => SOCIAL_PROVIDERS.includes(provider)),
      redirect_sign_in_uri: signIn.split(','),
      redirect_sign_out_uri: signOut.split(','),
      response_type: outputs['oauthResponseType'] ?? 'code',
      scopes: texts(outputs['oauthScope']),
      domain: outputs['oauthCognitoDomain'] ?? '',
    },
  };
}

function passwordless(outputs: Readonly<Record<string, string>>): JsonObject {
  const text = outputs['passwordlessOptions'] ?? '';
  if (text === '') return {};
  const options = passwordlessSchema.parse(JSON.parse(text));
  return {
    passwordless: {
      email_otp_enabled: options.emailOtpEnabled,
      sms_otp_enabled: options.smsOtpEnabled,
      ...(options.webAuthn === undefined
        ? {}
        : {
            web_authn: {
              relying_party_id: options.webAuthn.relyingPartyId,
              user_verification: options.webAuthn.userVerification,
            },
          }),
      ...(options.preferredChallenge === undefined ? {} : { preferred_challenge: options.preferredChallenge }),
    },
  };
}

/** The `auth` section of `amplify_outputs.json`, from the stack outputs of Amplify's auth construct. */
export function authOutputs(outputs: Readonly<Record<string, string>>): JsonObject {
  const userPoolId = outputs['userPoolId'];
  if (userPoolId === undefined) return {};
  const parsed = (key: string, output: string): JsonObject => {
    const text = outputs[output];
    return text === undefined ? {} : { [key]: json(text) };
  };
  const text = (key: string, value: string | undefined): JsonObject =>
    value === undefined || value === '' ? {} : { [key]: value };
  const unauthenticated = outputs['allowUnauthenticatedIdentities'] ?? '';
  return {
    auth: {
      user_pool_id: userPoolId,
      ...text('aws_region', outputs['authRegion']),
      ...text('user_pool_client_id', outputs['webClientId']),
      ...text('identity_pool_id', outputs['identityPoolId']),
      ...parsed('mfa_methods', 'mfaTypes'),
      ...parsed('standard_required_attributes', 'signupAttributes'),
      ...parsed('username_attributes', 'usernameAttributes'),
      ...parsed('user_verification_types', 'verificationMechanisms'),
      ...parsed('groups', 'groups'),
      ...text('mfa_configuration', MFA[outputs['mfaConfiguration'] ?? '']),
      ...passwordPolicy(outputs),
      ...oauth(outputs),
      ...(unauthenticated === '' ? {} : { unauthenticated_identities_enabled: unauthenticated === 'true' }),
      ...passwordless(outputs),
    },
  };
}
