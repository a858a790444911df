import { cpSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../src/batch/outcome.ts";
import { build } from "../../src/build.ts";
import type { Cycle } from "../../src/input/campaign/campaign.ts";
import type { Told } from "../../src/input/history.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { openBundle } from "../../src/machines/bundle.ts";
import { writeBundle } from "../../src/machines/write-bundle.ts";
import { nodeWorld } from "../../src/node.ts";
import { openChain } from "../../src/output/chain.ts";
import { gatherHistory, historyFault, withHistory } from "../../src/output/history.ts";
import { type Posting, postedFiles } from "../../src/output/posted.ts";
import { promote } from "../../src/output/promote.ts";
import { readPlan } from "../../src/output/run-plan.ts";
import { type SendingRecord, sentFiles } from "../../src/output/sent.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { sightOf } from "../../src/preview/sight.ts";
import { tryView } from "../../src/preview/view.ts";
import { isInputError } from "../../src/problem.ts";
import { planStudy } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { toPlain } from "../../src/report/sentence.ts";
import { measureStudy, reportsOf } from "../../src/report/subjects.ts";

// What a promoted run told, and how the next cycle reads it. A small campaign of two cycles by email, so that no browser is needed.

const world = { ...nodeWorld(), log: () => {} };
let root: string;
let study: string;
let known: Promise<Study>; // as it is read from there
let first: Run; // of 2026-06, promoted
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "history-test-"));
  study = join(root, "study");
  cpSync(join(import.meta.dirname, "../broken/base"), study, { recursive: true });
  await edit(
    join(study, "campaign.yaml"),
    (text) =>
      `${text.replace("note: Choose what fits.", "note: Choose what fits.\n      vary: least-recently-shown")}channels: [email]\n`,
  );
  known = loadStudy(world, study);
  first = await make("2026-06");
  await promote(world, first.folder, { partial: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const cycleFolder = () => join(root, "out/inhalers/2026-06");

const only = ["ZX01", "ZX02", "ZX03", "ZX11", "ZX12"];

function make(cycle: string, options = {}): Promise<Run> {
  return build(world, { study, cycle, only, out: join(root, "out"), workers: 0, ...options });
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, "utf8")));
}

async function read(cycle = "2026-08"): Promise<{ study: Study; warnings: string[] }> {
  const loaded = await known;
  const found = await withHistory(world, loaded, planStudy(loaded, cycle), { out: join(root, "out") });
  return { study: found.study, warnings: found.warnings.map(({ code }) => code) };
}

/** What is read where something of the first cycle's folder is otherwise: problems, and who was told what. It is put back afterwards. */
async function readWhere(
  change: (cycle: string) => Promise<void>,
): Promise<{ said: string[]; of: ReadonlyMap<string, readonly Told[]> }> {
  const kept = join(root, "kept");
  await cp(cycleFolder(), kept, { recursive: true });
  try {
    await change(cycleFolder());
    const found = await read().catch((error) => {
      if (isInputError(error)) return error;
      throw error;
    });
    if ("problems" in found) return { said: found.problems.map(({ message }) => message), of: new Map() };
    return { said: found.warnings, of: found.study.history?.of ?? new Map() };
  } finally {
    await rm(cycleFolder(), { recursive: true });
    await cp(kept, cycleFolder(), { recursive: true });
    await rm(kept, { recursive: true });
  }
}

test("a promoted run has a line for each recipient, sorted, without an arm, as its reports say", async () => {
  const [head = "", ...lines] = (await readFile(join(cycleFolder(), "history.jsonl"), "utf8")).trimEnd().split("\n");
  const all = lines.map((line) => JSON.parse(line) as Told);
  expect(JSON.parse(head)).toMatchObject({ study: "inhalers", seal: first.seal });
  expect(all.map(({ code }) => code)).toEqual([...all.map(({ code }) => code)].sort());
  expect(all).toHaveLength(first.made);
  expect(all[0]).toMatchObject({ topic: "inhalers", cycle: "2026-06", channels: ["email"] });
  expect(lines.join("")).not.toMatch(/"arm"|"sequence"/);
});

test("the next cycle is made from it, by its plan and its key; a bundle brings it along", async () => {
  const next = await make("2026-08");
  const plan = await readPlan(world, next.folder);
  const record = JSON.parse(await readFile(join(next.folder, "run.json"), "utf8"));
  expect(record.history).toEqual([
    { cycle: "2026-06", run: first.run, told: first.made, sha256: expect.any(String), missed: [] },
  ]);
  expect(plan?.origin.history).toMatch(/^[0-9a-f]{64}$/);
  const bundle = join(root, "bundle");
  await writeBundle(world, { study, cycle: "2026-08", runs: join(root, "out") }, bundle);
  await using open = await openBundle(world, bundle);
  const remade = await build(world, { ...open.options, only, out: join(root, "elsewhere"), workers: 0 });
  expect(remade.run).toBe(next.run);
  expect((await make("2026-08", { history: false })).run).not.toBe(next.run);
});

test("a part of a run in which nobody was told anything is made from the same as the others", async () => {
  const out = join(root, "of-one");
  const one = await build(world, { study, cycle: "2026-06", out, only: ["ZX01"], workers: 0 });
  await promote(world, one.folder, { partial: true });
  const bundle = join(root, "bundle-of-one");
  await writeBundle(world, { study, cycle: "2026-08", runs: out }, bundle);
  await using open = await openBundle(world, bundle);
  const part = await build(world, { ...open.options, out: join(root, "part"), only: ["ZX02"], workers: 0 });
  expect((await readPlan(world, part.folder))?.origin).toEqual(open.bundle.origin);
});

test("each recipient has what it was told before the cycle, and nothing of the cycle itself", async () => {
  const before = async (id: string) => {
    const known = await read(id);
    return new Set(measureStudy(known.study, planStudy(known.study, id)).tasks.map((task) => task.told?.length ?? 0));
  };
  expect(await before("2026-06")).toEqual(new Set([0]));
  expect(await before("2026-08")).toEqual(new Set([0, 1])); // who had none then has none now
});

test("a practice that closed is followed: who goes on for it was told what it was told", async () => {
  const { study: known } = await read();
  const [[topic, inputs] = []] = known.topics;
  if (!topic || !inputs) throw new Error("no campaign");
  const closed = { ...inputs.directory.get("ZX12")!, closed: "2026-08-31", successor: "ZX11" };
  const joined = { ...inputs, directory: new Map([...inputs.directory, ["ZX12", closed]]) };
  const merged = { ...known, topics: new Map([[topic, joined]]) };
  const { tasks } = measureStudy(merged, planStudy(merged, "2026-08"));
  const told = tasks.find(({ organisation }) => organisation.code === "ZX11")?.told;
  expect(told?.map(({ code }) => code).sort()).toEqual(["ZX11", "ZX12"]);
});

/** The study where one of its practices has closed in July 2026, and another goes on for it, which is new or has been there. */
async function readWhereGone(successor: string): Promise<Report> {
  const folder = join(root, `gone-to-${successor}`);
  await cp(study, folder, { recursive: true });
  const later = /^(ZX1[12])(,2026-0[78],\w+),(\d+),(\d+)$/;
  const moved = (line: string) =>
    line.replace(later, (_, code, what, items, base) => {
      if (successor === "ZX13") return `${code === "ZX12" ? "ZX13" : code}${what},${items},${base}`;
      return code === "ZX12" ? "" : `${code}${what},${2 * Number(items)},${2 * Number(base)}`; // its patients are with the other
    });
  await edit(join(folder, "observations.csv"), (text) => {
    const lines = text.trimEnd().split("\n").map(moved);
    return `${lines.filter((each) => each !== "").join("\n")}\n`;
  });
  await edit(join(folder, "organisations.csv"), (text) => {
    const [head, ...lines] = text.trimEnd().split("\n");
    const closed = lines.map((each) => `${each}${each.startsWith("ZX12") ? `,2026-06-30,${successor}` : ",,"}`);
    const begun = lines[0]!.replace("ZX01", "ZX13").replace("ALDER", "NETTLE").replace("1990-04-01", "2026-07-01");
    return `${[`${head},closed,successor`, ...closed, ...(successor === "ZX13" ? [`${begun},,`] : [])].join("\n")}\n`;
  });
  await edit(join(folder, "data.yaml"), (text) =>
    text.replace("opened: opened", "opened: opened, closed: closed, successor: successor"),
  );
  await edit(join(folder, "campaign.yaml"), (text) =>
    text.replace("  - method:", "  - since-last: { message: [since-any] }\n  - method:"),
  );
  await writeFile(join(folder, "blocks/since.yaml"), "block: since-any\nrole: since\nbct: []\ntext: What is new.\n");
  const loaded = await loadStudy(world, folder);
  const planned = planStudy(loaded, "2026-08");
  const found = await withHistory(world, loaded, planned, { out: join(root, "out") });
  const jobs = planned.jobs.filter(({ organisation }) => organisation.code === successor);
  return reportsOf(found.study, { ...planned, jobs }).reports[0]!;
}

const sinceIn = ({ sections, figures }: Report) => {
  const since = sections.find((section) => section.kind === "since-last");
  return (
    since && { note: toPlain(since.note, figures), rows: since.rows.length, suggested: since.suggested !== undefined }
  );
};

test("a practice with a new code has what it was told under its old one, and is told so", async () => {
  expect(sinceIn(await readWhereGone("ZX13"))).toEqual({
    ...{ note: "Your last report came under your earlier code.", rows: 3, suggested: true },
  });
});

test("one that another has joined has its own last report alone, whose figures are of others than now", async () => {
  const report = await readWhereGone("ZX11");
  expect(sinceIn(report)).toEqual({ note: "", rows: 0, suggested: true });
  const not = report.choices.flatMap(({ considered }) => considered.map((each) => each.not)).join("\n");
  expect(not).not.toContain("to ZX12"); // its own counts first
});

/** Enters a history that was changed as the one that was promoted. */
async function enter(cycle: string): Promise<void> {
  const [head = ""] = (await readFile(join(cycle, "history.jsonl"), "utf8")).split("\n");
  const current = join(cycle, "current.json");
  const known = JSON.parse(await readFile(current, "utf8"));
  await writeFile(current, JSON.stringify({ ...known, history: sha256(head) }));
}

const line = () => ({
  cycle: "2026-06",
  run: first.run,
  edition: "0",
  address: "a@b.example",
  messageId: "m",
  made: "0",
});

function email(code: string, state: SendingRecord["state"], of = {}): SendingRecord {
  return { ...line(), code, state, ...(state === "suppressed" ? {} : { sent: code }), ...of };
}

async function send(cycle: string, emails: readonly SendingRecord[], now = world.now): Promise<void> {
  await using chain = await openChain<SendingRecord>({ ...world, now }, cycle, sentFiles);
  await chain.add(emails);
}

test("an email that was not handed over, or came back, does not count as told", async () => {
  const emails = [
    email("ZX01", "handed-over"),
    email("ZX02", "suppressed"),
    email("ZX03", "handed-over"),
    email("ZX03", "bounced"),
  ];
  const { of } = await readWhere((cycle) => send(cycle, emails));
  expect([...of.keys()]).toEqual(["ZX01"]);
});

test("who has another edition last was told what that one says", async () => {
  const corrected = `${first.run}-2`;
  const { of } = await readWhere(async (cycle) => {
    await cp(first.folder, join(cycle, corrected), { recursive: true });
    const report = join(cycle, first.run, "report/ZX01.json");
    await edit(report, (text) => text.replaceAll("share-what-helped", "review-ten"));
    await send(cycle, [email("ZX01", "handed-over", { run: corrected }), email("ZX02", "handed-over")]);
    await edit(join(cycle, "current.json"), (text) => text.replace(first.run, corrected));
    await edit(join(cycle, "history.jsonl"), (text) => text.replaceAll(first.run, corrected));
    await enter(cycle);
  });
  expect([...of.keys()]).toEqual(["ZX01", "ZX02"]); // the second has the first edition, and nobody else has anything
  const { of: first_ } = await readWhere(async (cycle) => {
    await cp(first.folder, join(cycle, corrected), { recursive: true });
    await edit(join(cycle, corrected, "report/ZX01.json"), (text) => text.replaceAll("share-what-helped", "another"));
    await send(cycle, [email("ZX01", "handed-over", { run: corrected })]);
  });
  expect(first_.get("ZX01")?.[0]?.actions).toContain("another 1");
});

test("the last in the ledger is the last, though the clock was set back in between", async () => {
  const corrected = `${first.run}-2`;
  const { of } = await readWhere(async (cycle) => {
    await cp(first.folder, join(cycle, corrected), { recursive: true });
    await edit(join(cycle, corrected, "report/ZX01.json"), (text) => text.replaceAll("share-what-helped", "another"));
    await send(cycle, [email("ZX01", "handed-over")], () => "2026-08-18T10:00:00.000Z");
    await send(cycle, [email("ZX01", "handed-over", { run: corrected })], () => "2026-08-18T09:00:00.000Z");
  });
  expect(of.get("ZX01")?.[0]?.actions).toContain("another 1");
});

test("a run of one that is promoted in place of one of all leaves the others out, but those that were handed theirs", async () => {
  const [sent] = [email("ZX02", "handed-over")];
  let leftOut: number | undefined;
  const { of } = await readWhere(async (cycle) => {
    const one = await make("2026-06", { only: ["ZX01"] });
    ({ leftOut } = await promote(world, one.folder, { partial: true }));
    await send(cycle, [sent, email("ZX01", "handed-over", { run: one.run })]);
  });
  expect(leftOut).toBe(4);
  expect([...of.keys()]).toEqual(["ZX01", "ZX02"]);
});

test("a cycle of which nothing is there, or that is not listed any more, is told of", async () => {
  const { study: loaded } = await read();
  const [june, august] = [...loaded.topics.values()][0]!.campaign.cycles as [Cycle, Cycle];
  const saidOf = async (cycles: readonly Cycle[]) => {
    const found = await gatherHistory(world, join(root, "out/inhalers"), { study: loaded, cycles, cycle: august });
    return found.problems.map(({ severity, code, message }) => `${severity} ${code} ${message.slice(0, 49)}`);
  };
  expect(await saidOf([june, august])).toEqual([]);
  expect(await saidOf([{ ...june, id: "2026-04" }, june, august])).toEqual([
    "warning cycle-not-made nothing is known of what was told in 2026-04: the",
  ]);
  expect(await saidOf([august])).toEqual([
    "warning cycle-not-listed nothing that was told in 2026-06 counts: a run of",
  ]);
});

test("a letter has its own ledger, which says nothing of emails", async () => {
  const letter = { cycle: "2026-06", run: first.run, edition: "0", letter: "0", day: "2026-08-17" };
  const { of } = await readWhere(async (cycle) => {
    await using chain = await openChain<Posting>(world, cycle, postedFiles);
    await chain.add([{ ...letter, code: "ZX01", state: "left-out", why: "moved" }]);
  });
  expect(of.size).toBe(first.made);
});

test("a history that was changed, is lost, of another study, cycle or run, or tells of somebody twice is refused", async () => {
  const file = (cycle: string) => join(cycle, "history.jsonl");
  const rewrite = (cycle: string, change: (text: string) => string) =>
    edit(file(cycle), (text) => {
      const [head = "", ...rest] = change(text).split("\n");
      return [JSON.stringify({ ...JSON.parse(head), sha256: sha256(rest.join("\n")) }), ...rest].join("\n");
    });
  const cases: [RegExp, (cycle: string) => Promise<void>][] = [
    [/not as it was written/, (cycle) => edit(file(cycle), (text) => text.replace("ZX01", "ZX99"))],
    [/not there/, (cycle) => rm(file(cycle))],
    [/begin as a history/, (cycle) => writeFile(file(cycle), "")],
    [/another run/, (cycle) => rewrite(cycle, (text) => text.replace(first.seal ?? "", "f00"))],
    [
      /of "opioids", not of "inhalers"/,
      (cycle) => rewrite(cycle, (text) => text.replace('"study":"inhalers"', '"study":"opioids"')),
    ],
    [
      /of 2026-04, not of 2026-06/,
      (cycle) => rewrite(cycle, (text) => text.replace('"cycle":"2026-06"', '"cycle":"2026-04"')),
    ],
    [
      /none of its cycles/,
      (cycle) =>
        rewrite(cycle, (text) =>
          text.replace('"topic":"inhalers","cycle":"2026-06"', '"topic":"inhalers","cycle":"2026-04"'),
        ),
    ],
    [
      /not as it was written when its run was promoted/,
      (cycle) => rewrite(cycle, (text) => text.replaceAll("share-what-helped", "review-ten")),
    ],
    [
      /begin as a history/,
      (cycle) => rewrite(cycle, (text) => text.replace(/"cycles":\[(\{[^}]*\})\]/, '"cycles":$1')),
    ],
    [/ZX01 twice/, (cycle) => rewrite(cycle, (text) => text.replace(/\n(.*)\n/, "\n$1\n$1\n"))],
    [/line 2 is not what/, (cycle) => rewrite(cycle, (text) => text.replace('"code":"ZX01"', '"recipient":"ZX01"'))],
    [/^not-promoted$/, (cycle) => rm(join(cycle, "current.json"))],
  ];
  for (const [said, change] of cases) expect((await readWhere(change)).said).toEqual([expect.stringMatching(said)]);
});

test("the studio shows reports as they follow on from it, where it is told where the runs are", async () => {
  const toldIn = async (runs?: string) => {
    const before = { changed: [], enter: async () => {}, view: undefined, looking: undefined, memory: new Map() };
    const options = { campaign: study, templates: join(import.meta.dirname, "../../templates"), runs };
    const { view } = await tryView(world, options, { ...before, figures: new Map() });
    const sight = view && sightOf(view.shelf, "2026-08");
    return sight
      ?.editionOf("ZX01")
      .tasks.get("ZX01")
      ?.told?.map(({ cycle }) => cycle);
  };
  expect(await toldIn(join(root, "out"))).toEqual(["2026-06"]);
  expect(await toldIn()).toBeUndefined();
});

test("one that was changed with its hashes is found by verify, beside the reports of its run", async () => {
  const run = { folder: first.folder, isCurrent: true };
  expect(await historyFault(world, cycleFolder(), run)).toBeUndefined();
  await readWhere(async (cycle) => {
    await edit(join(cycle, "history.jsonl"), (text) => text.replace("share-what-helped", "review-ten"));
    expect(await historyFault(world, cycle, run)).toMatch(/does not say what the reports/);
  });
  for (const change of [
    (file: string) => rm(file),
    (file: string) => edit(file, (text) => text.replace('"missed":[]', '"missed":["ZX01"]')),
  ])
    await readWhere(async (cycle) => {
      await change(join(cycle, "history.jsonl"));
      expect(await historyFault(world, cycle, run)).toBeDefined();
    });
});
