import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planStudy } from "../../src/report/plan.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";

/* Every check of the trials unit's list, each by its name and row; what else is told is told with it. */

async function told(rows: readonly (string | Row)[], parts: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const folder = writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": allocationText(rows) });
  return problemsOf(folder);
}

describe("the list", () => {
  test("has nothing wrong with it", async () => {
    expect(await told(["Z10001 K1", "Z10002 K7"])).toEqual([]);
  });

  test.each<[string, (string | Row)[], string]>([
    ["a unit that nobody knows", ["Z10001 K1", "Z99999 K7"], 'unknown-unit: unknown practice "Z99999"'],
    ["an arm that is not in the key", ["Z10001 K1", "Z10002 K2"], 'unknown-arm: unknown arm "K2" of Z10002'],
    ["a unit twice", ["Z10001 K1", "Z10001 K1"], "duplicate-unit: second row for Z10001; the first is on line 2"],
    [
      "a unit in two arms",
      ["Z10001 K1", { unit: "Z10001", arm: "K7", from: "2026-06-01" }],
      "moved-unit: Z10001 is moved from arm K1 (line 2) to K7",
    ],
    [
      "a status that there is not",
      [{ unit: "Z10001", arm: "K1", status: "activ" }],
      'unknown-status: unknown status "activ" of Z10001',
    ],
    [
      "a day that there is not",
      [{ unit: "Z10001", arm: "K1", from: "2026-02-30" }],
      'bad-row: invalid effective_from "2026-02-30" of Z10001',
    ],
    [
      "an end before the beginning",
      [{ unit: "Z10001", arm: "K1", to: "2025-12-31" }],
      "bad-row: ends on 2025-12-31, before it begins on 2026-01-01",
    ],
    [
      "another type of unit",
      [{ unit: "Z10001", arm: "K1", type: "pcn" }],
      'unit-type: unit type "pcn"; the trial allocates "practice"',
    ],
    [
      "two versions in one file",
      ["Z10001 K1", { unit: "Z10002", arm: "K7", version: "2" }],
      'bad-row: list_version "2", but "1" in earlier rows',
    ],
    [
      "two statuses at a time",
      ["Z10001 K1", { unit: "Z10001", arm: "K1", status: "opted-out" }],
      "overlapping-rows: Z10001 is active (line 2) and opted-out from 2026-01-01",
    ],
  ])("%s", async (_, rows, problem) => {
    expect(await told(rows)).toEqual([problem]);
  });

  test("tells everything at once", async () => {
    const rows = ["Z99999 K1", "Z10001 K3", { unit: "Z10002", arm: "K1", status: "gone" }];
    expect(await told(rows)).toHaveLength(3);
  });

  test("may change a unit's status later", async () => {
    const later = { unit: "Z10001", arm: "K1", from: "2026-06-01", status: "withdrawn" };
    expect(await told(["Z10001 K1", later, "Z10002 K7"])).toEqual([]);
  });

  test("holds the stratum against the directory", async () => {
    expect(await told([{ unit: "Z10001", arm: "K1", stratum: "PCN:ZN001" }], { stratum: "pcn" })).toEqual([
      "other-stratum: the directory has Z10001 in pcn ZN038, not in PCN:ZN001",
    ]);
  });

  test("is told of a balance that nothing is held to, since no unit is in a stratum", async () => {
    const rows = ["Z10001 K1", "Z10002 K7"];
    expect(await told(rows, { balance: "{ within: 1 }" })).toEqual([
      "balance-without-strata: `balance` says how even arms are within a stratum, and no unit is in one",
    ]);
    expect(await told(rows, { balance: "{ within: 1 }", stratum: "sub-icb" })).toEqual([]);
  });

  test("names an uneven stratum: a warning, or an error where the trial says how even it is", async () => {
    const rows: Row[] = ["Z10001 K1", "Z10002 K1", "Z10003 K1"].map((row) => ({ ...split(row), stratum: "A" }));
    rows.push({ ...split("Z10004 K7"), stratum: "B" });
    const uneven = "unbalanced-stratum: stratum A is uneven: K1 3, K7 0";
    expect(await told(rows)).toEqual([uneven]);
    expect(await told(rows, { balance: "{ within: 1 }" })).toEqual([uneven]);
  });

  test("keeps a cluster together", async () => {
    const rows: (string | Row)[] = [
      { unit: "Z10001", arm: "K1", cluster: "ZN038" },
      { unit: "Z10001", arm: "K1", from: "2026-05-01", status: "withdrawn", cluster: "ZN038" },
      "Z10002 K7",
    ];
    expect(await told(rows, { cluster: "pcn" })).toEqual([]);
    const cluster = { cluster: "sub-icb" };
    const apart = await told(["Z10001 K1", "Z10024 K7"], cluster);
    expect(apart).toEqual([
      expect.stringMatching(/^split-cluster: Z10024 is in arm K7, Z10001 of the same sub-icb ZP3/),
    ]);
  });

  test("may have its columns in capitals, columns of its own, and days with a time", async () => {
    const text = allocationText([{ unit: "Z10001", arm: "K1", from: "2026-01-01 10:32" }, "Z10002 K7"]);
    const [head = "", ...lines] = text.trimEnd().split("\n");
    const wider = [`${head.toUpperCase()},SIZE BAND`, ...lines.map((line) => `${line},large`)].join("\n");
    const folder = writeTrial({ "trial.yaml": trialText(), "allocation.csv": `${wider}\n` });
    expect(await problemsOf(folder)).toEqual([]);
    expect((await openTrial(folder)).trial?.allocation?.units).toMatchObject([
      { unit: "Z10001", arm: "K1", from: "2026-01-01" },
      { unit: "Z10002", arm: "K7" },
    ]);
  });

  test("has a column that was meant for one of ours", async () => {
    const text = allocationText(["Z10001 K1"]).replace("reason", "reasons");
    const folder = writeTrial({ "trial.yaml": trialText(), "allocation.csv": text });
    expect(await problemsOf(folder)).toEqual(['unknown-column: unknown column "reasons"']);
  });

  test("has a unit without an arm: it awaits one, is in none and is sent nothing", async () => {
    const folder = writeTrial({
      "trial.yaml": trialText(),
      "allocation.csv": allocationText(["Z10001 K1", "Z10002 "]),
    });
    expect(await problemsOf(folder)).toEqual(["awaiting: Z10002 awaits its arm, on line 3"]);
    const { assignments, without, jobs } = planStudy(await openTrial(folder), "2026-08");
    expect([...(assignments?.of.keys() ?? [])]).toEqual(["Z10001"]);
    expect(jobs.map(({ organisation }) => organisation.code)).toEqual(["Z10001"]);
    const why = Object.fromEntries(without.map(({ code, reason }) => [code, reason]));
    expect([why.Z10002, why.Z10003]).toEqual(["awaits its arm", "not in the allocation"]);
  });

  test("may be an export of the trials unit's own system, in place of our columns", async () => {
    const allocation = `
  list: LISTA
  version: 1
  file: export.csv
  columns: { unit: practice, arm: group, from: day }
  codes: { 1: K1, 2: K7 }`;
    const files = {
      "trial.yaml": trialText({ allocation }),
      "export.csv": "PRACTICE,GROUP,DAY\nZ10001,1,2026-01-01 09:00\nZ10002,2,2026-01-02\n",
    };
    const folder = writeTrial(files);
    expect(await problemsOf(folder)).toEqual([]);
    const { trial, files: read } = await openTrial(folder);
    expect(trial?.allocation?.units.map(({ unit, arm }) => `${unit} ${arm}`)).toEqual(["Z10001 K1", "Z10002 K7"]);
    expect(read).toContain(trial?.allocation?.files[0]);
    const given = writeTrial({ ...files, "list.csv": allocationText(["Z10003 K7", "Z10005 K1"]) });
    const other = await openTrial(given, { allocation: join(given, "list.csv") });
    expect(other.trial?.allocation?.units.map(({ unit }) => unit)).toEqual(["Z10003", "Z10005"]);
    expect(await problemsOf(writeTrial({ "trial.yaml": files["trial.yaml"] }))).toEqual([
      expect.stringMatching(/^no-allocation-yet: no allocation ".*export.csv" yet/),
    ]);
    const outside = trialText({ allocation: allocation.replace("export.csv", "../../../../../../../etc/passwd") });
    expect(await problemsOf(writeTrial({ "trial.yaml": outside }))).toEqual([expect.stringMatching(/^outside: /)]);
  });

  test("without a column that is needed", async () => {
    const folder = writeTrial({ "trial.yaml": trialText(), "allocation.csv": "list_id,unit\nA,B\n" });
    expect(await problemsOf(folder)).toContain('missing-column: missing column "unit_code"');
  });
});

describe("a code that gives nothing away", () => {
  test("is not a word", async () => {
    const arms = "\n  CONTROL: { own-plan: with }\n  K7: { own-plan: without }";
    expect((await told(["Z10002 K7"], { arms }))[0]).toMatch(/a code that gives nothing away/);
  });

  test("does not stand in somebody's address", async () => {
    const arms = "\n  QC18: { own-plan: with }\n  K7: { own-plan: without }";
    expect(await told(["Z10002 K7", "Z10003 QC18"], { arms })).toEqual([
      'arm-not-masked: arm code "QC18" also stands in the name or address of Z10001',
    ]);
  });
});

function split(row: string): { unit: string; arm: string } {
  const [unit = "", arm = ""] = row.split(" ");
  return { unit, arm };
}
