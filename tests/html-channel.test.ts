import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../src/batch/outcome.ts";
import { build } from "../src/build.ts";
import { holdsAll } from "../src/input/campaign/channels.ts";
import { nodeWorld } from "../src/node.ts";
import { wordsOfPage } from "../src/output/page-words.ts";
import { readManifest } from "../src/output/record.ts";
import type { ArtefactEntry } from "../src/output/store.ts";
import { writtenReport } from "../src/render/as-drawn.ts";
import type { Report } from "../src/report/report.ts";
import { artefactOf, wordCount } from "../src/trial/pack/fate.ts";
import { findingsOf } from "./trial/library.ts";
import { allocationText, trialText, writeTrial } from "./trial/scratch.ts";
import { smallContent } from "./trial/small.ts";

/* Channel html from campaign.yaml to the manifest: without a browser, which it does not need. */

const code = "Z10003";
const out = mkdtempSync(join(tmpdir(), "html-channel-test-"));
let campaign: string;
let run: Run;

beforeAll(async () => {
  campaign = join(smallContent, "campaigns/opioids-paged"); // the campaign of opioids, with pages
  mkdirSync(campaign, { recursive: true });
  const file = join(campaign, "campaign.yaml");
  const text = readFileSync(join(smallContent, "campaigns/opioids/campaign.yaml"), "utf8")
    .replace("campaign: opioids\n", "campaign: opioids-paged\n")
    .replace("data: data.yaml", "data: ../opioids/data.yaml")
    .replace(
      "channels: [print, email]",
      "channels: [print, email, html]\npages: https://reports.example/{{cycle}}/{{code}}.html",
    )
    .replace(
      /^abbreviations:.*\n(?: {2}.*\n)*/m,
      "abbreviations: { BNF: British National Formulary, XYZ: Of no use }\n",
    );
  writeFileSync(file, text);
  run = await build(nodeWorld(), { study: campaign, out, only: [code], channels: ["email", "html"], workers: 0 });
});

afterAll(() => rmSync(out, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(run.folder, path), "utf8");

describe("a run with channel html", () => {
  test("makes a page for each recipient, and puts it on record with its words", async () => {
    expect([run.failed, run.made]).toEqual([[], 1]);
    expect(readdirSync(run.folder)).toEqual(expect.arrayContaining(["email", "html", "report"]));
    expect(readdirSync(run.folder)).not.toContain("print");
    const entries = (await readManifest(nodeWorld(), run.folder)).filter(
      (entry): entry is ArtefactEntry => "path" in entry,
    );
    expect(entries.map(({ channel, path }) => `${channel} ${path}`).sort()).toEqual([
      `email email/${code}.eml`,
      `email email/${code}.html`,
      `email email/${code}.txt`,
      `html html/${code}.html`,
      `report report/${code}.json`,
    ]);
    expect(artefactOf(entries, "html")?.path).toBe(`html/${code}.html`);
    expect(artefactOf(entries, "email")?.path).toBe(`email/${code}.eml`);
    expect(wordCount(entries, "html")).toBeGreaterThan(wordCount(entries, "email") ?? 0);
    const edition = /data-edition="(\w+)"/.exec(read(`html/${code}.html`))?.[1];
    expect(entries.find(({ channel }) => channel === "report")?.sha256.slice(0, 16)).toBe(edition);
    expect(writtenReport(JSON.parse(read(`report/${code}.json`)))).toBe(read(`report/${code}.json`)); // so it can be found again
  });

  test("leads there from the email, where the campaign says where the pages stand", () => {
    const address = `https://reports.example/2026-08/${code}.html`;
    expect((JSON.parse(read(`report/${code}.json`)) as Report).page).toBe(address);
    expect(read(`email/${code}.txt`).replace(/\s+/g, " ")).toContain(
      `This report on screen, with a plan to fill in: ${address}`,
    );
    expect(read(`email/${code}.html`)).toContain(`<a href="${address}"`);
  });

  test("explains the abbreviations that the report uses, and no other", () => {
    const html = read(`html/${code}.html`);
    expect(html).toContain('<abbr title="British National Formulary">BNF</abbr>');
    expect(html.match(/<abbr title/g)).toHaveLength(1);
    expect(wordsOfPage(html).text).not.toContain("XYZ");
  });

  test("tells in its tables what the marks of its charts are", () => {
    const report = JSON.parse(read(`report/${code}.json`)) as Report;
    const { chart } = report.sections.find((section) => section.kind === "comparison") ?? {};
    expect(chart?.table.rows.map(({ head }) => head)).toEqual([
      "Your practice",
      "95% interval of it",
      "Best quarter",
      "Typical practice",
    ]);
    const own = report.figures["opioids-high-dose/own.value"]?.text;
    expect(chart?.table.rows[0]?.cells[0]).toBe(own);
    const trend = report.sections.find((section) => section.kind === "trend")?.chart;
    expect(trend?.table.rows).toHaveLength(trend?.points.length ?? 0);
    expect(trend?.table.rows.at(-1)?.head).toBe("June to August 2026");
  });
});

describe("channel html is asked for", () => {
  test("of a campaign that does not name it: it says nothing else than paper does", async () => {
    const file = join(campaign, "campaign.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("[print, email, html]", "[print, email]"));
    const { folder, leftOut } = await build(nodeWorld(), {
      study: campaign,
      out,
      only: [code],
      channels: ["html"],
      workers: 0,
    });
    expect(readdirSync(join(folder, "html"))).toEqual([`${code}.html`]);
    expect(leftOut).toBeGreaterThan(0); // paper and email are
    expect(JSON.parse(readFileSync(join(folder, "report", `${code}.json`), "utf8"))).not.toHaveProperty("page");
  });

  test("of a trial only where its arms have it", async () => {
    const study = writeTrial({
      "trial.yaml": trialText({ allocation: "allocation.csv" }),
      "allocation.csv": allocationText(["Z10002 K1", "Z10003 K7"]),
    });
    const asked = build(nodeWorld(), { study, out, channels: ["html"], workers: 0 });
    const message = 'channel "html" is not among the campaign\'s';
    await expect(asked).rejects.toMatchObject({ problems: [{ code: "unknown-channel", message }] });
  });
});

describe("arms that differ in the page for the screen", () => {
  const factors = (changes: string, other: string) => `
  screen:
    is: Whether there is a page
    changes: [${changes}]
    levels:
      bare: { is: By email, channels: [email] }
      paged: { is: Other, ${other} }`;
  const arms = "\n  K1: { screen: bare }\n  K7: { screen: paged }";
  const found = (changes: string, other: string) =>
    findingsOf(writeTrial({ "trial.yaml": trialText({ factors: factors(changes, other), arms }) }));

  test("declare it, or are told", async () => {
    const told = await found("channels", "channels: [email, html]");
    expect(told.filter((each) => each.startsWith("error"))).toEqual([]);
    expect(await found("wording", "channels: [email, html]")).toContainEqual(
      expect.stringContaining("differ in channels"),
    );
  });

  test("may differ in what no email shows", () => {
    expect(holdsAll(["html"], "none")).toBe(true);
    expect(holdsAll(["email"], "none")).toBe(false);
    expect(holdsAll(["email"], "pdf")).toBe(true);
  });
});
