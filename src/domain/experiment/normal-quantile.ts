/** Wichura's AS 241 (PPND16, Applied Statistics 37, 1988): near the middle, and in the tails. */
const MIDDLE_OVER = [
  3.387132872796366608, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
  4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
];
const MIDDLE_UNDER = [
  1, 4.2313330701600911252e1, 6.871870074920579083e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
  3.930789580009271061e4, 2.8729085735721942674e4, 5.226495278852854561e3,
];
const TAIL_OVER = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  2.4178072517745061177e-1, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
];
const TAIL_UNDER = [
  1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
  1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];

/** Beyond it another pair of polynomials would be needed; nobody asks for such levels. */
const SMALLEST = 1e-10;

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

/** The point below which a standard normal variable lies with a probability (0.975: 1.96). Throws RangeError outside (1e-10, 1 - 1e-10). */
export function normalQuantile(probability: number): number {
  const tail = Math.min(probability, 1 - probability);
  if (!(tail > SMALLEST)) throw new RangeError(`There is no normal quantile of ${probability}.`);
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(MIDDLE_OVER, r)) / polynomial(MIDDLE_UNDER, r);
  }
  const r = Math.sqrt(-Math.log(tail)) - 1.6;
  return (Math.sign(q) * polynomial(TAIL_OVER, r)) / polynomial(TAIL_UNDER, r);
}
