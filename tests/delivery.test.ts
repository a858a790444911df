import { cpSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type BuildOptions, build } from "../src/build.ts";
import { nodeWorld } from "../src/node.ts";
import { compilePrint } from "../src/render/print.ts";
import { packagedTemplates } from "../src/render/templates.ts";
import { type Precision, precisionText } from "../src/report/precision.ts";
import { command } from "./command.ts";

// A delivery that is bent as a whole, through a run and through the command: nothing is made, and it is told why.

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let whole: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "delivery-test-"));
  cpSync(join(import.meta.dirname, "broken/base"), folder, { recursive: true });
  whole = await readFile(join(folder, "observations.csv"), "utf8");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The observations with some lines changed, or taken out where nothing is left of them. */
async function deliver(change: (line: string) => string): Promise<void> {
  const [head = "", ...lines] = whole.trimEnd().split("\n");
  const kept = lines.map(change).filter((line) => line !== "");
  await writeFile(join(folder, "observations.csv"), `${[head, ...kept].join("\n")}\n`);
}

function run(options: Partial<BuildOptions> = {}) {
  return build(nodeWorld(), { study: folder, out: join(folder, "out"), workers: 0, channels: ["email"], ...options });
}

const winter = /,2026-0[12],/;

test("without a winter nothing is made, by render and check alike, until somebody has signed it off", async () => {
  await deliver((line) => (winter.test(line) ? "" : line));
  const message = expect.stringMatching(
    /^months-missing: 2 months of "reliever-items", "dry-powder-share" are missing: January 2026 \(12 of 12 practices\)/,
  );
  await expect(run()).rejects.toMatchObject({ problems: [{ code: "delivery", severity: "error", message }] });
  expect(await readdir(folder)).not.toContain("out");
  const checked = await check();
  expect(checked.code).toBe(2);
  expect(checked.stdout).toContain("months-missing: 2 months");
  const ofTrial = await check(join(folder, "trial"));
  expect([ofTrial.code, ofTrial.stdout.includes("months-missing: 2 months")]).toEqual([2, true]);
  const data = await readFile(join(folder, "data.yaml"), "utf8");
  const entry =
    "  - { check: months-missing, cycle: 2026-08, at-most: 1, reason: Lost at source, approved-by: Data lead, date: 2026-10-02 }";
  await writeFile(join(folder, "data.yaml"), `${data.trimEnd()}\naccepted:\n${entry}\n`);
  const made = await run();
  expect(made.warnings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("accepted by Data lead on 2026-10-02: Lost at source"),
  );
  const record = JSON.parse(await readFile(join(made.folder, "run.json"), "utf8"));
  expect(record.delivery.letThrough).toEqual([expect.stringContaining("accepted by Data lead")]);
  const looked = await check();
  expect(looked.code).not.toBe(2);
  const [topic, precision] = Object.entries(record.precision as Record<string, Record<string, Precision>>)[0]!;
  expect(topic).toBe("inhalers");
  for (const [id, each] of Object.entries(precision)) expect(looked.stdout).toContain(`\n  ${precisionText(id, each)}`);
  await writeFile(join(folder, "data.yaml"), data);
});

test("where the numbers are not those of the run before, the run stops and the old one stays", async () => {
  await deliver((line) => line);
  const out = join(folder, "out-since");
  const first = await run({ out });
  const before = await readFile(first.manifest, "utf8");
  await deliver((line) => line.replace(/,saba,(\d+),/, (_, items) => `,saba,${2 * Number(items)},`));
  await expect(run({ out })).rejects.toMatchObject({
    problems: [
      {
        code: "delivery",
        message: expect.stringMatching(/^since-last-run: "reliever-items" has changed since the run of 2026-08: /),
      },
    ],
  });
  expect(await readFile(first.manifest, "utf8")).toBe(before);
});

test("whose figures are counted with others', and which rows are left out, is told in print, email, explain and run.json", async () => {
  const data = await readFile(join(folder, "data.yaml"), "utf8");
  const directory = await readFile(join(folder, "organisations.csv"), "utf8");
  await deliver((line) => {
    if (/^ZX02,2026-0[5-8]/.test(line)) return ""; // closed
    const joined = /^(ZX01,2026-0[5-8],\w+),(\d+),(\d+)$/.exec(line);
    if (joined) return `${joined[1]},${2 * Number(joined[2])},${2 * Number(joined[3])}`;
    return line.replace(/^(ZX05,2024-10,dpi),.*/, "$1,65,60"); // a share above one, before what is compared
  });
  const [head = "", ...lines] = directory.trimEnd().split("\n");
  const closed = lines.map((line) => `${line}${line.startsWith("ZX02") ? ",2026-04-30,ZX01" : ",,"}`);
  await writeFile(join(folder, "organisations.csv"), `${[`${head},closed,successor`, ...closed].join("\n")}\n`);
  const leave =
    "  leave-out:\n    - { rows: numerator-above-denominator, at-most: 1, reason: A fault, approved-by: Data lead, date: 2026-10-02 }\n";
  const columns = data.replace("opened: opened", "opened: opened, closed: closed, successor: successor");
  await writeFile(join(folder, "data.yaml"), `${columns.trimEnd()}\n${leave}`);

  const made = await run({ out: join(folder, "out-followed"), only: ["ZX01", "ZX03"] });
  const record = JSON.parse(await readFile(join(made.folder, "run.json"), "utf8"));
  expect(record.delivery).toMatchObject({
    followed: { ZX02: { into: "ZX01", since: "2026-05", as: "merged" } },
    letThrough: [expect.stringContaining("left out as Data lead agreed on 2026-10-02")],
  });
  expect(made.failed).toEqual([]); // its own report may name who joined it
  const joined = "Figures before May 2026 include those of Birch Surgery (ZX02), which joined this practice.";
  const left =
    "1 row of all data (the numerator is above the denominator) is not in these figures. Agreed on 2 October 2026 by: Data lead.";
  const email = async (code: string) =>
    (await readFile(join(made.folder, `email/${code}.txt`), "utf8")).replace(/\s+/g, " ");
  expect(await email("ZX01")).toContain(joined);
  expect(await email("ZX01")).toContain(left);
  expect(await email("ZX03")).not.toContain("ZX02");
  expect(await email("ZX03")).toContain(left);
  const report = JSON.parse(await readFile(join(made.folder, "report/ZX01.json"), "utf8"));
  const page = await (await compilePrint(await packagedTemplates()))(report);
  const words = page.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
  expect(words).toContain(joined);
  expect(words).toContain(left);
  const explained = (await command(["explain", folder, "ZX01"])).stdout;
  expect(explained).toContain(`ABOUT THE FIGURES\n  Earlier figures: ${joined}\n  Rows left out: ${left}`);
  await writeFile(join(folder, "data.yaml"), data);
  await writeFile(join(folder, "organisations.csv"), directory);
});

function check(study = folder) {
  return command(["check", study]);
}
