import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "./command.ts";
import { trialText } from "./trial/scratch.ts";
import { smallContent, smallFixtures } from "./trial/small.ts";

// What README and CONTRIBUTING say of adding a kind of section and a comparator: its modules, its schema, its templates, and
// an entry in each table; nothing else. A copy of the program gets both, and is used as a campaign lead would.

const root = join(import.meta.dirname, "..");

const modules: Readonly<Record<string, string>> = {
  "src/input/campaign/sections/reminder.ts": `
import { z } from "zod";
import { blockList, common, kind } from "./kind.ts";

export const reminder = kind({
  figures: false,
  schema: z.strictObject({ ...common, message: blockList("overview") }).describe("One line to remember."),
  slots: ({ message }) => [{ slot: "message", ids: message, path: ["message"], role: "overview" }],
});
`,
  "src/report/sections/reminder.ts": `
import { chooseBlock, sayBlock } from "../choose.ts";
import type { Sentence } from "../sentence.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

export type ReminderSection = { kind: "reminder"; message: Sentence };

export const reminder: SectionModule<"reminder", ReminderSection> = {
  compose: ({ message }, composing) => {
    const { block, choice } = chooseBlock(slotIn(composing, "message", message), composing.voice);
    return { section: { kind: "reminder", message: sayBlock(block, composing.voice) }, choices: [choice] };
  },
  texts: ({ message }) => text("message", "block", message),
  charts: () => [],
};
`,
  "src/render/sections/reminder.ts": `
import { runsOf } from "../runs.ts";
import type { SectionFace } from "./module.ts";

export const reminder: SectionFace<"reminder"> = {
  pointer: () => "a reminder",
  screen: { view: (section) => section, contents: () => "A reminder" },
  email: { view: ({ message }, { report: { figures } }) => ({ message: runsOf(message, figures) }) },
};
`,
  "templates/print/sections/reminder.hbs": `<p class="line" data-slot="{{mark name "message"}}">{{{tied message}}}</p>\n`,
  "templates/html/sections/reminder.hbs": `<p data-slot="{{mark name "message"}}">{{{sentence message}}}</p>\n`,
  "templates/email/sections/reminder.mjml": `
<mj-section mj-class="paper" css-class="paper gutter">
  <mj-column>
    <mj-text css-class="ink"><p data-slot="{{mark name 'message'}}">{{> email/runs message}}</p></mj-text>
  </mj-column>
</mj-section>
`,
  "templates/email/sections/reminder.txt.hbs": `\n{{wrap (plain message)}}\n`,
  "src/measure/comparators/top-decile.ts": `
import type { ComparatorModule } from "./module.ts";

/** The decile on the better side. */
export const topDecile: ComparatorModule = {
  value: ({ direction }, statistics) => statistics?.deciles[direction === "higher" ? 8 : 0],
  isAim: true,
  words: {
    name: () => "the best tenth of practices",
    title: () => "Best tenth",
    short: () => "best tenth",
    label: () => ["Best tenth of practices: ", ""],
  },
};
`,
};

/** An entry in each table: what stands before it, and what is put in. */
const entries: readonly { file: string; after: string; put: string }[] = [
  ...["src/input/campaign/sections.ts", "src/report/sections.ts", "src/render/sections.ts"].flatMap((file) => [
    { file, after: "", put: 'import { reminder } from "./sections/reminder.ts";\n' },
    { file, after: "  method,\n", put: "  reminder,\n" },
  ]),
  { file: "src/measure/comparators.ts", after: "", put: 'import { topDecile } from "./comparators/top-decile.ts";\n' },
  { file: "src/measure/comparators.ts", after: "  target,\n", put: '  "top-decile": topDecile,\n' },
  {
    file: "src/input/library/comparators.ts",
    after: "export const comparators = {\n",
    put: `  "top-decile": {
    is: "the limit of the best tenth",
    variables: "best-tenth",
    record: "topDecile",
    known: "peers-known",
    prints: { value: "0.4", count: "48", monthly: "4", gapMonthly: "25", gapCount: "300" },
  },
`,
  },
];

/** What a campaign lead does with them. */
const commands = {
  check: ["check", "content/campaigns/opioids"],
  render: [
    ...["render", "content/campaigns/opioids", "--only", "Z10002", "--out", "out"],
    ...["--channel", "print,email,html", "--workers", "0"],
  ],
  explain: ["explain", "content/campaigns/opioids", "Z10002"],
  compare: ["compare", "content/trials/trial", "--only", "Z10002", "--out", "diff"],
};

const folder = mkdtempSync(join(tmpdir(), "adding-test-"));
let of: Record<keyof typeof commands, Outcome>;

beforeAll(() => {
  for (const name of ["src", "templates"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ["package.json", "tsconfig.json"]) cpSync(join(root, name), join(folder, name));
  cpSync(smallContent, join(folder, "content"), { recursive: true });
  cpSync(smallFixtures, join(folder, "fixtures"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [name, text] of Object.entries(modules)) write(name, text);
  for (const entry of entries) enter(entry);
  useThem();
  of = outcomes();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a kind of section and a comparator that somebody adds", () => {
  test("compile, and no table compiles without its entry", () => {
    expect(compile()).toBe("");
    const files = ["src/report/sections.ts", "src/render/sections.ts", "src/measure/comparators.ts"];
    const whole = files.map((file) => readFileSync(join(folder, file), "utf8"));
    for (const [i, file] of files.entries())
      write(file, whole[i]!.replace("  reminder,\n", "").replace('  "top-decile": topDecile,\n', ""));
    const said = compile();
    for (const file of files) expect(said).toContain(file);
    for (const [i, file] of files.entries()) write(file, whole[i]!);
  });

  test("check finds nothing wrong with a campaign that uses them", () => {
    const { code, stdout, stderr } = of.check;
    expect(code, `${stdout}${stderr}`).toBe(0);
  });

  test("render prints them on paper, in the email, in plain text and on the page for the screen", () => {
    expect(of.render.code, of.render.stderr).toBe(0);
    const cycle = join(folder, "out/opioids/2026-08");
    const [run = ""] = readdirSync(cycle).filter((name) => name.startsWith("2026-08-"));
    const read = (path: string) => readFileSync(join(cycle, run, path), "utf8");
    expect(read("email/Z10002.txt")).toContain("Remember the date of the next meeting.");
    expect(read("email/Z10002.html")).toContain('data-slot="reminder.message"');
    expect(read("email/Z10002.txt")).toMatch(/Best tenth of practices: \d/);
    expect(read("html/Z10002.html")).toContain("Remember the date of the next meeting.");
    expect(read("html/Z10002.html")).toContain('<a href="#part-reminder">A reminder</a>');
    expect(read("html/Z10002.html")).toMatch(/<th scope="row">Best tenth of practices<\/th><td>\d/);
    const report = JSON.parse(read("report/Z10002.json"));
    const table = report.sections.find(({ kind }: { kind: string }) => kind === "table");
    expect(table.columns).toMatchObject({ mark: "Best tenth", gap: "To reach the best tenth of practices" });
  });

  test("explain tells of them", () => {
    const { stdout } = of.explain;
    expect(stdout).toContain(
      'reminder.message: opioids-reminder, version 1 on opioids-high-dose\n    "Remember the date',
    );
    expect(stdout).toMatch(/opioids-high-dose: the best tenth of practices [\d.]+ \(shown: the design asks for it\)/);
  });

  test("compare finds the section that an arm leaves out, and the comparator that it does not show", () => {
    const { code, stdout, stderr } = of.compare;
    expect(code, `${stdout}${stderr}`).toBe(0);
    const compared = readFileSync(join(folder, "diff/plan-or-not/compare/2026-08/compare.json"), "utf8");
    expect(compared).toContain('"sections.reminder"');
    expect(compared).toContain('"comparison.chart.labels.top-decile"');
  });
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function enter({ file, after, put }: (typeof entries)[number]): void {
  const text = readFileSync(join(folder, file), "utf8");
  expect(text, file).toContain(after);
  write(file, text.replace(after, `${after}${put}`));
}

/** The opioid campaign with the new section and the new comparator, and a trial of both. */
function useThem(): void {
  const file = "content/campaigns/opioids/campaign.yaml";
  const text = readFileSync(join(folder, file), "utf8");
  const more = "  - reminder: { message: [opioids-reminder] }\n  - method:";
  write(file, text.replace("  - method:", more).replace(/^comparators: .*$/m, "comparators: [top-decile, median]"));
  write(
    "content/blocks/opioids/reminder.yaml",
    'block: opioids-reminder\nrole: overview\nbct: ["7.1"]\ntext: Remember the date of the next meeting.\n',
  );
  write(
    "content/trials/trial/trial.yaml",
    trialText({
      campaign: "../../campaigns/opioids",
      factors: `
  both:
    is: Whether the new parts are there
    changes: [sections, comparators, charts, wording]
    levels:
      with: { is: The report as it is }
      without: { is: Without them, leave-out: [reminder], comparators: [median] }`,
      arms: "\n  K1: { both: with }\n  K7: { both: without }",
    }),
  );
}

/** What the compiler has to say; asked again, it looks again at what has changed. */
function compile(): string {
  const tsc = join(root, "node_modules/.bin/tsc");
  const again = ["--incremental", "--tsBuildInfoFile", join(folder, "compiled.json")];
  const { stdout } = spawnSync(tsc, ["--noEmit", "--singleThreaded", "-p", ".", ...again], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout;
}

/** All commands in one process of the copy: each in its own would read the whole program anew. */
function outcomes(): typeof of {
  cpSync(join(root, "tests/command.ts"), join(folder, "tests/command.ts"));
  write(
    "tests/commands.mjs",
    `import { command } from "./command.ts";
const of = {};
for (const [name, args] of Object.entries(${JSON.stringify(commands)})) of[name] = await command(args);
process.stdout.write(JSON.stringify(of));
`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, ["tests/commands.mjs"], { cwd: folder, encoding: "utf8" });
  expect(stdout, stderr).toMatch(/^\{/);
  return JSON.parse(stdout);
}
