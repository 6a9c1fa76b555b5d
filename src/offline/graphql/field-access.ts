import type { DirectiveNode, GraphQLField, GraphQLObjectType, ValueNode } from 'graphql';
import { Kind } from 'graphql';
import type { AuthMode } from '../assembly/resources.ts';
import type { Caller } from '../auth/contract.ts';

/** Who may read or call a field: callers of a mode, or those of them who are in one of the groups. */
export interface AccessRule {
  readonly mode: AuthMode;
  /** Empty: any caller of this mode. */
  readonly groups: readonly string[];
}

/** May this caller read (or call) the field? */
export type FieldAccess = (caller: Caller) => boolean;

const MODE_OF_DIRECTIVE: Readonly<Record<string, AuthMode>> = {
  aws_api_key: 'API_KEY',
  aws_iam: 'AWS_IAM',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_auth: 'AMAZON_COGNITO_USER_POOLS',
  aws_oidc: 'OPENID_CONNECT',
  aws_lambda: 'AWS_LAMBDA',
};

/**
 * Directives on the field win over those on its type; without any, only the API's default mode may access it.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
 */
export function fieldAccess(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  defaultMode: AuthMode,
  isRootType: boolean,
): FieldAccess {
  const { rules, isDefaulted } = accessRules(type, field, defaultMode);
  const deniedName = `${type.name}.${field.name}`;
  return (caller) => {
    if (caller.deniedFields.length > 0 && caller.deniedFields.includes(deniedName)) return false;
    const isAllowed = rules.some((rule) => rule.mode === caller.mode && isInGroups(rule, caller, isDefaulted));
    // IAM policies name fields of the root types; Amplify's own grants (`types/Query/*`, ...) rely on nested fields being free.
    if (isAllowed && isRootType && caller.mode === 'AWS_IAM') return caller.mayAccessField(type.name, field.name);
    return isAllowed;
  };
}

/** The rules of a field; `isDefaulted`: neither it nor its type says anything, and the API's default mode counts. */
export function accessRules(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  defaultMode: AuthMode,
): { readonly rules: readonly AccessRule[]; readonly isDefaulted: boolean } {
  const ownRules = rulesOf(field.astNode?.directives ?? []);
  const typeRules = ownRules.length > 0 ? ownRules : rulesOf(directivesOf(type));
  const isDefaulted = typeRules.length === 0;
  return { rules: isDefaulted ? [{ mode: defaultMode, groups: [] }] : typeRules, isDefaulted };
}

function isInGroups(rule: AccessRule, caller: Caller, isDefaulted: boolean): boolean {
  const identity = caller.identity;
  if (rule.groups.length === 0) {
    const isDenyByDefault =
      identity !== null && 'defaultAuthStrategy' in identity && identity.defaultAuthStrategy === 'DENY';
    return !(isDefaulted && isDenyByDefault);
  }
  if (identity === null || !('groups' in identity) || identity.groups === null) return false;
  return identity.groups.some((group) => rule.groups.includes(group));
}

function directivesOf(type: GraphQLObjectType): readonly DirectiveNode[] {
  return [type.astNode, ...(type.extensionASTNodes ?? [])].flatMap((node) => node?.directives ?? []);
}

function rulesOf(directives: readonly DirectiveNode[]): AccessRule[] {
  return directives.flatMap((directive) => {
    const mode = MODE_OF_DIRECTIVE[directive.name.value];
    if (mode === undefined) return [];
    const groups = directive.arguments?.find((argument) => argument.name.value === 'cognito_groups');
    return [{ mode, groups: groups === undefined ? [] : stringsOf(groups.value) }];
  });
}

/** The strings of a literal list (or of a single literal, which GraphQL lets stand for a list of one). */
export function stringsOf(node: ValueNode): string[] {
  if (node.kind === Kind.STRING) return [node.value];
  if (node.kind === Kind.LIST) return node.values.flatMap(stringsOf);
  return [];
}
