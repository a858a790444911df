import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countsIn, placeOfMonth } from "../../src/input/data/observations.ts";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";

const base = join(import.meta.dirname, "../broken/base");
const levels = "    sub-icb: { code: place_code, name: place_name }";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "subgroups-"));
  await cp(base, folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(join(folder, file), change(await readFile(join(folder, file), "utf8")));
}

test("covariates are read with the directory; an empty cell is not known, and a number is one", async () => {
  await rewrite("data.yaml", (text) =>
    text.replace(
      levels,
      `${levels}\n  covariates:\n    score: { column: score, kind: number, is: A score }\n    setting: { column: setting, kind: category, is: Where it stands }`,
    ),
  );
  await rewrite("organisations.csv", (text) =>
    text
      .trim()
      .split("\n")
      .map((line, i) => `${line},${["score,setting", "31.5,urban", ",rural"][i] ?? "7,"}\n`)
      .join(""),
  );
  const { directory } = await load(nodeWorld(), folder);
  expect(directory.get("ZX01")?.covariates).toEqual({ score: 31.5, setting: "urban" });
  expect(directory.get("ZX02")?.covariates).toEqual({ score: null, setting: "rural" });
  expect(directory.get("ZX03")?.covariates).toEqual({ score: 7, setting: null });
});

test("where data.yaml names none, an organisation has none", async () => {
  const { directory } = await load(nodeWorld(), base);
  expect(directory.get("ZX01")).not.toHaveProperty("covariates");
});

test("subgroups stand beside totals in one file, and leave the totals as they are", async () => {
  await rewrite("data.yaml", (text) =>
    text.concat(
      [
        "  subgroups:",
        "    of: deprivation",
        "    is: Halves of areas by deprivation",
        "    column: half",
        "    values: [{ value: d, called: Most deprived half }, { value: a, called: Least deprived half }]",
        "",
      ].join("\n"),
    ),
  );
  await rewrite("observations.csv", (text) => {
    const [head, ...rows] = text.trim().split("\n");
    return [
      `${head},half`,
      ...rows.map((row) => `${row},`),
      "ZX01,2026-07,saba,4,1200,d",
      "ZX01,2026-07,saba,5,1100,a",
      "",
    ].join("\n");
  });
  const { observations } = await load(nodeWorld(), folder);
  const plain = await load(nodeWorld(), base);
  expect(observations.of).toEqual(plain.observations.of);
  expect(observations.subgroups?.of).toBe("deprivation");
  const read = observations.subgroups?.values.map(({ called, observations: part }) => {
    const series = countsIn(part.of.get("reliever-items")?.get("ZX01"));
    const at = placeOfMonth(part, "2026-07");
    return [called, series?.numerators[at], series?.denominators[at]];
  });
  expect(read).toEqual([
    ["Most deprived half", 4, 1200],
    ["Least deprived half", 5, 1100],
  ]);
});
