import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { command } from "./command.ts";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "fixtures/README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);
const named = [...(await run("--help")).matchAll(/^ {2}([\w-]+)(?:\|([\w-]+))? /gm)]
  .map(([, name = "", other]) => [name, other] as const)
  .filter(([name]) => name !== "help");
const commands = named.map(([name]) => name);
const helpOf: Record<string, string> = {};
for (const [name, other] of named) {
  helpOf[name] = await run(name, "--help");
  if (other) helpOf[other] = helpOf[name];
}

describe.each(pages)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  it("links to files that are there, and to headings in them", () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it("names npm scripts that are there", () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it("gives commands that there are, with options they have, on files that are there", () => {
    expect(linesOf(text).flatMap(faultsOf)).toEqual([]);
  });

  it("names source, tests and content that are there", () => {
    const named = [...text.matchAll(/`((?:src|tests|docs|templates|content|fixtures|bench)\/[\w./-]+)`/g)].map(
      ([, path = ""]) => path,
    );
    const added = readFileSync("tests/adding.test.ts", "utf8"); // makes the files of its example
    expect(named.filter((path) => !existsSync(path) && !added.includes(`"${path}"`))).toEqual([]);
  });
});

describe("the checks themselves", () => {
  it.each([
    ["npm run -s feedback -- chekc content/campaigns/opioids", "no command chekc"],
    ["npx feedback check content/campaigns/opiods", "no content/campaigns/opiods"],
    ["feedback render content/campaigns/opioids --onyl Z10003", "render has no --onyl"],
    ["npx vitest run tests/none.test.ts", "no tests/none.test.ts"],
  ])("find the fault in %s", (line, fault) => {
    expect(faultsOf(line)).toEqual([fault]);
  });

  it("see the lines of a page", () => {
    expect(linesOf(readFileSync("CONTRIBUTING.md", "utf8")).length).toBeGreaterThan(15);
  });

  it.each([
    ["CONTRIBUTING.md#add-something", true],
    ["CONTRIBUTING.md#remove-something", false],
    ["docs/none.md", false],
  ])("%s leads somewhere: %s", (link, does) => {
    expect(leadsSomewhere("README.md", link)).toBe(does);
  });
});

it("the README lists every command with its options, and no other", () => {
  const readme =
    readFileSync("README.md", "utf8")
      .split(/^## /m)
      .find((section) => section.startsWith("Commands")) ?? "";
  const listed = [...readme.matchAll(/^\| `([\w-]+)[^`]*` \|/gm)].map((match) => match[1] ?? "");
  expect(listed).toEqual(commands);
  for (const command of commands) {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${command}`)) ?? "";
    const options = [...row.matchAll(/--[\w-]+/g)].map(([option]) => option);
    expect(options.filter((option) => !helpOf[command]?.includes(option))).toEqual([]);
  }
});

/** Whether a link of a page leads to a file, and to a heading of it where it names one. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, "utf8")).includes(heading);
}

/** The headings of a page as links name them: "## Add something" → "add-something". */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, words = ""]) =>
    words
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

/** The lines of a page that are to be typed: those of its blocks of code, and pieces of code that begin with a command; not where `<…>` stands for something. */
function linesOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\n(.*?)^```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const pieces = [...text.matchAll(/`((?:npx|npm|feedback) [^`]+)`/g)].map(([, piece = ""]) => piece);
  return [...blocks, ...pieces].filter((line) => /^(npx|npm run|feedback) /.test(line) && !line.includes("<"));
}

/** What is wrong with a line that is to be typed. */
function faultsOf(line: string): string[] {
  const typed = (line.split(/ #| {4}/)[0] ?? "").replace(/^npm run -s feedback -- |^npx feedback /, "feedback ").trim();
  const [program, command = "", ...words] = typed.split(" ");
  const files = words.filter((word) => /^(content|tests|docs)\/[\w./-]+$/.test(word) && !isInvented(word));
  const missing = files.filter((file) => !existsSync(file)).map((file) => `no ${file}`);
  if (program !== "feedback") return missing;
  const help = helpOf[command];
  if (help === undefined) return [`no command ${command}`];
  const options = [...typed.matchAll(/--[\w-]+/g)].map(([option]) => option);
  return [
    ...missing,
    ...options.filter((option) => !help.includes(option)).map((option) => `${command} has no ${option}`),
  ];
}

/** What the pages tell readers to make first. */
function isInvented(path: string): boolean {
  return /\/(lithium|sleeping-tablets|paper-or-not)$/.test(path);
}

async function run(...args: string[]): Promise<string> {
  return (await command(args)).stdout;
}
