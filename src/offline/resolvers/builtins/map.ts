import { listArgument, mapArgument } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';
import { pickKeys } from './values.ts';

export const mapUtil: UtilCatalogue = {
  'map.copyAndRetainAllKeys': (_run, map, keys) => {
    const wanted = new Set(listArgument('map.copyAndRetainAllKeys', keys));
    return pickKeys(mapArgument('map.copyAndRetainAllKeys', map), (key) => wanted.has(key));
  },
  'map.copyAndRemoveAllKeys': (_run, map, keys) => {
    const unwanted = new Set(listArgument('map.copyAndRemoveAllKeys', keys));
    return pickKeys(mapArgument('map.copyAndRemoveAllKeys', map), (key) => !unwanted.has(key));
  },
};
