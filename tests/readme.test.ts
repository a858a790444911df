import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const pages = [
  "README.md",
  "CHANGELOG.md",
  "fixtures/README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);

describe.each(pages)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  it("links to files that are there", () => {
    const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map((match) => match[1] ?? "")
      .filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  it("names npm scripts that are there", () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

it("the README lists every command with its options, and no other", () => {
  const readme =
    readFileSync("README.md", "utf8")
      .split(/^## /m)
      .find((section) => section.startsWith("Commands")) ?? "";
  const help = run("--help");
  const commands = [...help.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? "").filter((name) => name !== "help");
  const listed = [...readme.matchAll(/^\| `(\w+)[^`]*` \|/gm)].map((match) => match[1] ?? "");
  expect(listed).toEqual(commands);
  for (const command of commands) {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${command}`)) ?? "";
    const options = [...row.matchAll(/--[\w-]+/g)].map(([option]) => option);
    const known = run(command, "--help");
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
  }
});

function run(...args: string[]): string {
  return execFileSync(process.execPath, ["src/cli/main.ts", ...args], { encoding: "utf8" });
}
