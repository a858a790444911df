import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { editorFiles } from "../src/cli/schema.ts";

// An editor as authors have it: the language server for YAML that Visual Studio Code runs, with the settings of the repository.

const root = join(import.meta.dirname, "..");
const server = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");
const settings = JSON.parse(readFileSync(join(root, ".vscode/settings.json"), "utf8")) as Record<string, unknown>;

let child: ChildProcess;
let editor: MessageConnection;
const said = new Map<string, (found: Diagnostic[]) => void>();

type Diagnostic = { message: string; range: { start: { line: number } } };

beforeAll(async () => {
  child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  editor = createMessageConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
  const yaml = {
    schemas: settings["yaml.schemas"],
    schemaStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  };
  editor.onRequest("workspace/configuration", ({ items }: { items: { section: string }[] }) =>
    items.map(({ section }) => (section === "yaml" ? yaml : {})),
  );
  editor.onRequest("client/registerCapability", () => null);
  editor.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => said.get(uri)?.(diagnostics),
  );
  editor.listen();
  const folder = { uri: pathToFileURL(root).href, name: "root" };
  const textDocument = {
    completion: { completionItem: { documentationFormat: ["markdown"] } },
    hover: {},
    publishDiagnostics: {},
  };
  await editor.sendRequest("initialize", {
    processId: process.pid,
    rootUri: folder.uri,
    workspaceFolders: [folder],
    capabilities: { workspace: { configuration: true, workspaceFolders: true }, textDocument },
  });
  await editor.sendNotification("initialized", {});
  await editor.sendNotification("workspace/didChangeConfiguration", { settings: { yaml } });
});

afterAll(() => {
  editor?.dispose();
  child?.kill();
});

/** Opens a text as a file of the library, and waits for what is said of it. */
async function open(file: string, text: string): Promise<{ uri: string; found: Diagnostic[] }> {
  const { href: uri } = pathToFileURL(join(root, file));
  const found = new Promise<Diagnostic[]>((resolve) => said.set(uri, resolve));
  await editor.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  return { uri, found: await found };
}

const second = `block: one
role: caution
text: Words.
---
block: two
rol: caution
bct: ["2.2"]
text: Words.
`;

test("the second document of a file is held to the schema too, without a first line that names it", async () => {
  const { found } = await open("content/blocks/opioids/new-a.yaml", second);
  expect(found.map(({ message, range }) => [range.start.line, message.slice(0, 40)])).toEqual(
    expect.arrayContaining([
      [5, expect.stringMatching(/rol/)],
      [4, expect.stringMatching(/role/)],
    ]),
  );
});

type Offered = { label: string; documentation?: string | { value: string } };

/** What is offered at a place of a file, lines and characters from 0. */
async function offered(uri: string, line: number, character: number): Promise<Offered[]> {
  const position = { textDocument: { uri }, position: { line, character } };
  return ((await editor.sendRequest("textDocument/completion", position)) as { items: Offered[] }).items;
}

function docOf(offer: Offered | undefined): string | undefined {
  return typeof offer?.documentation === "object" ? offer.documentation.value : offer?.documentation;
}

/** What the repository's own file of names has of a kind. */
function namesOf(kind: string): { enum: string[]; enumDescriptions: string[] } {
  const { definitions } = JSON.parse(readFileSync(join(root, "content/schemas/names.schema.json"), "utf8"));
  return definitions[kind].anyOf[0];
}

test("roles, signals and techniques are offered in it, a technique with its name", async () => {
  const text = 'block: one\nrole: why\ntext: Words.\n---\nblock: two\nrole: \nwhen: \nbct: [""]\n';
  const { uri } = await open("content/blocks/opioids/new-b.yaml", text);
  expect((await offered(uri, 5, 6)).map(({ label }) => label)).toEqual(expect.arrayContaining(["caution", "headline"]));
  expect((await offered(uri, 6, 6)).map(({ label }) => label)).toEqual(expect.arrayContaining(["worse-than-median"]));
  const techniques = await offered(uri, 7, 7);
  const feedback = techniques.find(({ label }) => label.includes("2.2"));
  expect(techniques.length).toBeGreaterThanOrEqual(93);
  expect(JSON.stringify(feedback)).toContain("Feedback on behaviour");
});

test("names of the library are offered where they are named: indicators, actions, and blocks of the role that is asked for", async () => {
  const text = `headline: 
indicators: [""]
sections:
  - cautions:
      blocks:
        - 
  - actions:
      choose: [""]
  - headline:
      say: { worse: "" }
`;
  const { uri } = await open("content/campaigns/new/campaign.yaml", text);
  const labels = async (line: number, character: number) =>
    (await offered(uri, line, character)).map(({ label }) => label.replace(/^"|"$/g, ""));
  const indicators = expect.arrayContaining(["insulin-pumps", "opioids-high-dose"]);
  expect([await labels(0, 10), await labels(1, 14)]).toEqual([indicators, indicators]);
  const cautions = await labels(5, 10);
  expect(cautions).toContain("opioids-caution-sudden");
  expect(cautions.filter((each) => /^[a-z-]+$/.test(each) && !each.includes("caution"))).toEqual([]);
  expect(await labels(7, 16)).toContain("opioids-review-five");
  const { enumDescriptions } = namesOf("caution-block");
  const sudden = (await offered(uri, 5, 10)).find(({ label }) => label.includes("opioids-caution-sudden"));
  expect(enumDescriptions).toContainEqual(docOf(sudden)); // its words are told beside it
});

test("a name that was written since is no error in an editor", async () => {
  const text = readFileSync(join(root, "content/campaigns/opioids/campaign.yaml"), "utf8");
  const { found } = await open(
    "content/campaigns/other/campaign.yaml",
    text.replace("opioids-caution-sudden", "just-now"),
  );
  expect(found).toEqual([]);
});

test("what a key means is told in it", async () => {
  const { uri } = await open("content/blocks/opioids/new-c.yaml", second.replace("rol:", "role:"));
  const hover = (await editor.sendRequest("textDocument/hover", {
    textDocument: { uri },
    position: { line: 6, character: 1 },
  })) as { contents: { value: string } };
  expect(hover.contents.value).toContain("Behaviour change techniques");
});

test("the repository has the settings that a new library gets", () => {
  for (const [name, text] of Object.entries(editorFiles("content")))
    expect(readFileSync(join(root, ".vscode", name), "utf8")).toBe(text);
});
