import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { pairsOf } from "./pairs.ts";
import { bullets, markdown, markdownTable } from "./written.ts";

/** The fields of the email that its reader sees before it is opened, and its heading. */
const fields = ["subject", "sender", "preheader", "title"] as const;

type Fields = Readonly<Record<(typeof fields)[number], string>>;

/** The fields of the email by arm, of one recipient who has one in every arm by email, and in which of them arms differ; undefined where none is sent. */
export function messageText(facts: Facts, { arm, say }: PackEdition): string | undefined {
  const byEmail = facts.arms.filter((code) => facts.variants.get(code)?.channels.includes("email"));
  const reportsOf = (code: string) => facts.variants.get(code)!.reports;
  const common = [...(byEmail[0] === undefined ? [] : reportsOf(byEmail[0]).keys())]
    .filter((code) => byEmail.every((other) => reportsOf(other).has(code)))
    .toSorted();
  const [example] = common;
  if (example === undefined) return undefined;
  const of = (code: string, recipient: string): Fields => {
    const { mail } = reportsOf(code).get(recipient)!;
    return { subject: mail.subject, sender: mail.from.name, preheader: mail.preheader, title: mail.title };
  };
  const differing = pairsOf(byEmail).map(([a, b]) => {
    const other = fields.filter((field) => common.some((each) => of(a, each)[field] !== of(b, each)[field]));
    return `${arm(a)} and ${arm(b)}: ${other.length === 0 ? "no field" : other.join(", ")}`;
  });
  return markdown(
    markdownTable(
      ["arm", ...fields],
      byEmail.map((code) => [arm(code), ...fields.map((field) => say(of(code, example)[field]))]),
    ),
    `These are those of ${example}. Fields in which arms differ, for anybody:`,
    bullets(differing),
  ).trimEnd();
}
