import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../../src/batch/outcome.ts";
import { build } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import { readManifest } from "../../src/output/record.ts";
import type { ArtefactEntry } from "../../src/output/store.ts";
import { isInputError } from "../../src/problem.ts";
import { allocationText, type Row, trialText, writeTrial } from "./scratch.ts";

/* A trial from files to files, in a real browser: who is sent what, and that nobody can tell which arm they are in. */

const world = nodeWorld();
const same = `
  nothing:
    is: Nothing at all
    changes: [channels]
    levels:
      one: { is: The report as it is }
      other: { is: The report as it is }`;
const arms = "\n  K1: { nothing: one }\n  K7: { nothing: other }";

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "trial-run-"));
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** Those of a test's list: what every cycle shows is looked at before the first whole render, which other suites make. */
const few = { only: ["Z10001", "Z10002"] };

function render(folder: string, where: string, options: Partial<Parameters<typeof build>[1]> = {}): Promise<Run> {
  return build(world, {
    study: folder,
    cycle: "2026-08",
    out: join(out, where),
    workers: 0,
    browser: { allowNoSandbox: true },
    ...options,
  });
}

async function artefacts({ folder }: Run): Promise<ArtefactEntry[]> {
  return (await readManifest(world, folder)).filter((entry): entry is ArtefactEntry => "path" in entry);
}

describe("two arms with equal designs", () => {
  let runs: Run[];
  beforeAll(async () => {
    const lists = [
      ["Z10001 K1", "Z10002 K7"],
      ["Z10001 K7", "Z10002 K1"],
    ];
    runs = [];
    for (const [i, rows] of lists.entries()) {
      const folder = writeTrial({
        "trial.yaml": trialText({ factors: same, arms }),
        "allocation.csv": allocationText(rows),
      });
      runs.push(await render(folder, `equal-${i}`, few));
    }
  });

  test("give equal bytes, of every file", async () => {
    const [one, other] = await Promise.all(runs.map(artefacts));
    expect(one).toHaveLength(10);
    expect(one!.map(({ path, sha256 }) => `${path} ${sha256}`)).toEqual(
      other!.map(({ path, sha256 }) => `${path} ${sha256}`),
    );
  });

  test("stand in the manifest under their masked codes, and nowhere else", async () => {
    const [one] = runs;
    const arms = new Map((await artefacts(one!)).map(({ code, arm }) => [code, arm]));
    expect([...arms]).toEqual([
      ["Z10001", "K1"],
      ["Z10002", "K7"],
    ]);
    for (const { path } of await artefacts(one!)) {
      const text = (await readFile(join(one!.folder, path))).toString("latin1");
      if (!path.endsWith(".pdf")) expect(text).not.toMatch(/\bK[17]\b|LISTA|plan-or-not/);
    }
  });
});

describe("the whole report with the email", () => {
  test("is the file that is printed, to the byte, and the email says that it is there", async () => {
    const factors = `
  delivery:
    is: How it comes
    changes: [channels]
    levels:
      one: { is: By email, channels: [email], attachment: pdf }
      other: { is: By email and on paper, channels: [email, print], attachment: pdf }`;
    const folder = writeTrial({
      "trial.yaml": trialText({ factors, arms: "\n  K1: { delivery: one }\n  K7: { delivery: other }" }),
      "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
    });
    const run = await render(folder, "attached", few);
    const paths = (await artefacts(run)).map(({ path }) => path).filter((path) => /pdf|eml/.test(path));
    expect(paths).toEqual(["email/Z10001.eml", "email/Z10002.eml", "print/Z10002.pdf"]);
    const { default: PostalMime } = await import("postal-mime");
    const attached = async (code: string) => {
      const mail = await PostalMime.parse(await readFile(join(run.folder, `email/${code}.eml`)));
      expect(mail.text).toContain("The whole report is attached as a PDF");
      return mail.attachments.filter(({ mimeType }) => mimeType === "application/pdf");
    };
    const [one] = await attached("Z10001");
    const [two] = await attached("Z10002");
    expect([one?.filename, two?.filename]).toEqual(["opioids-2026-08-Z10001.pdf", "opioids-2026-08-Z10002.pdf"]);
    const printed = await readFile(join(run.folder, "print/Z10002.pdf"));
    expect(Buffer.from(two!.content as ArrayBuffer).equals(printed)).toBe(true);
  });
});

describe("an allocation that has changed since a render", () => {
  const rows = ["Z10001 K1", "Z10002 K7"];
  const trial = (parts: Record<string, string> = {}) => trialText({ factors: same, arms, ...parts });

  test("is refused by name and nothing is touched, until it is accepted by name", async () => {
    const folder = writeTrial({ "trial.yaml": trial(), "allocation.csv": allocationText([...rows, "Z10003 K1"]) });
    const options = { channels: ["email" as const] };
    const before = await render(folder, "moved", options);
    await writeFile(join(folder, "allocation.csv"), allocationText(["Z10001 K7", "Z10002 K7", "Z10003 K1"]));
    expect(await told(render(folder, "moved", options))).toEqual([
      "allocation-changed: Z10001 was in arm K1 when 2026-08 was rendered (list LISTA, version 1); now it is in K7",
    ]);
    expect(await told(render(folder, "moved", { ...options, cycle: "2026-06" }))).toHaveLength(1);
    expect((await artefacts(before)).length).toBeGreaterThan(0);
    const accepted =
      "[{ unit: Z10001, from: K1, to: K7, accepted-by: Trial manager, date: 2026-10-20, reason: put in the wrong arm }]";
    await writeFile(join(folder, "trial.yaml"), trial({ "accepted-changes": accepted }));
    expect((await render(folder, "moved", options)).made).toBe(3);
  });

  test("a unit that is added later is no change", async () => {
    const folder = writeTrial({ "trial.yaml": trial(), "allocation.csv": allocationText(rows) });
    const options = { channels: ["email" as const], only: ["Z10001"] };
    await render(folder, "added", options);
    await writeFile(join(folder, "allocation.csv"), allocationText([...rows, "Z10003 K1"]));
    expect((await render(folder, "added", options)).failed).toEqual([]);
  });
});

describe("what a reader must not see", () => {
  test.each<[string, Record<string, string>, string]>([
    ["an arm's code in a link", { K1: "https://wsmeds.example/opioids?arm=K1" }, "K1"],
    ["the trial's name in a link", { K1: "https://wsmeds.example/plan-or-not" }, "plan-or-not"],
  ])("%s is found in the finished file (X03)", async (_, { K1: url }, word) => {
    const factors = `
  target-page:
    is: Where the link leads
    changes: [wording]
    levels:
      as-is: { is: As it is }
      other: { is: Elsewhere, change: { first-step: { link: { words: Search, url: "${url}" } } } }`;
    const folder = writeTrial({
      "trial.yaml": trialText({ factors, arms: "\n  K1: { target-page: other }\n  K7: { target-page: as-is }" }),
      "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
    });
    const outcome = await render(folder, `leak-${word}`, { ...few, channels: ["email"] }).then(
      ({ failed }) => failed.map(({ message }) => message),
      (error) => problemsIn(error),
    );
    expect(outcome.join("\n")).toMatch(new RegExp(`${word}"?.*X03|X03.*${word}`));
  });
});

describe("a rehearsal", () => {
  test("is watermarked in every channel, and says so in its record", async () => {
    const rows: Row[] = [{ unit: "Z10001", arm: "K1", list: "REHEARSAL" }];
    const folder = writeTrial({
      "trial.yaml": trialText({ factors: same, arms }),
      "allocation.csv": allocationText(rows),
    });
    const run = await render(folder, "rehearsal", { only: ["Z10001"] });
    const text = await readFile(join(run.folder, "email/Z10001.txt"), "utf8");
    expect(text).toMatch(/^REHEARSAL\. MADE-UP ARMS: NOT FOR SENDING\./);
    const { readPdf } = await import("../../src/output/pdf.ts");
    const pdf = readPdf(await readFile(join(run.folder, "print/Z10001.pdf")));
    for (const page of pdf.text)
      expect(page.replace(/\s+/g, " ")).toContain("Rehearsal. Made-up arms: not for sending.");
    expect(JSON.parse(await readFile(join(run.folder, "run.json"), "utf8")).trial.rehearsal).toBe(true);
  });
});

async function told(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    return problemsIn(error);
  }
}

function problemsIn(error: unknown): string[] {
  if (isInputError(error)) return error.problems.map(({ code, message }) => `${code}: ${message}`);
  throw error;
}
