import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { assign } from "../../src/report/assign.ts";
import { definitionOf } from "../../src/trial/frozen/definition.ts";
import { baselineOf } from "../../src/trial/pack/baseline/baseline.ts";
import { allocationAnswers } from "../../src/trial/pack/checklists/answers/allocation.ts";
import { allocatedByCells, allocatedByColumns } from "../../src/trial/pack/exposure/covariates.ts";
import { rehearsalOf } from "../../src/trial/rehearse.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";

/* Strata besides the level that a trial names, and factors of minimisation, as the trials unit's list records them. */

const declared = `
  rurality: { is: Urban or rural, as: stratum, checked-against: rurality }
  size-band: { is: Size of the list, as: minimisation }`;
const opened = await openTrial(writeTrial({ "trial.yaml": trialText() }), { allocation: false });
const { directory } = [...opened.topics.values()][0]!;
const ruralityOf = (unit: string) => String(directory.get(unit)!.covariates!.rurality);
const kept = [...directory.values()]
  .filter(({ type, closed, opened: since = "" }) => type === "practice" && !closed && since < "2026")
  .slice(0, 40)
  .map(({ code }, i): Row => ({ unit: code, arm: i % 2 === 0 ? "K1" : "K7" }));

type Recorded = (unit: string, i: number) => readonly [rurality: string, size: string];
const asItIs: Recorded = (unit, i) => [ruralityOf(unit), i % 3 === 0 ? "large" : "small"];

/** A trial whose list has two more columns. */
function write(
  recorded: Recorded = asItIs,
  {
    parts = {},
    rows = kept,
    columns = "RURALITY,size_band",
  }: { parts?: Record<string, string>; rows?: Row[]; columns?: string } = {},
): string {
  const [first, ...others] = allocationText(rows).trim().split("\n");
  const wide = others.map((line, i) => `${line},${recorded(rows[i]!.unit, i).join(",")}`);
  return writeTrial({
    "trial.yaml": trialText({ "allocated-by": declared, ...parts }),
    "allocation.csv": `${[`${first},${columns}`, ...wide].join("\n")}\n`,
  });
}

const errors = async (folder: string) =>
  (await problemsOf(folder)).filter((each) => !each.startsWith("unbalanced-stratum"));

describe("what a list records", () => {
  test("is read by its column, whatever its capitals, and stands with the unit in a cycle", async () => {
    const folder = write();
    expect(await errors(folder)).toEqual([]);
    const study = await openTrial(folder);
    const cycle = [...study.topics.values()][0]!.campaign.cycles[0]!;
    const { of } = assign(study, study.trial!, cycle);
    expect(of.get(kept[0]!.unit)!.by).toEqual({ rurality: ruralityOf(kept[0]!.unit), "size-band": "large" });
  });

  test("must be there for every unit", async () => {
    expect(await errors(write(asItIs, { columns: "RURALITY,size" }))).toContain(
      'missing-column: missing column "size-band", by which the trial says units were allocated',
    );
    const told = await errors(write((unit, i) => [ruralityOf(unit), i < 2 ? "" : "small"]));
    expect(told).toEqual(["not-recorded: no size-band of 2 units, on lines 2 and 3"]);
  });

  test("is the directory's, where the trial says so", async () => {
    const { unit } = kept[3]!;
    const other = ruralityOf(unit) === "rural" ? "urban" : "rural";
    const told = await errors(write((each, i) => [each === unit ? other : ruralityOf(each), asItIs(each, i)[1]]));
    expect(told).toEqual([`other-value: rurality "${other}" of ${unit}, but the directory has ${ruralityOf(unit)}`]);
    const against = declared.replace("checked-against: rurality", "checked-against: sub-icb");
    expect((await errors(write(asItIs, { parts: { "allocated-by": against } })))[0]).toMatch(/^other-value: rurality/);
    const unknown = declared.replace("checked-against: rurality", "checked-against: ruralty");
    expect((await errors(write(asItIs, { parts: { "allocated-by": unknown } })))[0]).toMatch(
      /^unknown-check: .*no level/,
    );
  });

  test("is read by mapping too, from the list or its join list", async () => {
    const mapped = (by: string) => `
  list: LISTA
  version: 1
  file: redcap.csv
  columns: { unit: practice, arm: arm, from: day }
  codes: { 1: K1, 2: K7 }
  ${by}`;
    const csv = kept.map(
      ({ unit, arm }, i) => `${unit},${arm === "K1" ? 1 : 2},2026-05-01,${asItIs(unit, i).join(",")}`,
    );
    const told = (by: string) =>
      errors(
        writeTrial({
          "trial.yaml": trialText({ "allocated-by": declared, allocation: mapped(by) }),
          "redcap.csv": `practice,arm,day,RUR,SIZE\n${csv.join("\n")}\n`,
        }),
      );
    expect(await told("allocated-by: { rurality: rur, size-band: SIZE }")).toEqual([]);
    expect(await told("allocated-by: { rurality: RUR }")).toEqual([
      'allocated-by: no column has "size-band", by which units were allocated',
    ]);
    expect((await told("allocated-by: { rurality: RUR, size-band: SIZE, size: SIZE }"))[0]).toMatch(
      /^allocated-by: "size" is not under/,
    );
  });
});

describe("strata", () => {
  test("are all together: even in one and uneven in the other is uneven", async () => {
    const rows = kept.map(({ unit }): Row => ({ unit, arm: ruralityOf(unit) === "rural" ? "K1" : "K7" }));
    const told = await problemsOf(write(asItIs, { rows, parts: { stratum: "icb", balance: "{ within: 1 }" } }));
    expect(told.filter((each) => each.startsWith("unbalanced-stratum")).join()).toMatch(/stratum \w+, rural is uneven/);
  });

  test("have the declared ratio each, though the whole list has it", async () => {
    const urban = kept.filter(({ unit }) => ruralityOf(unit) === "urban");
    const rows = kept.map(({ unit }, i): Row => ({ unit, arm: i < kept.length / 2 ? "K1" : "K7" }));
    const bands: Recorded = (unit, i) => [ruralityOf(unit), i < kept.length / 2 ? "large" : "small"];
    const parts = { "allocated-by": declared.replace("as: minimisation", "as: stratum") };
    expect(urban.length).toBeGreaterThan(16);
    const told = await problemsOf(write(bands, { rows, parts }));
    expect(told.filter((each) => each.startsWith("sample-ratio")).join()).toMatch(
      /in stratum urban, large, where 1:1 is declared/,
    );
    expect((await problemsOf(write(asItIs, { parts }))).filter((each) => each.startsWith("sample-ratio"))).toEqual([]);
  });
});

test("it stands in the baseline, in exposure.csv, in the checklist and in the frozen definition", async () => {
  const study = await openTrial(write());
  const trial = study.trial!;
  const [inputs] = study.topics.values();
  const cycle = inputs!.campaign.cycles[0]!;
  const { of } = assign(study, trial, cycle);
  const [topic] = study.topics.keys();
  const designs = new Map(["K1", "K7"].map((arm) => [arm, { topic, design: inputs!.campaign }]));
  const run = { cycle, trial: { assignments: Object.fromEntries(of) } };
  const source = { trial, study, organisations: inputs!.directory, designs, runs: [run] };
  const groups = ["K1", "K7"].map((name) => ({ name, of: [...of].filter(([, { arm }]) => arm === name) }));
  const { sets } = baselineOf(source as never, [{ stage: null, groups }] as never, { outcomes: new Map() });
  const rows = sets[0]!.rows.filter(({ characteristic }) => characteristic === "Size of the list");
  expect(rows.map(({ kind }) => kind)).toEqual(["large", "small"]);
  expect(rows[0]!.groups.map((each) => "of" in each && each.of)).toEqual(groups.map((group) => group.of.length));
  expect(allocatedByColumns({ trial }).map(({ name }) => name)).toEqual([
    "allocated_by_rurality",
    "allocated_by_size_band",
  ]);
  expect(allocatedByCells({ trial }, of.get(kept[0]!.unit)!)).toMatchObject({ allocated_by_size_band: "large" });
  const { text, missing } = allocationAnswers.restriction({ facts: { trial } } as never) as {
    text: string;
    missing: string;
  };
  expect(text).toContain("Strata: Urban or rural. Minimised by: Size of the list.");
  expect(missing).toContain("weights");
  expect((await definitionOf(nodeWorld(), trial))["allocated-by"]).toContain("minimisation");
  expect(await definitionOf(nodeWorld(), opened.trial!)).not.toHaveProperty("allocated-by");
});

test("a rehearsal is drawn within the strata that the directory has, and leaves the others open", async () => {
  const folder = write();
  const study = await openTrial(folder, { allocation: false });
  const { text } = rehearsalOf(study, study.trial!, { seed: 2, responders: 0.5 });
  const rows = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  expect(rows[0]!.slice(-2)).toEqual(["rurality", "size-band"]);
  for (const kind of ["rural", "urban"]) {
    const arms = rows.filter((row) => row.at(-2) === kind).map((row) => row[7]);
    expect(Math.abs(arms.filter((arm) => arm === "K1").length - arms.length / 2)).toBeLessThanOrEqual(0.5);
  }
  writeFileSync(join(folder, "rehearsal.csv"), text);
  const told = await problemsOf(folder, { allocation: join(folder, "rehearsal.csv") });
  expect(told.filter((each) => !each.startsWith("unrecorded-merger"))).toEqual([]);
});
