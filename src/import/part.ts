import type { DataMap } from "../input/data/data.ts";
import type { Unit } from "../input/data/units.ts";
import type { Indicator } from "../input/library/indicator.ts";
import type { PeriodKind } from "../input/library/period.ts";
import type { ImportSource, WrittenForm } from "./source.ts";

/*
 * What an adapter makes of the files of one shape: a part of data.yaml, what it took for granted, and what to mind. Nothing
 * is written or read here; `write.ts` makes the text of it.
 */

/** Files of one shape that are read together. */
export type SourceGroup = { sources: readonly ImportSource[]; form: WrittenForm };

/** Rows that are taken, and why the others are not. */
export type PartCondition = ({ is: readonly string[] } | { not: readonly string[] }) & { why: string };
export type PartWhere = Readonly<Record<string, PartCondition>>; // by column

export type OrganisationsPart = {
  from: SourceGroup; // one source
  type?: string; // absent where neither the shape nor the codes say what the organisations are
  columns: Readonly<Record<string, string | readonly string[]>>;
  levels: Readonly<Record<string, { code: string; name?: string }>>;
  decimal?: ",";
  pad?: Readonly<Record<string, number>>; // columns of codes that have lost their first zeros
  where?: PartWhere;
  comments?: Comments;
  notes?: readonly PartNote[]; // told only if this is the directory that is taken
};

export type ObservationsPart = {
  from: SourceGroup;
  columns: { code: string; indicator: string; period: string } & PartFigures;
  verdicts?: DataMap["observations"]["verdicts"]; // of published values
  unknown?: readonly string[]; // texts of cells that are no figure
  rename?: Readonly<Record<string, string>>; // what some of the files call a column: what it is called here
  add?: Readonly<Record<string, string | Readonly<Record<string, string>>>>; // one value, or one for each pattern of files
  periodFromName?: string; // the column that the names of files fill
  decimal?: ",";
  where?: PartWhere;
  pivot?: { names: string; values: string };
  sql?: string;
  tables?: Readonly<Record<string, SourceGroup>>;
  theirs: readonly Theirs[];
  source: string; // as it should be printed
  code?: string; // the column of the file with the code of the organisation; absent where a cell holds many
  comments?: Comments;
};

/** The columns of counts, or those of published values. */
type PartFigures =
  | { numerator: string; denominator: string; value?: never }
  | ({ numerator?: never; denominator?: never; value: string } & Partial<
      Record<"lower" | "upper" | "sd" | "n" | "verdict" | "percentile", string>
    >);

/** Comments by the path of their key in the section: "columns.period". */
export type Comments = Readonly<Record<string, string>>;

/** An indicator as the data call it. */
export type Theirs = CountedTheirs | PublishedTheirs;

/** One of published values. */
export type PublishedTheirs = {
  theirs: string;
  called?: string;
  given: "value";
  kind: Indicator["kind"];
  period: Indicator["period"];
  unit?: Unit; // absent where the file does not tell
  times?: never;
  isOverList?: never;
};

export type CountedTheirs = {
  theirs: string;
  called?: string; // its name in words
  given?: never;
  kind: "rate" | "share";
  numerator: string; // what is counted, several of them: items
  denominator: string; // patients
  period?: PeriodKind; // a month where it is not said
  times?: { denominator: number; why: string };
  isOverList?: true; // its denominator is the registered list
};

/** Something a person should know: what was assumed, what is not possible yet, and what to mind. */
export type PartNote = { kind: "guess" | "limit" | "mind"; text: string };

/** Where the number of patients of each organisation stands, for counts that come without: the directory, or lists by date. */
export type People = { note?: PartNote } & (
  | { in: "directory"; code: string; patients: string }
  | { in: "lists"; group: SourceGroup; code: string; patients: string; date?: string; where: PartWhere }
);

/** Rows that the query leaves out, which no condition tells of. */
export type LeftRows = { rows: number; why: string };

export type Part = {
  organisations?: OrganisationsPart;
  isOnlyDirectory?: true; // a directory is what the file is for
  observations?: ObservationsPart;
  notes: readonly PartNote[];
  left?: readonly LeftRows[];
};

export const guess = (text: string): PartNote => ({ kind: "guess", text });
export const limit = (text: string): PartNote => ({ kind: "limit", text });
export const mind = (text: string): PartNote => ({ kind: "mind", text });

/** What a query calls its columns: our names. */
export const columnsOfQuery = {
  code: "code",
  indicator: "indicator",
  period: "period",
  numerator: "numerator",
  denominator: "denominator",
};
