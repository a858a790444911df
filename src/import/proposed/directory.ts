import { typeByCodes } from "../codes.ts";
import { guess, type Part } from "../part.ts";
import { textsOfAll } from "../source.ts";
import type { FoundColumn } from "./column.ts";
import { levelsAmong } from "./levels.ts";
import type { FileLook } from "./look.ts";

/** The directory that files with a row for each organisation are. */
export async function directory(
  { from, columns, where, decimal, notes }: FileLook,
  code: FoundColumn,
  called: FoundColumn,
): Promise<Part> {
  const [source] = from.sources;
  const find = (pattern: RegExp) => columns.find(({ column }) => pattern.test(column))?.column;
  const address = columns
    .filter(({ column }) =>
      /^addr(ess)?([\s_-]*(line)?[\s_-]*\d)?$|^(town|city|county|tref|stra(ß|ss)e|ort)$|^cyfeiriad/i.test(column),
    )
    .map(({ column }) => column);
  const own = {
    postcode: find(/post[\s_-]*code|^cod[\s_-]*post$|^plz$/i),
    opened: find(/^open(ed)?([\s_-]*date)?$/i),
    closed: find(/^closed?([\s_-]*date)?$/i),
    successor: find(/successor/i),
    patients: find(
      /^((practice)?[\s_-]*list[\s_-]*size|patients|registered([\s_-]*patients)?)([\s_-]+(at |on )?[a-z\d ]*\d{4})?$/i,
    ),
    email: find(/e-?mail/i),
  };
  const levels = levelsAmong(columns, code.column);
  notes.push(
    guess(
      `each row is one organisation with a name ("${called.column}"), so the file is taken for the directory${Object.keys(levels).length > 0 ? `, with the levels ${Object.keys(levels).join(", ")}` : ""}`,
    ),
  );
  const known = Object.fromEntries(
    Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const type = typeByCodes([...(await textsOfAll(from.sources, code.column)).keys()]);
  return {
    isOnlyDirectory: true,
    organisations: {
      from: { sources: [source!], form: from.form },
      ...(type ? { type } : {}),
      columns: {
        code: code.column,
        name: called.column,
        ...(address.length > 0 ? { address: address.length === 1 ? address[0]! : address } : {}),
        ...known,
      },
      levels,
      ...(decimal ? { decimal } : {}),
      where,
    },
    notes,
  };
}
