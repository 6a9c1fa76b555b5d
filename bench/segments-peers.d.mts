/** A peer's answer to one question about a pair of a customer and an endpoint. */
type Test = (document: object) => boolean;
export const siftTest: (query: object) => Test;
export const mingoTest: (query: object) => Test;
export const jsonLogicTest: (logic: unknown) => Test;
