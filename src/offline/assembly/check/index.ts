/**
 * What CloudFormation would say of a synthesized assembly, found without an account.
 * @module
 */
export { checkAssembly, checkStacks, readStacks } from './check-assembly.ts';
export { measureEnvironments, type EnvironmentSize } from './check-environments.ts';
export type { Finding, FindingCode } from './finding.ts';
export { CLOUDFORMATION_LIMITS, measureTemplate, type TemplateSize } from './limits.ts';
export { refusalOf } from './refuse-assembly.ts';
export { loadSpecification } from './specification.ts';
