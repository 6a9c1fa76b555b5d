/** Numbers in [0, 1), by a seed that the caller keeps. */
export type Random = () => number;

/** From so many expected ones on, a binomial number is drawn as a normal one: it is off by less than chance moves it. */
const NORMAL_FROM = 30;

function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A gamma variable of scale 1 (Marsaglia and Tsang, ACM TOMS 26:363, 2000); 0 for a shape of 0. */
export function drawGamma(shape: number, random: Random): number {
  if (shape <= 0) return 0;
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A beta variable; of a parameter of 0 it is certain. */
export function drawBeta(alpha: number, beta: number, random: Random): number {
  if (alpha <= 0) return 0;
  if (beta <= 0) return 1;
  const x = drawGamma(alpha, random);
  const sum = x + drawGamma(beta, random);
  return sum === 0 ? alpha / (alpha + beta) : x / sum;
}

/** How many of `trials` succeed, each with `chance`. */
export function drawBinomial(trials: number, chance: number, random: Random): number {
  if (trials <= 0 || chance <= 0) return 0;
  if (chance >= 1) return trials;
  if (chance > 0.5) return trials - drawBinomial(trials, 1 - chance, random);
  const mean = trials * chance;
  if (mean >= NORMAL_FROM) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - chance)) * drawNormal(random));
    return Math.min(trials, Math.max(0, drawn));
  }
  // From one success to the next: as many steps as there are successes.
  const gap = Math.log1p(-chance);
  let count = 0;
  for (let at = 0; ; count += 1) {
    at += Math.floor(Math.log(1 - random()) / gap) + 1;
    if (at > trials) return count;
  }
}
