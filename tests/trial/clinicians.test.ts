import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Study } from "../../src/input/study.ts";
import { alikeWithin } from "../../src/measure/icc.ts";
import { feasibilityOf } from "../../src/trial/feasibility/feasibility.ts";
import { baselineOf } from "../../src/trial/pack/baseline/baseline.ts";
import { baselineTable, baselineText } from "../../src/trial/pack/baseline/written.ts";
import { editionOf } from "../../src/trial/pack/edition.ts";
import { flowsOf, flowTable } from "../../src/trial/pack/flow.ts";
import { flowText } from "../../src/trial/pack/flow-text.ts";
import { comparedOf } from "../../src/trial/pack/groups.ts";
import { followedIn, listedFacts } from "./listed-facts.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";
import { type Service, smallService } from "./small.ts";

/*
 * Clinicians within practices: each clinician has a report, and practices are allocated. Twenty practices with one to three
 * clinicians, who share their practice's months with swings of their own.
 */

let service: Service;
let content: string;
const clinicians: { code: string; practice: string; number: number }[] = [];

beforeAll(async () => {
  service = await smallService("Z10020");
  content = service.content;
  const [head, ...lines] = readFileSync(join(service.fixtures, "organisations.csv"), "utf8").trim().split("\n");
  const closed = head!.split(",").indexOf("closed");
  const people = lines.flatMap((line, i) => {
    const practice = line.slice(0, 6);
    if (/,\d{4}-\d\d-\d\d,Z1/.test(line) || closed < 0) return [];
    return Array.from({ length: 1 + (i % 3) }, (_, number) => {
      const code = `P${practice.slice(1)}${number}`;
      clinicians.push({ code, practice, number });
      return `${code},Clinician ${code},${practice},Practice ${practice},ZP1,Kelderside`;
    });
  });
  writeFileSync(
    join(service.fixtures, "clinicians.csv"),
    `code,name,practice_code,practice_name,sub_icb_code,sub_icb_name\n${people.join("\n")}\n`,
  );
  const counts = readFileSync(join(service.fixtures, "observations/opioids.csv"), "utf8").trim().split("\n").slice(1);
  const own = counts.flatMap((line) => {
    const [practice, month, measure, numerator, denominator] = line.split(",");
    return clinicians
      .filter((each) => each.practice === practice)
      .map(({ code, number }) => {
        const swing = 1 + 0.15 * Math.sin(Number(month!.slice(5)) * (number + 1) + number);
        const count = Math.round(Number(numerator) * (1 + 0.1 * number) * swing);
        return [code, month, measure, numerator === "" ? "" : count, denominator].join(",");
      });
  });
  writeFileSync(
    join(service.fixtures, "observations/clinicians.csv"),
    `code,month,measure,numerator,denominator\n${own.join("\n")}\n`,
  );
  const folder = join(content, "campaigns/opioids");
  writeFileSync(
    join(folder, "data.yaml"),
    `fictional: true
source: Fictional
organisations:
  file: ../../../fixtures/clinicians.csv
  type: prescriber
  columns: { code: code, name: name }
  levels:
    practice: { code: practice_code, name: practice_name }
    sub-icb: { code: sub_icb_code, name: sub_icb_name }
observations:
  file: ../../../fixtures/observations/clinicians.csv
  columns: { code: code, indicator: measure, period: month, numerator: numerator, denominator: denominator }
  indicators: { high_dose: opioids-high-dose, high_dose_share: opioids-high-dose-share, total_ome: opioids-total }
  blank-denominator: nothing-counted
`,
  );
  const campaign = readFileSync(join(folder, "campaign.yaml"), "utf8");
  writeFileSync(join(folder, "campaign.yaml"), campaign.replace("  type: practice", "  type: prescriber"));
}, 60_000);

afterAll(() => rmSync(dirname(service.content), { recursive: true, force: true }));

const armOf = (practice: string) => (Number(practice.slice(1)) % 2 === 0 ? "K1" : "K7");

/** The list without its column of clusters, which the directory has. */
function write(rows?: readonly Row[], parts: Record<string, string> = {}): string {
  const all = rows ?? clinicians.map(({ code, practice }) => ({ unit: code, arm: armOf(practice) }));
  return writeTrial({
    "trial.yaml": trialText({
      campaign: join(content, "campaigns/opioids"),
      unit: "prescriber",
      ...(parts.cluster === "" ? {} : { cluster: "practice" }),
      ...Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== "")),
    }),
    "allocation.csv": allocationText(all.map((row) => ({ type: "prescriber", ...row }))),
  });
}

let study: Study;

describe("clinicians within practices", () => {
  beforeAll(async () => {
    expect(await problemsOf(write())).toEqual([]);
    study = await openTrial(write());
  });

  test("a practice is allocated with all its clinicians, and balance counts practices", async () => {
    const first = clinicians[1]!;
    const split = clinicians.map(({ code, practice }) => ({
      unit: code,
      arm: code === first.code ? (armOf(practice) === "K1" ? "K7" : "K1") : armOf(practice),
    }));
    expect((await problemsOf(write(split))).join()).toMatch(/split-cluster: P\d+ is in arm/);
    const balance = { stratum: "sub-icb", balance: "{ within: 1 }" };
    const practices = [...new Set(clinicians.map(({ practice }) => practice))];
    const large = practices.toSorted((a, b) => sizeOf(b) - sizeOf(a));
    const half = new Set(large.slice(0, Math.ceil(practices.length / 2)));
    const byPractice = clinicians.map(({ code, practice }) => ({ unit: code, arm: half.has(practice) ? "K1" : "K7" }));
    const told = (await problemsOf(write(byPractice, balance))).join();
    expect(told).not.toContain("unbalanced-stratum"); // as many practices, though not as many clinicians
    const few = new Set(practices.slice(0, 5));
    const uneven = clinicians.map(({ code, practice }) => ({ unit: code, arm: few.has(practice) ? "K1" : "K7" }));
    expect((await problemsOf(write(uneven, balance))).join()).toMatch(/uneven: K1 5, K7 1\d/);
  });

  test("the flow counts clinicians and practices, down to what was made", () => {
    const facts = listedFacts(study, { cycles: 1 });
    const edition = editionOf(facts, { masked: true });
    const flows = flowsOf(facts);
    const { rows } = flowTable(flows, edition);
    const practices = new Set(clinicians.map(({ practice }) => practice)).size;
    const sum = (column: string) => rows.reduce((all, row) => all + Number(row[column]), 0);
    expect(sum("clusters_allocated")).toBe(practices);
    expect(sum("units_allocated")).toBe(clinicians.length);
    expect(sum("clusters_made")).toBe(sum("clusters_planned"));
    const text = flowText(flows, edition, { cycle: "2026-08", enrolment: "", sequences: "" });
    expect(text).toMatch(/Allocated +\d+ recipients \(\d+ units in \d+ clusters\)/);
    const [flow] = flows;
    expect(flow!.clusters).toMatchObject({ allocated: flow!.clusters!.eligible });
  });

  test("the baseline has the intracluster correlation", async () => {
    const facts = listedFacts(study, { cycles: 1 });
    const followed = await followedIn(facts);
    const found = baselineOf(facts, comparedOf(facts, editionOf(facts, { masked: true })), followed);
    const [row] = found.sets[0]!.rows;
    const values = Map.groupBy(clinicians, ({ practice }) => practice);
    const known = followed.outcomes.get("2026-08")!;
    const groups = [...values.values()].map((own) =>
      own.flatMap(({ code }) => {
        const value = known.get(code)?.baseline_opioids_high_dose;
        return typeof value === "number" ? [value] : [];
      }),
    );
    expect(row!.alike!.icc).toBeCloseTo(alikeWithin(groups)!.icc, 10);
    expect(row!.alike!.icc).toBeGreaterThan(0.5);
    expect(baselineText(found)).toMatch(/Intracluster correlation, .*High-dose/);
    const cells = baselineTable(found).rows.filter(({ intracluster_correlation: icc }) => icc !== null);
    expect(cells[0]!.intracluster_correlation).toBeCloseTo(row!.alike!.icc, 6);
  });

  test("feasibility tells far less of clinicians in practices than of as many by themselves", async () => {
    const apart = await openTrial(write(undefined, { cluster: "" }), { allocation: false });
    const least = (of: Study) => feasibilityOf(of, of.trial!, { seed: 1, draws: 1 }).outcomes[0]!;
    const [together, alone] = [least(study), least(apart)];
    expect(together.variation.clusters!.icc).toBeGreaterThan(0.5);
    expect(together.allocated).toBeLessThan(alone.allocated);
    expect(alone.variation.clusters).toBeUndefined();
  });
});

function sizeOf(of: string): number {
  return clinicians.filter(({ practice }) => practice === of).length;
}
