import { type DocxPart, docxOf } from "../../output/docx.ts";
import { bullets, jsonText, markdown, markdownTable } from "../pack/written.ts";
import { outcomes, type RequirementHeld, type TestOutcome, type TestResults } from "./evidence.ts";

export type ValidationRun = {
  version: string;
  results: TestResults;
  resultsHash: string;
  held: readonly RequirementHeld[];
};

const note =
  "Requirements are ours, written for part 4 of ICH E6(R3), data governance. A requirement is held where every test that it names was run and passed. What a unit must see to itself (who may use the system, training, back-ups, its own acceptance) is not in here.";

/** The files of a validation pack, by name. The same results give the same bytes. */
export function validationFiles(run: ValidationRun): ReadonlyMap<string, string | Uint8Array> {
  const { version, results, resultsHash, held } = run;
  const day = new Date(results.startTime).toISOString();
  const facts = [
    `Engine: version ${version}.`,
    `Tests begun: ${day}.`,
    `Results: SHA-256 ${resultsHash}.`,
    countsText(held),
  ];
  const title = "Validation pack: requirements and tests";
  const areas = [...Map.groupBy(held, ({ area }) => area)];
  const head = ["requirement", "ICH E6(R3)", "says", "outcome", "tests"];
  const text = markdown(
    `# ${title}`,
    note,
    bullets(facts),
    ...areas.flatMap(([area, own]) => [
      `## ${area}`,
      markdownTable(
        head,
        own.map((each) => [each.id, each.ich, each.says, each.outcome, testLines(each).join("; ")]),
      ),
    ]),
  );
  const parts: DocxPart[] = [
    { heading: title, level: 1 },
    { text: note },
    ...facts.map((bullet) => ({ bullet })),
    ...areas.flatMap(([area, own]): DocxPart[] => [
      { heading: area, level: 2 },
      {
        table: {
          head: ["Requirement", "ICH E6(R3)", "Says", "Outcome", "Tests"],
          widths: [9, 9, 32, 9, 41],
          rows: own.map((each) => [[each.id], [each.ich], [each.says], [each.outcome], testLines(each)]),
        },
      },
    ]),
  ];
  return new Map<string, string | Uint8Array>([
    ["validation.md", text],
    [
      "validation.json",
      jsonText({ version: 1, engine: version, begun: day, results_sha256: resultsHash, requirements: held }),
    ],
    ["validation.docx", docxOf({ title, created: day.slice(0, 10), parts })],
  ]);
}

/** "51 requirements: 50 passed, 1 not run" */
export function countsText(held: readonly RequirementHeld[]): string {
  const count = (outcome: TestOutcome) => held.filter((each) => each.outcome === outcome).length;
  const told = outcomes.flatMap((outcome) => (count(outcome) > 0 ? [`${count(outcome)} ${outcome}`] : []));
  return `${held.length} requirements: ${told.join(", ")}`;
}

function testLines({ evidence }: RequirementHeld): string[] {
  return evidence.map(
    ({ test, outcome, tests }) =>
      `${test.file}${test.name === undefined ? "" : `: ${test.name}`} (${tests} ${outcome})`,
  );
}
