import type { Trial } from "../../input/study.ts";
import { armsAgain, type ResponseClass } from "../../input/trial/stages.ts";
import type { Stage, Tailoring } from "../../input/trial/trial.ts";
import type { Decision } from "./decide.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { bullets, markdown, markdownTable, type Table, type WrittenCell } from "./written.ts";

const decisionColumns = [
  "list_id",
  "list_version",
  "unit_type",
  "unit_code",
  "cluster_id",
  "stratum",
  "stage",
  "arm_code",
  "sequence",
  "status",
  "snapshot",
  "indicator",
  "measure",
  "value",
  "baseline_value",
  "result",
  "verdict",
  "missing",
  "unplaced",
  "class",
  "next",
  "data_sha256",
] as const;

/** The frozen list for the trials unit. `data` is the fingerprint of the data it was decided on. */
export function eligibilityTable(
  { run, trial }: Facts,
  stage: Stage,
  edition: PackEdition,
  data: string,
): (of: readonly Decision[]) => Table {
  return (decisions) => ({
    columns: decisionColumns,
    rows: decisions.map(
      (each): Record<(typeof decisionColumns)[number], WrittenCell> => ({
        list_id: run.trial.list,
        list_version: run.trial.version,
        unit_type: trial.file.unit,
        unit_code: each.unit,
        cluster_id: each.cluster ?? null,
        stratum: each.stratum ?? null,
        stage: edition.stage(stage.stage),
        arm_code: each.arm,
        sequence: edition.sequence(each.sequence),
        status: each.status,
        snapshot: stage.after?.snapshot ?? null,
        indicator: stage.after?.indicator ?? null,
        measure: stage.after?.measure ?? null,
        value: each.value,
        baseline_value: each.baseline,
        result: each.result,
        verdict: each.verdict,
        missing: each.missing,
        unplaced: each.unplaced,
        class: each.class,
        next: each.next,
        data_sha256: data,
      }),
    ),
  });
}

/** What the list says, how it was decided, and the regimes that the design embeds. */
export function eligibilityText(
  { trial }: Facts,
  stage: Stage,
  edition: PackEdition,
  decisions: readonly Decision[],
): string {
  const { after } = stage;
  if (!after) return "";
  const arms = [...new Set(decisions.map(({ arm }) => arm))].sort();
  const count = (arm: string, test: (each: Decision) => boolean) =>
    decisions.filter((each) => each.arm === arm && test(each)).length;
  return markdown(
    `# Who is randomised again before stage ${edition.stage(stage.stage)}`,
    `Decided once, on the data of ${after.snapshot}, by figures that disclosure control released, as the reports of that cycle tell them. ${ruleText(after)}${after.measure === "relative-change" ? " Both figures of a change are from the same extract of the data, so a later correction of the earlier month is in both." : ""}`,
    `Responders ${thenText(stage, "responder")}; non-responders ${thenText(stage, "non-responder")}. Units that left before are not eligible; they stay in the analysis.`,
    markdownTable(
      [
        "arm",
        "units",
        "responders",
        "non-responders",
        "of all without a figure",
        "of all not placed by the report",
        "to be randomised again",
        "go on",
        "not eligible",
      ],
      arms.map((arm) => [
        edition.arm(arm),
        count(arm, () => true),
        count(arm, (each) => each.class === "responder"),
        count(arm, (each) => each.class === "non-responder"),
        count(arm, ({ missing }) => missing),
        count(arm, ({ unplaced }) => unplaced),
        count(arm, ({ next }) => next === "re-randomise"),
        count(arm, ({ next }) => next === "continue"),
        count(arm, ({ next }) => next === "not-eligible"),
      ]),
    ),
    "## Embedded regimes",
    bullets(regimesOf(trial).map((regime, i) => `${i + 1}: ${regime}`)),
    "The list is frozen: give it to the trials unit as it is, and name the same file as `decided` of the stage in trial.yaml.",
  );
}

function thenText(stage: Stage, of: ResponseClass): string {
  const arms = armsAgain(stage, of);
  return arms ? `are randomised again among ${arms.join(", ")}` : "go on as before";
}

/** How responders are told, in a sentence or two. */
export function ruleText({ indicator, measure, baseline, responder, missing, unplaced }: Tailoring): string {
  const rule =
    typeof responder === "string"
      ? `what its report says of ${indicator}: ${responder}`
      : `${measure} of ${indicator}${baseline ? ` since ${baseline}` : ""}, ${Object.entries(responder)
          .map(([key, value]) => `${key} ${value}`)
          .join(" ")}`;
  return `A responder: ${rule}. A unit without a figure, or with one withheld, counts as a ${missing}; one whose report concludes nothing from its figure as a ${unplaced}.`;
}

/** Every rule of treatment that the stages allow: first arm, and at each stage one way for responders and one for the others. */
export function regimesOf({ file: { stages } }: Pick<Trial, "file">): string[] {
  const [first, ...later] = stages;
  const ways = (stage: Stage, of: ResponseClass) => armsAgain(stage, of) ?? ["as before"];
  return later.reduce(
    (regimes, stage) =>
      regimes.flatMap((regime) =>
        ways(stage, "responder").flatMap((yes) =>
          ways(stage, "non-responder").map((no) => `${regime}; if it responded: ${yes}; if not: ${no}`),
        ),
      ),
    [...(first?.arms ?? [])],
  );
}
