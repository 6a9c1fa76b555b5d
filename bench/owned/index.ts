/** @module What a bench starts ends with it: child processes and folders, however the bench ends. */
export { endWithParent, removeAtEnd } from './end-with-parent.ts';
export { runNode, spawnNode, spawnProgram } from './spawn-owned.ts';
