import { toIso } from "../../month.ts";
import { type Group, limit, mind, type Note, type Theirs } from "../part.ts";
import { longPeriod, spanOf } from "../periods.ts";
import type { Shape } from "../shape.ts";
import { askAll, cell, columnOf, hasColumns, type Source, textsOfAll } from "../source.ts";

const source = "Quality and Outcomes Framework, NHS England";
const codeNames = ["PRACTICE_CODE", "practicecode"];

/** Achievement in the Quality and Outcomes Framework: numerator, denominator, points and exclusions are rows of their own. */
export const qof: Shape = {
  is: "QOF achievement by practice and indicator",
  isOf: (each) => hasColumns(each, "INDICATOR_CODE", "MEASURE", "VALUE") && columnOf(each, ...codeNames) !== undefined,
  async propose(from) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const year = yearOf(from);
    if ("wrong" in year) return { notes: [limit(year.wrong)] };
    const [code, indicator] = [columnOf(first, ...codeNames)!, columnOf(first, "INDICATOR_CODE")!];
    const pivot = { names: columnOf(first, "MEASURE")!, values: columnOf(first, "VALUE")! };
    const measures = [...(await textsOfAll(from.sources, pivot.names)).keys()];
    const named = (wanted: string) => measures.find((text) => text.toUpperCase() === wanted);
    const [numerator, denominator] = [named("NUMERATOR"), named("DENOMINATOR")];
    if (!numerator || !denominator)
      return {
        notes: [
          limit(`the column ${pivot.names} has no NUMERATOR and DENOMINATOR, but ${measures.slice(0, 6).join(", ")}`),
        ],
      };
    const both = await askAll(
      from.sources,
      `select ${cell(indicator)} as theirs from source group by 1
       having bool_or(${cell(pivot.names)} = '${numerator}') and bool_or(${cell(pivot.names)} = '${denominator}') order by 1`,
    );
    const all = await textsOfAll(from.sources, indicator);
    const notes: Note[] = [
      limit(year.told),
      mind("patients with a personalised care adjustment are not in the denominator"),
      mind("ids of indicators change between years (AST006 became AST012): a later year needs a mapping of its own"),
    ];
    if (both.length < all.size)
      notes.push(
        mind(
          `indicators without numerator and denominator, such as registers, are not used: ${[...all.keys()]
            .filter((each) => !both.some(({ theirs: name }) => name === each))
            .slice(0, 5)
            .join(", ")}`,
        ),
      );
    const theirs = both.map(
      ({ theirs: name }): Theirs => ({
        theirs: name ?? "",
        kind: "share",
        numerator: "counted",
        denominator: "patients",
      }),
    );
    return {
      observations: {
        from,
        columns: { code, indicator, period: "month", numerator, denominator },
        add: { month: year.month },
        pivot,
        theirs,
        source: `${source}, ${year.text}`,
        code,
        comments: {
          "add.month": `the last month of ${year.text}`,
          pivot: "numerator and denominator are rows of their own",
        },
      },
      notes,
    };
  },
};

/** Registers of diseases beside lists: prevalence. */
export const qofPrevalence: Shape = {
  is: "QOF prevalence: registers and lists by practice",
  isOf: (each) =>
    columnOf(each, ...codeNames) !== undefined &&
    register(each) !== undefined &&
    list(each) !== undefined &&
    group(each) !== undefined,
  async propose(from) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const year = yearOf(from);
    if ("wrong" in year) return { notes: [limit(year.wrong)] };
    const [code, indicator] = [columnOf(first, ...codeNames)!, group(first)!];
    const found = [...(await textsOfAll(from.sources, indicator)).keys()].sort();
    return {
      observations: {
        from,
        columns: { code, indicator, period: "month", numerator: register(first)!, denominator: list(first)! },
        add: { month: year.month },
        theirs: found.map(
          (name): Theirs => ({
            theirs: name,
            kind: "share",
            numerator: "patients on the register",
            denominator: "patients",
          }),
        ),
        source: `${source}, ${year.text}`,
        code,
        comments: { "add.month": `the last month of ${year.text}` },
      },
      notes: [
        limit(year.told),
        mind(
          "some registers are of adults or of older patients: their lists are of those ages only (patient_list_type)",
        ),
      ],
    };
  },
};

const group = (each: Source) => columnOf(each, "group_code", "indicator_group");
const register = (each: Source) => columnOf(each, "register", "disease_register_size", "register_size");
const list = (each: Source) => columnOf(each, "practice_list_size", "practice_listsize", "patient_list_size");

/** Practices and where they belong, from the zip of QOF. */
export const qofPractices: Shape = {
  is: "QOF mapping of practices to PCNs, sub-ICBs and ICBs",
  isOf: (each) => hasColumns(each, "PRACTICE_CODE", "PRACTICE_NAME", "PCN_ODS_CODE", "ICB_ODS_CODE"),
  async propose(from) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const level = (name: string, pattern: string) => {
      const found = (ends: string) =>
        first.columns.find((column) => new RegExp(`^${pattern}(_loc|_location)?_?${ends}$`, "i").test(column));
      const [code, called] = [found("ods_code") ?? found("code"), found("name")];
      return code ? { [name]: { code, ...(called ? { name: called } : {}) } } : {};
    };
    return {
      isOnlyDirectory: true,
      organisations: {
        from: { sources: [first], form: from.form },
        type: "practice",
        columns: { code: columnOf(first, "PRACTICE_CODE")!, name: columnOf(first, "PRACTICE_NAME")! },
        levels: { ...level("pcn", "pcn"), ...level("sub-icb", "sub_?icb"), ...level("icb", "icb") },
      },
      notes: [mind("it has no addresses and no days of closing: for letters, give epraccur.csv instead")],
    };
  },
};

type Year = { text: string; month: string; told: string };

/** The financial year by the names of the files: ACHIEVEMENT_LONDON_2425.csv, QOF2425.zip. */
function yearOf({ sources }: Group): Year | { wrong: string } {
  const years = new Set(sources.map(({ label }) => yearIn(label)));
  const [text] = years;
  const span = text === undefined ? undefined : spanOf(text);
  if (years.size > 1)
    return {
      wrong: `the files are of several years (${[...years].map((year) => year ?? "unknown").join(", ")}): give those of one`,
    };
  if (text === undefined || !span)
    return {
      wrong:
        "no name of a file says which year it is: give the files the names under which they were published, such as ACHIEVEMENT_LONDON_2425.csv",
    };
  return { text, month: toIso(span.last), told: longPeriod({ text, span }, 0) };
}

/** The year in the name of a file, or of its folder or zip. */
function yearIn(label: string): string | undefined {
  const named = label.split(/[/\\]/).slice(-2).join("/");
  const years = [...named.matchAll(/(?<!\d)(?:20)?(\d{2})[-_]?(\d{2})(?!\d)/g)];
  const last = years.filter(([, a, b]) => Number(b) === (Number(a) + 1) % 100).at(-1);
  return last ? `20${last[1]}/${last[2]}` : undefined;
}
