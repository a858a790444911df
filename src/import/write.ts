import { dirname, relative, resolve, sep } from "node:path";
import { Document, isCollection, isMap, isScalar, type Pair, Scalar, type YAMLMap } from "yaml";
import type { NamedTheirs } from "./names.ts";
import type {
  Comments,
  ObservationsPart,
  OrganisationsPart,
  PartNote,
  PartWhere,
  SourceGroup,
  Theirs,
} from "./part.ts";

/** What goes into data.yaml. */
export type Draft = {
  organisations: OrganisationsPart & { type: string };
  observations: ObservationsPart;
  named: readonly NamedTheirs[];
  unfilled: readonly { id: string; near: readonly string[] }[]; // indicators of the campaign that no name stands for
  notes: readonly PartNote[];
};

/** The text of a data.yaml at `path`, with a comment at whatever was assumed. */
export function dataText(path: string, draft: Draft): string {
  const { organisations, observations, notes } = draft;
  const doc = new Document({
    source: observations.source,
    organisations: organisationsOf(path, organisations),
    observations: observationsOf(path, observations, draft.named),
  });
  const comments = new Map([
    ["source", "as it is printed under the figures: change it to what you want to say"],
    ...commentsOf("organisations", organisations),
    ...commentsOf("observations", observations),
    ...namesComments(draft.named, observations),
  ]);
  for (const [key, text] of comments) comment(doc, key.split("\u0000"), text);
  const indicators = doc.getIn(["observations", "indicators"]);
  const unmatched = unmatchedText(draft);
  if (isMap(indicators) && unmatched !== "") indicators.comment = unmatched;
  const sql = doc.getIn(["observations", "sql"], true);
  if (isScalar(sql)) sql.type = Scalar.BLOCK_LITERAL;
  for (const path of [
    ["organisations", "columns", "address"],
    ["observations", "pivot"],
    ["observations", "rename"],
    ["observations", "add"],
  ])
    inLine(doc, path);
  for (const level of Object.keys(organisations.levels)) inLine(doc, ["organisations", "levels", level]);
  doc.commentBefore = header(notes);
  return doc.toString({ lineWidth: 0, commentString: asComment });
}

/** Mutates the document: a small list or map on one line. */
function inLine(doc: Document, path: readonly string[]): void {
  const node = doc.getIn(path, true);
  const isPlain =
    isCollection(node) && !(isMap(node) && node.items.some(({ value }) => isScalar(value) && value.comment));
  if (isPlain) node.flow = true;
}

function asComment(text: string): string {
  return text.replace(/^ ?(?=.)/gm, "# ").replace(/^$/gm, "#");
}

function header(notes: readonly PartNote[]): string {
  const told = (kind: PartNote["kind"], title: string) => {
    const some = notes.filter((note) => note.kind === kind);
    return some.length === 0 ? [] : ["", title, ...some.flatMap(({ text }) => wrap(`- ${text}`))];
  };
  return [
    "Written by `feedback import`. Paths start from this folder. Change what is not right; docs/reference.md explains every field.",
    ...told("guess", "Assumed, so please check:"),
    ...told("limit", "Not possible yet:"),
    ...told("mind", "Good to know:"),
  ].join("\n");
}

/** Lines of at most 118 letters; those after the first stand two letters in. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && `${line} ${word}`.length > 116) {
      lines.push(line);
      line = `   ${word}`; // one blank is lost to the sign of a comment
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function organisationsOf(
  path: string,
  { from, type, columns, levels, decimal, pad, where = {} }: Draft["organisations"],
): object {
  return {
    file: fileOf(path, from),
    ...from.form,
    ...(decimal ? { decimal } : {}),
    ...(pad ? { pad } : {}),
    ...(Object.keys(where).length > 0 ? { where: whereOf(where) } : {}),
    type,
    columns: numbered(columns),
    ...(Object.keys(levels).length > 0
      ? { levels: Object.fromEntries(Object.entries(levels).map(([level, named]) => [level, numbered(named)])) }
      : {}),
  };
}

function observationsOf(path: string, part: ObservationsPart, named: readonly NamedTheirs[]): object {
  const {
    from,
    columns,
    decimal,
    rename,
    add,
    periodFromName,
    where = {},
    pivot,
    sql,
    tables,
    verdicts,
    unknown,
  } = part;
  const list = named.find(({ theirs, is }) => theirs.isOverList && is !== undefined)?.is;
  return {
    file: fileOf(path, from),
    ...from.form,
    ...(from.form.inside !== undefined ? { inside: insidesOf(from) } : {}),
    ...(decimal ? { decimal } : {}),
    ...(rename ? { rename } : {}),
    ...(add ? { add } : {}),
    ...(periodFromName ? { "period-from-name": periodFromName } : {}),
    ...(Object.keys(where).length > 0 ? { where: whereOf(where) } : {}),
    ...(pivot ? { pivot } : {}),
    columns: numbered(columns),
    ...(unknown ? { "not-known": unknown.length === 1 ? unknown[0] : unknown } : {}),
    ...(verdicts ? { verdicts } : {}),
    ...(tables
      ? { tables: Object.fromEntries(Object.entries(tables).map(([name, group]) => [name, tableOf(path, group)])) }
      : {}),
    ...(sql === undefined ? {} : { sql }),
    indicators: Object.fromEntries(
      named.flatMap(({ theirs, is }) => (is === undefined ? [] : [[theirs.theirs, mappedTo(theirs, is)]])),
    ),
    ...(list === undefined ? {} : { patients: list }),
  };
}

/** What a name stands for, with what must be said of how its figures stand in the data. */
function mappedTo(theirs: Theirs, is: string): unknown {
  if (theirs.given === "value") return theirs.unit ? { is, unit: theirs.unit } : is;
  return theirs.times ? { is, "denominator-times": theirs.times.denominator } : is;
}

function tableOf(path: string, group: SourceGroup): unknown {
  const file = fileOf(path, group);
  if (Object.keys(group.form).length === 0) return file;
  return { file, ...group.form, ...(group.form.inside === undefined ? {} : { inside: insidesOf(group) }) };
}

function insidesOf({ sources, form }: SourceGroup): string | string[] {
  if (form.inside?.includes("*")) return form.inside;
  const all = [...new Set(sources.flatMap(({ form }) => form.inside ?? []))];
  return all.length === 1 ? all[0]! : all;
}

function fileOf(path: string, { sources }: SourceGroup): string | string[] {
  const files = [...new Set(sources.map(({ file }) => pathFrom(path, file)))];
  return files.length === 1 ? files[0]! : files;
}

/** The way from the folder of data.yaml to a file. */
function pathFrom(path: string, file: string): string {
  return relative(dirname(resolve(path)), resolve(file)).replaceAll(sep, "/");
}

/** Columns of a file without a header are numbers. */
function numbered(columns: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, unknown> {
  const plain = (column: string) => (/^\d{1,3}$/.test(column) ? Number(column) : column);
  return Object.fromEntries(
    Object.entries(columns).flatMap(([key, column]) =>
      column === undefined ? [] : [[key, typeof column === "string" ? plain(column) : column.map(plain)]],
    ),
  );
}

function whereOf(where: PartWhere): object {
  const short = (texts: readonly string[]) => (texts.length === 1 ? texts[0] : texts);
  return Object.fromEntries(
    Object.entries(where).map(([column, each]) => [column, "is" in each ? short(each.is) : { not: short(each.not) }]),
  );
}

function commentsOf(
  section: string,
  { where = {}, comments = {} }: { where?: PartWhere; comments?: Comments },
): [string, string][] {
  return [
    ...Object.entries(where).map(([column, { why }]): [string, string] => [
      [section, "where", column].join("\u0000"),
      `left out: ${why}`,
    ]),
    ...Object.entries(comments).map(([key, text]): [string, string] => [
      [section, ...key.split(".")].join("\u0000"),
      text,
    ]),
  ];
}

function namesComments(named: readonly NamedTheirs[], { sql }: ObservationsPart): [string, string][] {
  const ofNames = named.flatMap(({ theirs, is, how }): [string, string][] => {
    const said = [theirs.called, how, theirs.times?.why].filter(
      (text) => text !== undefined && text !== "" && text !== theirs.theirs,
    );
    return is === undefined || said.length === 0
      ? []
      : [[["observations", "indicators", theirs.theirs].join("\u0000"), said.join("; ")]];
  });
  return [
    ...ofNames,
    [["observations", "indicators"].join("\u0000"), "what the data call it: the indicator"],
    [["observations", "patients"].join("\u0000"), "the indicator whose denominator is the list size of a practice"],
    ...(sql === undefined
      ? []
      : [[["observations", "columns"].join("\u0000"), "as the query below calls them"] as [string, string]]),
  ];
}

const shown = 40; // names that are listed

/** Names that stand for no indicator of the campaign, and indicators that no name stands for, with those they are near to. */
function unmatchedText({ named, unfilled }: Draft): string {
  const near = (names: readonly string[]) =>
    names.length > 0 ? `nearest: ${names.join(", ")}` : "nothing is called like it";
  const theirs = named.filter(({ is }) => is === undefined);
  return [
    ...theirs
      .slice(0, shown)
      .map(
        (each) => ` ${each.theirs.theirs}: # not in the campaign${each.near.length > 0 ? `; ${near(each.near)}` : ""}`,
      ),
    ...(theirs.length > shown ? [` and ${theirs.length - shown} more that are not in the campaign`] : []),
    ...unfilled.map(({ id, near: names }) => ` …: ${id} # of the campaign; ${near(names)}`),
  ].join("\n");
}

/** Mutates the document: a comment at the end of the line of a value, or above a map or a list. */
function comment(doc: Document, path: readonly string[], text: string): void {
  const above = doc.getIn(path.slice(0, -1), true);
  const map = path.length === 1 ? doc.contents : above;
  if (!isMap(map)) return;
  const pair = map.items.find(
    (each): each is Pair<Scalar, Scalar | YAMLMap> => isScalar(each.key) && String(each.key.value) === path.at(-1),
  );
  if (!pair) return;
  if (isScalar(pair.value)) pair.value.comment = ` ${text}`;
  else pair.key.commentBefore = ` ${text}`;
}
