import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileCharts } from "../src/render/charts.ts";
import { packagedTemplates } from "../src/render/templates.ts";

type Locked = { version?: string; integrity?: string; dev?: boolean; link?: boolean };
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path, { link }]) => path !== "" && !link);

test("every package of the lock file has its integrity", () => {
  expect(locked.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
});

const allowed =
  /^(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|MPL-2\.0|OFL-1\.1|PSF-2\.0|CC-BY-4\.0|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0|Unlicense|Zlib)$/;

/** Of a choice one will do; of what holds together all must. */
function isAllowed(licence: string): boolean {
  const choices = licence.replace(/\(http[^)]*\)|[()]/g, "").split(/ OR /i);
  return choices.some((choice) => choice.split(/ AND /i).every((each) => allowed.test(each.trim())));
}

test("every installed package that a user gets has a licence that may be passed on", () => {
  const installed = locked.filter(([path, { dev }]) => !dev && existsSync(`${path}/package.json`));
  expect(installed.length).toBeGreaterThan(100);
  const others = installed.flatMap(([path]) => {
    const { license, licenses } = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
    const said = String(license?.type ?? license ?? licenses?.[0]?.type ?? "none");
    return isAllowed(said) ? [] : [`${path}: ${said}`];
  });
  expect(others).toEqual([]);
  expect(isAllowed("AGPL-3.0-only")).toBe(false);
});

test.each(["url", "href"])("a chart with a %s is refused by name", async (key) => {
  const templates = await packagedTemplates();
  const text = `${templates["charts/strip.yaml"]}\nusermeta: { ${key}: file:///etc/passwd }\n`;
  await expect(compileCharts({ ...templates, "charts/strip.yaml": text })).rejects.toThrow(
    `"${key}" in charts/strip.yaml`,
  );
});

test("the tests that docs/security.md names are there", () => {
  const page = readFileSync("docs/security.md", "utf8");
  const named = [...page.matchAll(/`(tests\/[\w./-]+\.test\.ts)`: "([^"]+)"/g)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, file = "", name = ""] of named) expect(readFileSync(file, "utf8"), file).toContain(name);
  for (let i = 1; i <= 16; i++) expect(page).toContain(`| S${i} |`);
});
