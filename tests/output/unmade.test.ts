import { expect, test } from "vitest";
import { exitOfError, exits } from "../../src/cli/exits.ts";
import { refuseUnmade, unmade, unmadeWithoutWorker } from "../../src/output/unmade.ts";
import { environmentError, isInputError } from "../../src/problem.ts";

/** What ends a run that has these entries, as a script sees it. */
function exitFor(entries: Parameters<typeof refuseUnmade>[0]): number | undefined {
  try {
    refuseUnmade(entries);
  } catch (error) {
    if (isInputError(error)) return exitOfError(error);
    throw error;
  }
  return undefined;
}

test("a fault of this machine ends the run as that, and not as input that cannot be used", () => {
  const full = environmentError("cannot-write", 'cannot write "A.pdf": no space left on the disk', "make room");
  const none = environmentError("no-browser", 'cannot run the browser "/none"', "give another");
  expect(exitFor([unmade("A", full)])).toBe(exits.environment);
  expect(exitFor([unmadeWithoutWorker("A", none)])).toBe(exits.environment);
  expect(exitFor([unmade("A", none), unmade("B", new Error("two words too many"))])).toBeUndefined(); // each report's own
});
