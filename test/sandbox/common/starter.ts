/** What the clock of a sandbox under test says unless told otherwise. */
export const NOW = new Date('2026-11-20T10:00:00Z');

/** Starts sandboxes and stops them after each test. */
export function starterOf<Options, Sandbox extends {stop(): Promise<void>}>(
  start: (options: Options) => Promise<Sandbox>,
): (options: Options) => Promise<Sandbox> {
  let running: Sandbox[] = [];
  afterEach(async () => {
    await Promise.all(running.map((sandbox) => sandbox.stop()));
    running = [];
  });

  return async (options) => {
    const sandbox = await start(options);
    running.push(sandbox);
    return sandbox;
  };
}
