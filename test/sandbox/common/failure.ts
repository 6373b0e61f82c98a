/** What a promise fails with; fails itself when there is nothing. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) throw new Error('Expected a failure.');
  return outcome;
}
