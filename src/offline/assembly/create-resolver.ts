import { attributesOf } from './attributes/table.ts';
import type { CloudEnvironment } from './environment.ts';
import { AssemblyError } from './errors.ts';
import type { Scope } from './intrinsics/scope.ts';
import { truthOf } from './intrinsics/truth.ts';
import type { Json } from './json.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import { resolveExpression } from './resolve-expression.ts';
import type { Resolver } from './resolver.ts';
import { describe, type LocatedResource, type Stack } from './stack.ts';

/** Creates the resolver of one assembly. */
export function createResolver(environment: CloudEnvironment): Resolver {
  const known = new Map<string, Json | undefined>();
  const underWay = new Set<string>();

  /** Remembers a value by key and refuses to compute it inside its own computation. */
  const once = (key: string, where: string, compute: () => Json | undefined): Json | undefined => {
    if (known.has(key)) return known.get(key);
    if (underWay.has(key)) {
      throw new AssemblyError('CIRCULAR_REFERENCE', `${where}: ${[...underWay, key].join(' -> ')} refers to itself.`);
    }
    underWay.add(key);
    try {
      const value = compute();
      known.set(key, value);
      return value;
    } finally {
      underWay.delete(key);
    }
  };

  const located = (stack: Stack, logicalId: string): LocatedResource | undefined => {
    const resource = stack.template.Resources[logicalId];
    return resource === undefined ? undefined : { stack, logicalId, resource };
  };

  const parameter = (stack: Stack, name: string, where: string): Json | undefined => {
    const declared = stack.template.Parameters[name];
    const given = stack.arguments[name];
    if (given !== undefined && stack.parent !== undefined) {
      return scopeOf(stack.parent, `${where}, parameter ${name} of ${stack.path}`).resolve(given);
    }
    if (declared?.Type.startsWith('AWS::SSM::Parameter::Value') === true) {
      throw new AssemblyError(
        'NOT_AVAILABLE_OFFLINE',
        `${where}: parameter ${name} is read from the SSM of an AWS account, which does not exist offline.`,
      );
    }
    if (declared?.Default === undefined) {
      throw new AssemblyError('UNKNOWN_REFERENCE', `${where}: parameter ${name} has neither a value nor a default.`);
    }
    return declared.Default;
  };

  const output = (parent: Stack, logicalId: string, name: string, where: string): Json | undefined => {
    const child = parent.children.get(logicalId);
    const value = child?.template.Outputs[name]?.Value;
    if (child === undefined || value === undefined) {
      throw new AssemblyError('UNKNOWN_ATTRIBUTE', `${where}: the nested stack ${logicalId} has no output ${name}.`);
    }
    return scopeOf(child, `output ${name} of ${child.path}`).resolve(value);
  };

  function scopeOf(stack: Stack, where: string): Scope {
    const scope: Scope = {
      where,
      resolve: (expression) => resolveExpression(expression, scope),
      reference: (name) => {
        if (name.startsWith('AWS::')) return pseudoParameter(name, environment, where);
        if (stack.template.Parameters[name] !== undefined) {
          return once(`${stack.path}/${name}`, where, () => parameter(stack, name, where));
        }
        const target = located(stack, name);
        if (target === undefined)
          throw new AssemblyError('UNKNOWN_REFERENCE', `${where}: nothing is called ${name} in its template.`);
        return once(`${stack.path}/${name}`, where, () => attributesOf(target, resolver, environment).ref());
      },
      attribute: (logicalId, attribute) => {
        const target = located(stack, logicalId);
        if (target === undefined)
          throw new AssemblyError('UNKNOWN_REFERENCE', `${where}: nothing is called ${logicalId} in its template.`);
        return once(`${stack.path}/${logicalId}.${attribute}`, where, () => {
          if (target.resource.Type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
            return output(stack, logicalId, attribute.slice('Outputs.'.length), where);
          }
          return attributesOf(target, resolver, environment).attribute(attribute);
        });
      },
      condition: (name) => {
        const expression = stack.template.Conditions[name];
        if (expression === undefined)
          throw new AssemblyError('UNKNOWN_REFERENCE', `${where}: there is no condition ${name}.`);
        return once(`${stack.path}?${name}`, where, () => truthOf(expression, scope)) === true;
      },
      mapping: (name) => stack.template.Mappings[name],
    };
    return scope;
  }

  const resolver: Resolver = {
    scopeOf,
    property: (target, name) => {
      const value = target.resource.Properties[name];
      return value === undefined ? undefined : scopeOf(target.stack, `${describe(target)}, ${name}`).resolve(value);
    },
    isPresent: (target) => {
      const name = target.resource.Condition;
      return name === undefined || scopeOf(target.stack, describe(target)).condition(name);
    },
  };
  return resolver;
}
