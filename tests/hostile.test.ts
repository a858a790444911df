import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Parser } from "htmlparser2";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../src/batch/outcome.ts";
import { build } from "../src/build.ts";
import { toCsv, unguarded } from "../src/csv.ts";
import { csvRecords } from "../src/input/files/csv-records.ts";
import { compileAll, lookOf } from "../src/output/artefact.ts";
import { openStudio } from "../src/preview/server.ts";
import { packagedTemplates } from "../src/render/templates.ts";
import type { Report } from "../src/report/report.ts";
import { seenOnly } from "../src/unseen.ts";
import { codeAt, hostile, hostileStudy, markup } from "./hostile.ts";

// What others write into the data is words, whatever it looks like: of every output, in every field.

const texts = [...hostile, "Plain Surgery"];
const plain = codeAt(texts.length - 1);
const named = hostile.map((text, i) => [codeAt(i), text] as const);

let study: Awaited<ReturnType<typeof hostileStudy>>;
let run: Run;
beforeAll(async () => {
  study = await hostileStudy(texts);
  run = await build(study.world, {
    study: study.folder,
    out: join(study.folder, "out"),
    channels: ["email"],
    workers: 0,
  });
}, 120_000);
afterAll(() => study.remove());

const read = (path: string) => readFile(join(run.folder, path), "utf8");
const reportOf = async (code: string) => JSON.parse(await read(`report/${code}.json`)) as Report;

test("every report is made and passes read-back: no name stops one", () => {
  expect(run.failed).toEqual([]);
  expect(run.made).toBe(texts.length);
});

test("nothing that is seen of a name is lost", async () => {
  for (const [code, text] of named) {
    const { name, address } = (await reportOf(code)).recipient;
    expect(bare(name).toLowerCase()).toBe(bare(text).toLowerCase()); // a name in capitals is set in small letters
    expect(bare(address.join("")).toLowerCase()).toContain(bare(text).toLowerCase().replaceAll(",", ""));
  }
});

describe("an email", () => {
  test("has the elements of a harmless one, and its words hold the name", async () => {
    const harmless = elementsOf(await read(`email/${plain}.html`));
    for (const [code, text] of named) {
      const html = await read(`email/${code}.html`);
      const page = elementsOf(html);
      expect(page.counts, text).toEqual(harmless.counts);
      expect(page.dangers, text).toEqual([]);
      expect(bare(page.words).toLowerCase()).toContain(bare(text).toLowerCase());
      expect(bare(await read(`email/${code}.txt`)).toLowerCase()).toContain(bare(text).toLowerCase());
    }
  });

  test("has one subject, one sender and nobody but its addressee", async () => {
    const harmless = await PostalMime.parse(await read(`email/${plain}.eml`));
    for (const [code] of named) {
      const mail = await PostalMime.parse(await read(`email/${code}.eml`));
      expect(mail.headers.map(({ key }) => key)).toEqual(harmless.headers.map(({ key }) => key));
      expect(mail.bcc ?? []).toEqual([]);
    }
  });
});

test("a page on paper has the elements of a harmless one, and its words hold the name", async () => {
  const { print } = lookOf(await compileAll(await packagedTemplates()), "standard");
  const harmless = elementsOf(await print(await reportOf(plain)));
  for (const [code, text] of named) {
    const page = elementsOf(await print(await reportOf(code)));
    expect(page.counts, text).toEqual(harmless.counts);
    expect(page.dangers, text).toEqual([]);
    expect(bare(page.words).toLowerCase()).toContain(bare(text).toLowerCase());
  }
});

test("what authors write in a field of one line stands on the page and in both parts of the email", async () => {
  const { print } = lookOf(await compileAll(await packagedTemplates()), "standard");
  const page = elementsOf(await print(await reportOf(plain)));
  expect(bare(page.words).split(bare(markup)).length - 1).toBeGreaterThan(10);
  expect(bare(await read(`email/${plain}.txt`)).split(bare(markup)).length - 1).toBeGreaterThan(5);
});

test("pages in a browser hold all of it, and pass read-back", async () => {
  const only = [codeAt(0), codeAt(5), codeAt(21)];
  const printed = await build(study.world, {
    study: study.folder,
    out: join(study.folder, "printed"),
    channels: ["print"],
    only,
    workers: 0,
    browser: { allowNoSandbox: true, log: () => {} },
  });
  expect(printed.failed).toEqual([]);
  expect(printed.made).toBe(only.length);
});

test("a table for people holds no formula, and every name comes back from it", () => {
  const rows = csvRecords(",")(
    toCsv(
      ["name", "code"],
      named.map(([code, text]) => [seenOnly(text), code]),
    ),
    true,
  ).slice(1);
  expect(rows.map(({ cells }) => unguarded(cells[0] ?? ""))).toEqual(hostile.map(seenOnly));
  for (const { cells } of rows) expect(cells[0]).not.toMatch(/^[\s"]*[=+\-@\t\r]/);
});

test("the studio sends names as data, and reports into a frame that runs nothing", async () => {
  await using studio = await open();
  const overview = await fetch(`${studio.url}api/overview`);
  expect(overview.headers.get("content-type")).toMatch(/^application\/json/);
  expect(overview.headers.get("x-content-type-options")).toBe("nosniff");
  const told = bare(JSON.stringify(await overview.json()));
  for (const [, text] of named.slice(0, 8))
    expect(told.toLowerCase()).toContain(bare(JSON.stringify(text).slice(1, -1)).toLowerCase());
  const page = await fetch(`${studio.url}document/print?code=${codeAt(0)}`);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none';.*sandbox allow-same-origin$/);
  expect(elementsOf(await page.text()).dangers).toEqual([]);
});

test("no script of the studio makes elements of a text", async () => {
  const scripts = (await readdir("templates/preview")).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(20);
  for (const name of scripts)
    expect(await readFile(`templates/preview/${name}`, "utf8"), name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(|new Function/,
    );
});

async function open() {
  const studio = await openStudio(study.world, { campaign: study.folder, browser: { allowNoSandbox: true }, port: 0 });
  await studio.ready;
  return { url: studio.url, [Symbol.asyncDispose]: studio.close };
}

/** What is seen of a text, without the blanks at which lines may end. */
function bare(text: string): string {
  return seenOnly(text).replace(/[\s\p{Cc}]+/gu, "");
}

/** How many of each element a page has but for those that a line may end in, what of it could act, and its words. */
function elementsOf(html: string) {
  const counts: Record<string, number> = {};
  const dangers: string[] = [];
  const words: string[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (!/^(br|wbr|span|tspan)$/.test(tag)) counts[tag] = (counts[tag] ?? 0) + 1;
      if (/^(script|iframe|object|embed|form|base|link|mj-.*)$/.test(tag)) dangers.push(tag);
      for (const [key, value] of Object.entries(attributes)) {
        if (/^on/.test(key)) dangers.push(`${tag} ${key}`);
        if (/^(href|src|xlink:href)$/.test(key) && !/^(https:|mailto:|tel:|cid:|#|data:image\/png)/.test(value))
          dangers.push(`${tag} ${key}=${value}`);
      }
    },
    ontext: (text) => words.push(text),
    oncomment: (text) => words.push(text),
  });
  parser.end(html);
  return { counts, dangers, words: words.join("") };
}
