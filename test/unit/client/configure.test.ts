import { Amplify } from 'aws-amplify';
import { describe, expect, it } from 'vitest';
import { configureBonghwa } from '../../../src/client/index.ts';

const outputs = (url: string) => ({
  version: '1.4',
  auth: {
    aws_region: 'ap-northeast-2',
    user_pool_id: 'ap-northeast-2_abc',
    user_pool_client_id: 'client',
    identity_pool_id: 'ap-northeast-2:7a3a3b9e-3a5e-4f6e-9d6d-2d2f6f8f6c11',
  },
  data: {
    aws_region: 'ap-northeast-2',
    url,
    default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
    authorization_types: [],
  },
});

describe('configuring the client', () => {
  it('signs in where the offline sandbox serves GraphQL', () => {
    configureBonghwa(outputs('HTTP://localhost:20002/graphql'));
    expect(Amplify.getConfig().Auth?.Cognito).toMatchObject({
      userPoolEndpoint: 'http://localhost:20002',
      identityPoolEndpoint: 'http://localhost:20002',
    });
    // The upper-case scheme keeps aws-amplify from turning http:// into wss:// for subscriptions.
    expect(Amplify.getConfig().API?.GraphQL?.endpoint).toBe('HTTP://localhost:20002/graphql');
  });

  it('leaves sign-in to Amazon Cognito in the cloud', () => {
    configureBonghwa(outputs('https://abc.appsync-api.ap-northeast-2.amazonaws.com/graphql'));
    expect(Amplify.getConfig().Auth?.Cognito).not.toHaveProperty('userPoolEndpoint');
  });

  it('says what it needs when it is given something else', () => {
    expect(() => configureBonghwa({})).toThrow('amplify_outputs.json');
  });
});
