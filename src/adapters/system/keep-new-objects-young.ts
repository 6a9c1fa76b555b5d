import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 make every object where new ones are. Where most of what a line made outlived a collection, V8 makes what
 * follows at once among the old objects; a chunk that is on its way outlives a few. Once it is sent it lies dead there,
 * and each collection keeps, and copies, all that it refers to: in half of all runs ten times as much was copied, for
 * half as much CPU time again in sending (`bench:delivery`).
 * Node takes no option for it from NODE_OPTIONS. To be called before the work begins: code that is compiled already stays.
 */
export function keepNewObjectsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
