/** Where something stands in a file: line and column from 1; `length` characters are underlined. */
export type Place = {
  file: string;
  line: number;
  column: number;
  length?: number;
  cell?: string; // in a workbook: "Counts!B7"
  of?: string; // the column of a sheet, until it is known in which cell it stands
  unquoted?: true; // its line speaks of a patient: nobody is shown it
};

/** An error stops a run or fails a check; a warning or a note does neither. */
export type Severity = "error" | "warning" | "info";

/** What was seen, where, and what would mend it. Message in lower case, no full stop, quotes round what the author typed. */
export type Problem = {
  code: string; // "unknown-key", "bad-row", …
  severity: Severity;
  message: string;
  place?: Place;
  hint?: string;
  source?: string; // the evidence a rule stands on
  recipients?: readonly string[]; // codes of all in whose reports it was seen
};

/** An error at a place, with what would mend it where that can be said. */
export function wrong(code: string, message: string, place: Place, hint?: string): Problem {
  return { code, severity: "error", message, place, ...(hint ? { hint } : {}) };
}

/** All problems of all files, thrown once by `load`; or what this machine lacks. */
export type InputError = Error & { problems: readonly Problem[]; isOfMachine?: true };

export function inputError(problems: readonly Problem[]): InputError {
  return Object.assign(new Error(`${problems.length} ${problems.length === 1 ? "problem" : "problems"} in the input`), {
    problems,
  });
}

/** What this machine lacks for a run, e.g. a browser or room on the disk: told as problems of the input are, without a stack. */
export function environmentError(code: string, message: string, hint: string): InputError {
  return Object.assign(new Error(`${message}; ${hint}`), {
    problems: [{ code, severity: "error" as const, message, hint }],
    isOfMachine: true as const,
  });
}

/** A fault of this machine that was met elsewhere, such as on a worker, and is known by its problems. */
export function machineError(message: string, problems: readonly Problem[]): InputError {
  return Object.assign(new Error(message), { problems, isOfMachine: true as const });
}

/** Whether something thrown says what is wrong with the input: its `problems` are for people. */
export function isInputError(error: unknown): error is InputError {
  return error instanceof Error && "problems" in error && Array.isArray(error.problems);
}

/**
 * The problem as text: place, severity and message (and the rule, where one has something to say), then the line of the
 * file with the place underlined, then the hint and what the rule rests on. A dot stands for each character that nobody sees
 * or that a terminal would obey.
 */
export function toText(problem: Problem, sourceLine?: string): string {
  const { place, severity, hint, source, code } = problem;
  const message = source ? `${code}: ${problem.message}` : problem.message;
  const head = place
    ? `${place.file}:${place.cell ?? `${place.line}:${place.column}`}  ${severity}  ${message}`
    : `${severity}  ${message}`;
  return [
    head,
    ...(place && sourceLine !== undefined ? frame(place, sourceLine) : []),
    ...(hint ? [`  hint: ${hint}`] : []),
    ...(source ? [`  source: ${source}`] : []),
  ]
    .map(dotted)
    .join("\n");
}

/** Each problem once: what stands in two places, or is met on two ways, is told of once. */
export function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** Problems in reading order: by file, line, column, then message. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.place?.file ?? "", b.place?.file ?? "") ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compare(a.message, b.message),
  );
}

/** A dot in the place of each character that nobody sees, or that a terminal would obey. */
function dotted(text: string): string {
  return text.replace(dangerous, (letter) => "·".repeat(letter.length));
}

const dangerous = /(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

function frame(place: Place, sourceLine: string): string[] {
  const number = String(place.line).padStart(4);
  const shown = sourceLine.length > 160 ? `${sourceLine.slice(0, 160)}…` : sourceLine;
  if (place.column > 160) return [`${number} |   ${shown}`];
  const under = " ".repeat(place.column - 1) + "^".repeat(Math.max(1, Math.min(place.length ?? 1, 160 - place.column)));
  return [`${number} |   ${shown}`, `${" ".repeat(number.length)}     ${under}`];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
