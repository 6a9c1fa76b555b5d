/**
 * What is done with a file once it is chosen: loaded then, because the readers of all formats and encodings weigh more than
 * the page that asks for the file.
 */
export { inspectChosen } from './chosen-file.ts';
export { readChoice } from './read-choice.ts';
export { sendFile } from './send-file.ts';
