import type { AttributesOfType } from './resource-view.ts';

export const userPool: AttributesOfType = (view) => {
  const id = () => `${view.environment.region}_${view.names.mixed(view.path, 9)}`;
  const provider = () => `cognito-idp.${view.environment.region}.amazonaws.com/${id()}`;
  return {
    ref: id,
    attributes: {
      UserPoolId: id,
      Arn: () => view.arn('cognito-idp', `userpool/${id()}`),
      ProviderName: provider,
      ProviderURL: () => `https://${provider()}`,
    },
  };
};

export const userPoolClient: AttributesOfType = (view) => {
  const id = () => view.names.lower(view.path, 26);
  return { ref: id, attributes: { ClientId: id, Name: () => view.text('ClientName') ?? view.logicalId } };
};

export const userPoolGroup: AttributesOfType = (view) => ({
  ref: () => view.text('GroupName') ?? view.names.suffixed(view.path, view.logicalId, 128),
});

export const identityPool: AttributesOfType = (view) => {
  const id = () => `${view.environment.region}:${view.names.uuid(view.path)}`;
  return { ref: id, attributes: { Id: id, Name: () => view.text('IdentityPoolName') ?? view.logicalId } };
};
