import { guess, limit, mind, type ObservationsPart, type PartNote, type Theirs } from "../part.ts";
import { periodsTold } from "../periods.ts";
import type { PublicShape } from "../shape.ts";
import { askAll, cell, columnOf, hasColumns, textsOfAll } from "../source.ts";
import { alike, type FileYears, newestOf, yearsOf } from "../years-in-names.ts";

const source = "Quality and Outcomes Framework, NHS England";
const codeNames = ["PRACTICE_CODE", "practicecode"];

/** Achievement in the Quality and Outcomes Framework: numerator, denominator, points and exclusions are rows of their own. */
export const qof: PublicShape = {
  is: "QOF achievement by practice and indicator",
  isOf: (each) => hasColumns(each, "INDICATOR_CODE", "MEASURE", "VALUE") && columnOf(each, ...codeNames) !== undefined,
  async propose(given) {
    const names = [codeNames, ["INDICATOR_CODE"], ["MEASURE"], ["VALUE"]];
    const known = await alike(given, names);
    if (!known) return { notes: [withoutYear] };
    const { from, years } = known;
    const like = newestOf(years);
    const [code = "", indicator = "", measure = "", value = ""] = names.map((each) => columnOf(like, ...each));
    const pivot = { names: measure, values: value };
    const measures = [...(await textsOfAll(from.sources, "MEASURE")).keys()];
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
      `select ${cell("INDICATOR_CODE")} as theirs from source group by 1
       having bool_or(${cell("MEASURE")} = '${numerator}') and bool_or(${cell("MEASURE")} = '${denominator}') order by 1`,
    );
    const all = await textsOfAll(from.sources, "INDICATOR_CODE");
    const theirs = both.map(
      ({ theirs: name }): Theirs => ({
        theirs: name ?? "",
        kind: "share",
        period: "financial-year",
        numerator: "counted",
        denominator: "patients",
      }),
    );
    const notes: PartNote[] = [
      ...notesOf(years),
      mind("patients with a personalised care adjustment are not in the denominator"),
      ...(await changedIds(years, theirs)),
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
    return {
      observations: {
        from,
        columns: { code, indicator, period: "year", numerator, denominator },
        ...settingsOf(known),
        pivot,
        theirs,
        code,
        comments: { ...commentOf(years), pivot: "numerator and denominator are rows of their own" },
      },
      notes,
    };
  },
};

/** Registers of diseases beside lists: prevalence. */
export const qofPrevalence: PublicShape = {
  is: "QOF prevalence: registers and lists by practice",
  isOf: (each) =>
    [codeNames, registerNames, listNames, groupNames].every((names) => columnOf(each, ...names) !== undefined),
  async propose(given) {
    const names = [codeNames, groupNames, registerNames, listNames];
    const known = await alike(given, names);
    if (!known) return { notes: [withoutYear] };
    const { from, years } = known;
    const like = newestOf(years);
    const [code = "", indicator = "", numerator = "", denominator = ""] = names.map((each) => columnOf(like, ...each));
    const found = await textsOfAll(from.sources, indicator);
    return {
      observations: {
        from,
        columns: { code, indicator, period: "year", numerator, denominator },
        ...settingsOf(known),
        theirs: [...found.keys()].sort().map(
          (name): Theirs => ({
            theirs: name,
            kind: "share",
            period: "financial-year",
            numerator: "patients on the register",
            denominator: "patients",
          }),
        ),
        code,
        comments: commentOf(years),
      },
      notes: [
        ...notesOf(years),
        mind(
          "some registers are of adults or of older patients: their lists are of those ages only (patient_list_type)",
        ),
      ],
    };
  },
};

const groupNames = ["group_code", "indicator_group"];
const registerNames = ["register", "disease_register_size", "register_size"];
const listNames = ["practice_list_size", "practice_listsize", "patient_list_size"];

/** Practices and where they belong, from the zip of QOF. */
export const qofPractices: PublicShape = {
  is: "QOF mapping of practices to PCNs, sub-ICBs and ICBs",
  isOf: (each) => hasColumns(each, "PRACTICE_CODE", "PRACTICE_NAME", "PCN_ODS_CODE", "ICB_ODS_CODE"),
  async propose(from) {
    const years = yearsOf(from);
    const own = years ? newestOf(years) : from.sources[0];
    if (!own) return { notes: [] };
    const level = (name: string, pattern: string) => {
      const found = (ends: string) =>
        own.columns.find((column) => new RegExp(`^${pattern}(_loc|_location)?_?${ends}$`, "i").test(column));
      const [code, called] = [found("ods_code") ?? found("code"), found("name")];
      return code ? { [name]: { code, ...(called ? { name: called } : {}) } } : {};
    };
    return {
      isOnlyDirectory: true,
      organisations: {
        from: { sources: [own], form: own.form },
        type: "practice",
        columns: { code: columnOf(own, "PRACTICE_CODE")!, name: columnOf(own, "PRACTICE_NAME")! },
        levels: { ...level("pcn", "pcn"), ...level("sub-icb", "sub_?icb"), ...level("icb", "icb") },
      },
      notes: [
        ...(from.sources.length > 1
          ? [
              guess(
                `practices are those of ${years?.of.get(own) ?? own.label}, the last of ${from.sources.length} lists`,
              ),
            ]
          : []),
        mind("it has no addresses and no days of closing: for letters, give epraccur.csv instead"),
      ],
    };
  },
};

const withoutYear = limit(
  "no name of a file says which year it is: give the files the names under which they were published, such as ACHIEVEMENT_LONDON_2425.csv",
);

/** Where the year comes from, at its line. */
function commentOf({ texts }: FileYears): Record<string, string> {
  const told = "the year is in the names of the files alone";
  return texts.length > 1 ? { add: told } : { "add.year": told };
}

function settingsOf({
  years,
  rename,
}: {
  years: FileYears;
  rename: Readonly<Record<string, string>>;
}): Pick<ObservationsPart, "rename" | "add" | "source"> {
  const [first, last] = [years.texts[0], years.texts.at(-1)];
  return {
    ...(Object.keys(rename).length > 0 ? { rename } : {}),
    add: { year: years.add },
    source: `${source}, ${first === last ? last : `${first} to ${last}`}`,
  };
}

function notesOf({ texts }: FileYears): PartNote[] {
  const told = guess(periodsTold("financial-year", texts));
  if (texts.length > 1) return [told];
  return [
    told,
    mind("with one year there is nothing to compare it with: give the zips of earlier years together with it"),
  ];
}

/** Indicators that some of the years lack: most often they have another id there. */
async function changedIds({ of, texts }: FileYears, theirs: readonly Theirs[]): Promise<PartNote[]> {
  if (texts.length < 2) return [];
  const found = new Map<string, Set<string>>();
  for (const [each, year] of of)
    for (const text of (await textsOfAll([each], "INDICATOR_CODE")).keys())
      found.set(text, (found.get(text) ?? new Set()).add(year));
  const some = theirs.flatMap(({ theirs: id }) => {
    const years = [...(found.get(id) ?? [])].sort();
    return years.length === texts.length ? [] : [`${id} (${years.join(", ")})`];
  });
  if (some.length === 0) return [];
  return [
    mind(
      `not in every year: ${some.slice(0, 8).join(", ")}${some.length > 8 ? ", …" : ""}. Ids change (AST006 became AST012): where two are the same, map both names to one indicator`,
    ),
  ];
}
