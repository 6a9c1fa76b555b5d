/** Which of some messages fit into an amount, in their order; one that does not fit leaves room for cheaper ones. */
export function fitBudget(costs: readonly number[], amount: number): boolean[] {
  let left = amount;
  return costs.map((cost) => {
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}
