import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileHandlebars } from "../../render/handlebars.ts";
import type { Attributed } from "../differences/attribute.ts";
import type { DiffRun } from "../differences/word-diff.ts";
import type { ComparedCell, ComparedTechnique, Comparison, Pairwise } from "./compare.ts";
import type { Gallery, Pictures } from "./pictures.ts";

const folder = new URL("../../../templates/compare/", import.meta.url);

/** The comparison as one page with everything in it: no scripts, nothing from outside. */
export async function comparisonPage(comparison: Comparison, gallery: Gallery): Promise<string> {
  const [markup, css] = await Promise.all(
    ["page.hbs", "page.css"].map((name) => readFile(fileURLToPath(new URL(name, folder)), "utf8")),
  );
  const fill = compileHandlebars(markup!, { name: "compare/page.hbs" });
  return fill({ figures: {}, ...toView(comparison, gallery), style: { html: `<style>\n${css}</style>` } } as never);
}

function toView(comparison: Comparison, gallery: Gallery) {
  const { cells, pairs, findings, techniques, verdict, recipients, trial, title, cycle } = comparison;
  const names = cells.map(({ name }) => name);
  return {
    trial,
    title,
    cycle,
    recipients: String(recipients),
    verdict: verdict.text,
    isClean: verdict.clean,
    hasFindings: findings.length > 0,
    findings: findings.map(({ code, severity, message, hint = "", place }) => ({
      code,
      severity,
      message,
      hint,
      place: place ? `${place.file}:${place.line}` : "",
    })),
    cells: names,
    isUnmasked: comparison.unmasked,
    armRows: armRows(cells),
    pairs: pairs.map(toPairView),
    hasTechniques: techniques.length > 0,
    techniques: techniques.map((each) => toTechniqueView(each, names)),
    hasPictures: gallery.size > 0,
    recipientsShown: [...gallery].map(([code, row]) => ({
      id: `recipient-${code}`,
      name: code,
      isMany: names.length > 2,
      cells: names.map((name) => toCellView(code, name, row.get(name))),
    })),
  };
}

type ArmValue = { text: string; note: string };

function armRows(cells: readonly ComparedCell[]): { name: string; values: ArmValue[] }[] {
  const factors = Object.keys(cells[0]?.levels ?? {});
  const row = (name: string, of: (cell: ComparedCell) => string) => ({
    name,
    values: cells.map((cell): ArmValue => ({ text: of(cell), note: "" })),
  });
  return [
    ...factors.map((factor) => ({
      name: factor,
      values: cells.map(({ levels, means }) => ({ text: levels[factor] ?? "", note: means[factor] ?? "" })),
    })),
    row("campaign", ({ topic }) => topic),
    row("channels", ({ channels }) => channels.join(", ")),
    row("support outside the report", ({ support }) =>
      support.length === 0 ? "none" : support.map(({ is, by, dose }) => `${is}. ${by}. ${dose}.`).join(" "),
    ),
    row("sent in this cycle", ({ sends }) => (sends ? "yes" : "no")),
    row("words in a report", ({ words }) => (words === null ? "–" : String(words))),
    ...(cells.some(({ pages }) => pages !== undefined)
      ? [row("pages on paper", ({ pages }) => (pages === undefined ? "–" : String(pages)))]
      : []),
  ];
}

function toPairView({ a, b, factors, same, of, differences }: Pairwise, index: number) {
  const groups = [...Map.groupBy(differences, ({ aspect }) => aspect)];
  const equal = same === of ? `All ${of} reports are` : same === 0 ? "No report is" : `${same} of ${of} reports are`;
  const sent = of === 0 ? "No recipient gets a report in both." : `${equal} the same in every word, chart and number.`;
  const found = differences.length === 1 ? "One difference" : `${differences.length} differences`;
  return {
    id: `pair-${index + 1}`,
    a,
    b,
    factors,
    isEmpty: differences.length === 0,
    summary: differences.length === 0 ? sent : `${found}. ${sent}`,
    groups: groups.map(([aspect, rows], i) => ({
      id: `pair-${index + 1}-${i + 1}`,
      aspect: aspect.charAt(0).toUpperCase() + aspect.slice(1),
      rows: rows.map(toRow),
    })),
  };
}

function toRow({ node, a, b, words, by, together, recipients }: Attributed) {
  const { count, of, first } = recipients;
  return {
    node,
    runs: words ?? wholeRuns(a, b),
    by: together
      ? `${by.join(" and ")}, only together`
      : by.length > 1
        ? `${by.join("; ")}, each by itself`
        : by.join(),
    between: together === true,
    count: `${count} of ${of}`,
    example: count > 0 ? `e.g. ${first}` : "",
  };
}

function wholeRuns(a: string, b: string): DiffRun[] {
  const runs: DiffRun[] = [];
  if (a !== "") runs.push({ kind: "out", text: a });
  if (a !== "" && b !== "") runs.push({ kind: "same", text: " " });
  if (b !== "") runs.push({ kind: "in", text: b });
  return runs;
}

function toTechniqueView({ code, label, inCells }: ComparedTechnique, names: readonly string[]) {
  const there = names.filter((name) => (inCells[name] ?? 0) > 0);
  const counts = names.map((name) => meanText(inCells[name] ?? 0));
  const found =
    there.length < names.length
      ? `only in ${there.join(", ")}`
      : new Set(counts).size === 1
        ? "all arms alike"
        : "all arms, more often in some";
  return { code, label, counts, found };
}

function meanText(mean: number): string {
  return mean > 0 && mean < 0.05 ? "under 0.1" : mean.toFixed(1);
}

function toCellView(code: string, name: string, { pages, email, screen }: Pictures = { pages: [] }) {
  const pictures = [
    ...pages.map((png, i) => toPicture(png, `Page ${i + 1} of ${pages.length}`, `${code} in ${name}, on paper`)),
    ...(email ? [toPicture(email, "Email", `${code} in ${name}, by email`)] : []),
    ...(screen ? [toPicture(screen, "Screen", `${code} in ${name}, on screen`)] : []),
  ];
  return { name, pictures, isEmpty: pictures.length === 0 };
}

function toPicture(png: Uint8Array, caption: string, alt: string) {
  return {
    caption,
    alt: `${alt}: ${caption.toLowerCase()}`,
    source: `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
  };
}
