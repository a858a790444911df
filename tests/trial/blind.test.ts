import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { openTables, rows } from "../../src/input/files/table.ts";
import type { Study, Trial } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { reconcile } from "../../src/output/reconcile.ts";
import { findRun } from "../../src/output/runs.ts";
import { isInputError } from "../../src/problem.ts";
import { assign } from "../../src/report/assign.ts";
import { armDesigns } from "../../src/report/plan.ts";
import { blindFiles } from "../../src/trial/pack/blind/blind.ts";
import { labelsOf, readBlindKey } from "../../src/trial/pack/blind/key.ts";
import { readSealed } from "../../src/trial/pack/blind/sealed.ts";
import type { BlindSource } from "../../src/trial/pack/blind/source.ts";
import { outcomesOf } from "../../src/trial/pack/exposure/outcomes.ts";
import { responsesOf } from "../../src/trial/pack/exposure/responses.ts";
import type { Files } from "../../src/trial/pack/files.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { trialRecord } from "../../src/trial/record.ts";
import { loadedStudy } from "../loaded.ts";
import { allocationText, content, openTrial, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";
import { chanceOf, type Features, featuresOf } from "./tell-apart.ts";

/*
 * The edition for those who must stay blind. Of a trial that is rendered and packed, and of shipped trials from their lists and data.
 */
const world = nodeWorld();
const root = mkdtempSync(join(tmpdir(), "blind-test-"));
const secret = "4f1d".repeat(16);
const keyFile = join(root, "blind.key");

const levels = ["quilled", "unquilled"];
const parts = (arms: readonly string[]) => ({
  trial: "quillet-blind",
  title: "Does vellum add anything?",
  campaign: join(smallContent, "short/asthma-inhalers"),
  factors: `
  scrivening:
    is: Whether there is vellum
    changes: [sections, channels]
    levels:
      quilled: { is: The report on vellum and goatskin, channels: [email] }
      unquilled: { is: The report without any vellum, channels: [email, html], leave-out: [comparison, table] }`,
  arms: arms.map((level, i) => `\n  ${i === 0 ? "K1" : "K7"}: { scrivening: ${level} }`).join(""),
  events: "events.csv",
});
const units = ["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10004 K7", "Z10005 K1", "Z10024 K1", "Z10025 K7", "Z10031 K1"];
const events = `date,event,unit_code,other_code,channel,reason
2026-04-30,merge,Z10024,Z10025,,contracts merged
2026-09-04,opt-out,Z10031,,,the vellum was too much
`;

const none = "date,event,unit_code,other_code,channel,reason\n2026-04-30,merge,Z10024,Z10025,,contracts merged\n";

function quillet(arms: readonly string[], list = units): string {
  return writeTrial({
    "trial.yaml": trialText(parts(arms)),
    "allocation.csv": allocationText(list),
    "events.csv": events,
  });
}

let one: string; // the folder of the run, in which its pack is

beforeAll(async () => {
  writeFileSync(keyFile, `${secret}\n`);
  const run = await build(world, { study: quillet(levels), cycle: "2026-08", out: root, workers: 0 });
  one = run.folder;
  await pack(world, { run: one, blind: keyFile });
}, 120_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

function read(name: string): string {
  return readFileSync(join(one, "pack-blind", name), "utf8");
}

/** A trial from its list and data, as a pack has it once cycles up to this one are made. */
function sourceOf(
  study: Study,
  { trial = study.trial!, cycles = 2 }: { trial?: Trial; cycles?: number } = {},
): BlindSource {
  const [first] = study.topics.values();
  const known = first!.campaign.cycles.filter(({ id }) => id <= "2026-08").slice(-cycles);
  return {
    study,
    trial,
    cycle: known.at(-1)!,
    designs: armDesigns(study, trial),
    organisations: new Map([...study.topics.values()].flatMap(({ directory }) => [...directory])),
    runs: known.map((cycle) => ({ cycle, trial: trialRecord(trial, assign(study, trial, cycle)) })),
  };
}

async function filesOf(source: BlindSource, with_ = secret): Promise<Files> {
  const followed = { outcomes: outcomesOf(source), responses: await responsesOf(source, []) };
  return blindFiles(source, followed, labelsOf(source.trial, with_));
}

/** Everything that can be read in the files, their names too. */
async function wordsIn(files: Files): Promise<string> {
  const found: string[] = [];
  for (const [path, bytes] of files) {
    found.push(path);
    if (typeof bytes === "string") found.push(bytes);
    else {
      const file = join(root, "read.parquet");
      writeFileSync(file, bytes);
      const tables = await openTables([file]);
      found.push(JSON.stringify(await rows(tables, `select * from read_parquet('${file}')`), asText));
      tables.closeSync();
    }
  }
  return found.join("\n");
}

function asText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

describe("of a run", () => {
  test("is the same to the byte where arms mean the opposite, for it is of nothing but list and data", async () => {
    const names = readdirSync(join(one, "pack-blind"));
    for (const meaning of [levels, levels.toReversed()]) {
      const files = await filesOf(sourceOf(await openTrial(quillet(meaning)), { cycles: 1 }));
      expect([...files.keys()].sort()).toEqual(names);
      for (const [name, bytes] of files)
        expect(readFileSync(join(one, "pack-blind", name)).equals(Buffer.from(bytes)), `${meaning}: ${name}`).toBe(
          true,
        );
    }
  });

  test("has everybody under the label of its arm, with figures", () => {
    const labels = labelsOf(
      {
        file: { trial: "quillet-blind" },
        arms: new Map([
          ["K1", 0],
          ["K7", 0],
        ]),
      } as never,
      secret,
    );
    const [head = "", ...lines] = read("exposure.csv").trimEnd().split("\n");
    const columns = head.split(",");
    const cell = (line: string, name: string) => line.split(",")[columns.indexOf(name)];
    expect(lines.map((line) => `${cell(line, "code")} ${cell(line, "arm")}`)).toEqual(
      units.map((unit) => `${unit.slice(0, 6)} ${labels.of(unit.slice(7))}`),
    );
    expect(cell(lines[0]!, "outcome_asthma_spray_share")).toMatch(/^0\.\d+$/);
    for (const telling of ["made", "channels", "value", "suppressions", "why_not", "handed_over"])
      expect(columns).not.toContain(telling);
    expect(read("allocated.csv")).toContain(`2026-08,,${labels.of("K1")},5,5,3,1,0,0,0,0,1,0`);
    expect(read("attrition.csv")).toMatch(/2026-08,A,B,\d,\d,\d,\d,-?0\.4,/);
  });

  test("has fingerprints of its files, and says what each is and what was left out", () => {
    const files = readdirSync(join(one, "pack-blind"));
    for (const file of files) if (file !== "README.md") expect(read("README.md")).toContain(`| ${file} |`);
    expect(read("SHA256SUMS").trimEnd().split("\n")).toHaveLength(files.length - 1);
    expect(read("README.md")).toContain("| Specimens, queues and lists of dispatch |");
  });

  test("stands in the run's folder, and the run holds all the same", async () => {
    const { faults } = await reconcile(world, await findRun(world, one));
    expect(faults).toEqual([]);
  });

  test("is opened by the secret alone", async () => {
    const file = join(one, "pack-blind.sealed");
    const { arms, sums } = await readSealed(world, file, secret);
    expect(arms.map(({ label }) => label)).toEqual(["A", "B"]);
    expect(arms.find(({ arm }) => arm === "K7")?.levels).toEqual({
      scrivening: { level: "unquilled", is: "The report without any vellum" },
    });
    expect(sums).toBe(await world.hash(join(one, "pack-blind/SHA256SUMS")));
    expect(readFileSync(file, "utf8")).not.toMatch(/scrivening|quilled|vellum/);
    const told = execFileSync(process.execPath, ["src/cli/main.ts", "unblind", file, "--key", keyFile], {
      cwd: join(content, ".."),
      encoding: "utf8",
    });
    expect(told).toMatch(/^quillet-blind, cycle 2026-08, run .*\n[AB] {2}K[17] {2}scrivening: (un)?quilled \(/);
    expect(await codeOf(readSealed(world, file, "0".repeat(64)))).toBe("not-opened");
    expect(await codeOf(readSealed(world, keyFile, secret))).toBe("no-sealed-key");
    const changed = join(root, "changed.sealed");
    writeFileSync(
      changed,
      readFileSync(file, "utf8").replace(/\n(.{60})./, (_, start) => `\n${start}!`),
    );
    expect(await codeOf(readSealed(world, changed, secret))).toBe("not-opened");
  });

  test("needs a secret that nobody can guess", async () => {
    const short = join(root, "short.key");
    writeFileSync(short, "trial seed 7");
    expect(await codeOf(readBlindKey(world, short))).toBe("weak-blind-key");
    expect(await codeOf(readBlindKey(world, join(root, "none.key")))).toBe("no-blind-key");
  });
});

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (isInputError(error)) return error.problems[0]!.code;
    throw error;
  }
}

test("codes exchanged everywhere, in the key of arms and in the list, give the same bytes under labels exchanged", async () => {
  const exchanged = (code: string) => code.replace(/K[17]/, (arm) => (arm === "K1" ? "K7" : "K1"));
  const [as, exchangedList] = [await openTrial(quillet(levels)), quillet(levels.toReversed(), units.map(exchanged))];
  const labels = labelsOf(as.trial!, secret);
  const others = Array.from({ length: 40 }, (_, i) => String(i).repeat(32));
  const opposite = others.find((each) => labelsOf(as.trial!, each).of("K1") === labels.of("K7"))!;
  const before = await filesOf(sourceOf(as));
  const after = await filesOf(sourceOf(await openTrial(exchangedList)), opposite);
  const mark = (text: unknown) => String(text).replace(/`[0-9a-f]{16}`/, "`mark`");
  for (const [path, bytes] of before) if (path !== "SHA256SUMS") expect(mark(after.get(path)), path).toBe(mark(bytes));
  expect(labelsOf(as.trial!, opposite).mark).not.toBe(labels.mark);
});

test("days from which arms begin are left out and named where they are apart, and unequal sizes are said to tell", async () => {
  const begun = async (from: string, ratio: string) => {
    const list = units.slice(0, 6).map((row) => {
      const [unit = "", arm = ""] = row.split(" ");
      return { unit, arm, from: arm === "K7" ? from : "2026-01-01" };
    });
    const text = trialText({ ...parts(levels), ratio });
    const study = writeTrial({ "trial.yaml": text, "allocation.csv": allocationText(list), "events.csv": none });
    const files = await filesOf(sourceOf(await openTrial(study), { cycles: 1 }));
    const [table, codebook, readme] = ["exposure.csv", "codebook.csv", "README.md"].map((name) =>
      String(files.get(name)),
    );
    return {
      there: [table, codebook].map((each) => each!.includes("allocated_from")),
      named: readme!.includes("| The column `allocated_from` |"),
      sizes: readme!.includes("of unequal sizes by design"),
    };
  };
  expect(await begun("2026-01-01", "{ K1: 1, K7: 1 }")).toEqual({ there: [true, true], named: false, sizes: false });
  expect(await begun("2026-02-01", "{ K1: 2, K7: 1 }")).toEqual({ there: [false, false], named: true, sizes: true });
});

describe("of shipped trials of every design", () => {
  const shipped = [
    "clear-air",
    "frames-crossover",
    "inequalities",
    "opioid-smart",
    "six-modifications",
    "topic-swap",
    "wait-list",
  ];
  let ordinary: string; // words that the edition has whatever the trial
  const opened = new Map<string, { source: BlindSource; files: Files; words: string }>();

  beforeAll(async () => {
    const [head, ...lines] = read("codebook.csv").split("\n");
    ordinary = [head, ...lines, read("README.md"), read("allocated.csv"), read("attrition.csv")].join("\n");
    for (const name of shipped) {
      const source = sourceOf(await loadedStudy(join(content, "trials", name)), { cycles: 1 });
      const files = await filesOf(source);
      opened.set(name, { source, files, words: await wordsIn(files) });
    }
  }, 240_000);

  test.each(shipped)("%s says nothing of what arms are", (name) => {
    const { source, words } = opened.get(name)!;
    const { trial, study } = source;
    const { factors, stages, title, rationale, registration } = trial.file;
    const indicators = [...study.topics.values()].flatMap((topic) => [...topic.indicators.values()]);
    const known = `${ordinary}\n${trial.file.trial} ${trial.allocation?.list}\n${JSON.stringify(indicators)}`; // figures are of indicators, whatever the arm
    const said = [
      ...trial.arms.keys(),
      ...Object.keys(factors),
      ...stages.map(({ stage }) => stage),
      ...textsIn(factors),
      ...[title, rationale, registration ?? title],
    ];
    const blocks = [...study.topics.values()].flatMap((topic) => [...topic.blocks.values(), ...topic.actions.values()]);
    const telling = [...said, ...textsIn(blocks).filter((text) => text.split(" ").length > 3)];
    expect(telling.length).toBeGreaterThan(40);
    const found = telling.filter((text) => asWord(text).test(words) && !asWord(text).test(known));
    expect([...new Set(found)]).toEqual([]);
  });

  test.each(shipped)("%s is the same to the byte where meanings are dealt out anew", async (name) => {
    const { source, files } = opened.get(name)!;
    const { trial, study } = source;
    const stages = trial.file.stages.map(({ arms }) => arms);
    const groups = stages.length > 0 ? stages : [[...trial.arms.keys()]];
    const arms = new Map(trial.arms);
    for (const codes of groups)
      for (const [i, code] of codes.entries()) arms.set(code, trial.arms.get(codes.at(i - 1)!)!);
    expect([...arms]).not.toEqual([...trial.arms]);
    const again = await filesOf(sourceOf(study, { trial: { ...trial, arms }, cycles: 1 }));
    expect([...again.keys()]).toEqual([...files.keys()]);
    for (const [path, bytes] of again)
      expect(Buffer.from(bytes).equals(Buffer.from(files.get(path)!)), path).toBe(true);
  });

  test.each(shipped)("%s has groups at baseline under labels, in the order of labels", (name) => {
    const { source, files } = opened.get(name)!;
    const [head = "", ...lines] = String(files.get("baseline.csv")).replace("\uFEFF", "").trimEnd().split("\n");
    expect(head.split(",").slice(0, 2)).toEqual(["stage", "group"]);
    const units = lines
      .filter((line) => line.split(",")[2] === "Units")
      .map((line) => line.split(",").slice(0, 2).join(" "));
    expect(units.length).toBeGreaterThan(1);
    expect(units).toEqual(units.toSorted());
    const known = new Set([...source.trial.arms.keys(), ...Object.keys(source.trial.file.sequences)]);
    expect(units.filter((group) => [...known].some((code) => group.includes(code)))).toEqual([]);
    expect(units.every((group) => /^\d? ?[A-Z]+( > [A-Z]+)*$/.test(group.trim()))).toBe(true);
  });

  test.each(shipped)("%s gives a classifier nothing beyond chance", (name) => {
    const exposure = String(opened.get(name)!.files.get("exposure.csv"));
    expect(chanceOf(featuresOf(exposure))).toBeGreaterThan(0.01);
  });

  test("the classifier finds what tells: a column that one label alone has in a third of its rows", () => {
    const { rows: all, labels }: Features = featuresOf(String(opened.get("clear-air")!.files.get("exposure.csv")));
    const planted = all.map((row, i) => ({ ...row, planted: labels[i] === "A" && i % 3 === 0 ? 1 : 0 }));
    expect(chanceOf({ rows: planted, labels })).toBeLessThan(0.01);
  });
});

/** Every text in a value, keys too. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [...(Array.isArray(value) ? [] : [key]), ...textsIn(each)]);
}

/** Whole words, hyphens counted as part of them, whatever the case. */
function asWord(text: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9-])${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9-])`, "i");
}
