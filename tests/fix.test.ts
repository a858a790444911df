import { cpSync, globSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mend } from "../src/input/files/mend.ts";
import { loadStudy } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";
import { isInputError } from "../src/problem.ts";
import { command } from "./command.ts";

// What `feedback fix` mends of the mistakes in tests/broken, each of which is one difference from the sound campaign.

const root = join(import.meta.dirname, "..");
const broken = join(root, "tests/broken");

/** Mistakes that only their author can mend, since more than one thing may have been meant. */
const left = [
  "spoilt-cut-by-comma",
  "spoilt-en-dash",
  "yaml-alias-bomb",
  "yaml-bad-indent",
  "yaml-braces-alone",
  "yaml-duplicate-key",
].concat(["yaml-empty-file", "yaml-second-document", "yaml-unclosed-quote"]);
const mended = [
  ...readdirSync(broken).filter((name) => /^(slip|spoilt|yaml)-/.test(name) && !left.includes(name)),
  "key-misspelt",
];

/** What is told of some once YAML reads them, and nobody can mend for their author. */
const still: Readonly<Record<string, string>> = {
  "slip-braces": '"own.value" may be unknown here',
  "spoilt-single-braces": '"own.value" may be unknown here',
  "spoilt-no-break-indent": 'invalid "doi": a DOI such as 10.1371/journal.pmed.1003796',
  "spoilt-stars": '"**" would be printed as it is',
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "fix-test-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The sound campaign with a mistake in it. */
function folderOf(name: string): string {
  const folder = join(scratch, "study");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(broken, "base"), folder, { recursive: true });
  cpSync(join(broken, name), folder, { recursive: true });
  return folder;
}

async function problemsOf(folder: string): Promise<readonly string[]> {
  try {
    const { warnings } = await loadStudy(nodeWorld(), folder);
    return warnings.filter(({ place }) => place?.file.endsWith(".yaml")).map(({ message }) => message);
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ message }) => message);
    throw error;
  }
}

describe("fix --write", () => {
  test.each(mended)("%s is sound afterwards, and is not changed again", async (name) => {
    const folder = folderOf(name);
    expect(await problemsOf(folder)).not.toEqual([]);
    const { code, stdout } = await command(["fix", folder, "--write"]);
    expect([code, await problemsOf(folder)]).toEqual([0, still[name] ? [still[name]] : []]);
    expect(stdout).toMatch(/^--- .*\n\+\+\+ .*\n@@ /);
    expect((await command(["fix", folder])).stdout).toBe("");
  });

  test.each(left)("%s is left as it is", async (name) => {
    const files = globSync("**/*.yaml", { cwd: join(broken, name) });
    const changed = files.filter((file) => {
      const { before, after } = mend(readFileSync(join(broken, name, file)));
      return before !== after;
    });
    expect(changed).toEqual([]);
  });
});

test("without --write the changes are shown, the file stays, and a script can tell by 1", async () => {
  const folder = folderOf("slip-colon");
  const file = join(folder, "blocks/message.yaml");
  const before = readFileSync(file, "utf8");
  const { code, stdout, stderr } = await command(["fix", file]);
  expect([code, readFileSync(file, "utf8")]).toEqual([1, before]);
  expect(stdout.split("\n").slice(2)).toEqual([
    "@@ -6,3 +6,3 @@",
    " block: message-any",
    " role: message",
    "-text: Note: no comparison can be made.",
    '+text: "Note: no comparison can be made."',
    "",
  ]);
  expect(stderr).toContain("nothing is written without --write");
});

test("several in one file, with line ends of Windows and comments, each in its own line", async () => {
  const text =
    "block: a # one\r\nrole: why\r\ntitle: 'It's one'\r\ntext: >-\r\n  As it is # this stays.\r\n\tand on\r\nbct:['5.1']\r\n";
  const { after, did } = mend(Buffer.from(text));
  expect(after).toBe(text.replace("'It's one'", '"It\'s one"').replace("\tand", "  and").replace("bct:", "bct: "));
  expect(did.map((each) => each.split(":")[0])).toEqual(["line 3", "line 6", "line 7"]);
});

test("nothing of what is shipped is changed, in files that are sound", () => {
  const files = globSync("{content,tests/broken/base}/**/*.yaml", { cwd: root });
  expect(files.length).toBeGreaterThan(100);
  const changed = files.filter((file) => {
    const bytes = readFileSync(join(root, file));
    return mend(bytes).after !== bytes.toString("utf8");
  });
  expect(changed).toEqual([]);
});

test("a text over several lines is not quoted in its first alone", async () => {
  const text = "block: a\ntext: Note: this goes on\n  in a second line.\n";
  expect(mend(Buffer.from(text)).after).toBe(text);
  await writeFile(join(scratch, "a.yaml"), text);
  expect((await command(["fix", join(scratch, "a.yaml")])).code).toBe(0);
});

test.each([
  [
    "a line of text that looks like a slip, before the real one",
    "text: >-\n  Words\n  • and more\nbct: [5.1\nrole: why\n",
  ],
  ["quotes of a word processor within braces", "block: a\nall: { lead: “One”, text: two }\n"],
])("%s is left: the mend would not be read better", (_, text) => {
  expect(mend(Buffer.from(text))).toEqual({ before: text, after: text, did: [] });
});

test("what is no YAML is not touched: a file of data is refused, and bytes that are no text are left", async () => {
  const data = join(broken, "base/observations.csv");
  const { code, stderr } = await command(["fix", data, "--write"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('observations.csv" is no YAML file')]);
  const { before, after } = mend(Buffer.from([0, 1, 0xff]));
  expect(after).toBe(before);
});
