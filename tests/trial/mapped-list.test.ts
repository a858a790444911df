import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Organisation } from "../../src/input/data/organisation.ts";
import { openTables } from "../../src/input/files/table.ts";
import { readOneYaml } from "../../src/input/files/yaml.ts";
import { type Allocation, readAllocation } from "../../src/input/trial/allocation.ts";
import type { Arm } from "../../src/input/trial/arms.ts";
import { listFiles, listSourceOf } from "../../src/input/trial/list-source.ts";
import { trialSchema } from "../../src/input/trial/trial.ts";
import { type Problem, toText } from "../../src/problem.ts";
import { workbookOf } from "../input/workbook.ts";
import { trialText } from "./scratch.ts";

/*
 * Lists as systems of trials units export them, each in its true shape with invented values (`lists/`), and what goes wrong with them.
 */

const root = mkdtempSync(join(tmpdir(), "lists-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
cpSync(join(import.meta.dirname, "lists"), root, { recursive: true });

const directory = new Map(
  ["Z10001", "Z10002", "Z10003", "Z10004", "Z10005"].map((code): [string, Organisation] => [
    code,
    { code, type: "practice", name: code, address: [], parents: {} } as Organisation,
  ]),
);
const staged = {
  design: "sequential",
  arms: "\n  K1: { own-plan: with }\n  K7: { own-plan: without }\n  S2: { own-plan: with }\n  S3: { own-plan: without }",
  stages: `
  - { stage: alone, cycles: { from: 2026-04, to: 2026-06 }, arms: [K1, K7] }
  - { stage: stepped, cycles: { from: 2026-08, to: 2026-10 }, arms: [S2, S3] }`,
};

type Read = { allocation: Allocation | undefined; problems: readonly Problem[]; told: readonly string[] };

/** A list as a trial's file says; `files` are written beside it, in place of those that are there. */
async function read(
  allocation: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  parts: Readonly<Record<string, string>> = {},
): Promise<Read> {
  const folder = Object.keys(files).length > 0 ? mkdtempSync(join(root, "own-")) : root;
  if (folder !== root) cpSync(join(import.meta.dirname, "lists"), folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const problems: Problem[] = [];
  const text = trialText({ ...parts, allocation: `\n${allocation.replace(/^/gm, "  ")}` });
  const trial = readOneYaml("trial.yaml", text, trialSchema, problems);
  if (!trial)
    return { allocation: undefined, problems, told: problems.map(({ code, message }) => `${code}: ${message}`) };
  const source = listSourceOf(trial, (name) => join(folder, name));
  const arms = new Map(
    Object.entries(trial.value.arms).map(([code, levels]): [string, Arm] => [
      code,
      { code, levels, place: trial.placeOf(["arms"]) },
    ]),
  );
  const tables = await openTables(listFiles(source).map(({ file }) => file));
  try {
    const options = { source, trial: trial.value, arms, directory, recipientType: "practice" };
    const found = await readAllocation(tables, options, problems);
    return {
      allocation: found,
      problems,
      told: problems.map(({ code, message }) => `${code}: ${message.replaceAll(`${folder}/`, "")}`),
    };
  } finally {
    tables.closeSync();
  }
}

/** "Z10001 K1 2026-02-03", with what else is said. */
function unitsOf({ allocation }: Read): string[] {
  return (allocation?.units ?? []).map(({ unit, arm, stage, from, to, status, stratum }) =>
    [
      unit,
      arm,
      ...(stage ? [stage] : []),
      to ? `${from}–${to}` : from,
      ...(status === "active" ? [] : [status]),
      ...(stratum ? [stratum] : []),
    ].join(" "),
  );
}

function awaitingIn({ allocation }: Read): string[] {
  return (allocation?.awaiting ?? []).map(({ unit, stage }) => `${unit}${stage ? ` ${stage}` : ""}`);
}

const all = ["Z10001 K1 2026-02-03", "Z10002 K7 2026-02-03", "Z10003 K7 2026-02-04"];

const redcap = `list: LISTA
version: 3
file: redcap-raw.csv
where: { redcap_event_name: baseline_arm_1 }
columns: { unit: practice_code, arm: rand_group, from: rand_dt }
codes: { 1: K1, 2: K7 }`;

const labels = `list: LISTA
version: "2026-02-10"
file: redcap-labels.csv
days: day-first
columns: { unit: Practice code, arm: Randomised to, from: Date and time of randomisation }
codes: { Intervention: K1, Usual practice: K7 }`;

const numbers = `list: LISTA
version: 1
file: number-groups.csv
columns: { id: randomisation_number, arm: group }
codes: { A: K1, B: K7 }
join: { file: redcap-numbers.csv, columns: { id: rand_number, unit: practice_code, from: rand_dt } }`;

const blockrand = `list: LISTA
version: 1
file: blockrand.csv
columns: { id: [stratum, id], arm: treatment, stratum: stratum }
codes: { Intervention: K1, Control: K7 }
join: { file: blockrand-units.csv, columns: { id: [stratum, place], unit: practice, from: joined_on }, spare: true }`;

const randomizer = `list: LISTA
version: 1
file: randomizer.csv
header: 22
delimiter: tab
pad: { Allocation: 3 }
columns: { id: Allocation, arm: Treatment }
codes: { A: K1, B: K7 }
from: 2026-02-03
join: { file: randomizer-units.csv, columns: { id: place, unit: practice }, spare: true }`;

const sealed = `list: LISTA
version: 1
file: sealed-envelope.csv
columns: { id: code, arm: treatment }
codes: { Enhanced: K1, Standard: K7 }
join: { file: sealed-envelope-units.csv, columns: { id: Code, unit: Practice, from: Randomised }, spare: true }`;

const odm = `list: LISTA
version: 1
file: odm.xml
pivot: { names: ItemOID, values: Value }
columns: { unit: I.PRACTICE, arm: I.ARM, from: I.ARM_DT }
codes: { 1: K1, 2: K7 }`;

describe("a list is read as it is exported", () => {
  test("by REDCap, raw: codes, events and forms as rows, capitals in the header, times, columns of its own", async () => {
    const found = await read(redcap);
    expect(unitsOf(found)).toEqual(all);
    expect(awaitingIn(found)).toEqual(["Z10004"]);
    expect(found.problems).toMatchObject([
      { code: "awaiting", severity: "warning", message: "Z10004 awaits its arm, on line 9" },
    ]);
    expect(found.allocation).toMatchObject({ list: "LISTA", version: "3", rehearsal: false });
  });

  test("by REDCap, as labels with days first", async () => {
    const found = await read(labels);
    expect(unitsOf(found)).toEqual(all);
    expect(awaitingIn(found)).toEqual(["Z10004"]);
  });

  test("by REDCap with two randomisations, each of a stage; the second stands in rows of another event", async () => {
    const of = (stage: string, more: string) => `- list: LISTA
  version: 3
  file: redcap-raw.csv
  stage: ${stage}
  ${more}`;
    const first = of(
      "alone",
      "where: { redcap_event_name: baseline_arm_1 }\n  columns: { unit: practice_code, arm: rand_group, from: rand_dt }\n  codes: { 1: K1, 2: K7 }",
    );
    const second = of(
      "stepped",
      `where: { redcap_event_name: month_3_arm_1, redcap_repeat_instrument: "" }
  columns: { id: record_id, arm: rand2_group, from: rand2_dt }
  codes: { 1: S2, 2: S3 }
  join: { file: redcap-raw.csv, where: { redcap_event_name: baseline_arm_1 }, columns: { id: record_id, unit: practice_code } }`,
    );
    const found = await read(`${first}\n${second}`, {}, staged);
    expect(unitsOf(found)).toEqual([
      "Z10001 K1 alone 2026-02-03",
      "Z10002 K7 alone 2026-02-03",
      "Z10003 K7 alone 2026-02-04",
      "Z10001 S3 stepped 2026-07-06",
      "Z10003 S2 stepped 2026-07-06",
    ]);
    expect(found.problems.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
    expect(awaitingIn(found)).toEqual(["Z10004 alone", "Z10002 stepped", "Z10004 stepped"]);
  });

  test("with randomisation numbers in place of groups, whose groups stand in a list of the trials unit", async () => {
    const found = await read(numbers);
    expect(unitsOf(found)).toEqual(all);
    expect(awaitingIn(found)).toEqual(["Z10004"]);
  });

  test("by blockrand: a column without a name, numbers that begin anew in each stratum, spare places", async () => {
    const found = await read(blockrand);
    expect(unitsOf(found)).toEqual([
      "Z10001 K1 2026-02-03 small",
      "Z10002 K7 2026-02-03 small",
      "Z10003 K7 2026-02-04 small",
      "Z10004 K7 2026-02-10 large",
    ]);
    expect(awaitingIn(found)).toEqual(["Z10005"]);
  });

  test("by randomizeR: parameters above the header, tabs", async () => {
    const found = await read(randomizer);
    expect(unitsOf(found)).toEqual(["Z10001 K1 2026-02-03", "Z10002 K7 2026-02-03", "Z10003 K7 2026-02-03"]);
    expect(found.told).toEqual([]);
  });

  test("by Sealed Envelope: unique codes, times in UTC", async () => {
    expect(unitsOf(await read(sealed))).toEqual(all);
  });

  test("by Sealed Envelope without codes: the place is block and sequence", async () => {
    const places = "block,seq,practice\n1,1,Z10001\n1,2,Z10002\n2,1,Z10003\n";
    const mapped = `list: LISTA
version: 1
file: sealed-envelope.csv
columns: { id: [block identifier, sequence within block], arm: treatment }
codes: { Enhanced: K1, Standard: K7 }
from: 2026-02-03
join: { file: places.csv, columns: { id: [block, seq], unit: practice }, spare: true }`;
    expect(unitsOf(await read(mapped, { "places.csv": places }))).toHaveLength(3);
  });

  test("as ODM-XML: items of several forms, values as attributes and as content, a subject without its arm", async () => {
    const found = await read(odm);
    expect(unitsOf(found)).toEqual(["Z10001 K1 2026-02-03", "Z10002 K7 2026-02-03"]);
    expect(awaitingIn(found)).toEqual(["Z10003"]);
    expect(found.told).toEqual(["awaiting: Z10003 awaits its arm, on line 58"]);
  });

  test("as a workbook with a heading above its header, cells as days and numbers", async () => {
    const book = workbookOf({
      Notes: [["for the team"]],
      List: [
        ["Randomisation list", null, null],
        ["Practice", "Group", "Day"],
        ["Z10001", 1, "2026-02-03"],
        ["Z10002", 2, "2026-02-03"],
        ["Z10003", null, null],
      ],
    });
    const mapped = `list: LISTA
version: 1
file: list.xlsx
sheet: List
header: 2
columns: { unit: practice, arm: group, from: day }
codes: { 1: K1, 2: K7 }`;
    const found = await read(mapped, { "list.xlsx": book });
    expect(unitsOf(found)).toEqual(["Z10001 K1 2026-02-03", "Z10002 K7 2026-02-03"]);
    expect(found.problems[0]?.place).toMatchObject({ cell: "List!A5" });
  });

  test("with statuses: active until the day of the status, so that earlier cycles stay what they were", async () => {
    const mapped = redcap.replace("from: rand_dt", "from: rand_dt, status: trial_status, status-from: status_dt");
    const found = await read(`${mapped}\nstatuses: { 1: active, 2: withdrawn }`);
    expect(unitsOf(found)).toEqual([
      "Z10001 K1 2026-02-03",
      "Z10002 K7 2026-02-03–2026-06-14",
      "Z10002 K7 2026-06-15 withdrawn",
      "Z10003 K7 2026-02-04",
    ]);
  });
});
