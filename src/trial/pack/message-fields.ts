import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { fields } from "./fields.ts";
import { bullets, markdown, markdownTable } from "./written.ts";

/** The fields of the email by arm, and in which of them arms differ; undefined where none is sent. */
export function messageText({ found }: Facts, { arm, say }: PackEdition): string | undefined {
  if (!found.fields) return undefined;
  const { example, inArms, differing } = found.fields;
  return markdown(
    markdownTable(
      ["arm", ...fields],
      [...inArms].map(([code, of]) => [arm(code), ...fields.map((field) => say(of[field]))]),
    ),
    `These are those of ${example}. Fields in which arms differ, for anybody:`,
    bullets(
      differing.map(({ a, b, fields: other }) => {
        const named = fields.filter((field) => other.has(field));
        return `${arm(a)} and ${arm(b)}: ${named.length === 0 ? "no field" : named.join(", ")}`;
      }),
    ),
  ).trimEnd();
}
