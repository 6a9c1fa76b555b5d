import type { UtilCatalogue, UtilFunction } from './run.ts';

/** A real AppSync feature that the sandbox does not run. It fails by name instead of approximating. */
export class UnsupportedFeatureError extends Error {
  override readonly name = 'UnsupportedFeatureError';
  readonly code = 'UNSUPPORTED_RESOLVER_FEATURE';
  constructor(readonly feature: string) {
    super(`${feature} is not supported by the offline sandbox.`);
  }
}

const NAMES = [
  'transform.toElasticsearchQueryDSL',
  'xml.toMap',
  'xml.toJsonString',
  'rds.toJsonString',
  'rds.toJsonObject',
  'rds.createPgStatement',
  'rds.createMySQLStatement',
];

function refuse(name: string): UtilFunction {
  return () => {
    throw new UnsupportedFeatureError(`util.${name}`);
  };
}

export const unsupportedUtil: UtilCatalogue = Object.fromEntries(NAMES.map((name) => [name, refuse(name)]));
