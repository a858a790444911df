import { cpSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { bundledHistory, readHistory, withHistory } from "../../src/output/history.ts";
import { promote } from "../../src/output/promote.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { isInputError } from "../../src/problem.ts";
import { explain } from "../../src/report/explain.ts";
import { planStudy } from "../../src/report/plan.ts";
import { reportsOf } from "../../src/report/subjects.ts";

/* What another system told the recipients of the small campaign in tests/broken/base, in a file of its own making. */

const world = { ...nodeWorld(), log: () => {} };
const rows = `Practice,Letter,Advice,Rate
ZX12,Letter 1,A-7 | share-what-helped,2.5
ZX02,Letter 1,A-7,
ZX02,Letter 1,Z-1,
`;
const map = `history:
  file: letters.csv
  system: the old letters
  columns: { code: Practice, cycle: Letter, actions: Advice, value: Rate }
  separator: "|"
  codes: { A-7: review-ten }
  left-out: [Z-1]
  cycles: { Letter 1: 2026-06 }
`;
let root: string;
let study: string;
let data: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "told-elsewhere-"));
  study = join(root, "study");
  cpSync(join(import.meta.dirname, "../broken/base"), study, { recursive: true });
  const action = join(study, "actions/review-ten.yaml");
  await writeFile(action, `${(await readFile(action, "utf8")).trimEnd()}\nnot-again: 2\n`);
  data = await readFile(join(study, "data.yaml"), "utf8");
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function read(letters = rows, mapping = map): Promise<Study> {
  await writeFile(join(study, "letters.csv"), letters);
  await writeFile(join(study, "data.yaml"), `${data}${mapping}`);
  return loadStudy(world, study);
}

const problemsOf = (letters: string, mapping?: string) =>
  read(letters, mapping).then(
    () => [],
    (error) => {
      if (!isInputError(error)) throw error;
      return error.problems.map(({ place, code, message }) => `${place?.line} ${code}: ${message}`);
    },
  );

test("its rows are one report each recipient and cycle, by our ids, and an input like others", async () => {
  const known = await read();
  const [inputs] = known.topics.values();
  expect(inputs!.elsewhere.map(({ code, cycle, actions, headline }) => [code, cycle, actions, headline.value])).toEqual(
    [
      ["ZX02", "2026-06", ["review-ten 0"], null],
      ["ZX12", "2026-06", ["review-ten 0", "share-what-helped 0"], 2.5],
    ],
  );
  expect(inputs!.files.some((file) => file.endsWith("letters.csv"))).toBe(true);
});

test("what it told is not said again, and explained by its name; a bundle holds it", async () => {
  const loaded = await read();
  const planned = planStudy(loaded, "2026-08");
  const { study: known } = await withHistory(world, loaded, planned, { out: join(root, "out") });
  const jobs = planned.jobs.filter(({ organisation }) => organisation.code === "ZX12");
  const not = (of: Study) =>
    reportsOf(of, { ...planned, jobs }).reports[0]!.choices.flatMap(({ considered }) => considered);
  expect(not(known)).toContainEqual({ id: "review-ten", not: "said in August 2026 by the old letters, so not again" });
  expect(
    not(loaded)
      .map(({ not: why }) => why)
      .join(),
  ).not.toContain("so not again");
  expect(known.history?.cycles).toEqual([
    { cycle: "2026-06", run: "", system: "the old letters", told: 2, sha256: expect.any(String), missed: [] },
  ]);
  const bundled = join(root, "history.jsonl");
  await world.write(bundled, [...bundledHistory(known.id, known.history!), ""].join("\n"));
  expect((await readHistory(world, bundled, known.id)).sha256).toBe(known.history?.sha256);
  const [head = "", ...lines] = bundledHistory(known.id, known.history!);
  const others = lines.map((each) => each.replace("share-what-helped", "review-ten"));
  const forged = { ...JSON.parse(head), sha256: sha256(`${others.join("\n")}\n`) };
  await world.write(bundled, [JSON.stringify(forged), ...others, ""].join("\n"));
  await expect(readHistory(world, bundled, known.id)).rejects.toMatchObject({
    problems: [{ message: expect.stringMatching(/does not say of 2026-06 what its run told/) }],
  });
  const { study: first } = await withHistory(world, loaded, planStudy(loaded, "2026-06"), { out: join(root, "out") });
  expect(first.history).toBeUndefined(); // nothing of the cycle itself
});

test("rows of the cycle that is made do not count, and are told of", async () => {
  const loaded = await read(rows, map.replace("2026-06", "2026-08"));
  const of = await withHistory(world, loaded, planStudy(loaded, "2026-08"), { out: join(root, "out") });
  expect(of.study.history).toBeUndefined();
  expect(of.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /letters\.csv" says that 2 recipients were told in 2026-08, which is the cycle of these reports/,
    ),
  ]);
});

test("an explanation says what was told, and by whom", async () => {
  const loaded = await read();
  const planned = planStudy(loaded, "2026-08");
  const { study: known } = await withHistory(world, loaded, planned, { out: join(root, "out") });
  const explained = (code: string) => {
    const jobs = planned.jobs.filter(({ organisation }) => organisation.code === code);
    const { tasks, reports } = reportsOf(known, { ...planned, jobs });
    const { techniques, indicators } = known.topics.get(tasks[0]!.topic)!;
    const before = { told: tasks[0]!.told, history: known.history?.cycles };
    return explain(reports[0]!, { techniques, indicators, peers: "", shown: [], ...before });
  };
  expect(explained("ZX12")).toContain(
    "WHAT IT WAS TOLD BEFORE\n  2026-06: ZX12, by the old letters: reliever-items 2.5; review-ten, share-what-helped\n",
  );
  expect(explained("ZX01")).toContain("WHAT IT WAS TOLD BEFORE\n  2026-06: nothing, by the old letters\n");
});

test("a report that a promoted run of our own told as well is refused", async () => {
  await build(world, {
    study,
    cycle: "2026-06",
    only: ["ZX12"],
    channels: ["email"],
    out: join(root, "own"),
    workers: 0,
  }).then(({ folder }) => promote(world, folder, { partial: true }));
  const loaded = await read();
  await expect(
    withHistory(world, loaded, planStudy(loaded, "2026-08"), { out: join(root, "own") }),
  ).rejects.toMatchObject({
    problems: [{ code: "told-twice", message: expect.stringMatching(/^ZX12 was told in 2026-06/) }],
  });
});

test("a row that cannot be what was told is refused, all at once", async () => {
  const wrong = `Practice,Letter,Advice,Rate
ZX91,Letter 1,A-7,
ZX01,Leter 1,A-7,
ZX01,Letter 1,review-tem,
ZX01,Letter 1,A-7,lots
ZX03,Letter 1,A-7,2
ZX03,Letter 1,A-7,3
`;
  expect(await problemsOf(wrong)).toEqual([
    '2 unknown-code: unknown code "ZX91"',
    '3 unknown-cycle: unknown cycle "Leter 1"',
    '4 unknown-told: actions: "review-tem" is none of this campaign\'s',
    '5 bad-row: invalid value "lots"',
    "7 conflicting: ZX03 was told another value in 2026-06 by an earlier row",
  ]);
  const ofShare = map.replace("value: Rate", "value: Rate, indicator: Of");
  expect(
    await problemsOf("Practice,Letter,Advice,Rate,Of\nZX01,Letter 1,A-7,150%,dry-powder-share\n", ofShare),
  ).toEqual(['2 bad-row: invalid value "150%"']);
  expect(await problemsOf("Practice,Letter,Advice,Rate\n")).toEqual(["1 no-rows: no row of a report"]);
  expect(await problemsOf(rows, map.replace("Rate", "Rates"))).toEqual(['1 missing-column: missing column "Rates"']);
  expect(await problemsOf(rows, map.replace("letters.csv", "gone.csv"))).toEqual([
    expect.stringMatching(/missing-file: no such file/),
  ]);
});
