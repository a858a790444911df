import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomFor } from "../../fixtures/random.ts";
import { problemsText } from "../../src/cli/problems.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { countsIn } from "../../src/input/data/observations.ts";
import { type Inputs, load } from "../../src/input/load.ts";
import { measure } from "../../src/measure/measure.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";

// A composite's counts as they come, and worked out from rows of patients: the campaign of content/ on both.

const campaign = join(import.meta.dirname, "../../content/campaigns/nsaid-safety");
const parts = ["ulcer", "age_75", "warfarin", "heart_failure", "triple", "kidney"];
const checks = ["kidney_checked", "reason_noted"];
const months = ["2025-08", "2026-07", "2026-08"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "composite-"));
  await cp(join(import.meta.dirname, "../../fixtures/organisations.csv"), join(folder, "organisations.csv"));
});
afterAll(() => rm(folder, { recursive: true }));

type Patient = { code: string; month: string; name: string; at: readonly string[]; checked?: readonly string[] };

/** Patients at risk of some practices, each in none, one or two combinations; a part of them take one and have checks. */
function patients(): Patient[] {
  const random = randomFor(1, "patients");
  const codes = Array.from({ length: 40 }, (_, i) => `Z10${String(31 + i).padStart(3, "0")}`);
  return codes.flatMap((code) =>
    months.flatMap((month) =>
      Array.from({ length: 60 }, (_, i) => ({
        code,
        month,
        name: `secret-${code}-${i}`,
        at: parts.filter(() => random() < 0.15),
        ...(random() < 0.7 ? { checked: checks.filter(() => random() < 0.6) } : {}),
      })),
    ),
  );
}

const rowsOf = ({ code, month, name, at, checked }: Patient): string[] => [
  ...parts.map((part) => `${code},${month},${part},${name},${at.includes(part) ? 1 : 0},1`),
  ...(checked ? checks.map((check) => `${code},${month},${check},${name},${checked.includes(check) ? 1 : 0},1`) : []),
];

/** The counts as a search gives them, counted here and not by the engine. */
function countsOf(all: readonly Patient[]): string[] {
  return [...Map.groupBy(all, ({ code, month }) => `${code},${month}`)].flatMap(([key, group]) => {
    const taking = group.filter(({ checked }) => checked);
    const count = (name: string, of: readonly Patient[], is: (patient: Patient) => boolean) =>
      `${key},${name},,${of.filter(is).length},${of.length}`;
    return [
      count("any_combination", group, ({ at }) => at.length > 0),
      ...parts.map((part) => count(part, group, ({ at }) => at.includes(part))),
      count("both_checks", taking, ({ checked }) => checked?.length === 2),
      ...checks.map((check) => count(check, taking, ({ checked }) => checked?.includes(check) === true)),
    ];
  });
}

const lists = (all: readonly Patient[]) =>
  [...new Set(all.map(({ code, month }) => `${code},${month}`))].map((key) => `${key},list,,0,6000`);

async function read(name: string, rows: readonly string[], ofPatients: boolean): Promise<Inputs> {
  await writeFile(
    join(folder, `${name}.csv`),
    `practice_code,month,measure,pseudonym,numerator,denominator\n${rows.join("\n")}\n`,
  );
  const whole = ofPatients ? [] : ["any_combination: nsaid-any-combination", "both_checks: nsaid-both-checks"];
  const data = (await readFile(join(campaign, "data.yaml"), "utf8"))
    .replace("../../../fixtures/organisations.csv", "organisations.csv")
    .replace("../../../fixtures/observations/nsaid-safety.parquet", `${name}.csv`)
    .replace(/ {2}sql: \|\n( {4}.*\n)+/, "")
    .replace(
      "    denominator: denominator\n",
      `    denominator: denominator\n${ofPatients ? "    patient: pseudonym\n" : ""}`,
    )
    .replace(/ {4}any_combination: .*\n/, "")
    .replace(/ {4}both_checks: .*\n/, "")
    .replace("  indicators:\n", `  indicators:\n${whole.map((line) => `    ${line}\n`).join("")}`);
  await writeFile(join(folder, `${name}.yaml`), data);
  return load(nodeWorld(), campaign, { data: join(folder, `${name}.yaml`) });
}

test("a patient in two combinations counts once in any of them, and in all only with both", async () => {
  const one: Patient[] = [
    { code: "Z10031", month: "2026-08", name: "a", at: ["age_75", "kidney"], checked: checks },
    { code: "Z10031", month: "2026-08", name: "b", at: ["kidney"], checked: ["kidney_checked"] },
    { code: "Z10031", month: "2026-08", name: "c", at: [] },
    { code: "Z10032", month: "2026-08", name: "a", at: [] }, // the same pseudonym elsewhere is somebody else
  ];
  const { observations } = await read("once", [...one.flatMap(rowsOf), ...lists(one)], true);
  const last = (indicator: string, code: string) => {
    const series = countsIn(observations.of.get(indicator)?.get(code));
    return [series?.numerators[observations.length - 1], series?.denominators[observations.length - 1]];
  };
  expect(last("nsaid-kidney", "Z10031")).toEqual([2, 3]);
  expect(last("nsaid-age-75", "Z10031")).toEqual([1, 3]);
  expect(last("nsaid-any-combination", "Z10031")).toEqual([2, 3]); // 3 would be the sum
  expect(last("nsaid-both-checks", "Z10031")).toEqual([1, 2]);
  expect(last("nsaid-any-combination", "Z10032")).toEqual([0, 1]);
});

test("both shapes of the data give the same standings", async () => {
  const all = patients();
  const worked = await read("patients", [...all.flatMap(rowsOf), ...lists(all)], true);
  const given = await read("counts", [...countsOf(all), ...lists(all)], false);
  const standings = ({ ...inputs }: Inputs) =>
    measure(inputs, findCycle(inputs, "2026-08"), ["Z10031", "Z10045", "Z10070"]);
  expect(standings(worked)).toEqual(standings(given));
  const own = standings(worked).of.Z10031?.[0]?.own;
  expect(own).toMatchObject({ state: "shown", base: 60 });
});

test("no pseudonym is in what is read, nor in what is told of it", async () => {
  const all = patients().slice(0, 200);
  const fine = await read("quiet", [...all.flatMap(rowsOf), ...lists(all)], true);
  expect(JSON.stringify({ ...fine, observations: [...fine.observations.of] })).not.toContain("secret");
  const bad = [
    "Z10031,2026-08,kidney,secret-1,secret-2,1",
    "Z10031,secret-3,kidney,secret-4,1,1",
    "Z10031,2026-08,kidney,secret-5,1,1,secret-6",
    "Z10031,2026-08,triple,secret-7,3,1",
  ];
  for (const row of bad) {
    const told = await read("bad", [...all.flatMap(rowsOf), row, ...lists(all)], true).then(
      () => "nothing",
      async (error: unknown) => (isInputError(error) ? problemsText(error.problems) : String(error)),
    );
    expect(told).toContain("bad.csv:");
    expect(told).not.toContain("secret");
  }
});

test("a composite that contradicts a component is refused, also of an organisation that is not in the directory", async () => {
  const broken = join(import.meta.dirname, "../broken");
  const own = join(folder, "contradicted");
  for (const layer of ["base", "composite-below-a-component"]) await cp(join(broken, layer), own, { recursive: true });
  const measured = await readFile(join(own, "campaign.yaml"), "utf8");
  await writeFile(join(own, "campaign.yaml"), measured.replace("over-use]", "over-use, many-relievers, no-preventer]")); // so series of all
  const text = await readFile(join(own, "observations.csv"), "utf8");
  const told = async (rows: string) => {
    await writeFile(join(own, "observations.csv"), rows);
    return load(nodeWorld(), own).then(
      () => "nothing",
      async (error: unknown) => (isInputError(error) ? problemsText(error.problems) : String(error)),
    );
  };
  const sound = text.trimEnd().replace("over_use,11,90", "over_use,12,90");
  const [, ...strange] = text.trimEnd().replaceAll("ZX01", "ZY99").split("\n");
  expect(await told(text)).toContain("numerator 11 is below 12 of its component");
  expect(await told(sound)).toBe("nothing");
  expect(await told([sound, ...strange].join("\n"))).toContain("numerator 11 is below 12 of its component");
});
