import { cpSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { openTables, rows } from "../../src/input/files/table.ts";
import { nodeWorld } from "../../src/node.ts";
import { findLeak } from "../../src/output/leaks.ts";
import { readPdf } from "../../src/output/pdf.ts";
import { isArtefact, readManifest } from "../../src/output/record.ts";
import { sealRun } from "../../src/output/seal.ts";
import { openSent } from "../../src/output/sent.ts";
import type { Entry } from "../../src/output/store.ts";
import { isInputError } from "../../src/problem.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { hiddenWords } from "../../src/trial/integrity/hidden.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { openDocx } from "../docx.ts";
import { allocationText, content, openTrial, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/*
 * The pack of a small trial by email over two cycles: eight practices in two arms, one opted out, one merged across arms,
 * a late modification. Names of factor and levels are words that stand nowhere else.
 */
const world = nodeWorld();

const parts = {
  trial: "quillet",
  title: "Does room to write add anything?",
  campaign: join(smallContent, "short/asthma-inhalers"),
  factors: `
  scrivening:
    is: Whether there is room to write
    changes: [sections]
    levels:
      quilled: { is: The report as it is with its quill, channels: [email] }
      unquilled: { is: The report without its quill, channels: [email], leave-out: [comparison] }`,
  arms: `
  K1: { scrivening: quilled }
  K7: { scrivening: unquilled }`,
  events: "events.csv",
};
const names = ["scrivening", "quilled", "unquilled", "with its quill", "without its quill"];
const units = ["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10004 K7", "Z10005 K1", "Z10024 K1", "Z10025 K7", "Z10031 K1"];
const events = `date,event,unit_code,other_code,channel,reason
2026-04-30,merge,Z10024,Z10025,,contracts merged
2026-09-04,opt-out,Z10031,,,asked to be left out
`;
const returns = `code,channel,date,event
Z10001,email,2026-10-05,sent
Z10001,email,2026-10-05,delivered
Z10002,email,2026-10-05,sent
Z10002,email,2026-10-06,bounced
Z10003,email,2026-10-07,opened
`;

let root: string;
let study: string;
let run: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "pack-test-"));
  study = writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": allocationText(units), "events.csv": events });
  for (const cycle of ["2026-06", "2026-08"])
    run = (await build(world, { study, cycle, out: join(root, "out"), workers: 0 })).folder;
  await writeFile(join(root, "returns.csv"), returns);
  await putLedger(dirname(run));
  await pack(world, { run, out: join(root, "pack"), unmasked: true, delivery: join(root, "returns.csv") });
}, 240_000);

/** What `feedback send` would have written: one email with its answer, one left out, one of which nobody knows. */
async function putLedger(cycleFolder: string): Promise<void> {
  const of = (code: string) => ({
    code,
    cycle: "2026-08",
    run: basename(run),
    edition: "e",
    address: "a@b.example",
    messageId: `<${code}@b>`,
    made: "m",
  });
  await using ledger = await openSent({ ...world, now: () => "2026-10-05T09:00:00.000Z" }, cycleFolder);
  await ledger.add([
    { ...of("Z10003"), state: "unknown", sent: "5e47" },
    { ...of("Z10003"), state: "handed-over", sent: "5e47", reply: "250 ok" },
    { ...of("Z10004"), state: "unknown", sent: "5e48" },
    { ...of("Z10005"), state: "suppressed", why: "asked to stop" },
  ]);
}

afterAll(() => rm(root, { recursive: true, force: true }));

function read(name: string, edition = "masked"): Promise<string> {
  return readFile(join(root, "pack", `pack-${edition}`, name), "utf8");
}

async function table(name: string, edition = "masked"): Promise<Record<string, string>[]> {
  const [head = "", ...lines] = (await read(name, edition)).trimEnd().split("\n");
  const columns = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [columns[i] ?? "", cell])));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name)] : [])).sort();
}

/** Everything that can be read in a file of a pack: a table's cells, a PDF's words. */
async function wordsIn(file: string): Promise<string> {
  if (file.endsWith(".pdf")) return JSON.stringify(readPdf(await readFile(file)));
  if (file.endsWith(".docx")) return (await openDocx(await readFile(file))).all;
  if (!file.endsWith(".parquet")) return readFile(file, "utf8");
  const tables = await openTables([file]);
  const found = await rows(tables, `select * from read_parquet('${file}')`);
  tables.closeSync();
  return JSON.stringify(found, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

describe("a pack", () => {
  test("is the same every time", async () => {
    await pack(world, { run, out: join(root, "again"), unmasked: true, delivery: join(root, "returns.csv") });
    const [one, other] = await Promise.all([filesIn(join(root, "pack")), filesIn(join(root, "again"))]);
    expect(one.length).toBeGreaterThan(40);
    expect(other).toHaveLength(one.length);
    for (const [i, file] of one.entries()) expect(await readFile(other[i]!), file).toEqual(await readFile(file));
  });

  test("says of each of its files what it is, and has a fingerprint of each", async () => {
    const folder = join(root, "pack/pack-masked");
    const files = (await filesIn(folder))
      .map((file) => file.slice(folder.length + 1))
      .filter((file) => file !== "SHA256SUMS");
    const own = files.filter((file) => file !== "README.md");
    const readme = await read("README.md");
    for (const file of own) expect(readme).toContain(`| ${file} |`);
    const sums = (await read("SHA256SUMS"))
      .trimEnd()
      .split("\n")
      .map((line) => line.split("  "));
    expect(sums.map(([, file]) => file)).toEqual(files);
    for (const [hash, file] of sums) expect(await world.hash(join(folder, file!))).toBe(hash);
  });

  test("masked has no name of a factor or level in any file; unmasked has", async () => {
    for (const file of await filesIn(join(root, "pack/pack-masked"))) {
      const words = `${file.slice(root.length)} ${await wordsIn(file)}`.toLowerCase();
      for (const name of names) expect(words.includes(name.toLowerCase()) ? `${file}: ${name}` : "").toBe("");
    }
    const unmasked = (await Promise.all((await filesIn(join(root, "pack/pack-unmasked"))).map(wordsIn))).join(" ");
    for (const name of names) expect(unmasked).toContain(name);
  });
});

describe("the checklist of CONSORT", () => {
  type Told = {
    checklist: string;
    at: string;
    item: string | null;
    asks: string;
    status: string;
    text: string;
    in: string[];
  };
  const items = async () => (JSON.parse(await read("consort-2025.json")) as { items: Told[] }).items;

  test("as a document for word processors has every item with its status, in tables whose head is marked", async () => {
    const { tables, headings, title } = await openDocx(
      await readFile(join(root, "pack/pack-masked/consort-2025.docx")),
    );
    const rows = tables.flatMap((table) => table.slice(1));
    const all = await items();
    expect(rows.map(([, asks, status]) => `${asks} ${status}`)).toEqual(
      all.map(({ asks, status }) => `${asks.replace(/\.?$/, ".")} ${status}`),
    );
    expect(rows.map(([name]) => name!.split(",")[0])).toEqual(all.map(({ at }) => at));
    for (const [head] of tables) expect(head!.slice(0, 3)).toEqual(["Item", "What is asked", "Status"]);
    expect(headings[0]).toBe(title);
    expect(title).toBe("CONSORT 2025: quillet, cycle 2026-08");
  });

  test("names files of the pack, and tells changes, losses and what stands out from the run's own record", async () => {
    const folder = join(root, "pack/pack-masked");
    const files = (await filesIn(folder)).map((file) => file.slice(folder.length + 1));
    const all = await items();
    for (const { at, in: named } of all)
      for (const name of named)
        expect(
          files.some((file) => file === name || (name.endsWith("/") && file.startsWith(name))),
          `${at}: ${name}`,
        ).toBe(true);
    const words = await read("consort-2025.md");
    expect(words).toContain("- K1: 1 merged, 1 opted out (1 contracts merged; 1 asked to be left out)");
    expect(words).toMatch(/list LISTA, version 1, SHA-256 [0-9a-f]{64}/);
    expect(words).toContain("by email 3 made, 2 handed over, 2 of these delivered");
  });
});

describe("the flow of participants", () => {
  test("counts everybody once, down to what was made for them", async () => {
    const flow = (await table("flow.csv")).filter(({ cycle }) => cycle === "2026-08");
    expect(
      flow.map(({ arm, allocated, opted_out, merged, eligible, planned, made_in_part, made }) =>
        [arm, allocated, opted_out, merged, eligible, planned, made_in_part, made].join(" "),
      ),
    ).toEqual(["K1 5 1 1 3 3 0 3", "K7 3 0 0 3 3 0 3"]);
    expect(await read("flow.md")).toMatch(/Allocated in all: 8 recipients[\s\S]*For analysis as allocated {6}5/);
  });

  test("counts every report once by its channel, to the last that is on record", async () => {
    const flow = (await table("flow-channels.csv")).filter(({ cycle }) => cycle === "2026-08");
    expect(
      flow.map((row) =>
        [
          ...[row.arm, row.channel, row.not_planned, row.planned, row.made],
          ...[row.left_out, row.unknown, row.nothing_recorded],
          ...[row.handed_over, row.delivered, row.opened, row.bounced],
        ].join(" "),
      ),
    ).toEqual(["K1 email 2 3 3 1 0 0 2 2 1 0", "K7 email 0 3 3 0 1 1 1 0 0 1"]);
    expect(await read("flow.md")).toMatch(/By email\n.*planned +3\n[\s\S]*left out on purpose +1\n/);
    expect(await read("tidier.md")).toContain(
      "by email 3 planned, 3 made, 2 handed over, 2 of these delivered, 0 came back",
    );
  });

  test("leaves empty what is not on record, and says of nobody that anything was sent", async () => {
    const [june] = (await table("flow.csv")).filter(({ cycle }) => cycle === "2026-06");
    expect(june).toMatchObject({ opted_out: "0", made: "4" });
    const [reports] = (await table("flow-channels.csv")).filter(({ cycle }) => cycle === "2026-06");
    expect(reports).toMatchObject({ made: "4", left_out: "", handed_over: "", delivered: "", bounced: "" });
    for (const name of ["flow.md", "fidelity.md", "tidier.md", "README.md"])
      expect((await read(name)).match(/intention to treat|contacts|was sent|were sent|dispatched/gi), name).toBeNull();
  });

  test("says what is not on record of enrolment", async () => {
    expect(await read("flow.md")).toContain(
      "How many were assessed, were ineligible or declined is not on record: the trial has no list of them (`assessed`). Randomised: 8 units.",
    );
  });
});

test("the groups at baseline are what another program makes of the exposure table", async () => {
  const file = join(root, "pack/pack-masked/exposure.parquet");
  const tables = await openTables([file]);
  const x = "baseline_asthma_spray_share";
  const found = await rows(
    tables,
    `select arm, count(${x})::varchar as n, avg(${x})::varchar as mean, stddev_samp(${x})::varchar as sd, quantile_cont(${x}, 0.5)::varchar as median, quantile_cont(${x}, 0.25)::varchar as q1, quantile_cont(${x}, 0.75)::varchar as q3 from read_parquet('${file}') where cycle = '2026-08' group by arm order by arm`,
  );
  tables.closeSync();
  const told = (await table("baseline.csv")).filter(({ unit, other_group }) => unit !== "" && other_group === "");
  expect(told.map(({ group, n }) => `${group} ${n}`)).toEqual(found.map(({ arm, n }) => `${arm} ${n}`));
  for (const [i, row] of found.entries())
    for (const what of ["mean", "sd", "median", "q1", "q3"])
      expect(Number(told[i]![what]), what).toBeCloseTo(Number(row[what]), 7);
  const [k1, k7] = found.map((row) => ({ mean: Number(row.mean), sd: Number(row.sd) }));
  const expected = (k1!.mean - k7!.mean) / Math.sqrt((k1!.sd ** 2 + k7!.sd ** 2) / 2);
  const pair = (await table("baseline.csv")).find(({ other_group }) => other_group === "K7");
  expect(Number(pair!.standardised_difference)).toBeCloseTo(expected, 6);
});

describe("the exposure table", () => {
  test("has a line for everybody in every cycle, in the arm they were allocated to", async () => {
    const lines = await table("exposure.csv");
    expect(lines.map(({ cycle, code, arm }) => `${cycle} ${code} ${arm}`)).toEqual(
      ["2026-06", "2026-08"].flatMap((cycle) => units.map((unit) => `${cycle} ${unit}`)),
    );
    const merged = lines.find(({ cycle, code }) => cycle === "2026-08" && code === "Z10024");
    expect(merged).toMatchObject({ status: "merged", planned: "false", made: "false", value: "" });
    expect(lines.find(({ cycle, code }) => cycle === "2026-08" && code === "Z10002")).toMatchObject({
      status: "active",
      made: "true",
      handed_over: "2026-10-05",
      delivered: "",
      bounced: "2026-10-06",
      returned: "",
    });
  });

  test("says by hash which email each got from us, when, and why one did not", async () => {
    const lines = await table("exposure-channels.csv");
    const of = (code: string) => lines.find((line) => line.cycle === "2026-08" && line.code === code);
    expect(of("Z10003")).toMatchObject({
      end: "opened",
      handed_over: "2026-10-05",
      made_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      sent_state: "handed-over",
      sent_sha256: "5e47",
      taken_at: "2026-10-05T09:00:00.000Z",
      returned_why: "",
    });
    expect(of("Z10002")).toMatchObject({ end: "bounced", handed_over: "2026-10-05", bounced: "2026-10-06" });
    expect(of("Z10004")).toMatchObject({ sent_state: "unknown", sent_sha256: "", end: "unknown", handed_over: "" });
    expect(of("Z10005")).toMatchObject({ end: "left-out", why_not: "asked to stop", handed_over: "" });
    expect(of("Z10001")).toMatchObject({ sent_state: "", sent_sha256: "" }); // sent by others, as reported back
    expect(await table("dispatch/email-ledger.csv")).toHaveLength(4);
    expect(await read("fidelity.md")).toContain("- Z10005, 2026-10-05: asked to stop");
  });

  test("as Parquet is the same with types", async () => {
    const file = join(root, "pack/pack-masked/exposure-channels.parquet");
    const tables = await openTables([file]);
    const [counted] = await rows(
      tables,
      `select count(*)::varchar as n, sum(words)::varchar as words, min(issued)::varchar as first, count(handed_over)::varchar as known from read_parquet('${file}')`,
    );
    tables.closeSync();
    const lines = await table("exposure-channels.csv");
    const words = lines.reduce((sum, line) => sum + Number(line.words), 0);
    expect(words).toBeGreaterThan(1000);
    expect(counted).toEqual({
      n: "16",
      words: String(words),
      first: "2026-08-10",
      known: String(lines.filter(({ handed_over: day }) => day !== "").length),
    });
  });
});

describe("fidelity", () => {
  test("finds techniques equal in arms that differ in a section without any", async () => {
    const classes = (await table("fidelity.csv")).filter(({ item }) => item?.startsWith("BCT "));
    expect(classes.length).toBeGreaterThan(5);
    const fully = classes.filter(({ value }) => value === "fully convergent");
    expect(fully.length).toBeGreaterThan(4);
  });

  test("holds what was made against what design and data call for", async () => {
    const called = (await table("fidelity.csv")).filter(({ item }) => item === "rendered of those called for");
    expect(called.map(({ value }) => value)).toEqual(["1", "1"]);
    expect(Number(called[0]?.denominator)).toBeGreaterThan(50);
  });

  test("names differential suppression that was planted in the record of a run", async () => {
    const planted = join(root, "planted/quillet/2026-08", basename(run));
    cpSync(run, planted, { recursive: true });
    const entries = await readManifest(world, run);
    const small = entries.map((entry): Entry => ("path" in entry && entry.arm === "K1" ? withheld(entry) : entry));
    await writeFile(join(planted, "manifest.jsonl"), small.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    await sealRun(world, planted, { run: basename(run), artefacts: small.filter(isArtefact) });
    const { warnings } = await pack(world, { run: planted, out: join(root, "planted-pack") });
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toContainEqual(
      expect.stringMatching(
        /^differential-suppression: headline value withheld: K1 3 of 3, K7 0 of 3; a difference of 100.0 points/,
      ),
    );
  });
});

function withheld(entry: Extract<Entry, { path: string }>): Entry {
  const indicator = "asthma-spray-share";
  return {
    ...entry,
    values: { ...entry.values, [indicator]: { ...entry.values[indicator], value: null, numerator: null } },
    suppressions: [{ indicator, what: "value", reason: "a count under 8" }],
  };
}

describe("pack refuses", () => {
  async function told(options: Parameters<typeof pack>[1]): Promise<string[]> {
    try {
      await pack(world, { out: join(root, "refused"), ...options });
      return [];
    } catch (error) {
      if (isInputError(error)) return error.problems.map(({ code, message }) => `${code}: ${message}`);
      throw error;
    }
  }

  /** A copy of the run with another record. */
  async function runWith(change: Record<string, unknown>): Promise<string> {
    const folder = join(await mkdtemp(join(root, "other-")), "quillet/2026-08", basename(run));
    cpSync(run, folder, { recursive: true });
    const record = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
    if (Object.keys(change).length > 0)
      await writeFile(join(folder, "run.json"), JSON.stringify({ ...record, ...change }));
    return folder;
  }

  test("what is no run, a run of a campaign, and an unfinished run", async () => {
    expect(await told({ run: root })).toEqual([`no-run: no run in "${root}"`]);
    const [campaign] = await told({ run: await runWith({ trial: undefined }) });
    expect(campaign).toMatch(/^no-trial: ".*" is a run of a campaign; only a run of a trial has a pack$/);
    const [stopped] = await told({ run: await runWith({ state: "stopped" }) });
    expect(stopped).toMatch(/^unfinished-run: the run in ".*" is stopped$/);
  });

  test("a run that is not sealed, or whose record was edited since", async () => {
    const unsealed = await runWith({});
    await rm(join(unsealed, "seal.json"));
    expect((await told({ run: unsealed })).join()).toMatch(/^unsealed-run: the run in ".*" is not sealed/);
    expect((await told({ run: await runWith({ source: undefined }) })).join()).toMatch(
      /^run-at-fault: ".*run\.json": it has changed since the run was sealed$/,
    );
  });

  test("two finished runs of an earlier cycle of which none was promoted: nobody knows which was sent", async () => {
    const copy = join(await mkdtemp(join(root, "twice-")), "quillet");
    cpSync(join(run, "../.."), copy, { recursive: true });
    const [first = ""] = (await readdir(join(copy, "2026-06"))).filter((name) => name.startsWith("2026-06-"));
    cpSync(join(copy, "2026-06", first), join(copy, "2026-06", `${first}-2`), { recursive: true });
    const own = join(copy, "2026-08", basename(run));
    expect((await told({ run: own })).join()).toMatch(/^which-run: ".*2026-06" has 2 finished runs of the trial/);
  });

  test("an earlier cycle whose manifest was edited since: its figures would go into the exposure of all", async () => {
    const copy = join(await mkdtemp(join(root, "edited-")), "quillet");
    cpSync(join(run, "../.."), copy, { recursive: true });
    const [first = ""] = (await readdir(join(copy, "2026-06"))).filter((name) => name.startsWith("2026-06-"));
    const manifest = join(copy, "2026-06", first, "manifest.jsonl");
    await writeFile(manifest, (await readFile(manifest, "utf8")).replace('"numerator":', '"numerator":1'));
    expect((await told({ run: join(copy, "2026-08", basename(run)) })).join()).toMatch(
      /^run-at-fault: ".*2026-06.*manifest\.jsonl": it has changed since the run was sealed$/,
    );
  });

  test("an artefact that is not what was recorded", async () => {
    const folder = await runWith({});
    await writeFile(join(folder, "email/Z10001.html"), "<p>other words</p>");
    expect(await told({ run: folder })).toEqual([
      expect.stringMatching(/^run-at-fault: ".*Z10001\.html": its bytes have changed since it was recorded$/),
    ]);
  });

  test("reports of dispatch that cannot be true, by line", async () => {
    const file = join(root, "wrong.csv");
    await writeFile(
      file,
      "code,channel,date,event\nZ10001,print,2026-10-06,sent\nZ10031,email,2026-10-06,sent\nZ10001,email,2026-10-01,sent\nZ10001,email,2026-10-06,recieved\n",
    );
    expect(await told({ run, delivery: file })).toEqual([
      'not-made: Z10001 was made nothing by "print" in 2026-08',
      'not-made: Z10031 was made nothing by "email" in 2026-08',
      "bad-row: sent on 2026-10-01, before the day of issue, 2026-10-05",
      'unknown-event: unknown event "recieved"',
    ]);
  });
});

describe("a rehearsal", () => {
  test("says so in every text and every row", async () => {
    const folder = writeTrial({
      "trial.yaml": trialText({ ...parts, events: "events.csv" }),
      "allocation.csv": allocationText(
        ["Z10001", "Z10002"].map((unit, i) => ({ unit, arm: i === 0 ? "K1" : "K7", list: "REHEARSAL" })),
      ),
      "events.csv": "date,event,unit_code,other_code,channel,reason\n",
    });
    const made = await build(world, { study: folder, cycle: "2026-08", out: join(root, "rehearsed"), workers: 0 });
    const { folders } = await pack(world, { run: made.folder, out: join(root, "rehearsal") });
    for (const file of await filesIn(folders[0]!)) {
      if (/SHA256SUMS|returns-template|snapshot.withheld|print-list/.test(file)) continue; // no rows, no words
      expect(await wordsIn(file), file).toMatch(/rehearsal/i);
    }
    // nothing is on record of any hand-over: that is not nought
    const [head = "", ...lines] = (await readFile(join(folders[0]!, "exposure.csv"), "utf8")).trim().split("\n");
    const at = (column: string) => lines.map((line) => line.split(",")[head.split(",").indexOf(column)]);
    expect([at("reports_made"), at("reports_handed_over")]).toEqual([
      ["1", "1"],
      ["", ""],
    ]);
  });
});

describe("the pack of clear-air", () => {
  test("masked has no name of a factor or level, on paper neither", async () => {
    const trial = await readFile(join(content, "trials/clear-air/trial.yaml"), "utf8");
    const folder = writeTrial({
      "trial.yaml": trial
        .replace("../../campaigns", join(smallContent, "short"))
        .replace("within: 2", "within: 8")
        .replace(/^ {2}- \{ id: (?:2025|2026-02).*\n/gm, ""), // three cycles show what seven do
      "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
      "events.csv": "date,event,unit_code,other_code,channel,reason\n",
    });
    const made = await build(world, {
      study: folder,
      cycle: "2026-08",
      out: join(root, "air"),
      channels: ["email"],
      workers: 0,
    });
    await expect(pack(world, { run: made.folder, out: join(root, "air-pack") })).rejects.toMatchObject({
      problems: [{ code: "partial-run", message: expect.stringContaining("--channel left out something of 1") }],
    });
    const { folders } = await pack(world, { run: made.folder, partial: true, out: join(root, "air-pack") });
    const opened = await openTrial(folder);
    const { arms, file } = opened.trial!;
    const hidden = hiddenWords(opened, opened.trial!, await packagedTemplates()).hidden.filter(
      (word) => !arms.has(word) && word !== file.trial && word !== "LISTA",
    );
    expect(hidden).toEqual(["delivery", "email-and-paper"]);
    for (const each of await filesIn(folders[0]!))
      expect(findLeak([{ where: each, text: await wordsIn(each) }], hidden)).toBeUndefined();
    const specimens = (await filesIn(join(folders[0]!, "specimens"))).map((each) => each.split("/").at(-1));
    expect(specimens).toEqual(["K1-email.eml", "K1-email.html", "K7-email.eml", "K7-email.html", "K7-print.pdf"]);
    const [one, other] = await Promise.all(
      ["K1", "K7"].map((arm) => readFile(join(folders[0]!, `specimens/${arm}-email.html`))),
    );
    expect(one!.equals(other!)).toBe(true);
  }, 180_000);
});
