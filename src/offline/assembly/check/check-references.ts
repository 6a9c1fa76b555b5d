import { stacksOf, type Stack } from '../stack.ts';
import type { TemplateResource } from '../template.ts';
import { findCycles, type Needs } from './find-cycle.ts';
import { findReferences } from './find-references.ts';
import { nameOf, type Finding } from './finding.ts';

const dependsOn = ({ DependsOn }: TemplateResource): readonly string[] =>
  DependsOn === undefined ? [] : [DependsOn].flat();

/** Finds references to nothing, and resources or nested stacks that wait for each other. */
export function checkReferences(root: Stack): readonly Finding[] {
  return stacksOf(root).flatMap((stack) => [...findUnresolved(stack), ...findCircular(stack)]);
}

function findUnresolved(stack: Stack): readonly Finding[] {
  const { Resources, Parameters, Outputs } = stack.template;
  const isKnown = (name: string): boolean =>
    name.startsWith('AWS::') || Object.hasOwn(Resources, name) || Object.hasOwn(Parameters, name);
  const unknownIn = (names: Iterable<string>): readonly string[] =>
    [...new Set(names)].filter((name) => !isKnown(name));
  const finding = (where: string, name: string): Finding => ({
    code: 'UNRESOLVED_REFERENCE',
    stack: stack.path,
    message: `${nameOf(stack)} names ${name} in ${where}, and has neither a resource nor a parameter of that name.`,
  });
  return [
    ...Object.entries(Resources).flatMap(([logicalId, resource]) =>
      unknownIn([...findReferences(resource.Properties), ...dependsOn(resource)]).map((name) => ({
        ...finding(logicalId, name),
        logicalId,
      })),
    ),
    ...Object.entries(Outputs).flatMap(([name, output]) =>
      unknownIn(findReferences(output.Value)).map((unknown) => finding(`the output ${name}`, unknown)),
    ),
  ];
}

function findCircular(stack: Stack): readonly Finding[] {
  const { Resources } = stack.template;
  const needs: Needs = new Map(
    Object.entries(Resources).map(([logicalId, resource]) => [
      logicalId,
      new Set(
        [...findReferences(resource.Properties), ...dependsOn(resource)].filter((name) =>
          Object.hasOwn(Resources, name),
        ),
      ),
    ]),
  );
  return findCycles(needs).map((cycle) => {
    const [first = ''] = cycle;
    const way = [...cycle, first].join(' -> ');
    const isOfStacks = cycle.some((logicalId) => Resources[logicalId]?.Type === 'AWS::CloudFormation::Stack');
    return {
      code: isOfStacks ? 'CIRCULAR_STACKS' : 'CIRCULAR_RESOURCES',
      stack: stack.path,
      logicalId: first,
      message: `${nameOf(stack)} has ${isOfStacks ? 'nested stacks' : 'resources'} that wait for each other: ${way}. ${
        isOfStacks
          ? 'Give the function that both need the `resourceGroupName` of the stack that it belongs to.'
          : 'Take one of these references away, or grant the right on one side by a name instead of a reference.'
      }`,
    };
  });
}
