import { stringArgument, UtilArgumentError } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';

function normalize(value: string, form: string): string {
  switch (form.toLowerCase()) {
    case 'nfc':
      return value.normalize('NFC');
    case 'nfd':
      return value.normalize('NFD');
    case 'nfkc':
      return value.normalize('NFKC');
    case 'nfkd':
      return value.normalize('NFKD');
    default:
      throw new UtilArgumentError(`util.str.normalize knows nfc, nfd, nfkc and nfkd, not ${form}.`);
  }
}

export const strUtil: UtilCatalogue = {
  'str.toUpper': (_run, value) => stringArgument('str.toUpper', value).toUpperCase(),
  'str.toLower': (_run, value) => stringArgument('str.toLower', value).toLowerCase(),
  'str.toReplace': (_run, value, search, replacement) =>
    stringArgument('str.toReplace', value)
      .split(stringArgument('str.toReplace', search))
      .join(stringArgument('str.toReplace', replacement)),
  'str.normalize': (_run, value, form) =>
    normalize(stringArgument('str.normalize', value), stringArgument('str.normalize', form)),
};
