import { spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Report } from "../src/report/report.ts";
import { textsIn } from "../src/report/sections.ts";
import { toWords } from "../src/report/sentence.ts";

/*
 * Other programs that make a PDF of a report: what a row of the benchmark is held against, where they are installed.
 * Typst: `npm install --no-save @myriaddreamin/typst-ts-node-compiler`. WeasyPrint: Debian's package of that name.
 */

/** Makes the PDF of one report from its page as HTML, or from the report and the charts in that page. */
export type OtherPrinter = { name: string; print: (report: Report, html: string) => Promise<Uint8Array> };

type Compiler = {
  mapShadow: (path: string, content: Buffer) => void;
  pdf: (of: { mainFileContent: string }, as: { pdfStandard: string; creationTimestamp: number }) => Buffer;
  evictCache: (maxAge: number) => void;
};
type Typst = {
  NodeCompiler: {
    create: (of: { workspace: string; fontArgs: readonly { fontBlobs: readonly Buffer[] }[] }) => Compiler;
  };
};

/** Typst, with the same font, texts, tables and charts, tagged as PDF/UA-1 asks; undefined where it is not installed. */
export async function typst(): Promise<OtherPrinter | undefined> {
  const require = createRequire(import.meta.url);
  let path: string;
  try {
    path = require.resolve("@myriaddreamin/typst-ts-node-compiler");
  } catch {
    return undefined;
  }
  const { NodeCompiler } = (await import(pathToFileURL(path).href)) as Typst;
  const fonts = dirname(require.resolve("@expo-google-fonts/arimo/package.json"));
  const fontBlobs = await Promise.all(
    ["400Regular/Arimo_400Regular.ttf", "600SemiBold/Arimo_600SemiBold.ttf"].map((file) => readFile(join(fonts, file))),
  );
  const compiler = NodeCompiler.create({ workspace: import.meta.dirname, fontArgs: [{ fontBlobs }] });
  return {
    name: "Typst, same texts and charts, tagged, no checks",
    print: async (report, html) => {
      const charts = [...html.matchAll(/<svg[^>]*role="(?:img|graphics-document)"[\s\S]*?<\/svg>/g)].map(
        ([svg]) => svg,
      );
      for (const [i, svg] of charts.entries())
        compiler.mapShadow(join(import.meta.dirname, `chart-${i}.svg`), Buffer.from(svg));
      const bytes = compiler.pdf(
        { mainFileContent: toTypst(report, charts.length) },
        { pdfStandard: "ua-1", creationTimestamp: 0 },
      );
      compiler.evictCache(10);
      return bytes;
    },
  };
}

/** WeasyPrint on the page as HTML, one process a report, as it is called from a shell; undefined where it is not installed. */
export function weasyPrint(): OtherPrinter | undefined {
  if (spawnSync("weasyprint", ["--version"]).status !== 0) return undefined;
  return {
    name: "WeasyPrint on the same page, no checks",
    print: (_report, html) =>
      new Promise((resolve, reject) => {
        const child = spawn("weasyprint", ["--quiet", "-", "-"], { stdio: ["pipe", "pipe", "ignore"] });
        const parts: Buffer[] = [];
        child.stdout.on("data", (part: Buffer) => parts.push(part));
        child.on("error", reject);
        child.on("close", (status) =>
          status === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`weasyprint: ${status}`)),
        );
        child.stdin.end(html.replace(/content:\s*var\([^)]*\)/g, "content: none")); // version 57 stops at a variable in a margin
      }),
  };
}

function toTypst(report: Report, charts: number): string {
  const literal = (text: string) => JSON.stringify(text).replaceAll("\\u", "\\\\u");
  let chart = 0;
  const lines = report.sections.flatMap((section) => {
    const rows = new Map<string, string[]>();
    const parts = textsIn(section).flatMap(({ slot, words }) => {
      const said = words.map((sentence) => toWords(sentence, report.figures)).join(" ");
      if (slot.startsWith("rows")) {
        rows.set(slot, [...(rows.get(slot) ?? []), said]);
        return [];
      }
      if (!slot.startsWith("chart")) return [`#par(text(${literal(said)}))`];
      return chart < charts && /^(Dot|Line) chart/.test(said)
        ? [`#image("chart-${chart++}.svg", alt: ${literal(said)}, width: 120mm)`]
        : [];
    });
    const most = Math.max(0, ...[...rows.values()].map((cells) => cells.length));
    const cells = [...rows.values()].flatMap((row) =>
      Array.from({ length: most }, (_, i) => `[#text(${literal(row[i] ?? "")})]`),
    );
    return [
      `= #text(${literal(section.name)})`,
      ...parts,
      ...(most > 0 ? [`#table(columns: ${most}, ${cells.join(", ")})`] : []),
    ];
  });
  return [
    `#set document(title: ${literal(report.campaign.title)})`,
    '#set page(paper: "a4", margin: 15mm)',
    '#set text(font: "Arimo", size: 11pt, lang: "en")',
    ...lines,
  ].join("\n");
}
