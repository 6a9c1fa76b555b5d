/** @module Firehose: the ways into the lake. */
export { createLakeStreams, type LakeStreamsOptions } from './lake-streams.ts';
