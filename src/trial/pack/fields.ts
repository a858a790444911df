import type { Report } from "../../report/report.ts";
import type { Seeing, SentVariant } from "../differences/variants.ts";
import { pairsOf } from "./pairs.ts";

/** The fields of the email that its reader sees before it is opened, and its heading. */
export const fields = ["subject", "sender", "preheader", "title"] as const;

type Fields = Readonly<Record<(typeof fields)[number], string>>;

/** The fields of the emails of one recipient who has one in every arm, and for each two arms the fields in which they differ for anybody. */
export type MessageFields = {
  example: string; // recipient
  inArms: ReadonlyMap<string, Fields>;
  differing: readonly { a: string; b: string; fields: ReadonlySet<string> }[];
};

/** Gathers them from the arms that send emails; undefined where nobody has one in all of them. */
export function openFields(arms: ReadonlyMap<string, Pick<SentVariant, "levels">>): {
  see: Seeing;
  fields: () => MessageFields | undefined;
} {
  const differing = pairsOf([...arms.keys()]).map(([a, b]) => ({ a, b, fields: new Set<string>() }));
  let first: Pick<MessageFields, "example" | "inArms"> | undefined;
  return {
    see: (code, triedIn) => {
      const inArms = new Map<string, Fields>();
      for (const [arm, { levels }] of arms) {
        const report = triedIn(levels)?.report;
        if (!report) return;
        inArms.set(arm, fieldsOf(report));
      }
      if (inArms.size > 0) first ??= { example: code, inArms };
      for (const pair of differing) {
        const [one, other] = [inArms.get(pair.a)!, inArms.get(pair.b)!];
        for (const field of fields) if (one[field] !== other[field]) pair.fields.add(field);
      }
    },
    fields: () => first && { ...first, differing },
  };
}

function fieldsOf({ mail }: Report): Fields {
  return { subject: mail.subject, sender: mail.from.name, preheader: mail.preheader, title: mail.title };
}
