/** What AWS's specification says of a value. `ref` leads to the properties of an object of a named kind. */
export type SpecifiedType =
  | { readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'json' | 'date-time' | 'null' | 'tag' }
  | { readonly type: 'ref'; readonly reference: { readonly $ref: string } }
  | { readonly type: 'array' | 'map'; readonly element: SpecifiedType }
  | { readonly type: 'union'; readonly types: readonly SpecifiedType[] };

export interface SpecifiedProperty {
  readonly required?: boolean;
  readonly type: SpecifiedType;
  /** What it was before; CloudFormation goes on taking it. */
  readonly previousTypes?: readonly SpecifiedType[];
}

export type SpecifiedProperties = Readonly<Record<string, SpecifiedProperty>>;

/** AWS's own specification of all resource types, as the CDK is generated from it. */
export interface Specification {
  /** The properties of a resource type; undefined when there is no such type. */
  ofResource(type: string): SpecifiedProperties | undefined;
  /** The properties of what a `ref` leads to. */
  ofReference($ref: string): SpecifiedProperties;
}

/** Reads the specification: a second and 150 MB, which are free again when nothing holds it. */
export async function loadSpecification(): Promise<Specification> {
  const { loadAwsServiceSpecSync } = await import('@aws-cdk/aws-service-spec');
  const database = loadAwsServiceSpecSync();
  return {
    ofResource: (type) => database.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.properties,
    ofReference: ($ref) => database.get('typeDefinition', $ref).properties,
  };
}
