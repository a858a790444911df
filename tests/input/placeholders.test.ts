import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { parse } from "yaml";
import { explainCommand } from "../../src/cli/explain.ts";
import { campaignStart, dataStart, firstActions, firstWords, indicatorStart } from "../../src/cli/starts.ts";
import { checkPlaceholders } from "../../src/input/check-placeholders.ts";
import { load } from "../../src/input/load.ts";
import { loadStudy } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { tryView } from "../../src/preview/view.ts";
import { isInputError, type Problem } from "../../src/problem.ts";
import { smallCampaign } from "./small.ts";

// That real data make every placeholder an error, all at once and in its place, is the golden of tests/broken/placeholders.

const root = join(import.meta.dirname, "../..");
const campaigns = readdirSync(join(root, "content/campaigns"));

/** What is told of a text, with what it is told of. */
function toldOf(value: unknown, directory: readonly string[] = []): string[] {
  const problems: Problem[] = [];
  const placeOf = (path: readonly PropertyKey[]) => ({ file: path.join("."), line: 1, column: 1 });
  const shelf = { items: new Map(), broken: [], twice: new Map() };
  checkPlaceholders(
    {
      campaigns: [{ value: { sections: [], text: value }, placeOf }] as never,
      used: { indicators: new Map(), blocks: new Map(), actions: new Map(), files: [] },
      library: { indicators: shelf, voice: shelf, blocks: shelf, actions: shelf } as never,
      data: { value: {}, placeOf } as never,
      directory: new Map(directory.map((code) => [code, {}])) as never,
    },
    "error",
    problems,
  );
  return problems.map(({ place, message }) => `${place?.file} ${message}`);
}

describe("what is a placeholder", () => {
  test.each([
    ["Write here what is known.[^1]", '"Write here" is still to be written'],
    ["Write the source here, as authors.", '"Write the source here" is still to be written'],
    ["Ask help@ward.example.", '"help@ward.example" is an address for examples, which leads nowhere'],
    ["https://www.example.org/a", '"https://www.example.org" is an address for examples, which leads nowhere'],
    ["Call 01632 960112 on weekdays", '"01632 960112" is a number for examples, which nobody answers'],
    ["(020) 7946 0123", '"(020) 7946 0123" is a number for examples, which nobody answers'],
    ["+44 (0)7700 900 123", '"+44 (0)7700 900 123" is a number for examples, which nobody answers'],
    ["+441134960999", '"+441134960999" is a number for examples, which nobody answers'],
    ["fictional, not registered", '"fictional" speaks of an example'],
  ])("%s", (text, told) => {
    expect(toldOf(text)).toEqual([`text ${told}`]);
  });

  test.each([
    "Write the number here, and what you did",
    "Examples: for example, the example of a test; a blood test.",
    "https://example.nhs.uk/test and test.example.nhs.uk",
    "feedback@icb.nhs.uk, 0113 496 1234, 01633 960112, 020 7946 1000, 07700 800123",
    "Lancet 2016;388:1603-8. 10.1016/S0140-6736(16)30579-0",
    "in 01632 cases of 960112",
  ])("not %s", (text) => {
    expect(toldOf(text)).toEqual([]);
  });

  test("codes of the fictional health service in a directory, told by the first", () => {
    expect(toldOf("", ["B81001", "Z10003", "Z10004"])).toEqual([
      'organisations.file "Z10003" is a code of the fictional health service',
    ]);
    expect(toldOf("", ["ZS001"])).toHaveLength(1);
    expect(toldOf("", ["Z00123", "Y02345", "QWO", "ZT001"])).toEqual([]); // those of Northern Ireland among them
  });
});

describe("who issues the reports of an example", () => {
  const letterheads = campaigns.map((name) => [name, join(root, "content/campaigns", name, "campaign.yaml")] as const);

  test.each([...letterheads, ["that new begins", undefined] as const])("%s: nothing is left over", async (_, file) => {
    const text = file ? await readFile(file, "utf8") : campaignStart("lithium", startOf);
    const { issuer } = parse(text);
    const { name, by, signatories, contact } = issuer;
    for (const each of [name, by, contact.email, contact.phone, contact.url, ...signatories])
      expect(toldOf(each), JSON.stringify(each)).toHaveLength(1);
    expect(toldOf(issuer.help.lines)).not.toEqual([]);
  });

  test("what new writes to replace says so", () => {
    expect(toldOf(parse(campaignStart("lithium", startOf)).priority)).toHaveLength(2);
    expect(toldOf(firstWords("lithium"))).toHaveLength(1);
    expect(toldOf(parse(indicatorStart("lithium")))).toHaveLength(2);
    expect(toldOf(parse(dataStart(["lithium"])).source)).toHaveLength(1);
    expect(toldOf(firstActions("lithium", ["lithium"]))).toEqual([]);
  });
});

const startOf = { indicators: ["lithium"], data: "data.yaml", taken: {} };

describe("on real data", () => {
  let small: Awaited<ReturnType<typeof smallCampaign>>;
  beforeAll(async () => {
    small = await smallCampaign();
  });
  afterAll(() => small.remove());

  const unmarked = (text: string) => text.replace("fictional: true\n", "");
  const real = (text: string) =>
    text
      .replaceAll("nether.example", "nether.nhs.uk")
      .replaceAll(/01632 96011(\d)/g, "0113 555 011$1")
      .replaceAll("Imogen Farrow", "A Person")
      .replaceAll(/fictional/gi, "published");

  test("a draft that is only looked at has them as warnings", async () => {
    const told = await small.toldWith({ "data.yaml": unmarked });
    const { warnings } = await load(nodeWorld(), small.folder, { isDraft: true });
    expect(warnings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(told.map(() => "warning placeholder"));
  });

  test("the studio shows them as findings, and explain explains, while words are written", async () => {
    await small.toldWith({ "data.yaml": unmarked });
    const before = { view: undefined, changed: [], looking: undefined, memory: new Map(), figures: new Map() };
    const options = { campaign: small.folder, templates: join(root, "templates") };
    const { view, problems } = await tryView(nodeWorld(), options, { ...before, enter: async () => {} });
    expect(problems).toEqual([]);
    expect(new Set(view?.findings.map(({ code }) => code))).toContain("placeholder");
    const print = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    onTestFinished(() => print.mockRestore());
    expect(await explainCommand(small.folder, "ZX01", {})).toBe(0);
  });

  test("none may be left, and what a trial says of itself and its levels put in is looked at where it stands", async () => {
    const { warnings } = await small.loadWith({
      "data.yaml": unmarked,
      ...Object.fromEntries(
        ["campaign.yaml", "blocks/why.yaml", "indicators/dry-powder-share.yaml", "indicators/reliever-items.yaml"].map(
          (file) => [file, real],
        ),
      ),
      "trial/trial.yaml": (text) =>
        text
          .replace(/^title: .*/m, "title: Whether paper helps in Marlshire")
          .replace("changes: [channels]", "changes: [channels, wording of mail.subject]")
          .replace("channels: [email] }", 'channels: [email], mail: { subject: "Ask help@nether.example" } }'),
    });
    expect(warnings).toEqual([]);
    const problems = await loadStudy(nodeWorld(), join(small.folder, "trial")).then(
      ({ warnings }) => warnings,
      (error: unknown) => (isInputError(error) ? error.problems : Promise.reject(error)),
    );
    expect(problems.map(({ message, place }) => `${place?.file.split("/").at(-1)}:${place?.line} ${message}`)).toEqual([
      'trial.yaml:3 "Marlshire" is a place of the examples',
      'trial.yaml:13 "help@nether.example" is an address for examples, which leads nowhere',
    ]);
  });
});
