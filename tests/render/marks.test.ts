import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { sectionKinds } from "../../src/input/campaign/sections.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { loadStudy } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { compileEmail } from "../../src/render/email.ts";
import { markOf } from "../../src/render/mark.ts";
import { compilePrint } from "../../src/render/print.ts";
import { emailKinds } from "../../src/render/sections.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import { textsIn } from "../../src/report/sections.ts";
import { seriesOf } from "../../src/report/series.ts";
import { type Difference, differencesOf } from "../../src/trial/differences/differences.ts";
import { type Variant, variantsOfArms } from "../../src/trial/differences/variants.ts";
import { content, openTrial } from "../trial/scratch.ts";
import { smallContent } from "../trial/small.ts";
import { sampleReport, states } from "./sample.ts";

// Every piece of a page carries the name that differences, explanations and findings call it by.

type Page = { sections: Set<string>; slots: string[] };
type Case = { name: string; variant: Variant; report: Report; print: Page; email: Page };

const trials = ["additive-three", "inequalities"];
const code = "Z10041";

let cases: Case[];
beforeAll(async () => {
  const templates = await packagedTemplates();
  const [print, email] = [await compilePrint(templates), await compileEmail(templates)];
  const found = await Promise.all(
    trials.map(async (name) => {
      const study = await openTrial(trialOn(name), { allocation: false });
      const cycle = findCycle([...study.topics.values()][0]!);
      return [...variantsOfArms(study, study.trial!, { cycle, codes: [code] })].map(([arm, variant]) => ({
        name: `${name} ${arm}`,
        variant,
      }));
    }),
  );
  const { variant } = found.flat()[0]!;
  const samples = states.map((name): [string, Report] => [name, sampleReport(name)]);
  samples.push(["after a first report", await secondReport()]);
  const made = [...samples, ["two comparisons", compareTwice(samples[0]![1])] as const].map(([name, report]) => ({
    name,
    variant: { ...variant, reports: new Map([[code, report]]) },
  }));
  cases = await Promise.all(
    [...found.flat(), ...made].map(async (each): Promise<Case> => {
      const report = each.variant.reports.get(code)!;
      return { ...each, report, print: pageOf(await print(report)), email: pageOf((await email(report)).html) };
    }),
  );
});

/** The second report of the opioid campaign to somebody who had the first. */
async function secondReport(): Promise<Report> {
  const study = await loadStudy(nodeWorld(), join(smallContent, "campaigns/opioids"));
  const cycles = study.topics.get("opioids")!.campaign.cycles.slice(0, 2);
  return [...seriesOf(study, cycles, { codes: [code] })][1]!.reports[0]!.report;
}

/** The report with its comparison once more, at its end. */
function compareTwice(report: Report): Report {
  const again = report.sections.filter(({ kind }) => kind === "comparison");
  expect(again).toHaveLength(1);
  return { ...report, sections: [...report.sections, ...again.map((each) => ({ ...each, name: "comparison-2" }))] };
}

describe("the names on a page", () => {
  test("are looked at in every kind of section", () => {
    const kinds = cases.flatMap(({ report }) => report.sections.map(({ kind }) => kind));
    expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(sectionKinds).toSorted());
  });

  test("are those of its sections; an email has those that it shows", () => {
    for (const { name, report, print, email } of cases) {
      expect([...print.sections].toSorted(), name).toEqual(report.sections.map((each) => each.name).toSorted());
      const shown = report.sections.filter(({ kind }) => emailKinds.includes(kind)).map((each) => each.name);
      expect([...email.sections], name).toEqual(shown);
    }
  });

  test("are on paper those of every text that a section prints", () => {
    for (const { name, report, print } of cases)
      for (const section of report.sections)
        for (const { slot } of textsIn(section)) {
          const piece = markOf(section.name, slot.replace(/\.title$/, ""));
          const found = print.slots.some((each) => isAtOrBelow(each, piece)) || nearest(piece, print.slots);
          expect(found, `${name} ${section.name}.${slot}`).toBeTruthy();
        }
  });

  test("stand once, and each names a piece that can differ", () => {
    for (const { name, variant, print, email } of cases) {
      const nodes = everyNode(variant);
      for (const { slots } of [print, email]) {
        expect(slots, name).toEqual([...new Set(slots)]);
        for (const slot of slots)
          expect(
            nodes.some((node) => isAtOrBelow(node, slot)),
            `${name} ${slot}`,
          ).toBe(true);
      }
    }
  });
});

describe("a difference", () => {
  test("is found on paper by its name or the nearest above it, and by the section's only what is not printed", () => {
    const bySection = new Set<string>();
    for (const { name, variant, print } of cases)
      for (const { node, section } of differencesOf(variant, spoilt(variant))) {
        if (!section) continue;
        const slot = placeOf(node, print);
        expect(slot, `${name} ${node}`).toBeDefined();
        if (slot === section.name) bySection.add(`${section.kind}: ${node.slice(section.name.length + 1)}`);
      }
    expect([...bySection].toSorted()).toEqual(["cautions: showSources", "multiples: sameScale", "why: showSources"]);
  });

  test("between two arms is found on the side that has it", () => {
    let looked = 0;
    for (const one of cases)
      for (const other of cases) {
        if (one === other || one.variant.topic !== other.variant.topic) continue;
        for (const difference of differencesOf(one.variant, other.variant)) {
          if (!difference.section || difference.b === "") continue;
          looked++;
          expect(placeOf(difference.node, other.print), `${other.name} ${difference.node}`).toBeDefined();
        }
      }
    expect(looked).toBeGreaterThan(100);
  });
});

/** The folder of a shipped trial beside the data of a few practices. */
function trialOn(name: string): string {
  const folder = join(smallContent, "trials", name);
  cpSync(join(content, "trials", name), folder, { recursive: true });
  writeFileSync(join(folder, "events.csv"), "date,event,unit_code,other_code,channel,reason\n"); // others are gone
  return folder;
}

/** The names that a page carries. */
function pageOf(html: string): Page {
  const named = (what: string) =>
    [...html.matchAll(new RegExp(`data-${what}="([^"]*)"`, "g"))].map(([, name]) => name!);
  return { sections: new Set(named("section")), slots: named("slot") };
}

/** Where the studio looks for a difference: the name, or the nearest above it; at last the section. */
function placeOf(node: string, { slots, sections }: Page): string | undefined {
  const own = node.replace(/^sections\./, "");
  return nearest(own, slots) ?? [...sections].find((section) => isAtOrBelow(own, section));
}

function nearest(name: string, slots: readonly string[]): string | undefined {
  if (slots.includes(name)) return name;
  const above = name.split(".").slice(0, -1);
  return above.length > 1 ? nearest(above.join("."), slots) : undefined;
}

function isAtOrBelow(node: string, name: string): boolean {
  return node === name || node.startsWith(`${name}.`);
}

/** The name of every piece of a variant's report that can differ. */
function everyNode(variant: Variant): string[] {
  return differencesOf(variant, spoilt(variant)).flatMap(({ section, node }: Difference) => (section ? [node] : []));
}

/** The same variant with every word and number of its report another. */
function spoilt(variant: Variant): Variant {
  const reports = [...variant.reports].map(([recipient, report]): [string, Report] => {
    const figures = Object.entries(report.figures).map(([key, figure]) => [
      key,
      { ...figure, text: `${figure.text}~` },
    ]);
    const sections = report.sections.map(({ name, kind, startsPage, ...body }) => ({
      name,
      kind,
      startsPage,
      ...(other(body) as object),
    }));
    return [recipient, { ...report, figures: Object.fromEntries(figures), sections } as unknown as Report];
  });
  return { ...variant, reports: new Map(reports) };
}

const identities = new Set(["slot", "role", "id", "figure", "strong", "own"]);

function other(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((each) => other(each));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, other(each, name)]));
  if (identities.has(key) && typeof value !== "number") return value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return value === null ? null : `${String(value)}~`;
}
