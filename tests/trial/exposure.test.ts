import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { readFiles } from "../../src/input/files/data-file.ts";
import { openTables, rows } from "../../src/input/files/table.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { countsOf } from "../../src/measure/standing.ts";
import { nodeWorld } from "../../src/node.ts";
import { planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { allocationText, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/*
 * What a statistician is given of a trial by email over two cycles: two arms with letters, one without, one unit that opts out and one
 * that withdraws with its data.
 */
const world = nodeWorld();
const campaign = join(smallContent, "answered/asthma-inhalers"); // a copy, to which the answers of recipients are added
const parts = {
  trial: "quillet-exposed",
  campaign,
  factors: `
  quill:
    is: Whether there is room to write
    changes: [sections, schedule]
    levels:
      quilled: { is: The report as it is, channels: [email] }
      unquilled: { is: The report without its comparison, channels: [email], leave-out: [comparison] }
      unwritten: { is: No report, channels: [email], cycles: none }`,
  arms: "\n  K1: { quill: quilled }\n  K7: { quill: unquilled }\n  K9: { quill: unwritten }",
  events: "events.csv",
};
const rest = ["Z10007", "Z10008", "Z10009", "Z10010", "Z10011", "Z10012"].map(
  (unit, i) => `${unit} ${i % 2 === 0 ? "K1" : "K7"}`,
);
const units = ["Z10001 K1", "Z10002 K7", "Z10003 K9", "Z10004 K9", "Z10005 K1", "Z10006 K7", ...rest];
const events = `date,event,unit_code,other_code,channel,reason
2026-09-04,opt-out,Z10005,,,asked
2026-09-05,withdraw-from-data,Z10006,,,asked
`;
const returns = `code,channel,date,event,cycle
Z10001,email,2026-08-11,sent,2026-06
Z10001,email,2026-08-12,opened,2026-06
Z10005,email,2026-08-11,sent,2026-06
Z10001,email,2026-10-13,sent,2026-08
Z10002,email,2026-10-13,sent,2026-08
Z10002,email,2026-10-14,bounced,2026-08
`;
const commitments = `code,cycle,action,what,who,by,status,goal,goal_by,returned
Z10001,2026-06,asthma-own-count,,practice pharmacist,,done,,,2026-09-01
Z10001,2026-06,,Ask the network's pharmacist,,,under-way,,,2026-09-02
Z10002,2026-06,asthma-own-count,,,,planned,20 fewer a month,,2026-09-02
Z10006,2026-06,asthma-own-count,,,,done,,,2026-09-02
Z10007,2026-06,asthma-own-count,,,,not-for-us,,,2026-09-02
`;
const root = mkdtempSync(join(tmpdir(), "exposure-test-"));
const folder = join(root, "pack/pack-masked");

beforeAll(async () => {
  cpSync(join(smallContent, "short/asthma-inhalers"), campaign, { recursive: true });
  appendFileSync(join(campaign, "data.yaml"), "commitments: commitments.csv\n");
  writeFileSync(join(campaign, "commitments.csv"), commitments);
  writeFileSync(join(root, "blind.key"), `${"5b".repeat(32)}\n`);
  const study = writeTrial({
    "trial.yaml": trialText(parts),
    "allocation.csv": allocationText(units),
    "events.csv": events,
  });
  let run = "";
  for (const cycle of ["2026-06", "2026-08"])
    run = (await build(world, { study, cycle, out: root, workers: 0 })).folder;
  writeFileSync(join(root, "returns.csv"), returns);
  const [delivery, blind] = [join(root, "returns.csv"), join(root, "blind.key")];
  await pack(world, { run, out: join(root, "pack"), delivery, blind });
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Line = Readonly<Record<string, string | null>>;

const read = new Map<string, Promise<Line[]>>();

/** The lines of a file of the pack, each read once. */
function table(name: string): Promise<Line[]> {
  const found = read.get(name) ?? linesOf(join(folder, name));
  read.set(name, found);
  return found;
}

async function linesOf(file: string): Promise<Line[]> {
  const tables = await openTables([file]);
  const columns = await readFiles(tables, "lines", [{ file, place: { file, line: 1, column: 1 } }], []);
  const found = await rows(tables, "select * from lines order by line");
  tables.closeSync();
  return found.map((row) => Object.fromEntries(columns!.map((column) => [column, row[column] ?? null])));
}

async function exposed(cycle: string, code: string): Promise<Line> {
  const found = (await table("exposure.csv")).filter((line) => line.cycle === cycle && line.code === code);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** What the campaign itself, which knows of no trial, measures of everybody. */
function measured(study: Study, cycle: string) {
  const { tasks } = measureStudy(study, planStudy(study, cycle));
  const headline = study.topics.values().next().value!.campaign.headline;
  return {
    headline,
    of: new Map(
      tasks.map(({ organisation, standings }) => [
        organisation.code,
        standings.find(({ indicator }) => indicator === headline)!,
      ]),
    ),
  };
}

describe("a line for each recipient and cycle", () => {
  test("in the arm that it was allocated to, whatever it got", async () => {
    const lines = await table("exposure.csv");
    expect(lines.map(({ cycle, code, arm }) => `${cycle} ${code} ${arm}`)).toEqual(
      ["2026-06", "2026-08"].flatMap((cycle) => units.map((unit) => `${cycle} ${unit}`)),
    );
    expect(await exposed("2026-08", "Z10003")).toMatchObject({
      planned: "false",
      made: "false",
      why_not: "no report in this cycle by design",
      channels: null,
    });
  });

  test("has baseline and outcome, with a report or without, as the campaign alone measures them", async () => {
    const study = await loadStudy(world, campaign);
    const [before, after] = [measured(study, "2026-06"), measured(study, "2026-08")];
    const suffix = before.headline.replaceAll("-", "_");
    for (const code of ["Z10001", "Z10002", "Z10003", "Z10004", "Z10005"]) {
      const line = await exposed("2026-08", code);
      for (const [when, at] of [
        ["baseline", before],
        ["outcome", after],
      ] as const) {
        const { own } = at.of.get(code)!;
        const shown = own.state === "shown" ? own.value : null;
        expect(shown, `${when} of ${code}`).not.toBeNull();
        expect(Number(line[`${when}_${suffix}`]), `${when} of ${code}`).toBeCloseTo(shown!, 12);
        expect(Number(line[`${when}_numerator_${suffix}`])).toBe(countsOf(own)?.count);
        expect(line[`${when}_withheld_${suffix}`]).toBe("false");
      }
      expect([line[`baseline_to_${suffix}`], line[`outcome_to_${suffix}`]]).toEqual(["2026-06-30", "2026-08-31"]);
    }
    expect((await exposed("2026-06", "Z10001"))[`outcome_${suffix}`]).toBe((await exposed("2026-06", "Z10001")).value);
  });

  test("has no figure of who withdrew with its data, of no cycle", async () => {
    for (const cycle of ["2026-06", "2026-08"]) {
      const line = await exposed(cycle, "Z10006");
      const figures = Object.entries(line).filter(([name]) =>
        /^(baseline|outcome|value|numerator|denominator)/.test(name),
      );
      expect(figures.length).toBeGreaterThan(10);
      expect(figures.filter(([, cell]) => cell !== null)).toEqual([]);
    }
    expect(await exposed("2026-06", "Z10006")).toMatchObject({ status: "active", made: "true", reports_made: "1" });
  });

  test("has the days of what happened to a unit, by the day of issue", async () => {
    expect(await exposed("2026-06", "Z10005")).toMatchObject({
      status: "active",
      allocated_from: "2026-01-01",
      status_from: null,
    });
    expect(await exposed("2026-08", "Z10005")).toMatchObject({ status: "opted-out", status_from: "2026-09-04" });
    expect(await exposed("2026-06", "Z10001")).toMatchObject({
      handed_over: "2026-08-11",
      delivered: "2026-08-12",
      opened: "2026-08-12",
      returned: null,
    });
    expect(await exposed("2026-08", "Z10002")).toMatchObject({
      handed_over: "2026-10-13",
      opened: null,
      bounced: "2026-10-14",
      returned: null,
    });
  });

  test("adds up what each has had so far", async () => {
    const had = async (cycle: string, code: string) => {
      const { reports_made, reports_handed_over, cycles_since_first_made, cycles_since_first, first_handed_over } =
        await exposed(cycle, code);
      return [reports_made, cycles_since_first_made, reports_handed_over, cycles_since_first, first_handed_over];
    };
    expect(await had("2026-06", "Z10001")).toEqual(["1", "0", "1", "0", "2026-08-11"]);
    expect(await had("2026-08", "Z10001")).toEqual(["2", "1", "2", "1", "2026-08-11"]);
    expect(await had("2026-06", "Z10002")).toEqual(["1", "0", "0", null, null]);
    expect(await had("2026-08", "Z10002")).toEqual(["2", "1", "1", "0", "2026-10-13"]);
    expect(await had("2026-08", "Z10003")).toEqual(["0", null, "0", null, null]);
    expect(await had("2026-08", "Z10005")).toEqual(["1", "1", "1", "1", "2026-08-11"]); // opted out after the first
  });
});

describe("plans that came back", () => {
  const cellsOf = async (cycle: string, code: string) =>
    Object.fromEntries(Object.entries(await exposed(cycle, code)).filter(([name]) => name.startsWith("plan_")));

  test("are in the line of the report that they answer, with what their steps came to", async () => {
    expect(await cellsOf("2026-06", "Z10001")).toEqual({
      ...{ plan_returned: "true", plan_returned_on: "2026-09-02", plan_actions: "1", plan_own_steps: "1" },
      ...{ plan_planned: "0", plan_under_way: "1", plan_done: "1", plan_not_for_us: "0", plan_goal: "false" },
    });
    expect(await cellsOf("2026-06", "Z10002")).toMatchObject({ plan_planned: "1", plan_goal: "true" });
    expect(await cellsOf("2026-08", "Z10001")).toMatchObject({ plan_returned: "false", plan_done: null });
  });

  test("are not asked of who had no report, nor told of who withdrew with its data", async () => {
    for (const code of ["Z10003", "Z10006"])
      expect(new Set(Object.values(await cellsOf("2026-06", code))), code).toEqual(new Set([null]));
  });

  test("are counted by arm, cycle, action and status, and compared as suppression and delivery are", async () => {
    const rows = await table("fidelity.csv");
    const counted = rows
      .filter(({ part }) => part === "return")
      .map(({ arm, item, value }) => `${arm} ${item} ${value}`);
    expect(counted).toEqual([
      ...["K1 2026-06: reports made 5", "K1 2026-06: plans returned 2", "K1 2026-06: plans with an own goal 0"],
      ...["K1 2026-06: asthma-own-count: done 1", "K1 2026-06: asthma-own-count: not for them 1"],
      ...["K1 2026-06: own step: under way 1", "K7 2026-06: reports made 4", "K7 2026-06: plans returned 1"],
      ...["K7 2026-06: plans with an own goal 1", "K7 2026-06: asthma-own-count: planned 1"],
      ...["K9 2026-06: reports made 0", "K9 2026-06: plans returned 0", "K9 2026-06: plans with an own goal 0"],
    ]);
    const [compared, ...others] = rows.filter(({ item }) => item?.startsWith("a plan returned on the report"));
    expect(compared).toMatchObject({
      item: "a plan returned on the report, 2026-06",
      numerator: "2",
      other_numerator: "1",
    });
    expect(others).toEqual([]);
    expect(readFileSync(join(folder, "fidelity.md"), "utf8")).toContain("| 2026-06 | K1 | 5 | 2 | 0 | 0 | 1 | 1 | 1 |");
  });

  test("are sums of everybody in the blind edition, which says nothing of arms", async () => {
    const blind = join(root, "pack/pack-blind");
    const [first] = await linesOf(join(blind, "plans.csv"));
    expect(first).toMatchObject({
      cycle: "2026-06",
      allocated: "11",
      plans_returned: "3",
      with_goal: "1",
      plan_done: "1",
    });
    expect(readFileSync(join(blind, "exposure.csv"), "utf8")).not.toContain("plan_");
  });
});

test("a line for each recipient, cycle and channel says the same of each", async () => {
  const lines = await table("exposure-channels.csv");
  expect(lines).toHaveLength(2 * (units.length - 2)); // the arm without letters has no channel
  expect(lines.filter(({ arm }) => arm === "K9")).toEqual([]);
  for (const { cycle, code, made, handed_over: handedOver, opened, channel } of lines) {
    const whole = await exposed(cycle!, code!);
    expect([channel, made, handedOver, opened]).toEqual(["email", whole.made, whole.handed_over, whole.opened]);
  }
});

describe("an arm without letters", () => {
  const written = (name: string) => readFileSync(join(folder, name), "utf8");

  test("is described as one to which nothing is sent", () => {
    const [, own = ""] = written("tidier.md").split("## Arm K9");
    expect(own).toContain("**3. What: materials.** None: no report is sent to this arm.");
    expect(own).toContain("Of 2 allocated recipients 2 were eligible; no report was planned or made.");
    expect(own).not.toMatch(/sections, in order|Channels:|signed by|One report/);
    const { arms } = JSON.parse(written("manifest.json")) as { arms: { arm: string }[] };
    expect(arms.find(({ arm }) => arm === "K9")).toMatchObject({ channels: [], cycles: [], blocks: [] });
  });

  test("is in the flow as getting none by design, and nobody of it is missing", async () => {
    const [row] = (await table("flow.csv")).filter(({ arm, cycle }) => arm === "K9" && cycle === "2026-08");
    expect(row).toMatchObject({ allocated: "2", eligible: "2", none_by_design: "2", planned: "0", not_made: "0" });
    expect((await table("flow-channels.csv")).filter(({ arm }) => arm === "K9")).toEqual([]);
    expect(written("flow.md")).toContain("Allocated in the ratio 1:1:1 (K1:K7:K9).");
  });

  test("has no findings of reports that it does not get", () => {
    const [, own = ""] = written("lint.md").split("## Arm K9");
    expect(own).toContain("No findings.");
  });
});

/** A cell by the type that the codebook gives its column; throws where it is none of that type. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  text: (text) => text,
  integer: (text) => whole(/^-?\d+$/, text),
  number: (text) => whole(/^-?\d+(\.\d+)?(e-?\d+)?$/, text),
  boolean: (text) => ({ true: true, false: false })[text] ?? fail(text),
  date: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : fail(text)),
};

function whole(form: RegExp, text: string): number {
  return form.test(text) ? Number(text) : fail(text);
}

function fail(text: string): never {
  throw new Error(`"${text}" is not of its type`);
}

describe("the codebook", () => {
  const tables = ["exposure.csv", "exposure-channels.csv"];

  test("says of every column of both tables, in order, what it is; every cell is of its type and values", async () => {
    const book = await table("codebook.csv");
    for (const file of tables) {
      const lines = await table(file);
      const own = book.filter((row) => row.table === file);
      expect(own.map(({ name }) => name)).toEqual(Object.keys(lines[0]!));
      expect(
        own.filter((row) => !row.label || !row.source || !row.description || !row.missing?.startsWith("empty: ")),
      ).toEqual([]);
      for (const { name, type, values, missing } of own) {
        const cells = lines.map((line) => line[name!]).filter((cell) => cell != null);
        for (const cell of cells) readers[type!]!(cell!);
        const known = values?.split("; ").map((each) => each.split(" = ")[0]);
        if (known)
          expect(
            cells.filter((cell) => !known.includes(cell!)),
            name!,
          ).toEqual([]);
        if (missing === "empty: never empty") expect(cells, name!).toHaveLength(lines.length);
      }
    }
  });

  test("is the same as JSON, and Parquet has the same types", async () => {
    const json = JSON.parse(readFileSync(join(folder, "codebook.json"), "utf8"));
    const book = await table("codebook.csv");
    expect(
      json.tables.flatMap(({ table: file, columns }: { table: string; columns: { name: string; type: string }[] }) =>
        columns.map(({ name, type }) => `${file} ${name} ${type}`),
      ),
    ).toEqual(book.map(({ table: file, name, type }) => `${file} ${name} ${type}`));
    const kinds: Record<string, string> = {
      VARCHAR: "text",
      INTEGER: "integer",
      DOUBLE: "number",
      BOOLEAN: "boolean",
      DATE: "date",
    };
    for (const file of tables) {
      const parquet = join(folder, file.replace(".csv", ".parquet"));
      const connection = await openTables([parquet]);
      const described = await rows(
        connection,
        `select column_name, column_type from (describe select * from read_parquet('${parquet}'))`,
      );
      connection.closeSync();
      expect(described.map((row) => kinds[row.column_type!])).toEqual(
        book.filter((row) => row.table === file).map(({ type }) => type),
      );
    }
  });
});

const page = readFileSync(join(import.meta.dirname, "../../docs/trial-teams.md"), "utf8");

function snippet(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
}

function has(...command: [string, ...string[]]): boolean {
  return spawnSync(command[0], command.slice(1)).status === 0;
}

describe("the documentation's snippets load the tables with their types", () => {
  test.skipIf(!has("python3", "-c", "import pandas"))("in pandas", () => {
    const shown =
      "import json; print(json.dumps([len(exposure), len(channels), {n: str(t) for n, t in exposure.dtypes.items()}, int(exposure['reports_made'].max()), int(exposure['first_handed_over'].notna().sum()), bool(exposure.loc[0, 'made'])]))";
    const [lines, byChannel, types, most, sent, made] = JSON.parse(
      execFileSync("python3", ["-c", `${snippet("python")}\n${shown}`], { cwd: folder, encoding: "utf8" }),
    );
    expect([lines, byChannel, most, made]).toEqual([2 * units.length, 2 * units.length, 2, true]);
    expect(sent).toBeGreaterThan(3);
    expect(types).toMatchObject({
      arm: "string",
      reports_made: "Int64",
      value: "Float64",
      made: "boolean",
      issued: expect.stringMatching(/^datetime64/),
      opened: expect.stringMatching(/^datetime64/),
    });
  });

  test.skipIf(!has("Rscript", "--version"))("in R", () => {
    const shown =
      "cat(nrow(exposure), nrow(channels), class(exposure$arm), class(exposure$reports_made), class(exposure$value), class(exposure$made), class(exposure$issued), class(exposure$opened))";
    const said = execFileSync("Rscript", ["-e", `${snippet("r")}\n${shown}`], { cwd: folder, encoding: "utf8" });
    expect(said.trim().split("\n").at(-1)).toBe(
      `${2 * units.length} ${2 * units.length} character integer numeric logical Date Date`,
    );
  });

  test("whose types are those that the codebook has", async () => {
    const known = new Set((await table("codebook.csv")).map(({ type }) => type!));
    for (const type of known)
      for (const language of ["r", "python"]) expect(snippet(language)).toMatch(new RegExp(`\\b${type}\\b`));
  });
});
