import { cpSync, existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommitmentOptions, importCommitments } from "../../src/import/commitments.ts";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { sha256 } from "../../src/output/sha256.ts";
import type { World } from "../../src/world.ts";
import { command } from "../command.ts";
import { workbookOf } from "../input/workbook.ts";
import { putRun } from "../made-run.ts";

/* What recipients of the small campaign in tests/broken/base return: cycle 2026-06 was issued on 17 August, 2026-08 on 12 October. */

const header = "code,cycle,action,what,who,by,status,goal,goal_by,returned";
const sound = "ZX03,2026-06,review-ten,,Practice pharmacist,2026-09-28,planned,,,2026-08-24";

let scratch: string;
let study: string;
let world: World;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "commitments-"));
  study = join(scratch, "study");
  cpSync(join(import.meta.dirname, "../broken/base"), study, { recursive: true });
  world = { ...nodeWorld(), today: () => "2026-10-01" };
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

let made = 0;

/** Imports these texts as files, and tells what came of it: the rows that were written, and problems with line, code and message. */
async function imported(
  texts: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<CommitmentOptions> = {},
): Promise<{ rows: string[] | undefined; told: string[] }> {
  const folder = join(scratch, `returns-${made++}`);
  for (const [name, text] of Object.entries(texts)) await nodeWorld().write(join(folder, name), text);
  const out = join(folder, "commitments.csv");
  const files = Object.keys(texts).map((name) => join(folder, name));
  const { problems } = await importCommitments(world, files, { study, out, runs: join(scratch, "out"), ...options });
  const isWritten = existsSync(out) && !Object.hasOwn(texts, "commitments.csv");
  return {
    rows: isWritten ? rowsIn(await readFile(out, "utf8")) : undefined,
    told: problems.map(
      ({ severity, code, place, message }) => `${place?.cell ?? place?.line} ${severity} ${code}: ${message}`,
    ),
  };
}

/** The rows of a file; of those without a goal as a number, up to there. */
function rowsIn(text: string): string[] {
  const lines = text.trimEnd().split("\n").slice(1);
  return lines.map((line) => line.replace(/,,,$/, ""));
}

const table = (...rows: string[]) => ({ "paper.csv": `${[header, ...rows].join("\n")}\n` });

test("rows are written as they are meant, in order", async () => {
  const { rows, told } = await imported(
    table(
      "ZX05,2026-06,Tell us what helped,,,,DONE,,,2026-09-20",
      "ZX04,2026-06,,Ask at the desk,practice manager,2026-09-28,under way,20 a month,December,2026-09-21",
      sound,
    ),
  );
  expect(told).toEqual([]);
  expect(rows).toEqual([
    sound,
    "ZX04,2026-06,,Ask at the desk,practice manager,2026-09-28,under-way,20 a month,December,2026-09-21",
    "ZX05,2026-06,share-what-helped,,,,done,,,2026-09-20",
  ]);
});

describe("a row is refused, and nothing is written", () => {
  test.each([
    ["ZX99", 0, "unknown-code", 'unknown code "ZX99"'],
    ["", 0, "bad-row", "no code"],
    ["2026-07", 1, "unknown-cycle", 'unknown cycle "2026-07"'],
    ["2026-08", 1, "cycle-to-come", 'cycle "2026-08" comes on 2026-10-12'],
    ["review-tem", 2, "unknown-action", 'action "review-tem" is not in the campaign'],
    ["", 2, "bad-row", "neither an action, a step of their own nor a goal"],
    ["Phar\u200Bmacist", 4, "odd-letter", "who has a space without width (U+200B)"],
    ["=cmd()", 4, "formula", 'who begins as a formula does: "=cmd()"'],
    ["GP for 943 476 5919", 4, "patient", "who has a number of ten digits, as a patient's is"],
    ["2026-02-30", 5, "bad-day", 'invalid by "2026-02-30"'],
    ["2026-08-01", 5, "bad-day", "to be done by 2026-08-01, and the report is of 2026-08-17"],
    ["2206-09-28", 5, "bad-day", "to be done by 2206-09-28, and the report is of 2026-08-17"],
    ["dome", 6, "unknown-status", 'unknown status "dome"'],
    ["", 6, "bad-row", "no status"],
    ["x".repeat(121), 4, "too-long", "who has 121 letters, and 120 are printed at most"],
    ["a goal of forty-one letters or a little more", 7, "too-long", "goal has 44 letters, and 40 are printed at most"],
    ["20 for Ms Smith", 7, "person", 'goal names a person, "Ms Smith"'],
    ["", 9, "bad-row", "no day on which it was returned"],
    ["2026-08-16", 9, "bad-day", "returned on 2026-08-16, before the report of 2026-08-17 was there"],
    ["2026-10-02", 9, "bad-day", "returned on 2026-10-02, which is to come"],
  ])("%j in column %i: %s", async (cell, column, code, message) => {
    const cells = sound.split(",");
    cells[column] = cell;
    const { rows, told } = await imported(table("ZX04,2026-06,review-ten,,,,done,,,2026-09-20", cells.join(",")));
    expect(rows).toBeUndefined();
    expect(told).toEqual([`3 error ${code}: ${message}`]);
  });
});

test("a step of their own that names a person is refused, and one that names an illness is not", async () => {
  const own = (what: string) => table(`ZX04,2026-06,,${what},,,planned,,,2026-09-21`);
  expect((await imported(own("Ask Dr Farrow to ring Mrs Smith"))).told).toEqual([
    '2 error person: what names a person, "Dr Farrow"',
  ]);
  expect((await imported(own("Ask people with MS or MND first"))).told).toEqual([]);
});

test("a goal alone is planned", async () => {
  const { rows, told } = await imported(table("ZX04,2026-06,,,,,,20 a month,December,2026-09-21"));
  expect([rows, told]).toEqual([["ZX04,2026-06,,,,,planned,20 a month,December,2026-09-21"], []]);
});

describe("a goal as a number", () => {
  const withNumber = `${header},goal_number,goal_unit,indicator`;
  const of = (goal: string, aim: string) => ({
    "paper.csv": `${withNumber}\nZX04,2026-06,,,,,,${goal},December,2026-09-21,${aim}\n`,
  });

  test.each([
    ["30,,", "30,count,"],
    ['"1,200",count,reliever-items', "1200,count,reliever-items"],
    ["2.5,value,", "2.5,value,"],
    ["40,value,dry-powder-share", "40,value,dry-powder-share"],
  ])("%s is written as %s", async (aim, written) => {
    const { rows, told } = await imported(of("30 a month", aim));
    expect([rows, told]).toEqual([[`ZX04,2026-06,,,,,planned,30 a month,December,2026-09-21,${written}`], []]);
  });

  test.each([
    ["30 a month", "thirty,,", 'invalid goal_number "thirty"'],
    ["30 a month", "30,counts,", 'unknown goal_unit "counts"'],
    ["30 a month", "30,,reliever-itmes", 'unknown indicator "reliever-itmes"'],
    ["30 a month", ",count,", 'goal_unit "count" without a goal_number'],
    ["30 a month", ",,reliever-items", 'indicator "reliever-items" without a goal_number'],
    ["", "30,,", "goal_number without a goal"],
    ["all", "120,value,dry-powder-share", "a goal of 120%"],
  ])("%j with %s is refused", async (goal, aim, message) => {
    const { rows, told } = await imported(of(goal, aim));
    expect(rows).toBeUndefined();
    expect(told).toContain(`2 error bad-goal: ${message}`);
  });
});

describe("of several rows about the same", () => {
  const at = (status: string, day: string) => `ZX03,2026-06,review-ten,,,,${status},,,${day}`;

  test("the latest by its day counts, wherever it stands", async () => {
    const { rows, told } = await imported(table(at("done", "2026-09-20"), at("planned", "2026-08-24")));
    expect([rows, told]).toEqual([[at("done", "2026-09-20")], []]);
  });

  test("the same twice counts once, and is told", async () => {
    const { rows, told } = await imported(table(sound, sound));
    expect(rows).toEqual([sound]);
    expect(told).toEqual(["3 warning doubled: says the same as an earlier row"]);
  });

  test("two that differ on one day are refused", async () => {
    const { rows, told } = await imported(table(at("done", "2026-09-20"), at("not-for-us", "2026-09-20")));
    expect(rows).toBeUndefined();
    expect(told).toEqual(["3 error conflicting: ZX03 said something else about the same on 2026-09-20"]);
  });

  test("two goals of one day are refused", async () => {
    const goal = (action: string, to: string) => `ZX03,2026-06,${action},,,,planned,${to},,2026-09-20`;
    const { rows, told } = await imported(table(goal("review-ten", "20 a month"), goal("share-what-helped", "30")));
    expect(rows).toBeUndefined();
    expect(told).toEqual(["3 error conflicting: a second goal of ZX03"]);
  });
});

test.each(["Dr Imogen Farrow", "Imogen Farrow", '"FARROW, Imogen"', "I. Farrow", "imogen@practice.example"])(
  "the name or address of a person is left out: %s",
  async (who) => {
    const { rows, told } = await imported(table(sound.replace("Practice pharmacist", who)));
    expect(rows).toEqual([sound.replace("Practice pharmacist", "")]);
    expect(told).toEqual(["2 warning person: who looks like the name of a person, and is left out"]);
  },
);

test.each(["Practice Manager", "GP partner", "Everyone", "Care Coordinator"])("a role is none: %s", async (who) => {
  expect((await imported(table(sound.replace("Practice pharmacist", who)))).told).toEqual([]);
});

describe("a table with other columns", () => {
  const theirs = "Practice,cycle,Action,Status\nZX03,2026-06,review-ten,done\n";

  test("is mapped, and rows without a day take the one that is given", async () => {
    const { rows, told } = await imported(
      { "typed.csv": theirs },
      { columns: ["code=Practice"], returned: "2026-09-20" },
    );
    expect([rows, told]).toEqual([["ZX03,2026-06,review-ten,,,,done,,,2026-09-20"], []]);
  });

  test("is refused where a column is missing, or nearly one of ours", async () => {
    const { rows, told } = await imported({
      "typed.csv": theirs.replace("Status", "Status,goals").replace("done", "done,30"),
    });
    expect(rows).toBeUndefined();
    expect(told.sort()).toEqual([
      '1 error missing-column: missing column "code"',
      '1 error missing-column: missing column "returned"',
      '1 error unknown-column: unknown column "goals"',
    ]);
  });

  test("a mapping that is none of ours is refused", async () => {
    const { told } = await imported({ "typed.csv": theirs }, { columns: ["kode=Practice"], returned: "2026-09-20" });
    expect(told).toContain('1 error unknown-column: --columns "kode=Practice"');
  });

  test("a workbook is read, and a row of it told by its cell", async () => {
    const head = ["code", "cycle", "action", "status", "returned"];
    const book = workbookOf({ Returns: [head, ["ZX03", "2026-06", "review-ten", "dome", new Date("2026-09-20")]] });
    const { told } = await imported({ "typed.xlsx": book });
    expect(told).toEqual([expect.stringMatching(/A2 error unknown-status: unknown status "dome"$/)]);
  });
});

describe("a plan that was saved on the page of a report", () => {
  const report = JSON.stringify({
    sections: [
      { kind: "actions", actions: [{ number: 2, id: "review-ten" }] },
      { kind: "own-plan", goal: [{ text: "Our goal: from " }, { figure: "reliever-items/own.monthly" }] },
    ],
  });
  const plan = {
    format: "feedback-reports plan",
    version: 1,
    campaign: "inhalers",
    cycle: "2026-06",
    code: "ZX03",
    edition: sha256(report).slice(0, 16),
    saved: "2026-09-01",
    goal: { to: "30 a month", by: "December" },
    steps: [
      { who: "Pharmacist", what: "Ring ten\n people", by: "Monday 28 September", result: "", action: 2 },
      { who: "", what: "- Ask at the desk", by: "before Christmas", result: "Done on 1 September" },
    ],
  };

  beforeAll(async () => {
    const run = await putRun(join(scratch, "out", "inhalers"), { cycle: "2026-06" });
    const path = "report/ZX03.json";
    await world.write(join(run, path), report);
    const entry = { code: "ZX03", channel: "report", path, sha256: sha256(report), bytes: report.length };
    await writeFile(join(run, "manifest.jsonl"), `${JSON.stringify(entry)}\n`);
  });

  test("is read: the action by its number, the day by its words, what came of it", async () => {
    const { rows, told } = await imported({ "plan.json": JSON.stringify(plan) });
    expect(told).toEqual(['1 warning no-day: step 2: by "before Christmas" is no day, and is left out']);
    expect(rows).toEqual([
      "ZX03,2026-06,,Ask at the desk,,,done,30 a month,December,2026-09-01,30,count,reliever-items",
      "ZX03,2026-06,review-ten,,Pharmacist,2026-09-28,planned,30 a month,December,2026-09-01,30,count,reliever-items",
    ]);
  });

  test.each(["30 a year", "a third less", "30 or 40", "2.5 per 1,000"])(
    "%s is no number of the goal line",
    async (to) => {
      const { rows } = await imported({ "plan.json": JSON.stringify({ ...plan, goal: { to, by: "" } }) });
      expect(rows).toHaveLength(2);
      for (const row of rows!) expect(row).toMatch(/,2026-09-01$/);
    },
  );

  test("of an edition that no run has keeps its words, and is told", async () => {
    const other = { ...plan, edition: "0123456789abcdef", steps: [plan.steps[0]] };
    const { rows, told } = await imported({ "plan.json": JSON.stringify(other) });
    expect(told).toEqual([expect.stringMatching(/^1 warning no-edition: step 1: which action it is/)]);
    expect(rows?.[0]).toMatch(/^ZX03,2026-06,,Ring ten people,/);
  });

  test.each([
    [{ ...plan, campaign: "opioids" }, /other-campaign: a plan of campaign "opioids"/],
    [{ ...plan, version: 2 }, /saved-plan: not a plan .*: version: /],
    [{ ...plan, code: "ZX99" }, /unknown-code: step 1: unknown code "ZX99"/],
  ])("is refused where it is none of this study's", async (wrong, message) => {
    const { rows, told } = await imported({ "plan.json": JSON.stringify(wrong) });
    expect(rows).toBeUndefined();
    expect(told[0]).toMatch(message);
  });
});

test("a file that is there is kept, unless it is among those that are read", async () => {
  const earlier = `${header}\n${sound}\n`;
  const out = join(scratch, "kept.csv");
  await writeFile(out, earlier);
  const { told } = await imported(table("ZX04,2026-06,review-ten,,,,done,,,2026-09-20"), { out });
  expect(told).toEqual([expect.stringMatching(/error file-there: ".*kept.csv" is there already/)]);
  expect(await readFile(out, "utf8")).toBe(earlier);

  const more = join(scratch, "more.csv");
  await writeFile(more, `${header}\nZX04,2026-06,review-ten,,,,done,,,2026-09-20\n`);
  await importCommitments(world, [more, out], { study, out });
  const now = ["ZX04,2026-06,review-ten,,,,done,,,2026-09-20"];
  expect(rowsIn(await readFile(out, "utf8"))).toEqual([sound, ...now]);
});

test("the command writes the file, and a load of the study has it by code", async () => {
  const typed = join(scratch, "typed.csv");
  await writeFile(typed, `${header}\n${sound}\n`);
  const out = join(study, "commitments.csv");
  const { code, stdout } = await command(["commitments", "import", typed, "--study", study, "--out", out]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 commitment of 1 recipient: 1 planned\nWritten: /)]);
  const data = join(study, "data.yaml");
  await writeFile(data, `commitments: commitments.csv\n${await readFile(data, "utf8")}`);
  const inputs = await load(nodeWorld(), study);
  expect(inputs.commitments.get("ZX03")).toEqual([expect.objectContaining({ action: "review-ten", by: "2026-09-28" })]);
  expect(inputs.files.some((file) => file.endsWith("commitments.csv"))).toBe(true);

  await writeFile(out, `${header}\n${sound.replace("ZX03", "ZX99")}\n`);
  await expect(load(nodeWorld(), study)).rejects.toMatchObject({ problems: [{ code: "unknown-code" }] });
  await writeFile(out, `${sound}\n`);
  await expect(load(nodeWorld(), study)).rejects.toMatchObject({ problems: [{ code: "commitments" }] });
  await rm(out);
  await expect(load(nodeWorld(), study)).rejects.toMatchObject({ problems: [{ code: "missing-file" }] });

  // It may be named before there is one.
  const again = await command(["commitments", "import", typed, "--study", study, "--out", out]);
  expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^1 commitment of .*\nWritten: [^\n]*\n$/)]);
});
