import type { AttributesOfType, ResourceView } from './resource-view.ts';

export const role: AttributesOfType = (view) => {
  const name = () => view.text('RoleName') ?? view.names.suffixed(view.path, view.logicalId, 64);
  return {
    ref: name,
    attributes: {
      Arn: () => `arn:aws:iam::${view.environment.accountId}:role${view.text('Path') ?? '/'}${name()}`,
      RoleId: () => `AROA${view.names.lower(view.path, 17).toUpperCase()}`,
    },
  };
};

export const managedPolicy: AttributesOfType = (view) => {
  const arn = () => {
    const name = view.text('ManagedPolicyName') ?? view.names.suffixed(view.path, view.logicalId, 128);
    return `arn:aws:iam::${view.environment.accountId}:policy${view.text('Path') ?? '/'}${name}`;
  };
  return { ref: arn, attributes: { PolicyArn: arn } };
};

const functionName = (view: ResourceView): string =>
  view.text('FunctionName') ?? view.names.suffixed(view.path, view.logicalId, 64);

export const lambdaFunction: AttributesOfType = (view) => ({
  ref: () => functionName(view),
  attributes: { Arn: () => view.arn('lambda', `function:${functionName(view)}`) },
});

/** A function has one version offline: what is deployed. Versions and aliases lead to it. */
export const lambdaVersion: AttributesOfType = (view) => {
  const name = () => lastSegment(view.requiredText('FunctionName'));
  const arn = () => view.arn('lambda', `function:${name()}:1`);
  return { ref: arn, attributes: { Version: () => '1', FunctionArn: arn } };
};

export const lambdaAlias: AttributesOfType = (view) => {
  const arn = () =>
    view.arn('lambda', `function:${lastSegment(view.requiredText('FunctionName'))}:${view.requiredText('Name')}`);
  return { ref: arn, attributes: { AliasArn: arn } };
};

/** Where a function answers by itself: here a path of the sandbox, there a host of its own. */
export const lambdaUrl: AttributesOfType = (view) => {
  const url = () => `${view.environment.endpointUrl}/_url/${view.names.lower(view.path, 26)}/`;
  return {
    ref: () => view.requiredText('TargetFunctionArn'),
    attributes: { FunctionUrl: url, FunctionArn: () => view.requiredText('TargetFunctionArn') },
  };
};

const lastSegment = (nameOrArn: string): string => nameOrArn.split(':').at(-1) ?? nameOrArn;

export const eventRule: AttributesOfType = (view) => {
  const name = () => view.text('Name') ?? view.names.suffixed(view.path, view.logicalId, 64);
  return { ref: name, attributes: { Arn: () => view.arn('events', `rule/${name()}`) } };
};

export const schedule: AttributesOfType = (view) => {
  const name = () => view.text('Name') ?? view.names.suffixed(view.path, view.logicalId, 64);
  return {
    ref: name,
    attributes: { Arn: () => view.arn('scheduler', `schedule/${view.text('GroupName') ?? 'default'}/${name()}`) },
  };
};
