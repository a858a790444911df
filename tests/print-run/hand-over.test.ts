import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { openLedger } from "../../src/output/ledger.ts";
import { openRun } from "../../src/output/open-run.ts";
import { readPosted } from "../../src/output/posted.ts";
import { findPrunable, removeRun } from "../../src/output/promote.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { type HandOverOptions, handOver } from "../../src/print-run/hand-over.ts";
import { takeReturned } from "../../src/print-run/returned.ts";
import { isInputError } from "../../src/problem.ts";
import { originFor, planFor, putFile } from "../made-run.ts";

/* Which letters a print house has, and which came back: a record that only grows, and what may not go since it has them. */

const world = { ...nodeWorld(), today: () => "2026-10-20", now: () => "2026-10-20T09:00:00.000Z" };
const codes = ["Z10001", "Z10003", "Z10014"];

let root: string;
let cycle: string;
let run: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "hand-over-"));
  cycle = join(root, "study/2026-08");
  run = await made("one");
  await putPrintRun(run);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A sealed run of letters, and the folder it is in. */
async function made(template: string): Promise<string> {
  const plan = planFor(await originFor("2026-08", { a: template }), codes);
  await using open = await openRun(world, cycle, { plan, resume: false });
  const ledger = await openLedger(world, open, { resume: false });
  for (const code of codes)
    await ledger.record(code, [await putFile(open.folder, code, "print", `${code} ${template}`)], ["print"]);
  await ledger.close({ state: "finished" }, {}, []);
  return open.folder;
}

/** A print run of it, as `print-run` leaves it behind: without the letters of some. */
async function putPrintRun(of: string, { left = ["Z10014"], out = of } = {}): Promise<void> {
  const { run: id, seal } = JSON.parse(await readFile(join(of, "seal.json"), "utf8"));
  const recipients = codes.length - left.length;
  const totals = { run: id, seal, recipients, left: left.map((code) => ({ code, why: "left out by --without" })) };
  const files = { "letters-001.pdf": "letters", "totals.json": JSON.stringify(totals) };
  const folder = join(out, "print-run");
  for (const [file, text] of Object.entries(files)) await world.write(join(folder, file), text);
  const sums = Object.entries(files).map(([file, text]) => `${sha256(text)}  ${file}\n`);
  await writeFile(join(folder, "SHA256SUMS"), sums.join(""));
}

async function told(work: Promise<unknown>): Promise<string[]> {
  return work.then(
    () => [],
    (error: unknown) => {
      if (!isInputError(error)) throw error;
      return error.problems.map(({ code, message }) => `${code}: ${message}`);
    },
  );
}

const hand = (of = run, options: Partial<HandOverOptions> = {}) =>
  handOver(world, of, { day: "2026-10-06", ...options });

async function returned(...lines: string[]) {
  const file = join(root, "returned.csv");
  await writeFile(file, `${["code,date,reason", ...lines].join("\n")}\n`);
  return takeReturned(world, run, file);
}

const linesIn = async () =>
  (await readPosted(world, cycle)).map(({ n, state, code, day, why }) => [n, state, code, day, why].join(" ").trim());

describe("what a print house has", () => {
  test("is a line for each letter of the print run, in a chain; and for each that was left out", async () => {
    expect(await hand()).toMatchObject({ added: 2, known: 0 });
    expect(await linesIn()).toEqual([
      "1 handed-over Z10001 2026-10-06",
      "2 handed-over Z10003 2026-10-06",
      "3 left-out Z10014 2026-10-06 left out by --without",
    ]);
    const [line] = await readPosted(world, cycle);
    expect(line).toMatchObject({
      letter: sha256("Z10001 one"),
      sums: await world.hash(join(run, "print-run/SHA256SUMS")),
      at: "2026-10-20T09:00:00.000Z",
    });
    await writeFile(
      join(cycle, "posted.jsonl"),
      (await readFile(join(cycle, "posted.jsonl"), "utf8")).replace("06", "07"),
    );
    expect(await told(readPosted(world, cycle))).toEqual([
      expect.stringMatching(/^ledger-at-fault: .*posted\.jsonl:1/),
    ]);
  });

  test("is written down once, however often it is said; what was left out may follow", async () => {
    await hand();
    expect(await hand()).toMatchObject({ added: 0, known: 2 });
    await putPrintRun(run, { left: ["Z10001", "Z10003"], out: join(root, "more") });
    expect(await hand(run, { out: join(root, "more") })).toMatchObject({ added: 1, known: 0 });
    expect(await linesIn()).toHaveLength(4);
  });

  test("is kept: its run is not pruned, though another is the current one", async () => {
    const later = await made("two");
    expect((await findPrunable(world, cycle, { keep: 0 })).map(({ folder }) => folder).sort()).toEqual(
      [run, later].sort(),
    );
    const [prunable] = (await findPrunable(world, cycle, { keep: 0 })).filter(({ folder }) => folder === run);
    await hand();
    expect((await findPrunable(world, cycle, { keep: 0 })).map(({ folder }) => folder)).toEqual([later]);
    expect(await told(removeRun(world, prunable!))).toEqual([expect.stringMatching(/^sent-run: .* handed over/)]);
  });

  test("of another run is a correction, and must be meant", async () => {
    await hand();
    const later = await made("two");
    await putPrintRun(later, { left: [] });
    expect(await told(hand(later))).toEqual([
      "is-correction: 2 recipients have a letter of an earlier run, and this one says something else: Z10001, Z10003",
    ]);
    expect(await hand(later, { correction: true })).toMatchObject({ added: 3, corrected: 2 });
    const last = (await readPosted(world, cycle)).slice(-3);
    expect(last.map(({ corrects }) => corrects)).toEqual([sha256("Z10001 one"), sha256("Z10003 one"), undefined]);
  });
});

describe("refused, with nothing written:", () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["a run without a print run", () => rm(join(run, "print-run"), { recursive: true }), /^no-print-run: /],
    [
      "a file that was changed since",
      () => writeFile(join(run, "print-run/letters-001.pdf"), "others"),
      /^print-run-at-fault: ".*letters-001\.pdf" is not as it was written$/,
    ],
    ["a run that is not what was sealed", () => writeFile(join(run, "print/Z10001.pdf"), "other"), /^run-at-fault: /],
  ])("%s", async (_, spoil, problem) => {
    await spoil();
    expect(await told(hand())).toEqual([expect.stringMatching(problem)]);
    expect(await linesIn()).toEqual([]);
  });

  test("a list of files without the totals, a print run of another run, a day to come, a day that there is not", async () => {
    const [out, later] = [join(root, "more"), await made("two")];
    await putPrintRun(run, { out });
    await writeFile(join(out, "print-run/SHA256SUMS"), `${sha256("letters")}  letters-001.pdf\n`);
    expect(await told(hand(run, { out }))).toEqual([expect.stringMatching(/^print-run-at-fault: ".*totals\.json"/)]);
    expect(await told(hand(later, { out: run }))).toEqual([expect.stringMatching(/^other-print-run: /)]);
    expect(await told(hand(run, { day: "2026-10-21" }))).toEqual(["bad-day: 2026-10-21 is still to come"]);
    expect(await told(hand(run, { day: "2026-02-30" }))).toEqual(['bad-day: invalid day "2026-02-30"']);
    expect(await linesIn()).toEqual([]);
  });
});

describe("letters that came back", () => {
  beforeEach(() => hand());

  test("are entered once, with the reason", async () => {
    const row = "Z10003,2026-10-12,gone away";
    expect(await returned(row)).toMatchObject({ known: 0, returned: [{ code: "Z10003" }] });
    expect(await returned(row, row)).toMatchObject({ known: 2, returned: [] });
    expect((await linesIn()).at(-1)).toBe("4 returned Z10003 2026-10-12 gone away");
  });

  test("are refused, all rows at once, where no print house had them, or not yet", async () => {
    const rows = [
      "Z10014,2026-10-12,",
      "Z10001,2026-10-05,",
      "Z10001,12 October,",
      "Z10001,2026-10-21,",
      "Z10003,2026-10-12,",
    ];
    expect(await told(returned(...rows))).toEqual([
      "bad-row: no print house has had a letter of Z10014 in this cycle",
      "bad-row: the letter of Z10001 came back on 2026-10-05, before it was handed over on 2026-10-06",
      'bad-row: invalid date "12 October"',
      "bad-row: 2026-10-21 is still to come",
    ]);
    expect(await linesIn()).toHaveLength(3);
  });
});
