import { isMap, isScalar, isSeq, type Node, parseDocument, stringify } from "yaml";
import type { ApprovedText } from "../input/campaign/approval.ts";

/**
 * A campaign.yaml with lines of `approved` added, each in the place of an earlier one of the same text and role, and not a character
 * changed beside them. Undefined where its `approved` is written in a way that such lines do not fit into.
 */
export function withApproved(text: string, added: readonly ApprovedText[]): string | undefined {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const { bounds, indent, atEnd } = whereApproved(text) ?? {};
  if (!bounds) return undefined;
  const lines = text.split(/(?<=\n)/);
  const fresh = [...added];
  const replaced = new Map<number, string>();
  for (const { line, of } of bounds) {
    const i = fresh.findIndex((each) => each.text === of.text && each["approved-by"] === of["approved-by"]);
    if (i < 0) continue;
    replaced.set(line, lineOf(fresh[i]!, indent, endOf(lines[line]!)));
    fresh.splice(i, 1);
  }
  const kept = lines.map((line, i) => replaced.get(i) ?? line);
  const more = fresh.map((each) => lineOf(each, indent, eol));
  if (more.length === 0) return kept.join("");
  const head = atEnd === undefined ? [`approved:${eol}`] : [];
  const at = atEnd === undefined ? kept.length : atEnd + 1;
  const before = kept.slice(0, at);
  if (before.length > 0 && !before.at(-1)!.endsWith("\n")) before.push(eol);
  return [...before, ...head, ...more, ...kept.slice(at)].join("");
}

type ApprovedWhere = {
  bounds: readonly { line: number; of: Partial<ApprovedText> }[]; // lines that hold one approval each, from 0
  indent: string;
  atEnd: number | undefined; // the last line of the list; undefined where there is none yet
};

/** Where approvals stand; undefined where they are not a list with a line for each. */
function whereApproved(text: string): ApprovedWhere | undefined {
  const { contents, errors } = parseDocument(text);
  if (errors.length > 0 || !isMap(contents) || contents.flow || text.includes("\n---")) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === "approved");
  if (!pair) return { bounds: [], indent: "  ", atEnd: undefined };
  const list = pair.value;
  if (!isSeq(list) || list.flow || list.items.length === 0) return undefined;
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length - 1;
  const items = list.items as Node[];
  const bounds = items.map((item) => {
    const [from = 0, to = 0] = item.range ?? [];
    return {
      line: lineAt(from),
      last: lineAt(to - 1),
      of: isMap(item) ? (item.toJSON() as Partial<ApprovedText>) : {},
    };
  });
  if (bounds.some(({ line, last }) => line !== last)) return undefined;
  const first = text.split("\n")[bounds[0]!.line] ?? "";
  return { bounds, indent: /^ */.exec(first)![0], atEnd: bounds.at(-1)!.line };
}

function lineOf(
  { text, "approved-by": role, date, sha256 }: ApprovedText,
  indent: string | undefined,
  eol: string,
): string {
  const by = stringify(role, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE" }).trim();
  return `${indent}- { text: ${text}, approved-by: ${by}, date: ${date}, sha256: "${sha256}" }${eol}`;
}

function endOf(line: string): string {
  return /\r?\n?$/.exec(line)![0];
}
