import {Ending} from './ending.js';

/** Does what a program is started for, and returns the exit code. It says with `onCrash` how an error is told that nobody foresaw. */
export type Program = (ending: Ending, onCrash: (tell: (error: unknown) => void) => void) => Promise<number>;

/** Runs a program, and ends the process when everything that it said is out. */
export async function runProgram(program: Program): Promise<void> {
  const ending = new Ending();
  const exitCode = await program(ending, (tell) => {
    const crash = (error: unknown) => {
      tell(error);
      process.exitCode = 1;
      ending.abort(error);
    };
    process.on('uncaughtException', crash).on('unhandledRejection', crash);
  });
  await drained();
  await ending.end(exitCode);
}

/** Resolves when stderr has taken everything, or after a moment if nobody reads it. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 500).unref();
    process.stderr.write('', () => resolve());
  });
}
