import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "./command.ts";

// The package as its user gets it: packed, unpacked in a project elsewhere, beside the packages that it says it depends on and
// no others. What npm does besides, which is to download these, needs no test.

const root = join(import.meta.dirname, "..");
const { version, dependencies, engines } = readJson(join(root, "package.json")) as {
  version: string;
  dependencies: Record<string, string>;
  engines: { node: string };
};
const { packages } = readJson(join(root, "package-lock.json")) as { packages: Record<string, { dev?: boolean }> };

const home = mkdtempSync(join(tmpdir(), "package-test-"));
const modules = join(home, "node_modules");
const installed = join(modules, "feedback-reports");
const bin = join(installed, "dist/cli/bin.js");
const places = "node_modules/feedback-reports/content/campaigns/prescribing-places";

/** What its user does with it. */
const commands = {
  render: ["render", places, "--only", "ZS002", "--workers", "1", "--json"],
  explain: ["explain", places, "ZS002"],
  begin: ["new", "campaign", "lithium"],
  check: ["check", "content/campaigns/lithium"],
  doctor: ["doctor"],
};

const timeout = 300_000; // each of them starts Node anew, some a browser
afterAll(() => rmSync(home, { recursive: true }));

beforeAll(() => {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", home], {
    cwd: root,
    shell: process.platform === "win32",
  });
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(home, `feedback-reports-${version}.tgz`), "-C", installed, "--strip-components=1"]);
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  }
  writeFileSync(join(home, "package.json"), JSON.stringify({ type: "module" }));
});

describe("what is packed", () => {
  test("holds what is run, read and shown, and no source, test or tool", () => {
    expect(readdirSync(installed).sort()).toEqual([
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "content",
      "dist",
      "docs",
      "fixtures",
      "package.json",
      "templates",
    ]);
    const code = filesBelow(installed).filter((file) => /\.([cm]?ts|mjs)$/.test(file) && !file.endsWith(".d.ts"));
    expect(code).toEqual([]);
  });

  test("has no link that leads nowhere", () => {
    const pages = filesBelow(installed).filter((file) => file.endsWith(".md"));
    const dangling = pages.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/\]\(([^)#]+)[^)]*\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^(https?|mailto):/.test(link) && !existsSync(join(dirname(page), link)))
        .map((link) => `${relative(installed, page)}: ${link}`),
    );
    expect(pages.length).toBeGreaterThan(5);
    expect(dangling).toEqual([]);
  });

  test("has the data that its campaigns name", () => {
    const maps = filesBelow(join(installed, "content")).filter((file) => file.endsWith("/data.yaml"));
    const named = maps.flatMap((map) =>
      [...readFileSync(map, "utf8").matchAll(/^ *file: (.*)$/gm)].map(([, file = ""]) => join(dirname(map), file)),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  test("imports packages that it depends on, and no others", () => {
    const files = filesBelow(join(installed, "dist")).filter((file) => file.endsWith(".js"));
    const named = files.flatMap((file) => importsOf(readFileSync(file, "utf8")));
    const strange = named.filter((name) => !(name in dependencies) && !name.startsWith("node:"));
    expect(named).toContain("zod");
    expect([...new Set(strange)]).toEqual([]);
  });
});

describe("the command", { timeout }, () => {
  let of: Record<keyof typeof commands, Outcome>;
  beforeAll(() => {
    of = outcomes();
  });

  test("render makes a report on paper and as an email", () => {
    const run = JSON.parse(of.render.stdout);
    expect(run, of.render.stderr).toMatchObject({ made: 1, failed: [], seal: expect.any(String) });
    expect(readdirSync(join(home, run.folder, "print"))).toEqual(["ZS002.pdf"]);
  });

  test("explain says why, doctor finds browser and fonts, and new campaign in an empty folder is sound at once", () => {
    const { explain, begin, check, doctor } = of;
    expect([explain.code, explain.stdout.includes("WHY IT SAYS WHAT IT SAYS")]).toEqual([0, true]);
    expect(begin).toMatchObject({ code: 0, stderr: "" });
    expect(check.stdout).toContain("is no source"); // what the author is to replace is told, and nothing worse
    expect([check.code, check.stdout.includes("  error  ")]).toEqual([0, false]);
    expect(doctor.stdout).toMatch(/^node {6}\d+\.\d+/m);
    expect(doctor.stdout).toMatch(/^fonts {5}Arimo-Bold, Arimo-Regular, Arimo-SemiBold$/m);
  });

  test("says its version", () => {
    expect(run(bin, "--version").stdout).toBe(`${version}\n`);
  });

  test("says on too old a Node which one it needs", () => {
    const other = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })';
    const { status, stdout, stderr } = run("--import", `data:text/javascript,${other}`, bin, "--version");
    const needs = `feedback needs Node ${engines.node.replace(">=", "")} or later, but this is Node 20.20.2 (`;
    expect({ status, stdout, starts: stderr.slice(0, needs.length) }).toEqual({ status: 2, stdout: "", starts: needs });
    expect(stderr.split("\n")).toEqual([expect.any(String), expect.stringMatching(/^ {2}hint: /), ""]); // and no stack
  });

  test("starts with the line by which a shell runs it", () => {
    expect(readFileSync(bin, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("has the process that holds trials to the rules beside the studio", async () => {
    const { integrityFindings } = await import(join(installed, "dist/preview/integrity.js"));
    const order = { campaign: "nowhere", data: undefined, templates: join(installed, "templates"), cycle: "2026-08" };
    const answer = integrityFindings(order, new AbortController().signal);
    await expect(answer).rejects.toThrow("1 problem in the input"); // it has looked
  });
});

describe("the library", { timeout }, () => {
  test("is typed for a strict project that checks its libraries too", () => {
    cpSync(join(root, "tests/package/consumer.mts"), join(home, "consumer.mts"));
    writeFileSync(join(home, "readme.mts"), exampleOfReadme());
    const settings = {
      module: "nodenext",
      target: "es2024",
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    };
    writeFileSync(
      join(home, "tsconfig.json"),
      JSON.stringify({ compilerOptions: settings, include: ["consumer.mts", "readme.mts"] }),
    );
    const { status, stdout } = run(
      join(root, "node_modules/typescript/bin/tsc"),
      "-p",
      home,
      "--singleThreaded",
      "--listFiles",
    );
    expect([status, stdout.match(/.*error TS.*/g)]).toEqual([0, null]);
    const read = stdout.match(/(?<=\/node_modules\/)(@[^/]+\/)?[^/\n]+(?=\/)/g) ?? [];
    expect(read).toContain("feedback-reports");
    expect(read.filter((name) => isOnlyForUs(name))).toEqual([]); // such as @types/node, which a user need not have
  });

  test("makes, explains and refuses as the command does, and runs the example of the README", () => {
    const programs = ["./consumer.mts", "./readme.mts"].map((file) => `await import("${file}");`); // one reads the package
    writeFileSync(join(home, "library.mjs"), programs.join('\nconsole.log("then");\n'));
    const { status, stdout, stderr } = run("library.mjs");
    expect([status, stderr]).toEqual([0, ""]);
    const [consumer = "", readme = ""] = stdout.split("\nthen\n");
    expect(consumer.split("\n").slice(0, 3)).toEqual([
      "NHS Elskerfell: one way or the other true, explained true",
      "made 1, failed 0, artefacts 4", // a run of its own beside that of the command
      'error  no campaign at "nowhere/campaign.yaml"',
    ]);
    expect(readme.trim().split("\n").length).toBeGreaterThan(50); // a line a report
  });

  test("says of everything it exports what it is", () => {
    const index = readFileSync(join(installed, "dist/index.d.ts"), "utf8");
    const exported = [...index.matchAll(/export (?:type )?\{([^}]*)\} from "([^"]+)"/g)].flatMap(
      ([, names = "", file = ""]) =>
        names
          .split(",")
          .map((name) => ({ name: name.replace(/\btype\b/, "").trim(), file: file.replace(/\.ts$/, ".d.ts") })),
    );
    const silent = exported.filter(({ name, file }) => {
      const text = readFileSync(join(installed, "dist", file), "utf8");
      return !new RegExp(`\\*/\nexport (declare )?(type|function|const) ${name}\\b`).test(text);
    });
    expect(exported.length).toBeGreaterThan(30);
    expect(silent).toEqual([]);
  });
});

/** All commands in one process: each in its own would read the whole program anew. */
function outcomes(): Record<keyof typeof commands, Outcome> {
  const text = readFileSync(join(root, "tests/command.ts"), "utf8");
  const program = "./node_modules/feedback-reports/dist/cli/program.js";
  writeFileSync(join(home, "command.mts"), text.replace("../src/cli/program.ts", program));
  writeFileSync(
    join(home, "commands.mjs"),
    `import { command } from "./command.mts";
const of = {};
for (const [name, args] of Object.entries(${JSON.stringify(commands)})) of[name] = await command(args);
process.stdout.write(JSON.stringify(of));
`,
  );
  const { stdout, stderr } = run("commands.mjs");
  expect(stdout, stderr).toMatch(/^\{/);
  return JSON.parse(stdout);
}

/** A program of Node's in the user's project. */
function run(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: home, encoding: "utf8" });
}

/** The names of the packages, or of Node's own modules, that some JavaScript imports. */
function importsOf(text: string): string[] {
  const named = text.matchAll(
    /(?:^(?:import|export) [^;"=]* from |^import |\bimport\(|\brequire(?:\.resolve)?\()"([^".][^"]*)"/gm,
  );
  return [...named].map(([, path = ""]) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? "");
}

/** The first example in TypeScript of the README. */
function exampleOfReadme(): string {
  return /^```ts\n(.*?)^```/ms.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";
}

/** Whether a package is among those that only the checkout has. */
function isOnlyForUs(name: string): boolean {
  return name !== "typescript" && packages[`node_modules/${name}`]?.dev === true;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
