export function cents(amount: number): number {
  // The nudge keeps 1.005 from becoming 1.00; the `+ 0` keeps minus zero out of the JSON.
  return Math.round((amount + Math.sign(amount) * 1e-9) * 100) / 100 + 0;
}

export function sum(numbers: readonly number[]): number {
  return cents(numbers.reduce((total, number) => total + number, 0));
}
