import { guess, limit, mind, type PartNote, type PartWhere } from "../part.ts";
import type { PublicShape } from "../shape.ts";
import { columnOf, hasColumns, isText, textsOf } from "../source.ts";

/** Organisations from the search and export of the NHS Organisation Data Service. */
export const ods: PublicShape = {
  is: "ODS, organisations from its search and export",
  isOf: (source) =>
    hasColumns(source, "id", "name", "inactive", "primaryRole") ||
    (source.columns.length === 1 && source.columns[0] === "Organisation"),
  async propose(from) {
    const [source] = from.sources;
    if (!source) return { notes: [] };
    if (source.columns[0] === "Organisation")
      return {
        notes: [
          limit(
            "this is one organisation of the ORD interface, with values one within another: use the search and export, or epraccur.csv",
          ),
        ],
      };
    const column = (wanted: string) => columnOf(source, wanted) ?? wanted;
    const notes: PartNote[] = [
      mind("it has no days of opening and closing, no addresses and no successors: epraccur.csv has"),
    ];
    const where = await conditionsOf();
    const partner = columnOf(source, "isPartnerToCode", "isPartnerToCode[]");
    const icb = columnOf(source, "ICB");
    const place = columnOf(source, "RE4");
    const levels = {
      ...(await levelOf("pcn", partner)),
      ...(place ? { "sub-icb": { code: place } } : {}),
      ...(icb ? { icb: { code: icb } } : {}),
    };
    return {
      isOnlyDirectory: true,
      organisations: {
        from: { sources: [source], form: from.form },
        type: "practice",
        columns: { code: column("id"), name: column("name") },
        levels,
        where,
      },
      notes,
    };

    /** A practice may be in two networks in the month before a change: then nobody can say in which it is now. */
    async function levelOf(level: string, codes: string | undefined) {
      if (codes === undefined || !source) return {};
      const texts = await textsOf(source, codes);
      if ([...texts.keys()].some((text) => text.startsWith("["))) {
        notes.push(limit(`${codes} holds lists, so the level ${level} is left out: download the export as CSV`));
        return {};
      }
      const several = [...texts].filter(([text]) => /[|,;]/.test(text)).reduce((sum, [, n]) => sum + n, 0);
      if (several === 0) return [...texts.keys()].some((text) => text !== "") ? { [level]: { code: codes } } : {};
      notes.push(
        limit(
          `${several} ${several === 1 ? "practice is" : "practices are"} in two networks in ${codes}, as in the month before a change, so the level ${level} is left out: keep the last code in each cell, and add levels: { ${level}: { code: ${codes} } }`,
        ),
      );
      return {};
    }

    async function conditionsOf(): Promise<PartWhere> {
      if (!source) return {};
      const inactive = await textsOf(source, column("inactive"));
      const open = [...inactive.keys()].filter((text) => /^(false|0|no|)$/i.test(text));
      const roles = await textsOf(source, column("primaryRole"));
      const named = columnOf(source, "roleName", "roleName[]");
      const isCentre = roles.size > 1 && roles.has("RO177");
      if (isCentre)
        notes.push(guess(`rows are of ${roles.size} roles: those of RO177, prescribing cost centres, are taken`));
      const kept = isCentre ? isText(column("primaryRole"), "RO177") : "true";
      const names = named ? [...(await textsOf(source, named, kept)).keys()] : [];
      const practices = names.filter((text) => /GP PRACTICE/i.test(text));
      if (practices.length === 0)
        notes.push(
          guess(
            "no row says GP PRACTICE in its roles: other prescribers, such as out-of-hours centres, may be among the practices",
          ),
        );
      return {
        ...(open.length < inactive.size ? { [column("inactive")]: { is: open, why: "inactive" } } : {}),
        ...(isCentre
          ? { [column("primaryRole")]: { is: ["RO177"], why: "not a prescribing cost centre (RO177)" } }
          : {}),
        ...(named && practices.length > 0 && practices.length < names.length
          ? { [named]: { is: practices, why: "not a GP practice by its roles" } }
          : {}),
      };
    }
  },
};
