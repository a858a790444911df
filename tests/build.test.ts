import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../src/batch/outcome.ts";
import { type BuildOptions, build } from "../src/build.ts";
import { nodeWorld } from "../src/node.ts";
import { readPdf } from "../src/output/pdf.ts";
import { readManifest } from "../src/output/record.ts";
import type { ArtefactEntry, Entry } from "../src/output/store.ts";
import type { Report } from "../src/report/report.ts";
import { smallContent } from "./trial/small.ts";

/*
 * The whole, from files to files, in a real browser: the opioid campaign for some of the awkward practices, on data of a few.
 */
const codes = ["Z10001", "Z10002", "Z10004", "Z10010", "Z10015", "Z10025", "Z10029"];
const campaign = join(smallContent, "short/opioids");
const world = nodeWorld();

let root: string;
let first: Run;
let entries: ArtefactEntry[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "feedback-build-"));
  first = await run({ out: join(root, "one"), workers: 0 });
  entries = artefacts(await readManifest(world, first.folder));
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe("a run", () => {
  it("makes a PDF, a message with its parts and the report for every recipient", () => {
    expect(first.failed).toEqual([]);
    expect(first.made).toBe(codes.length);
    const kinds = ["email/*.eml", "email/*.html", "email/*.txt", "print/*.pdf", "report/*.json"];
    for (const code of codes) {
      expect(entries.filter((entry) => entry.code === code).map(({ path }) => path.replace(code, "*"))).toEqual(kinds);
    }
  });

  it("records why an organisation gets none", async () => {
    const lines = await readManifest(world, first.folder);
    expect(lines.find(({ code }) => code === "Z10024")).toEqual({
      code: "Z10024",
      without: "closed on 30 April 2026; its patients went to Z10025",
    });
    expect(first.without.map(({ code }) => code)).toEqual(["Z10023", "Z10024", "Z10026", "Z10028"]);
  });

  it("gives the same bytes with two workers, in whatever order they finish", async () => {
    const some = codes.slice(0, 3);
    const second = await run({ out: join(root, "two"), workers: 2, only: some });
    const lines = (await readFile(first.manifest, "utf8")).split("\n");
    const isOther = (line: string) => line !== "" && codes.slice(3).includes(JSON.parse(line).code);
    expect(await readFile(second.manifest, "utf8")).toBe(lines.filter((line) => !isOther(line)).join("\n"));
    expect(artefacts(await readManifest(world, second.folder))).toHaveLength(5 * some.length);
  });

  it("keeps with --resume what is whole and makes what is not", async () => {
    const out = join(root, "resumed");
    const part = { out, only: undefined, shard: { index: 1, of: 12 }, workers: 0, channels: ["email"] as const };
    const { folder } = await run(part);
    const lines = (await readManifest(world, folder)).filter((entry) => "path" in entry);
    const lost = lines[0]?.code;
    await writeFile(
      join(folder, "manifest.jsonl"),
      lines
        .filter(({ code }) => code !== lost)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    );
    const again = await run({ ...part, resume: true });
    expect([again.made, again.kept]).toEqual([1, new Set(lines.map(({ code }) => code)).size - 1]);
  });

  it("stops when told to, with a whole manifest of what was finished", async () => {
    const stop = new AbortController();
    const stopped = await run({
      out: join(root, "stopped"),
      only: undefined, // 40 reports
      workers: 0,
      channels: ["email"],
      signal: stop.signal,
      onDone: () => stop.abort(),
    });
    expect([stopped.stopped, stopped.seal]).toEqual([true, undefined]);
    expect(stopped.made).toBeGreaterThanOrEqual(1);
    expect(stopped.made).toBeLessThan(23); // those in hand, and what a busy machine finishes before it hears; not the rest
    expect(artefacts(await readManifest(world, stopped.folder))).toHaveLength(4 * stopped.made);
  });

  it("writes nothing where the input is unusable", async () => {
    const out = join(root, "unusable");
    await expect(run({ out, only: ["Z99999"] })).rejects.toMatchObject({
      problems: [{ message: 'unknown recipient "Z99999"' }],
    });
    await expect(run({ out, only: ["Z10024"] })).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining("gets no report: closed") }],
    });
    await expect(run({ out, cycle: "2031-01" })).rejects.toMatchObject({ problems: [{ code: "unknown-cycle" }] });
    expect(await world.listFiles(out)).toEqual([]);
  });
});

describe("both channels", () => {
  it.each(codes)("say the same of %s", async (code) => {
    const report = JSON.parse(await text(`report/${code}.json`)) as Report;
    const pdf = flat(readPdf(await readFile(join(first.folder, `print/${code}.pdf`))).text.join(" "));
    const mail = flat(await text(`email/${code}.txt`));
    for (const figure of figuresOf(report, ["headline", "comparison"])) {
      expect(pdf, `print lacks ${figure}`).toContain(figure);
      expect(mail, `email lacks ${figure}`).toContain(figure);
    }
  });

  it.each(codes)("fit the pages of %s", (code) => {
    const print = entries.find((entry) => entry.code === code && entry.channel === "print");
    expect(print?.pages).toBeGreaterThanOrEqual(2);
    expect(print?.pages).toBeLessThanOrEqual(4);
    expect(print?.problems).toEqual([]);
  });
});

function run(options: Partial<BuildOptions>): Promise<Run> {
  return build(world, {
    study: campaign,
    cycle: "2026-08",
    only: codes,
    browser: { allowNoSandbox: true },
    ...options,
  });
}

function artefacts(lines: readonly Entry[]): ArtefactEntry[] {
  return lines.filter((entry): entry is ArtefactEntry => "path" in entry);
}

function text(path: string): Promise<string> {
  return readFile(join(first.folder, path), "utf8");
}

function flat(words: string): string {
  return words.replace(/[\s\u00A0]+/g, " ").toLowerCase();
}

/** The texts of all figures that sentences of some sections refer to. */
function figuresOf({ sections, figures }: Report, kinds: readonly string[]): string[] {
  const keys = new Set<string>();
  JSON.stringify(
    sections.filter(({ kind }) => kinds.includes(kind)),
    (name, value) => {
      if (name === "alt" || name === "shortAlt") return undefined;
      if (value && typeof value === "object" && "figure" in value) keys.add(value.figure as string);
      return value;
    },
  );
  return [...keys].map((key) => flat(figures[key]?.text ?? key));
}
