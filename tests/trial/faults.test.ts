import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, prepare } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError, type Problem } from "../../src/problem.ts";
import { earlierRuns } from "../../src/trial/earlier-runs.ts";
import { holdToLedger, missingCycles, refuseWithoutLedger } from "../../src/trial/frozen/freeze.ts";
import { checkMoves } from "../../src/trial/integrity/moves.ts";
import { checkPast } from "../../src/trial/integrity/past.ts";
import { readReturns } from "../../src/trial/pack/dispatch.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";

/* Whoever errs, or would have it otherwise: what was told when reports were made is told still, and what cannot be is refused. */

const world = nodeWorld();
const eighth = { id: "2026-08", issued: "2026-10-12" };
const top = "date,event,unit_code,other_code,channel,reason\n";
const first = `${top}2026-05-04,opt-out,Z10003,,,\n`;
const units = Array.from({ length: 12 }, (_, i): Row => ({ unit: `Z100${i + 10}`, arm: i % 2 === 0 ? "K1" : "K7" }));
const rows = ["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10004 K7"];
const parts = {
  factors: `
  chart:
    is: The chart
    changes: [charts, wording]
    levels:
      dots: { is: As it is, channels: [email] }
      bars: { is: As bars, channels: [email], change: { comparison: { chart: bars } } }`,
  arms: "\n  K1: { chart: dots }\n  K7: { chart: bars }",
  events: "events.csv",
};

type Given = { trial?: Record<string, string>; list?: string; events?: string };

function write({ trial = {}, list = allocationText(rows), events = first }: Given = {}): string {
  return writeTrial({
    "trial.yaml": trialText({ ...parts, ...trial }),
    "allocation.csv": list,
    "events.csv": events,
  });
}

function lines(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

async function refusal(work: () => Promise<readonly Problem[]>): Promise<string[]> {
  return work().then(lines, (error: unknown) => {
    if (isInputError(error)) return lines(error.problems);
    throw error;
  });
}

describe("events that cannot be right", () => {
  const told = async (event: string) => problemsOf(write({ events: `${first}${event}\n` }));

  test.each([
    ["2026-09-01,undeliverable,Z10001,,post,", 'unknown-channel: unknown channel "post" of undeliverable of Z10001'],
    [
      "2062-09-01,close,Z10001,,,",
      "event-date: close on 1 September 2062, years after the last reports, of 12 October 2026",
    ],
    [
      "1926-09-01,opt-out,Z10001,,,",
      "event-date: opt-out on 1 September 1926, years before the first reports, of 15 June 2026",
    ],
    ["2026-05-04,opt-out,Z10003,,,", "duplicate-event: the same as line 2"],
    ["2026-09-01,opt-out,Z10040,,,", "event-not-listed: opt-out of Z10040, which is not on the list"],
  ])("%s", async (event, message) => {
    expect(await told(event)).toEqual([message]);
  });

  test("but a practice may have closed long ago, and one that is not in the trial may merge", async () => {
    expect(await told("2019-09-01,close,Z10004,,,\n2026-09-01,merge,Z10040,Z10041,,")).toEqual([]);
  });
});

describe("a list that loses units over time", () => {
  const told = (list: readonly Row[], trial: Record<string, string> = {}) =>
    problemsOf(write({ list: allocationText(list), events: top, trial }));
  const ended = units.map((row) => (row.unit === "Z10010" ? { ...row, to: "2026-07-01" } : row));

  test("where a row ends and none follows; not where another tells its status", async () => {
    expect(await told(ended)).toEqual([
      "in-no-arm: 1 unit that was in an arm is in none when later reports are issued: Z10010 (its row ends on 1 July 2026, reports on 17 August 2026)",
    ]);
    expect(await told([...ended, { unit: "Z10010", arm: "K1", from: "2026-07-02", status: "withdrawn" }])).toEqual([]);
  });

  test("where an arm begins after the others, unless it is accepted", async () => {
    const late = units.map((row) => (row.arm === "K7" ? { ...row, from: "2026-06-16" } : row));
    expect(await told(late)).toEqual([
      "late-arm: nobody is in K7 yet when reports are issued on 15 June 2026, and 6 units are in the others",
    ]);
    const accepted = "[{ finding: late-arm, reason: as planned, accepted-by: Trial manager, date: 2026-05-01 }]";
    expect(await told(late, { "accepted-findings": accepted })).toEqual([]);
  });
});

describe("a year that is wrong", () => {
  const told = (list: readonly Row[], trial: Record<string, string> = {}) =>
    problemsOf(write({ list: allocationText(list), events: top, trial }));

  test("in one row, or in those of one arm, is told of the units by name, and may be meant", async () => {
    const one = units.map((row) => (row.unit === "Z10013" ? { ...row, from: "2025-01-01" } : row));
    expect(await told(one)).toEqual([
      "other-year: 1 of 12 units were allocated half a year or more from the others: Z10013 (1 January 2025)",
    ]);
    const accepted =
      "[{ finding: other-year, of: [Z10013], reason: a pilot site, accepted-by: Trial manager, date: 2026-05-01 }]";
    expect(await told(one, { "accepted-findings": accepted })).toEqual([]);
    const arm = units.map((row) => (row.arm === "K7" ? { ...row, from: "2025-01-01" } : row));
    expect((await told(arm)).join()).toMatch(/^other-year: 6 of 12 units .*: Z10011 \(1 January 2025\), /);
  });

  test("is none where units come one after another, or a unit gets a later row", async () => {
    const days = ["2025-06-01", "2025-09-01", "2025-12-01", "2026-03-01"];
    expect(await told(units.map((row, i) => ({ ...row, from: days[i % 4]! })))).toEqual([]);
    const left: Row = { unit: "Z10010", arm: "K1", from: "2027-01-01", status: "withdrawn" };
    expect(
      await told([...units.map((row) => (row.unit === "Z10010" ? { ...row, to: "2026-12-31" } : row)), left]),
    ).toEqual([]);
  });
});

test("a move that is accepted is of a unit of the list, and of arms that there are", async () => {
  const change = (unit: string, to: string) =>
    `[{ unit: ${unit}, from: K1, to: ${to}, accepted-by: Trial manager, date: 2026-09-01, reason: an error }]`;
  expect(await problemsOf(write({ trial: { "accepted-changes": change("Z10099", "K8") } }))).toEqual([
    "unknown-unit: a move of Z10099 is accepted, which is not on the list",
    'unknown-arm: unknown arm "K8"',
  ]);
});

describe("once a cycle has been made", () => {
  const root = mkdtempSync(join(tmpdir(), "faults-"));
  const made = join(root, "made");
  const runs = join(made, "plan-or-not");
  beforeAll(async () => {
    await build(world, { study: write(), cycle: "2026-06", workers: 0, out: made });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** What is told of the trial as it is now before its next cycle is made. */
  const next = (given: Given, { cycle = eighth, folder = runs } = {}) =>
    refusal(async () => {
      const study = await openTrial(write(given));
      const held = await holdToLedger(world, study, { cycle, runs: folder });
      const before = await earlierRuns(world, study, folder);
      refuseWithoutLedger(held!, { made: before, cycle: cycle.id });
      const moved = checkMoves(study, { made: before, entries: held!.entries });
      return [...moved, ...(await checkPast(world, study, { made: before, cycle: cycle.id }))];
    });

  test("nothing is told of a trial that goes on as it was, nor of what is added", async () => {
    expect(await next({})).toEqual([]);
    expect(await next({ events: `${first}2026-07-01,close,Z10001,,,\n` })).toEqual([]);
    const list = allocationText([...rows, "Z10005 K1"].map((row) => rowOf(row, { version: "2" })));
    expect(await next({ list: list })).toEqual([
      "warning added-before: Z10005 was in no arm when 2026-06 was rendered, and the list has them in one from before that day now",
    ]);
  });

  test.each([
    ["taken out", top],
    ["of another unit", first.replace("Z10003", "Z10004")],
    ["of a later day", first.replace("2026-05-04", "2026-09-04")],
    ["put in before", first.replace("2026-05", "2026-05-01,close,Z10001,,,\n2026-05")],
  ])("an event that was %s is refused", async (_, events) => {
    expect(await next({ events })).toEqual([
      "error events-edited: the events do not begin with what they were when 2026-06 was rendered: a line was changed, put in or taken out",
    ]);
    expect(await next({ events }, { cycle: { id: "2026-06", issued: "2026-08-17" } })).toEqual([]); // it may be made once more
  });

  test.each([
    ["status", { status: "withdrawn" }, "status active then, withdrawn now"],
    ["stratum", { stratum: "XX" }, "stratum none then, XX now"],
  ])("a row of the list with another %s is refused", async (_, row, change) => {
    const list = allocationText(rows.map((each, i) => rowOf(each, { version: "2", ...(i === 0 ? row : {}) })));
    expect(await next({ list })).toEqual([
      `error list-edited: the list says something else now of Z10001 in 2026-06 than when it was rendered: ${change}`,
    ]);
  });

  test("a list that has changed has a later version, and is the same list", async () => {
    const list = allocationText(rows);
    expect(await next({ list: `${list}\n` })).toEqual([
      "warning same-version: the list is not what it was when 2026-06 was rendered, and still has version 1",
    ]);
    expect(await next({ list: list.replaceAll("LISTA,1", "LISTA,0") })).toEqual([
      "error older-list: the list has version 0, and had 1 when 2026-06 was rendered",
    ]);
    expect(await next({ list: list.replaceAll("LISTA,1", "LISTB,2") })).toEqual([
      "error frozen: the list that it is has changed since reports of 2026-06 were made: from LISTA to LISTB",
    ]);
  });

  test("a cycle keeps its days and its months", async () => {
    const cycles = (issued: string, to: string) =>
      `[{ id: 2026-06, issued: ${issued}, extracted: 2026-08-10, data: { from: 2023-09, to: ${to} } }, { id: 2026-08, issued: 2026-10-12, extracted: 2026-10-05, data: { from: 2023-09, to: 2026-08 } }]`;
    expect(await next({ trial: { cycles: cycles("2026-08-17", "2026-06") } })).toEqual([]);
    const said = "error cycle-changed: cycle 2026-06 has other days or data now than when it was rendered";
    const then = "issued on 2026-08-17, data from 2023-09 to 2026-06 then";
    expect(await next({ trial: { cycles: cycles("2026-08-18", "2026-06") } })).toEqual([
      `${said}: ${then}, issued on 2026-08-18, data from 2023-09 to 2026-06 now`,
    ]);
    expect(await next({ trial: { cycles: cycles("2026-08-17", "2026-05") } })).toEqual([
      `${said}: ${then}, issued on 2026-08-17, data from 2023-09 to 2026-05 now`,
    ]);
  });

  test("what levels are said to be, and the campaign, are what they were", async () => {
    const factors = parts.factors
      .replace("is: As bars", "is: X")
      .replace("is: As it is", "is: As bars")
      .replace("is: X", "is: As it is");
    expect(await next({ trial: { factors } })).toEqual([
      expect.stringMatching(/^error frozen: what level "bars" of factor "chart" is said to be has changed/),
      expect.stringMatching(/^error frozen: what level "dots" of factor "chart" is said to be has changed/),
    ]);
  });

  test("a change is not accepted by a modification of a day to come", async () => {
    const accepted = (date: string) => ({
      merged: "stop-sending",
      modifications: `[{ date: ${date}, what: All, of: [merged, arms, factors], reason: asked, approved-by: group }]`,
    });
    expect(await next({ trial: accepted("2026-10-12") })).toEqual([]);
    expect(await next({ trial: accepted("2099-01-01") })).toEqual([
      "error frozen: `merged` has changed since reports of 2026-06 were made: from keep-successor to stop-sending",
    ]);
  });

  test("a move that is accepted and was none is told", async () => {
    const changes =
      "[{ unit: Z10001, from: K7, to: K1, accepted-by: Trial manager, date: 2026-09-01, reason: an error }]";
    expect(await next({ trial: { "accepted-changes": changes } })).toEqual([
      "warning idle-acceptance: the move of Z10001 from K7 to K1 is accepted, and it was not in K7 in any cycle that was rendered, or is not in K1",
    ]);
  });

  test("a clock that has gone back is refused, but for the little that machines differ by", async () => {
    const study = await openTrial(write());
    const [last] = readFileSync(join(runs, "trial.jsonl"), "utf8").trimEnd().split("\n").slice(-1);
    const written = Date.parse((JSON.parse(last!) as { at: string }).at);
    const at = (hours: number) =>
      refusal(async () => {
        const now = () => new Date(written - hours * 3_600_000).toISOString();
        await holdToLedger({ ...world, now }, study, { cycle: eighth, runs });
        return [];
      });
    expect(await at(0.5)).toEqual([]);
    expect((await at(24)).join()).toMatch(
      /^error clock-behind: it is .* by the clock of this machine, and the trial's ledger/,
    );
  });

  test("a cycle that the ledger has and whose run is gone is told, since its events cannot be compared any more", async () => {
    const held = (await holdToLedger(world, await openTrial(write()), { cycle: eighth, runs }))!;
    const there = await earlierRuns(world, await openTrial(write()), runs);
    expect(missingCycles(held, { made: there, cycle: "2026-08" })).toEqual([]);
    expect(lines(missingCycles(held, { made: [], cycle: "2026-08" }))).toEqual([
      expect.stringMatching(
        /^warning missing-cycle: the trial's ledger in ".*" has a run of 2026-06, and none is here/,
      ),
    ]);
    expect(missingCycles(held, { made: [], cycle: "2026-06" })).toEqual([]); // it is made once more
  });

  test("a ledger that is gone, or whose end may be, is refused where its runs are", async () => {
    const spoilt = (spoil: (folder: string) => void) => {
      const folder = mkdtempSync(join(root, "spoilt-"));
      cpSync(made, folder, { recursive: true });
      spoil(join(folder, "plan-or-not"));
      return next({}, { folder: join(folder, "plan-or-not") });
    };
    const head = (folder: string) => rmSync(join(folder, "trial.head.json"));
    expect(await spoilt(head)).toEqual([
      expect.stringMatching(
        /^error ledger-at-fault: ".*trial\.head\.json" is not there, which says how far trial\.jsonl goes$/,
      ),
    ]);
    const lost = /^error run-not-in-ledger: the trial's ledger in ".*" knows nothing of the run of 2026-06 in/;
    const all = (folder: string) => {
      head(folder);
      rmSync(join(folder, "trial.jsonl"));
    };
    expect(await spoilt(all)).toEqual([expect.stringMatching(lost)]);
    const end = (folder: string) => {
      const [line = ""] = readFileSync(join(folder, "trial.jsonl"), "utf8").split("\n");
      const { n, hash } = JSON.parse(line) as { n: number; hash: string };
      writeFileSync(join(folder, "trial.jsonl"), `${line}\n`);
      writeFileSync(join(folder, "trial.head.json"), `${JSON.stringify({ n, hash })}\n`); // a forged head
    };
    expect(await spoilt(end)).toEqual([expect.stringMatching(lost)]);
  });

  test("all of it is asked before a cycle is made", async () => {
    const asked = (given: Given, out = made) =>
      refusal(async () => (await prepare(world, { study: write(given), cycle: "2026-08", out })).warnings);
    expect((await asked({ events: top }))[0]).toContain("events-edited");
    const changes =
      "[{ unit: Z10001, from: K7, to: K1, accepted-by: Trial manager, date: 2026-09-01, reason: an error }]";
    const list = `${allocationText(rows)}\n`;
    const told = (await asked({ trial: { "accepted-changes": changes }, list })).join("\n");
    expect(told).toContain("warning idle-acceptance");
    expect(told).toContain("warning same-version");
    const bare = join(root, "bare");
    cpSync(made, bare, { recursive: true });
    for (const name of ["trial.jsonl", "trial.head.json"]) rmSync(join(bare, "plan-or-not", name));
    expect((await asked({}, bare))[0]).toContain("run-not-in-ledger");
  });
});

function rowOf(text: string, more: Partial<Row>): Row {
  const [unit = "", arm = ""] = text.split(" ");
  return { unit, arm, ...more };
}

describe("what is reported back of what was sent", () => {
  const entry = (channel: string) => ({ path: "x", channel }) as never;
  const run = {
    cycle: { ...eighth, data: { from: "2023-09", to: "2026-08" } } as never,
    entries: new Map([["Z10001", [entry("email"), entry("print")]]]),
  };
  const told = (text: string) =>
    refusal(async () => {
      const file = join(mkdtempSync(join(tmpdir(), "returns-")), "returns.csv");
      writeFileSync(file, text);
      await readReturns(file, { runs: [run], cycle: run.cycle, later: new Set() });
      return [];
    });
  const rowsOf = (...reported: string[]) => `code,channel,date,event\n${reported.join("\n")}\n`;

  test("has columns in any letters, and none that was meant for the cycle", async () => {
    expect(await told("CODE,Channel,DATE,event,theirs\nZ10001,email,2026-10-13,sent,x\n")).toEqual([]);
    expect(await told("code,channel,date,event,cyle\nZ10001,email,2026-10-13,sent,2026-06\n")).toEqual([
      'error unknown-column: unknown column "cyle"',
    ]);
  });

  test.each([
    ["Z10001,email,2062-10-13,sent", "sent on 2062-10-13, more than a year after the day of issue, 2026-10-12"],
    ["Z10001,email,2026-10-20,returned", "returned is reported of Z10001 by email"],
    ["Z10001,print,2026-10-20,opened", "opened is reported of Z10001 by print"],
    [
      "Z10001,email,2026-10-20,sent\nZ10001,email,2026-10-13,delivered",
      "delivered on 2026-10-13, but what went to Z10001 by email was sent on 2026-10-20",
    ],
  ])("%s cannot be", async (row, message) => {
    expect(await told(rowsOf(row))).toEqual([`error bad-row: ${message}`]);
  });

  test("may be a day before by another clock, and delivered before it bounced", async () => {
    expect(
      await told(
        rowsOf(
          "Z10001,email,2026-10-14,sent",
          "Z10001,email,2026-10-13,delivered",
          "Z10001,email,2026-10-15,bounced",
          "Z10001,print,2026-11-20,returned",
        ),
      ),
    ).toEqual([]);
  });
});
