import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { create } from "../../src/cli/new.ts";
import { importFiles } from "../../src/import/import.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { countsIn } from "../../src/input/data/observations.ts";
import { load } from "../../src/input/load.ts";
import { measure } from "../../src/measure/measure.ts";
import { nodeWorld } from "../../src/node.ts";
import { compose } from "../../src/report/compose.ts";
import { reconcileInputs } from "../../src/report/delivery.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import { command } from "../command.ts";

// From a folder of downloads to a campaign that can be checked, through the command itself.

vi.setConfig({ testTimeout: 180_000 });

const root = join(import.meta.dirname, "../..");
const samples = join(root, "tests/import/files");
const home = mkdtempSync(join(tmpdir(), "import-command-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const feedback = (...args: readonly string[]) => command(args, { cwd: home });

/** The rows of a CSV file without quotes in it, by the names of its columns. */
function rowsOf(file: string): Record<string, string>[] {
  const [header = "", ...rows] = readFileSync(file, "utf8").trim().split("\n");
  const names = header.split(",");
  return rows.map((row) => {
    const cells = [...row.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => cell.replace(/^"|"$/g, ""));
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  });
}

/** The fictional health service as OpenPrescribing and the NHS directory would give it. */
function download(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const practices = rowsOf(join(root, "fixtures/organisations.csv"));
  const names = new Map(practices.map((each) => [each.practice_code, each.practice_name]));
  const isOpen = new Map(practices.map((each) => [each.practice_code, each.closed === ""]));
  const directory = practices.map((each) => {
    const cells = Array.from({ length: 27 }, () => "");
    const lines = (each.address ?? "").split(", ");
    [cells[0], cells[1], cells[3], cells[9], cells[14]] = [
      each.practice_code!,
      each.practice_name!,
      each.icb_code!,
      each.postcode!,
      each.sub_icb_code!,
    ];
    lines.slice(0, 5).forEach((line, i) => {
      cells[4 + i] = line;
    });
    [cells[10], cells[11]] = [each.opened!.replaceAll("-", ""), each.closed!.replaceAll("-", "")];
    [cells[12], cells[25]] = [isOpen.get(each.practice_code) ? "A" : "C", "4"];
    return cells.map((cell) => (cell.includes(",") ? `"${cell}"` : cell)).join(",");
  });
  writeFileSync(join(folder, "epraccur.csv"), `${directory.join("\n")}\n`);
  const measures = rowsOf(join(root, "fixtures/observations/opioids.csv")).map((each) => {
    const isRate = each.measure !== "high_dose_share";
    const over = isRate ? Number(each.denominator) / 1000 : each.denominator;
    return [
      each.measure === "total_ome" ? "opioids_total" : each.measure,
      "practice",
      each.practice_code,
      `"${names.get(each.practice_code!)}"`,
      `${each.month}-01`,
      each.numerator,
      over,
      "",
      "",
    ].join(",");
  });
  const header = "measure,org_type,org_id,org_name,date,numerator,denominator,calc_value,percentile";
  writeFileSync(join(folder, "measures.csv"), `${[header, ...measures].join("\n")}\n`);
}

/** A copy of the opioid campaign without its data. */
function campaignIn(folder: string): string {
  const content = join(folder, "content");
  for (const part of ["campaigns/opioids", "blocks/opioids", "actions/opioids", "voice", "indicators", "taxonomies"])
    cpSync(join(root, "content", part), join(content, part), { recursive: true });
  rmSync(join(content, "campaigns/opioids/data.yaml"));
  return join(content, "campaigns/opioids");
}

describe("from a folder of downloads to a campaign", () => {
  const campaign = campaignIn(home);
  download(join(home, "downloads"));

  test("names are mapped, and the figures are those of the campaign's own data", async () => {
    const { code, stdout, stderr } = await feedback("import", "downloads", "--campaign", campaign);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("downloads/epraccur.csv: epraccur, the NHS directory of practices; 280 rows");
    expect(stdout).toContain("opioids-total (opioids_total): ");
    expect(stdout).toMatch(/Z10002: 118 items among 11,300 registered patients in August 2026 \(10\.4 per 1,000\)/);
    expect(stdout).toContain(`Next: feedback check ${campaign}\n`); // whose own data.yaml it is

    const ours = await load(nodeWorld(), join(root, "content/campaigns/opioids"));
    const imported = await load(nodeWorld(), campaign, { isDraft: true });
    const codes = [...imported.directory.keys()];
    expect(codes).toEqual([...ours.directory.values()].filter(({ closed }) => !closed).map(({ code: own }) => own));
    for (const id of ["opioids-high-dose", "opioids-total"]) {
      for (const own of codes) {
        const [a, b] = [ours, imported].map(({ observations }) => countsIn(observations.of.get(id)?.get(own)));
        expect(b?.numerators).toEqual(a?.numerators);
        expect([...(b?.denominators ?? [])].map(Math.round)).toEqual([...(a?.denominators ?? [])]);
      }
    }
  });

  test("check goes through where the data are said to be fictional, and finds them sound", async () => {
    const file = join(campaign, "data.yaml");
    const written = readFileSync(file, "utf8");
    writeFileSync(file, `fictional: true\n${written}`);
    onTestFinished(() => writeFileSync(file, written));
    const { code, stdout } = await feedback("check", campaign, "--format", "json");
    const { problems } = JSON.parse(stdout) as { problems: { severity: string; message: string }[] };
    expect({ code, errors: problems.filter(({ severity }) => severity === "error") }).toEqual({ code: 0, errors: [] });
  });

  test("a data.yaml that is there is not overwritten, but with --force", async () => {
    const before = readFileSync(join(campaign, "data.yaml"), "utf8");
    const { code, stderr } = await feedback("import", "downloads", "--campaign", campaign);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error {2}".*data\.yaml" already exists\n {2}hint: nothing was written/);
    expect((await feedback("import", "downloads", "--campaign", campaign, "--force")).code).toBe(0);
    expect(readFileSync(join(campaign, "data.yaml"), "utf8")).toBe(before);
  });
});

test("from a download to a first report: a new campaign, its data, and what a practice is told", async () => {
  download(join(home, "first"));
  const folder = join(home, "new/content");
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  await create("campaign", "lithium", { folder });
  vi.restoreAllMocks();
  const campaign = join(folder, "campaigns/lithium");
  await importFiles(nodeWorld(), [join(home, "first")], { campaign, map: ["high_dose=lithium"], force: true });
  const inputs = await load(nodeWorld(), campaign, { data: join(campaign, "data.yaml"), isDraft: true });
  const cycle = findCycle(inputs);
  expect(reconcileInputs(inputs, cycle).filter(({ severity }) => severity === "error")).toEqual([]);
  const { jobs } = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const job = jobs.find(({ organisation }) => organisation.code === "Z10003")!;
  const report = compose(toMaterial(inputs, cycle, standings), { ...job, standings: standings.of.Z10003 ?? [] });
  expect(report.recipient.code).toBe("Z10003");
  expect(report.sections.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["headline", "comparison", "table"]));
});

describe("the command", () => {
  const qof = join(samples, "qof");

  test("without a campaign writes data.yaml where one is, and says what comes next", async () => {
    const { code, stdout } = await feedback("import", qof);
    expect(code).toBe(0);
    expect(stdout).toContain("Written: data.yaml\nNext: feedback preview data.yaml");
    expect(existsSync(join(home, "data.yaml"))).toBe(true);
  });

  test("tells all as JSON", async () => {
    const { stdout } = await feedback("import", qof, "--out", "qof.yaml", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      out: "qof.yaml",
      understood: {
        organisations: { count: 3 },
        indicators: [
          { id: "ast006", figures: 3, at: "in 2022/23" },
          { id: "ast012", figures: 6, at: "in 2024/25", lowest: "40.0", highest: "80.0" },
        ],
      },
      named: [
        { theirs: "AST006", is: "ast006" },
        { theirs: "AST012", is: "ast012" },
      ],
      problems: [],
    });
  });

  test("maps names as it is told, and refuses names that are not there", async () => {
    const { stdout } = await feedback("import", qof, "--out", "mapped.yaml", "--map", "AST012=asthma-reviews");
    expect(stdout).toContain("asthma-reviews (AST012): 3 organisations, 2023/24 to 2024/25");
    const { code, stderr } = await feedback("import", qof, "--out", "none.yaml", "--map", "AST013=asthma-reviews");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('unknown name in the data "AST013"\n  hint: did you mean "AST012"?'),
    });
    expect(readdirSync(home)).not.toContain("none.yaml");
  });

  test("writes nothing for what cannot be read yet, and ends with 2", async () => {
    const { code, stdout } = await feedback("import", join(samples, "openprescribing.json"), "--out", "json.yaml");
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(
        /Not possible yet[\s\S]*download the measure as CSV[\s\S]*\n\nNothing was written\.\n$/,
      ),
    });
    expect(existsSync(join(home, "json.yaml"))).toBe(false);
  });

  test.each([
    ["a file that is not there", ["nowhere.csv"], 'no such file "nowhere.csv"'],
    ["a campaign that is not there", [qof, "--campaign", "nowhere"], 'no campaign at "nowhere/campaign.yaml"'],
    ["a folder without data", ["content"], 'no data file in "content"'],
  ])("tells of %s", async (_, args, told) => {
    const { code, stderr } = await feedback("import", ...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) });
  });

  test("shows what is there where nothing is mapped, and lists it as comments", async () => {
    const campaign = campaignIn(join(home, "unmapped"));
    const { code, stdout } = await feedback("import", qof, "--campaign", campaign);
    expect(code).toBe(0);
    expect(stdout).toContain("In the files, though nothing is mapped yet\n  3 organisations of type practice");
    expect(stdout).toContain("ast012 (AST012): 3 organisations, 2023/24 to 2024/25");
    expect(stdout).toContain("opioids-high-dose, of the campaign, has no data");
    expect(readFileSync(join(campaign, "data.yaml"), "utf8")).toContain("# AST012: # not in the campaign");
  });

  test("tells where the data end before the campaign's first cycle does", async () => {
    const campaign = campaignIn(join(home, "late"));
    const { stdout } = await feedback(
      "import",
      join(samples, "openprescribing.csv"),
      "--campaign",
      campaign,
      "--map",
      "opioidper1000=opioids-total",
    );
    expect(stdout).toContain("opioids-total (opioidper1000): 3 organisations");
    expect(stdout).toContain(
      "the data end in September 2025, before the first cycle of the campaign does. For a first look, add to data.yaml: cycles: [{ id: 2025-09,",
    );
  });
});
