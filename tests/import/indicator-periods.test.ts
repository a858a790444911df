import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type ImportCampaign, standIn } from "../../src/import/campaign.ts";
import { writePeriods } from "../../src/import/indicator-periods.ts";
import type { Theirs } from "../../src/import/part.ts";
import type { PeriodKind } from "../../src/input/library/period.ts";
import { nodeWorld } from "../../src/node.ts";

/* The period of an indicator's data is written into its file, unless its author or another campaign has a say in it. */

const folder = await mkdtemp(join(tmpdir(), "periods-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const reviews: Theirs = { theirs: "AST012", kind: "share", numerator: "counted", denominator: "patients" };
const indicatorFile = join(folder, "content/indicators/reviews.yaml");

async function written(text: string, other = "indicators: [something-else]\n", period: PeriodKind = "financial-year") {
  const files = {
    "content/indicators/reviews.yaml": text,
    "content/campaigns/asthma/campaign.yaml": "indicators: [reviews]\n",
    "content/campaigns/other/campaign.yaml": other,
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const campaign = {
    file: join(folder, "content/campaigns/asthma/campaign.yaml"),
    indicators: new Map([["reviews", standIn("reviews", reviews)]]),
    files: new Map([["reviews", indicatorFile]]),
  } as unknown as ImportCampaign;
  const named = [{ theirs: { ...reviews, period }, is: "reviews", how: "", near: [] }];
  const { notes } = await writePeriods(nodeWorld(), campaign, named);
  const told = notes.map(({ text: note }) => note.replaceAll(`${folder}/`, ""));
  return { text: await readFile(indicatorFile, "utf8"), told };
}

test("before the unit, with every comment kept", async () => {
  const { text, told } = await written("indicator: reviews # its name\nmultiplier: 1\nunit: '%' # as printed\n");
  expect(text).toBe(
    "indicator: reviews # its name\nmultiplier: 1\nperiod: financial-year # what each figure in the data is of\nunit: '%' # as printed\n",
  );
  expect(told[0]).toContain("period: financial-year was written into content/indicators/reviews.yaml");
});

test("a snapshot is per nothing: a line that says so is taken out", async () => {
  const { text } = await written("indicator: reviews\nper: month # of the data\nunit: '%'\n", undefined, "snapshot");
  expect(text).toBe("indicator: reviews\nperiod: snapshot # what each figure in the data is of\nunit: '%'\n");
});

test("not where the file says another, or another campaign uses it: told instead", async () => {
  const own = "indicator: reviews\nperiod: month\nunit: '%'\n";
  expect(await written(own)).toEqual({
    text: own,
    told: [
      "reviews: each figure is of a financial year, but content/indicators/reviews.yaml says otherwise. Set period: financial-year there",
    ],
  });
  const shared = "indicator: reviews\nunit: '%'\n";
  const { text, told } = await written(shared, "indicators: [reviews]\n");
  expect(text).toBe(shared);
  expect(told[0]).toContain("in an indicator of its own, since other also uses this one");
});
