import { inputError } from "../../problem.ts";

/** Why nothing is worked out, for people. */
export function unusable(message: string, hint?: string): Error {
  return inputError([{ code: "feasibility", severity: "error", message, ...(hint ? { hint } : {}) }]);
}
