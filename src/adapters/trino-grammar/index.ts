/** @module Trino's grammar: what is one SELECT over the lake. */
export { readSelect } from './read-select.ts';
