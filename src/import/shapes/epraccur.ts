import { guess, mind, type PartNote, type PartWhere } from "../part.ts";
import type { PublicShape } from "../shape.ts";
import { textsOf } from "../source.ts";

/** The NHS directory of GP practices and prescribing cost centres: no header, 27 columns. */
export const epraccur: PublicShape = {
  is: "epraccur, the NHS directory of practices",
  isOf: ({ form, columns }) => form.header === "none" && columns.length === 27,
  async propose(from) {
    const [source] = from.sources;
    if (!source) return { notes: [] };
    const notes: PartNote[] = [
      mind("names are in capitals and places are codes: the file has no names of sub-ICBs and ICBs"),
      mind("since 2023 the commissioner of a practice is its sub-ICB"),
    ];
    const settings = await textsOf(source, "26");
    const where: PartWhere = {
      13: { is: ["A"], why: "not active (closed, dormant or proposed)" },
      ...(settings.has("4") ? { 26: { is: ["4"], why: "not a GP practice (column 26 is not 4)" } } : {}),
    };
    if (!settings.has("4"))
      notes.push(
        guess("no row has the prescribing setting of GP practices (4 in column 26): all active rows are taken"),
      );
    return {
      isOnlyDirectory: true,
      organisations: {
        from: { sources: [source], form: from.form },
        type: "practice",
        columns: {
          code: "1",
          name: "2",
          address: ["5", "6", "7", "8", "9"],
          postcode: "10",
          opened: "11",
          closed: "12",
        },
        levels: { "sub-icb": { code: "15" }, icb: { code: "4" } },
        where,
        comments: { columns: "the file has no header: columns are numbers" },
      },
      notes,
    };
  },
};
