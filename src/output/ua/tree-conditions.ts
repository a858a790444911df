import { isName, isString } from "../pdf/syntax.ts";
import type { UaCondition } from "./condition.ts";
import { standardTypes, type UaNode, type UaView } from "./view.ts";

/** What elements there are, and which may stand in which: clauses 7.1 to 7.4, 7.7 and 7.9. */
export const treeConditions: readonly UaCondition[] = [
  {
    id: "7.1-5",
    says: "every type is of PDF 1.7, or has a role that is",
    find: ({ nodes }) => nodes.flatMap(({ type, own }) => (standardTypes.has(type) ? [] : [own])),
  },
  {
    id: "7.1-6",
    says: "no role leads to itself",
    find: ({ roles, document: { file } }) =>
      [...roles.keys()].filter((first) => {
        const seen = new Set<string>();
        for (let at = first; ; ) {
          if (seen.has(at)) return true;
          seen.add(at);
          const next = file.get(roles.get(at));
          if (!isName(next)) return false;
          at = next.name;
        }
      }),
  },
  {
    id: "7.1-7",
    says: "types of PDF 1.7 keep their meaning",
    find: ({ roles }) => [...roles.keys()].filter((type) => standardTypes.has(type)),
  },
  {
    id: "7.1-12",
    says: "every element names what it stands in",
    find: ({ nodes }) => nodes.flatMap(({ dict, own }) => (dict.has("P") ? [] : [own])),
  },
  parents("7.2-4", "TR", ["Table", "THead", "TBody", "TFoot"]),
  parents("7.2-5", "THead", ["Table"]),
  parents("7.2-6", "TBody", ["Table"]),
  parents("7.2-7", "TFoot", ["Table"]),
  parents("7.2-8", "TH", ["TR"]),
  parents("7.2-9", "TD", ["TR"]),
  kids("7.2-3", "Table", ["TR", "THead", "TBody", "TFoot", "Caption"]),
  kids("7.2-10", "TR", ["TH", "TD"]),
  {
    id: "7.2-11",
    says: "a table has one THead at most",
    find: (view) => tables(view, (kids) => kids.filter((kid) => kid === "THead").length > 1, "a second THead"),
  },
  {
    id: "7.2-12",
    says: "a table has one TFoot at most",
    find: (view) => tables(view, (kids) => kids.filter((kid) => kid === "TFoot").length > 1, "a second TFoot"),
  },
  {
    id: "7.2-13",
    says: "a table with TFoot has TBody",
    find: (view) => tables(view, (kids) => kids.includes("TFoot") && !kids.includes("TBody"), "TFoot without TBody"),
  },
  {
    id: "7.2-14",
    says: "a table with THead has TBody",
    find: (view) => tables(view, (kids) => kids.includes("THead") && !kids.includes("TBody"), "THead without TBody"),
  },
  {
    id: "7.2-16",
    says: "the caption of a table comes first or last",
    find: (view) => tables(view, (kids) => kids.slice(1, -1).includes("Caption"), "a Caption between rows"),
  },
  {
    id: "7.2-39",
    says: "a table has one caption at most",
    find: (view) => tables(view, (kids) => kids.filter((kid) => kid === "Caption").length > 1, "a second Caption"),
  },
  captionFirst("7.2-28", "TOC"),
  captionFirst("7.2-40", "L"),
  parents("7.2-17", "LI", ["L"]),
  parents("7.2-18", "LBody", ["LI"]),
  kids("7.2-19", "L", ["L", "LI", "Caption"]),
  kids("7.2-20", "LI", ["Lbl", "LBody"]),
  parents("7.2-26", "TOCI", ["TOC"]),
  kids("7.2-27", "TOC", ["TOC", "TOCI", "Caption"]),
  kids("7.2-36", "THead", ["TR"]),
  kids("7.2-37", "TBody", ["TR"]),
  kids("7.2-38", "TFoot", ["TR"]),
  {
    id: "09-007",
    says: "Ruby holds RB and RT, or RB, RP, RT and RP, which stand nowhere else",
    find: (view) => assembled(view, "Ruby", ["RB RT", "RB RP RT RP"]),
  },
  {
    id: "09-008",
    says: "Warichu holds WP, WT and WP, which stand nowhere else",
    find: (view) => assembled(view, "Warichu", ["WP WT WP"]),
  },
  {
    id: "7.3-1",
    says: "every figure has a text in its place",
    find: (view) => without(view, "Figure"),
  },
  {
    id: "7.7-1",
    says: "every formula has a text in its place",
    find: (view) => without(view, "Formula"),
  },
  {
    id: "7.4.2-1",
    says: "headings begin at the first level and leave none out",
    find: ({ nodes }) => {
      const levels = nodes.flatMap(({ type }) => (/^H[1-6]$/.test(type) ? [Number(type[1])] : []));
      return levels.flatMap((level, i) =>
        level > (levels[i - 1] ?? 0) + 1 ? [`H${level} after H${levels[i - 1] ?? 0}`] : [],
      );
    },
  },
  {
    id: "7.4.4-1",
    says: "no element has two headings without a level",
    find: ({ nodes }) =>
      nodes.flatMap((node) => (node.kids.filter(({ type }) => type === "H").length > 1 ? [node.own] : [])),
  },
  {
    id: "7.4.4-2",
    says: "headings with and without levels are not mixed",
    find: ({ nodes }) =>
      nodes.some(({ type }) => type === "H") && nodes.some(({ type }) => /^H[1-6]$/.test(type)) ? ["H and H1"] : [],
  },
  {
    id: "7.9-1",
    says: "every note has an id",
    find: ({ nodes }) => nodes.flatMap(({ type, dict }) => (type === "Note" && !dict.has("ID") ? ["Note"] : [])),
  },
  {
    id: "7.9-2",
    says: "no two notes have one id",
    find: ({ nodes, document: { file } }) => {
      const ids = nodes.filter(({ type }) => type === "Note").map(({ dict }) => file.get(dict.get("ID")));
      const texts = ids.flatMap((id) => (isString(id) ? [id.bytes] : []));
      return texts.filter((text, i) => texts.indexOf(text) !== i);
    },
  },
];

function parents(id: string, type: string, allowed: readonly string[]): UaCondition {
  return {
    id,
    says: `${type} stands in ${allowed.join(" or ")}`,
    find: ({ nodes }) =>
      nodes
        .filter((node) => node.type === type && !allowed.includes(node.parent?.type ?? ""))
        .map(({ parent }) => `in ${parent?.type ?? "nothing"}`),
  };
}

/** Elements that some may hold in one of a few orders, and that stand in nothing else (ISO 32000-1, table 338). */
function assembled({ nodes }: UaView, type: string, orders: readonly string[]): string[] {
  const parts = new Set(orders.join(" ").split(" "));
  return nodes.flatMap((node) => {
    const own = node.kids.map((kid) => kid.type).join(" ");
    if (node.type === type && !orders.includes(own)) return [`${type} of ${own || "nothing"}`];
    return parts.has(node.type) && node.parent?.type !== type
      ? [`${node.type} in ${node.parent?.type ?? "nothing"}`]
      : [];
  });
}

function tables({ nodes }: UaView, isWrong: (kids: readonly string[]) => boolean, seen: string): string[] {
  return nodes.flatMap(({ type, kids }) => (type === "Table" && isWrong(kids.map((kid) => kid.type)) ? [seen] : []));
}

function captionFirst(id: string, type: string): UaCondition {
  return {
    id,
    says: `the caption of ${type} comes first`,
    find: ({ nodes }) =>
      nodes.flatMap((node) =>
        node.type === type && node.kids.slice(1).some((kid) => kid.type === "Caption") ? ["a later Caption"] : [],
      ),
  };
}

/** Of elements and of content that stands in it at once. */
function kids(id: string, type: string, allowed: readonly string[]): UaCondition {
  return {
    id,
    says: `${type} holds ${allowed.join(", ")} and nothing else`,
    find: ({ nodes }) =>
      nodes
        .filter((node) => node.type === type)
        .flatMap((node: UaNode) => [
          ...node.kids.flatMap((kid) => (allowed.includes(kid.type) ? [] : [kid.type])),
          ...node.marks.slice(0, 1).map(() => "content"),
        ]),
  };
}

function without({ nodes, document: { file } }: UaView, wanted: string): string[] {
  const hasText = ({ dict }: UaNode) =>
    ["Alt", "ActualText"].some((key) => {
      const text = file.get(dict.get(key));
      return isString(text) && text.bytes.trim() !== "";
    });
  return nodes.flatMap((node) => (node.type === wanted && !hasText(node) ? [wanted] : []));
}
