import { isInputError, machineError, type Problem } from "../problem.ts";
import type { Entry, FailureEntry, UnmadeEntry } from "./store.ts";

/**
 * A report that was not made because of an error: by its own fault, or by this machine's, such as a disk that is full. A browser
 * that ends while it prints is the report's until no worker can open another.
 */
export function unmade(code: string, error: Error): FailureEntry | UnmadeEntry {
  const failed = error.message;
  return isInputError(error) && error.problems.every(isOfDisk)
    ? { code, failed, machine: error.problems }
    : { code, failed };
}

/** A report that no worker is there for: none of those that are left can be made. */
export function unmadeWithoutWorker(code: string, trouble: Error): FailureEntry | UnmadeEntry {
  const failed = `no worker started again: ${trouble.message}`;
  return isInputError(trouble) ? { code, failed, machine: trouble.problems } : { code, failed };
}

/** Throws the fault of this machine that a report was not made by: the next one would fail too, and all can be made again. */
export function refuseUnmade(entries: readonly Entry[]): void {
  const found = entries.find((entry): entry is UnmadeEntry => "machine" in entry);
  if (found) throw machineError(found.failed, found.machine);
}

/** But for a name that the disk cannot take: it comes from the recipient's code. */
function isOfDisk({ code, message }: Problem): boolean {
  return code === "cannot-write" && !message.endsWith("its name is too long");
}
