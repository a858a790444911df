import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../src/batch/outcome.ts";
import { build } from "../src/build.ts";
import { loadStudy } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";
import { type Artefact, openPress, print, render } from "../src/output/artefact.ts";
import { readPdf } from "../src/output/pdf.ts";
import { packagedTemplates } from "../src/render/templates.ts";
import { explain } from "../src/report/explain.ts";
import { planStudy } from "../src/report/plan.ts";
import type { Report } from "../src/report/report.ts";
import { reportsOf } from "../src/report/subjects.ts";
import { smallCampaign } from "./input/small.ts";

/*
 * Every practice has a word of its own in each field that may hold one, and nobody else has it: wherever it turns up, that is
 * whose it is (S13). And what was made before leaves no trace in what is made after it (S14).
 */
const codes = Array.from({ length: 12 }, (_, i) => `ZX${String(i + 1).padStart(2, "0")}`);
const some = ["ZX01", "ZX02", "ZX07", "ZX12"]; // who are sent a report; the others are their peers
const letters = "ABCDEFGHIJKL";
const fields = ["name", "line", "town", "postcode", "email", "pcn", "rural"] as const;

/** "Canarynameazx": no word of any report has a part of it. */
const canaryOf = (field: string, code: string) => `Canary${field}${letters[codes.indexOf(code)]?.toLowerCase()}zx`;
const canariesOf = (code: string) => [code, ...fields.map((field) => canaryOf(field, code))];

let small: Awaited<ReturnType<typeof smallCampaign>>;
let run: Run;
beforeAll(async () => {
  small = await smallCampaign();
  const rows = codes.map((code) => {
    const c = (field: string) => canaryOf(field, code);
    const address = `"${c("line")} Street, ${c("town")}"`;
    const postcode = `${c("postcode")} 1`;
    return [
      code,
      `${c("name")} Surgery`,
      address,
      postcode,
      "1990-04-01",
      "ZP1",
      "Nether Vale",
      `${c("email")}@a.example`,
      `P-${code}`,
      c("pcn"),
      c("rural"),
    ].join(",");
  });
  await small.loadWith({
    "organisations.csv": `code,name,address,postcode,opened,place_code,place_name,email,pcn,pcn_name,rural\n${rows.join("\n")}\n`,
    "data.yaml": (text) =>
      text
        .replace("opened: opened }", "opened: opened, email: email }")
        .replace(
          "  levels:\n",
          "  covariates: { rural: { column: rural, kind: category, is: A word. } }\n  levels:\n    pcn: { code: pcn, name: pcn_name }\n",
        ),
  });
  run = await build(nodeWorld(), {
    study: small.folder,
    out: join(small.folder, "out"),
    channels: ["print", "email"],
    only: some,
    workers: 0,
    browser: { allowNoSandbox: true, log: () => {} },
  });
}, 120_000);
afterAll(() => small.remove());

describe("no word of another practice", () => {
  test("is in anything that is made for one, and its own are", async () => {
    expect(run.failed).toEqual([]);
    const kinds = new Set<string>();
    for (const { name, parentPath } of await filesBelow(run.folder)) {
      const [, code = "", kind = ""] = /^(ZX\d\d)\.(\w+)$/.exec(name) ?? [];
      if (code === "") continue;
      kinds.add(kind);
      const said = await wordsOf(kind, await readFile(join(parentPath, name)));
      expect(foreignIn(said, code), `${code}.${kind}`).toEqual([]);
      expect(said.toLowerCase(), `${code}.${kind}`).toContain(canaryOf("name", code).toLowerCase());
      expect(said, "never in a report").not.toContain("Canaryrural");
    }
    expect([...kinds].sort()).toEqual(["eml", "html", "json", "pdf", "txt"]);
  });

  test("is in its line of the manifest, in the log or in the record", async () => {
    const lines = (await readFile(join(run.folder, "manifest.jsonl"), "utf8")).trim().split("\n");
    expect(lines.length).toBeGreaterThan(some.length);
    for (const line of lines) expect(foreignIn(line, JSON.parse(line).code)).toEqual([]);
    const others = (await filesBelow(run.folder)).filter(({ name }) => !/^ZX\d\d\./.test(name));
    expect(others.map(({ name }) => name)).toEqual(expect.arrayContaining(["manifest.jsonl", "run.json", "log.jsonl"]));
    for (const { name, parentPath } of others)
      expect(await readFile(join(parentPath, name), "utf8"), name).not.toMatch(/canary/i);
  });

  test("is in its explanation", async () => {
    const study = await loadStudy(nodeWorld(), small.folder);
    const { reports, tasks } = reportsOf(study, planStudy(study));
    const { techniques, indicators } = study.topics.get(tasks[0]!.topic)!;
    for (const report of reports) {
      const said = explain(report, { techniques, indicators, peers: "", shown: [] });
      expect(foreignIn(said, report.recipient.code)).toEqual([]);
    }
  });
});

test("a report is the same to the byte whatever was made before it, and whatever failed", async () => {
  const [a, b] = (await Promise.all(["ZX01", "ZX07"].map(reportOf))) as [Report, Report];
  await using presses = await openPress(await packagedTemplates(), ["print"], { allowNoSandbox: true, log: () => {} });
  const press = presses.of("standard");
  const make = async (report: Report) => print(report, await render(report, ["print", "email"], press), press);
  const first = await make(a);
  const other = await make(b);
  await expect(make({ ...b, sections: [], cycle: undefined as unknown as Report["cycle"] })).rejects.toThrow();
  expect(hashed(await make(a))).toEqual(hashed(first));
  expect(hashed(await make(b))).toEqual(hashed(other));
  expect(first.map(({ path }) => path)).toContain("print/ZX01.pdf");
});

function hashed(artefacts: readonly Artefact[]): string[] {
  return artefacts.map(({ path, bytes }) => `${path} ${Buffer.from(bytes).toString("base64")}`);
}

async function reportOf(code: string): Promise<Report> {
  return JSON.parse(await readFile(join(run.folder, "report", `${code}.json`), "utf8"));
}

async function filesBelow(folder: string) {
  return (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
}

function foreignIn(text: string, code: string): string[] {
  const low = text.toLowerCase();
  const others = codes.filter((each) => each !== code);
  return others.flatMap(canariesOf).filter((word) => low.includes(word.toLowerCase()));
}

/** Everything that a file holds, unpacked: what is shown, and what is not. */
async function wordsOf(kind: string, bytes: Buffer): Promise<string> {
  if (kind === "pdf") {
    const { text, unseen } = readPdf(bytes);
    return [...text, JSON.stringify(unseen), ...unpacked(bytes)].join("\n");
  }
  if (kind !== "eml") return bytes.toString();
  const mail = await PostalMime.parse(bytes);
  const attached = mail.attachments.map(
    ({ filename, content }) => `${filename} ${Buffer.from(content as ArrayBuffer).toString("latin1")}`,
  );
  return [JSON.stringify(mail.headers), mail.subject, mail.text, mail.html, ...attached].join("\n");
}

/** A PDF's objects and streams as letters, also those of two bytes. */
function unpacked(bytes: Buffer): string[] {
  const text = bytes.toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: head }) => {
    const end = text.indexOf("endstream", index);
    try {
      return [inflateSync(bytes.subarray(index + head.length, end)).toString("latin1")];
    } catch {
      return [];
    }
  });
  return [text, ...streams].flatMap((each) => [each, each.replaceAll("\0", "")]);
}
