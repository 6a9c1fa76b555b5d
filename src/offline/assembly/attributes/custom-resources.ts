import { AssemblyError } from '../errors.ts';
import { describe } from '../stack.ts';
import type { AttributesOfType } from './resource-view.ts';

/** CDK's bucket deployment: the copying is done by the sandbox itself; its attributes repeat its properties. */
export const bucketDeployment: AttributesOfType = (view) => ({
  ref: () => view.names.uuid(view.path),
  attributes: { DestinationBucketArn: () => view.requiredText('DestinationBucketArn') },
});

/** Amplify's `secret()` in the template itself (sign-in with others' accounts): each secret is an attribute by its name. */
export const secretFetcher: AttributesOfType = (view) => {
  const named = view.value('secretNames');
  const names = Array.isArray(named) ? named.filter((name) => typeof name === 'string') : [];
  const read = (name: string) => (): string => {
    const { secrets = {} } = view.environment;
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (value !== undefined) return value;
    throw new AssemblyError(
      'SECRET_MISSING',
      `${describe(view.located)}: the secret ${name} has no value here. Start with --secret ${name}=VALUE, or write ${name}=VALUE into the secrets file.`,
    );
  };
  return {
    ref: () => view.names.uuid(view.path),
    attributes: Object.fromEntries(names.map((name) => [name, read(name)])),
  };
};
