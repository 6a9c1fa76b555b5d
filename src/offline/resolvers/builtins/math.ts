import { numberArgument } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';

export const mathUtil: UtilCatalogue = {
  'math.roundNum': (_run, value) => Math.round(numberArgument('math.roundNum', value)),
  'math.minVal': (_run, a, b) => Math.min(numberArgument('math.minVal', a), numberArgument('math.minVal', b)),
  'math.maxVal': (_run, a, b) => Math.max(numberArgument('math.maxVal', a), numberArgument('math.maxVal', b)),
  'math.randomDouble': () => Math.random(),
  'math.randomWithinRange': (_run, from, to) => {
    const start = numberArgument('math.randomWithinRange', from);
    return start + Math.floor(Math.random() * (numberArgument('math.randomWithinRange', to) - start));
  },
};
