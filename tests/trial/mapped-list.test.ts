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
import type { Problem } from "../../src/problem.ts";
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
    const options = {
      source,
      trial: trial.value,
      arms,
      directory,
      recipientType: "practice",
      cycles: ["2026-04", "2026-06"],
    };
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
function unitsOf({ allocation, told }: Read): readonly string[] {
  if (!allocation) return told;
  return allocation.units.map(({ unit, arm, stage, from, to, status, stratum }) =>
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
pivot: { names: ItemOID, values: Value, by: [SubjectKey] }
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
      `columns: { id: record_id, arm: rand2_group, from: rand2_dt }
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
    expect(found.told).toEqual(["awaiting: Z10003 awaits its arm, on line 46"]);
  });

  test("as a workbook with a heading above its header, cells as days and numbers", async () => {
    const book = workbookOf({
      Notes: [["for the team"]],
      List: [
        ["Randomisation list", "", ""],
        ["Practice", "Group", "Day"],
        ["Z10001", 1, "2026-02-03"],
        ["Z10002", 2, "2026-02-03"],
        ["Z10003", "", ""],
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

const raw = readFileSync(join(import.meta.dirname, "lists/redcap-raw.csv"), "utf8");
const units = readFileSync(join(import.meta.dirname, "lists/sealed-envelope-units.csv"), "utf8");
const tree = readFileSync(join(import.meta.dirname, "lists/odm.xml"), "utf8");

/** What stops a list. */
async function errorsOf(...given: Parameters<typeof read>): Promise<string[]> {
  const { problems, told, allocation } = await read(...given);
  const found = told.filter((_, i) => problems[i]?.severity === "error");
  expect(allocation === undefined).toBe(found.length > 0);
  return found;
}

describe("draws of a micro-randomised trial", () => {
  const drawn = { design: "micro-randomised", unavailable: "K1" };
  const map = `list: LISTA
version: 2
file: draws.csv
days: day-first
columns: { unit: Practice, arm: Drawn, from: On }
codes: { plan: K7, none: K1 }
draws:
  cycle: Wave
  cycles: { 1: 2026-04, 2: 2026-06 }
  available: Eligible
  availability: { Y: yes, N: no }
  offered: { K7: Prob }`;
  const file = [
    "Practice,Wave,Eligible,Prob,Drawn,On",
    "Z10001,1,Y,0.6,plan,15/06/2026",
    "Z10001,2,Y,0.25,none,17/08/2026",
    "Z10002,1,Y,0.6,none,15/06/2026",
    "Z10002,2,N,,,17/08/2026",
  ];
  const drawsOf = ({ allocation, told }: Read) =>
    allocation?.units.map(({ unit, arm, draw }) =>
      [unit, arm, draw!.cycle, draw!.available, ...Object.values(draw!.offered)].join(" "),
    ) ?? told;
  const expected = [
    "Z10001 K7 2026-04 true 0.6 0.4",
    "Z10001 K1 2026-06 true 0.25 0.75",
    "Z10002 K1 2026-04 true 0.6 0.4",
    "Z10002 K1 2026-06 false",
  ];
  const sorted = (rows: readonly string[] | undefined) =>
    rows?.map((row) => row.replace(/(\S+) 0\.(4|75) 0\.(6|25)$/, "$1 0.$3 0.$2"));

  test("are read by their columns; an arm without one has what the others leave", async () => {
    const found = await read(map, { "draws.csv": `${file.join("\n")}\n` }, drawn);
    expect(sorted(drawsOf(found))).toEqual(expected);
    const both = map.replace("{ K7: Prob }", "{ K7: Prob, K1: Rest }");
    const rest = file.map((line, i) => `${line},${["Rest", "0.4", "0.75", "0.4", ""][i]}`);
    expect(sorted(drawsOf(await read(both, { "draws.csv": `${rest.join("\n")}\n` }, drawn)))).toEqual(expected);
  });

  test("are joined to their units by a number that stands once in a cycle", async () => {
    const joined = `${map.replace("unit: Practice", "id: Practice")}\njoin: { file: units.csv, columns: { id: no, unit: code } }`;
    const numbered = file.map((line) => line.replace("Z10001", "7").replace("Z10002", "9"));
    const files = { "draws.csv": `${numbered.join("\n")}\n`, "units.csv": "no,code\n7,Z10001\n9,Z10002\n" };
    expect(sorted(drawsOf(await read(joined, files, drawn)))).toEqual(expected);
    const twice = { ...files, "draws.csv": `${[...numbered, numbered[1]].join("\n")}\n` };
    expect((await read(joined, twice, drawn)).told.join()).toContain(
      'number-twice: number 7 stands twice with an arm, "plan"',
    );
  });

  test.each([
    ["no draws", (text: string) => text.slice(0, text.indexOf("draws:")), "no-draws: nothing says which columns"],
    ["an arm that is none", (text: string) => text.replace("K7: Prob", "K8: Prob"), 'unknown-arm: unknown arm "K8"'],
    [
      "probabilities of no arm",
      (text: string) => text.replace("{ K7: Prob }", "{}"),
      "no-draws: no column has the probabilities of K1, K7",
    ],
    [
      "a cycle that is none",
      (text: string) => text.replace("2: 2026-06", "2: 2026-07"),
      'unknown-cycle: "2" stands for "2026-07", which is no cycle',
    ],
    [
      "an answer that nobody gave the meaning of",
      (text: string) => text.replace("Y: yes, ", ""),
      'bad-draw: invalid available "Y" of Z10001',
    ],
    ["a column that is not there", (text: string) => text.replace("Prob", "Probability"), "Probability"],
  ])("are refused with %s", async (_, spoil, message) => {
    const { told } = await read(spoil(map), { "draws.csv": `${file.join("\n")}\n` }, drawn);
    expect(told.join("\n")).toContain(message);
  });

  test("are of no other design", async () => {
    const { told } = await read(map, { "draws.csv": `${file.join("\n")}\n` });
    expect(told.join()).toContain("no-draws: only the list of a micro-randomised trial has `draws`");
  });
});

describe("what no list may say", () => {
  const rows = "practice,group,day\n";
  const own = `list: L
version: 1
file: own.csv
columns: { unit: practice, arm: group, from: day }
codes: { 1: K1, 2: K7 }`;
  const told = (text: string, mapped = own) => errorsOf(mapped, { "own.csv": `${rows}${text}` });

  test("a code that stands for no arm: once, with all its rows", async () => {
    expect(
      await told("Z10001,1,2026-02-03\nZ10002,3,2026-02-03\nZ10003,3,2026-02-03\nZ10004,2.0,2026-02-03\n"),
    ).toEqual([
      'unknown-code: "3" in column "group" stands for no arm, on lines 3 and 4',
      'unknown-code: "2.0" in column "group" stands for no arm, on line 5',
    ]);
  });

  test("labels where the mapping has codes, and the names that REDCap gives to events", async () => {
    const { problems } = await read(own, { "own.csv": `${rows}Z10001,Intervention,2026-02-03\n` });
    expect(problems[0]?.hint).toMatch(/knows "1", "2": add this, or export the file the other way, values or labels/);
    expect(await errorsOf(redcap.replace("arm: rand_group", "arm: redcap_event_name"))).toEqual([
      'unknown-code: "baseline_arm_1" in column "redcap_event_name" stands for no arm, on lines 2, 5, 7 and 9',
    ]);
  });

  test("a unit that was randomised twice: to another arm, or in another event", async () => {
    expect(await told("Z10001,1,2026-02-03\nZ10001,2,2026-03-03\n")).toEqual([
      "moved-unit: Z10001 is moved from arm K1 (line 2) to K7",
    ]);
    expect(await told("Z10001,1,2026-02-03\nZ10001,1,2026-02-03\n")).toEqual([
      "duplicate-unit: second row for Z10001; the first is on line 2",
    ]);
  });

  test("rows of a unit without an arm, beside the one that has it, are no second state of it", async () => {
    const found = await read(own, {
      "own.csv": `${rows}Z10001,,2026-01-03\nZ10001,1,2026-02-03\nZ10001,,2026-03-03\nZ10002,,\nZ10002,,\n`,
    });
    expect(unitsOf(found)).toEqual(["Z10001 K1 2026-02-03"]);
    expect(found.told).toEqual(["awaiting: Z10002 awaits its arm, on line 5"]);
  });

  test("a blank arm that stands for one", async () => {
    expect(await told("Z10001,,2026-02-03\n", own.replace("1: K1", '"": K1'))).toEqual([
      expect.stringContaining("invalid-value"),
    ]);
  });

  test("an arm without a unit, without a day, with a day that can be read in two ways", async () => {
    expect(await told(",1,2026-02-03\nZ10002,2,\nZ10003,2,04/02/2026 09:00\n")).toEqual([
      'bad-row: invalid day "04/02/2026 09:00"',
      'no-unit: an arm, "1", and no unit',
      "bad-row: no day for Z10002, which has an arm",
    ]);
  });

  test("a unit that nobody knows, and one in small letters", async () => {
    const { problems } = await read(own, { "own.csv": `${rows}z10001,1,2026-02-03\nZ99999,2,2026-02-03\n` });
    expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
      ['unknown practice "z10001"', 'did you mean "Z10001"?'],
      ['unknown practice "Z99999"', "it is not in the data's directory"],
    ]);
  });

  test("a status that nobody has said the meaning of, and none at all", async () => {
    const withStatus = own.replace("from: day", "from: day, status: state");
    const files = { "own.csv": "practice,group,day,state\nZ10001,1,2026-02-03,9\nZ10002,2,2026-02-03,\n" };
    expect(await errorsOf(withStatus, files)).toEqual([
      'unknown-status: unknown status "9" of Z10001',
      "unknown-status: no status of Z10002",
    ]);
  });

  test("everything is told at once", async () => {
    expect(await told("Z10001,4,2026-02-03\n,1,2026-02-03\nZ99999,2,2026-02-30\n")).toHaveLength(4);
  });
});

describe("what no mapping may say", () => {
  test.each<[string, string, string]>([
    [
      "a column that is not there",
      redcap.replace("rand_dt", "rand_date"),
      'missing-column: missing column "rand_date" in ',
    ],
    [
      "an arm that is not in the key",
      redcap.replace("2: K7", "2: K9"),
      'unknown-arm: "2" stands for "K9", which is no arm',
    ],
    ["an arm without a code", redcap.replace("2: K7", "2: K1"), "arm-without-code: no code stands for arm K7"],
    [
      "a key that there is not",
      redcap.replace("codes:", "code:"),
      'unknown-key: unknown key "code"; did you mean "codes"?',
    ],
    ["units by code and by number", redcap.replace("{ unit:", "{ id: record_id, unit:"), "`unit`, or the `id`"],
    ["a number without a join list", redcap.replace("unit:", "id:"), "an `id` and a join list come together"],
    ["no day at all", redcap.replace(", from: rand_dt", ""), "say once from when arms hold"],
    ["two days", `${redcap}\nfrom: 2026-02-03`, "say once from when arms hold"],
    ["a stage of which there is none", `${redcap}\nstage: later`, 'unknown-stage: unknown stage "later"'],
    ["no version", redcap.replace("version: 3", ""), "version"],
  ])("%s", async (_, mapped, problem) => {
    await errorsOf(mapped);
    const { problems } = await read(mapped);
    expect(problems.map(({ code, message, hint = "" }) => `${code}: ${message}; ${hint}`).join("\n")).toContain(
      problem,
    );
  });

  test("randomisations of two lists", async () => {
    const one = redcap.replace(/^/gm, "  ").replace(/^ {2}/, "- ");
    expect(await errorsOf(`${one}\n${one.replace("version: 3", "version: 4")}`)).toContain(
      'other-list: version "4", but "3" of the first randomisation',
    );
  });

  test("is told at its line of the trial's file", async () => {
    const { problems } = await read(redcap.replace("2: K7", "2: K9"));
    expect(problems[0]?.place).toMatchObject({ file: "trial.yaml" });
    expect(problems[0]?.place?.line).toBeGreaterThan(15);
  });
});

describe("a join list", () => {
  const told = (text: string) => errorsOf(sealed, { "sealed-envelope-units.csv": text });

  test.each<[string, string, string[]]>([
    [
      "that lacks a number before the last one taken",
      units.replace(/QT11.*\n/, ""),
      ["skipped-number: number QT11 was passed over: no unit has it, and HB7 after it is taken"],
    ],
    [
      "with a number that the list does not have",
      units.replace("QT11", "QT12"),
      [
        "unknown-number: number QT12 of Z10002 is not in the list",
        "skipped-number: number QT11 was passed over: no unit has it, and HB7 after it is taken",
      ],
    ],
    [
      "with a number of two units",
      `${units}HB7,Z10004,2026-02-05\n`,
      ["number-twice: number HB7 is given to Z10004, and to Z10003 on line 4"],
    ],
    [
      "with a unit that has two numbers",
      `${units}HB2,Z10003,2026-02-05\n`,
      ["unit-twice: Z10003 has number HB2, and number HB7 on line 4: it was randomised twice"],
    ],
    ["with a number of nobody", `${units}HB2,,2026-02-05\n`, ["no-unit: number HB2 has no unit"]],
  ])("%s", async (_, text, problems) => {
    expect((await told(text)).slice(0, problems.length)).toEqual(problems);
  });

  test("is where a unit that nobody knows is told", async () => {
    const { problems } = await read(sealed, { "sealed-envelope-units.csv": units.replace("Z10002", "Z99999") });
    expect(problems[0]).toMatchObject({ code: "unknown-unit", place: { line: 3 } });
    expect(problems[0]?.place?.file).toMatch(/sealed-envelope-units.csv$/);
  });

  test("of a list whose every row has its unit", async () => {
    expect(
      await errorsOf(numbers, {
        "redcap-numbers.csv": "record_id,practice_code,rand_number,rand_dt\n1,Z10001,R-0107,2026-02-03\n",
      }),
    ).toEqual(["no-unit: no unit has number R-0042", "no-unit: no unit has number R-0311"]);
  });

  test("whose numbers have lost their zeros", async () => {
    const { problems } = await read(randomizer.replace("pad: { Allocation: 3 }\n", ""));
    expect(problems[0]).toMatchObject({ code: "unknown-number", hint: expect.stringMatching(/^is it 1\? say `pad`/) });
  });

  test("of numbers that begin anew in each stratum, by the number alone", async () => {
    const alone = blockrand.replace("id: [stratum, id]", "id: id").replace("id: [stratum, place]", "id: place");
    const found = await errorsOf(alone);
    expect(found).toContain(
      'number-twice: number 1 stands twice with an arm, "Control" here and "Intervention" on line 2',
    );
    expect(found).toContain("number-twice: number 1 is given to Z10004, and to Z10001 on line 2");
  });
});

describe("ODM-XML that is refused", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["with a document type", tree.replace("<ODM", '<!DOCTYPE ODM [<!ENTITY a "b">]><ODM'), "has a document type"],
    ["with an entity of its own", tree.replace("A &amp; B", "&pwd;"), "invalid character entity"],
    ["cut off", tree.slice(0, -200), "not sound XML"],
    ["with an end too many", tree.replace("</Study>", "</Study></Study>"), "not sound XML"],
    ["transactional", tree.replace("Snapshot", "Transactional"), "ODM of type Transactional"],
    ["of version 2", tree.replace('ODMVersion="1.3.2"', 'ODMVersion="2.0"'), "the file is ODM 2.0"],
    ["of another kind", "<list><row/></list>", "begins with <list>"],
    ["without subjects", tree.replace(/<ClinicalData[\s\S]*<\/ClinicalData>/, ""), "no data of subjects"],
    ["in other letters", Buffer.from(tree.replace("rang", "f\u00fcr"), "latin1"), "not in UTF-8"],
  ])("%s", async (_, content, problem) => {
    expect((await errorsOf(odm, { "odm.xml": content })).join()).toContain(problem);
  });

  test("an item that a subject has twice, in two events", async () => {
    const twice = tree.replace(/<ItemData ItemOID="I.NOTE"[^>]*>/, '<ItemData ItemOID="I.ARM" Value="2"/>');
    expect(await errorsOf(odm, { "odm.xml": twice })).toEqual([
      expect.stringMatching(/^duplicate-row: second row of I.ARM, SS_1/),
    ]);
    const chosen = odm.replace("pivot:", 'where: { StudyEventOID: [SE.BASE, ""] }\npivot:');
    expect(unitsOf(await read(chosen, { "odm.xml": twice }))).toEqual(["Z10001 K1 2026-02-03", "Z10002 K7 2026-02-03"]);
  });

  test("no item gives a row its neighbour's keys", async () => {
    expect(raw).toContain("RECORD_ID"); // the raw export is as it was recorded
    const prefixed = tree
      .replace(/<(\/?)(ODM|ClinicalData|SubjectData|ItemData)\b/g, "<$1odm:$2")
      .replace("xmlns=", "xmlns:odm=");
    expect(unitsOf(await read(odm, { "odm.xml": prefixed }))).toHaveLength(2);
  });
});
