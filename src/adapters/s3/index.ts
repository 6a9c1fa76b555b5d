/** @module S3: the files of the lake's rollups. */
export { createRollupFiles } from './rollup-files.ts';
