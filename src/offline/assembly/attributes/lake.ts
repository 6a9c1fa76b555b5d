import type { AttributesOfType, ResourceView } from './resource-view.ts';

interface Named {
  readonly Name?: unknown;
}

/** Glue's names are lower case; CloudFormation makes one up when there is none. */
const nameIn = (view: ResourceView, input: string): string => {
  const given = view.value(input);
  const name = typeof given === 'object' && given !== null ? (given as Named).Name : undefined;
  return typeof name === 'string' ? name : view.names.suffixed(view.path, view.logicalId, 60).toLowerCase();
};

export const glueDatabase: AttributesOfType = (view) => ({ ref: () => nameIn(view, 'DatabaseInput') });

export const glueTable: AttributesOfType = (view) => ({ ref: () => nameIn(view, 'TableInput') });

export const workGroup: AttributesOfType = (view) => ({ ref: () => view.requiredText('Name') });
