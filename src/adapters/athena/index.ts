/** @module Athena: the lake is asked, and its answers are read. */
export { createLakeQueries, type LakePlace } from './lake-queries.ts';
