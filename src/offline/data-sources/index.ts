/** @module What resolvers talk to. */
export { createDataSource } from './create-data-source.ts';
export { type DataSource, type DataSourceOutcome, isRecord, mappingTemplateError } from './data-source.ts';
