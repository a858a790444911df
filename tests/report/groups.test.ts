import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import type { Inputs } from "../../src/input/load.ts";
import { levelSchema, workIn } from "../../src/input/trial/level.ts";
import { measure } from "../../src/measure/measure.ts";
import { compileEmail } from "../../src/render/email.ts";
import { compilePrint } from "../../src/render/print.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { designOf, plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import type { GroupsSection } from "../../src/report/sections/groups.ts";
import { toWords } from "../../src/report/sentence.ts";
import { loaded } from "../loaded.ts";

// The shipped campaign has no such section; a level of a trial adds it, as here.

const byDeprivation = { after: "table", section: { groups: { title: "By deprivation group" } } };
const level = levelSchema.parse({ is: "With figures by deprivation group", add: [byDeprivation] });

let opioids: Inputs;
beforeAll(async () => {
  opioids = await loaded(join(import.meta.dirname, "../../content/campaigns/opioids"));
});

/** The report of one practice, with the section, where counts of items are protected as strictly as those of patients. */
function reportOf(code: string, policy: "none" | "nhsd-hes", change: Partial<Inputs> = {}, by = level): Report {
  const disclosure = { ...opioids.campaign.disclosure, policy, counts: ["items" as const, "patients" as const] };
  const inputs = { ...opioids, ...change, campaign: { ...opioids.campaign, disclosure } };
  const cycle = findCycle(inputs);
  const job = plan(inputs, cycle).jobs.find(({ organisation }) => organisation.code === code)!;
  const standings = measure(inputs, cycle, [code]);
  const design = designOf(workIn(inputs.campaign, by).campaign);
  return compose(toMaterial(inputs, cycle, standings), { ...job, design, standings: standings.of[code] ?? [] });
}

function groupsIn({ sections }: Report): GroupsSection | undefined {
  return sections.find((section) => section.kind === "groups");
}

/** The rows as they are read: name, own value, typical, count. */
function rowsOf(report: Report): string[][] {
  return (groupsIn(report)?.rows ?? []).map(({ name, own, median, count }) =>
    [name, own, median, count].map((cell) => toWords(cell, report.figures)),
  );
}

describe("figures by group", () => {
  test("stand in the order of the data, beside the typical practice in the same group", () => {
    expect(rowsOf(reportOf("Z10041", "none")).map(([name]) => name)).toEqual([
      "Most deprived fifth",
      "Second fifth",
      "Middle fifth",
      "Fourth fifth",
      "Least deprived fifth",
    ]);
  });

  test("say in words what is not shown, and why not; the record has it too", () => {
    const report = reportOf("Z10041", "nhsd-hes");
    const rows = rowsOf(report);
    expect(rows.map(([, own]) => own)).toEqual(["not shown", "not shown", "4.5", "4.3", "3.6"]);
    expect(rows.map(([, , , count]) => count)).toEqual(["–", "–", "135", "200", "140"]);
    const section = groupsIn(report)!;
    expect(toWords(section.note, report.figures)).toBe(
      "Not shown: a small count, or one that would let a small count be worked out. A difference between groups says nothing of its cause.",
    );
    const record = report.standings.find(({ indicator }) => indicator === "opioids-high-dose");
    expect(record?.suppressions).toContainEqual({
      what: "by group: Most deprived fifth, Second fifth",
      reason: "small counts, or counts that would give them away",
    });
  });

  test("name nobody better or worse, and no cause", () => {
    const section = groupsIn(reportOf("Z10041", "none"))!;
    expect(JSON.stringify(section)).not.toMatch(/better|worse|should|because|due to|inequal|best/i);
  });

  test("agree in print, email, plain text and alternative text", async () => {
    const report = reportOf("Z10041", "nhsd-hes");
    const templates = await packagedTemplates();
    const print = await (await compilePrint(templates))(report);
    const { html, text } = await (await compileEmail(templates))(report);
    const flat = text.replace(/\s+/g, " ");
    for (const [name, own, median, count] of rowsOf(report)) {
      expect(flat).toContain(`${name}. Your practice: ${own}. Typical practice: ${median}. Your items: ${count}`);
      expect(print).toContain(
        `aria-label="High-dose opioid items per 1,000 patients a month. ${name}: ${own === "not shown" ? "your practice is not drawn" : `your practice ${own}`}; typical ${median};`,
      );
      expect(cellsAfter(print, name!)).toEqual([own, median, count]);
      expect(cellsAfter(html, name!)).toEqual([own, median, count]);
    }
  });

  test("are left out where the data have none, and the explanation says so", () => {
    const { subgroups: _, ...observations } = opioids.observations;
    const report = reportOf("Z10041", "none", { observations });
    expect(groupsIn(report)).toBeUndefined();
    expect(report.choices).toContainEqual(
      expect.objectContaining({ section: "groups", slot: "", considered: [{ id: "groups", not: "nothing to show" }] }),
    );
  });

  test("are of one indicator a report: two that share a numerator would give away what each withholds", () => {
    const twice = levelSchema.parse({
      is: "Twice",
      add: [{ after: "table", section: { groups: { indicator: "opioids-high-dose-share" } } }, byDeprivation],
    });
    const report = reportOf("Z10041", "none", {}, twice);
    expect(report.sections.filter(({ kind }) => kind === "groups")).toHaveLength(1);
    expect(rowsOf(report)[0]?.[3]).toContain(" of "); // the first of the two
  });

  test("covariates are in no report", () => {
    const { directory } = opioids;
    expect(directory.get("Z10041")?.covariates).toEqual({ deprivation: "4", rurality: "urban", "list-size": 10341 });
    const marked = new Map(
      [...directory].map(([code, each]) => [code, { ...each, covariates: { deprivation: "secret-covariate" } }]),
    );
    expect(JSON.stringify(reportOf("Z10041", "none", { directory: marked }))).not.toContain("secret-covariate");
  });
});

/** Texts of the cells of the row with this name, drawings left out. */
function cellsAfter(html: string, name: string): string[] {
  const row = html.slice(html.indexOf(`>${name}</th>`)).split("</tr>")[0] ?? "";
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)]
    .map(([, cell = ""]) =>
      cell
        .replace(/<svg.*<\/svg>/s, "")
        .replace(/<[^>]*>/g, "")
        .trim(),
    )
    .filter((cell) => cell !== "");
}
