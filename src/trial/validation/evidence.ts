import { z } from "zod";
import { inputError } from "../../problem.ts";
import type { NamedTest, Requirement } from "./requirements.ts";

/** What a run of the tests says of a requirement: `not run` where no test of one that it names is in the results. */
export const outcomes = ["passed", "failed", "not run"] as const;

export type TestOutcome = (typeof outcomes)[number];

export type TestEvidence = { test: NamedTest; outcome: TestOutcome; tests: number };

export type RequirementHeld = Requirement & { outcome: TestOutcome; evidence: readonly TestEvidence[] };

/** The results of a run of the tests, as `vitest run --reporter=json` writes them. */
const resultsSchema = z.object({
  startTime: z.number(), // milliseconds since 1970
  testResults: z.array(
    z.object({
      name: z.string(), // path of the file
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

export type TestResults = z.output<typeof resultsSchema>;

/** Reads results. Throws an InputError where the text is none. */
export function readResults(file: string, text: string): TestResults {
  try {
    return resultsSchema.parse(JSON.parse(text));
  } catch {
    throw inputError([
      {
        code: "no-results",
        severity: "error",
        message: `"${file}" is no results of a run of the tests`,
        hint: "make them with: npx vitest run --reporter=json --outputFile=results.json",
      },
    ]);
  }
}

/** Requirements with what the results say of each: it is held only where every test that it names was run and passed. */
export function heldBy(requirements: readonly Requirement[], results: TestResults): RequirementHeld[] {
  return requirements.map((requirement) => {
    const evidence = requirement.tests.map((test) => evidenceOf(test, results));
    const all = evidence.map(({ outcome }) => outcome);
    const outcome = all.includes("failed") ? "failed" : all.includes("not run") ? "not run" : "passed";
    return { ...requirement, outcome, evidence };
  });
}

function evidenceOf(test: NamedTest, { testResults }: TestResults): TestEvidence {
  const is = test.name === undefined ? undefined : titlePattern(test.name);
  const found = testResults
    .filter(({ name }) => name.replaceAll("\\", "/").endsWith(`/${test.file}`))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title, ancestorTitles }) => !is || [title, ...ancestorTitles].some((each) => is.test(each)));
  if (found.length === 0 || found.some(({ status }) => status !== "passed" && status !== "failed"))
    return { test, outcome: "not run", tests: found.length };
  return { test, outcome: found.every(({ status }) => status === "passed") ? "passed" : "failed", tests: found.length };
}

/** The title of a test; %s and the like in it stand for what each of several has there. */
function titlePattern(name: string): RegExp {
  const parts = name.split(/%[sidjof]/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
