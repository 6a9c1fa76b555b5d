import type { CloudEnvironment } from '../environment.ts';
import { AssemblyError } from '../errors.ts';
import type { Json } from '../json.ts';
import { physicalNames, type PhysicalNames } from '../physical-names.ts';
import type { Resolver } from '../resolver.ts';
import { describe, pathOf, type LocatedResource } from '../stack.ts';

/** A resource seen from the code that knows its type. */
export interface ResourceView {
  readonly located: LocatedResource;
  readonly logicalId: string;
  readonly path: string;
  readonly names: PhysicalNames;
  readonly environment: CloudEnvironment;
  /** A property, resolved. */
  value(property: string): Json | undefined;
  /** A property as text; numbers and booleans are written out. */
  text(property: string): string | undefined;
  requiredText(property: string): string;
  /** `arn:aws:<service>:<region>:<account>:<rest>` */
  arn(service: string, rest: string): string;
}

/** What `Ref` and `Fn::GetAtt` give for one type. Thunks, so that asking for a name does not resolve everything else. */
export interface AttributeSet {
  readonly ref: () => Json;
  readonly attributes?: Readonly<Record<string, () => Json>>;
}

export type AttributesOfType = (view: ResourceView) => AttributeSet;

/** Views a resource through the resolver. */
export function viewOf(located: LocatedResource, resolver: Resolver, environment: CloudEnvironment): ResourceView {
  const value = (property: string): Json | undefined => resolver.property(located, property);
  const text = (property: string): string | undefined => {
    const found = value(property);
    if (found === undefined || typeof found === 'string') return found;
    if (typeof found === 'number' || typeof found === 'boolean') return String(found);
    throw new AssemblyError('BAD_PROPERTY', `${describe(located)}: the property ${property} must be text.`);
  };
  return {
    located,
    logicalId: located.logicalId,
    path: pathOf(located),
    names: physicalNames,
    environment,
    value,
    text,
    requiredText: (property) => {
      const found = text(property);
      if (found === undefined)
        throw new AssemblyError('BAD_PROPERTY', `${describe(located)}: the property ${property} is missing.`);
      return found;
    },
    arn: (service, rest) => `arn:aws:${service}:${environment.region}:${environment.accountId}:${rest}`,
  };
}
