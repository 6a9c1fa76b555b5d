/** What the benchmark compares with, from bench/node_modules, where the peers are installed. */
import jsonLogic from 'json-logic-js';
import { Query } from 'mingo';
import sift from 'sift';

/** @param {object} query */
export const siftTest = typeof sift === 'function' ? sift : sift.default;

/** @param {object} query */
export function mingoTest(query) {
  const compiled = new Query(query);
  return (document) => compiled.test(document);
}

/** @param {object} logic */
export const jsonLogicTest = (logic) => (document) => Boolean(jsonLogic.apply(logic, document));
