import type { UaCondition } from "./condition.ts";
import { painted } from "./painted.ts";
import { dictOf, type UaView } from "./view.ts";

/** What pages paint, and whether it is in the tree or an artifact: clauses 7.1 and 7.20. */
export const contentConditions: readonly UaCondition[] = [
  {
    id: "7.1-1",
    says: "no artifact stands in tagged content",
    find: (view) => onPages(view, ({ artifactsInTagged }) => count(artifactsInTagged, "artifacts in tagged content")),
  },
  {
    id: "7.1-2",
    says: "no tagged content stands in an artifact",
    find: (view) => onPages(view, ({ taggedInArtifacts }) => count(taggedInArtifacts, "marks in artifacts")),
  },
  {
    id: "7.1-3",
    says: "all that is painted is tagged or an artifact",
    find: (view) => [
      ...onPages(view, ({ loose }) => count(loose, "operators outside marked content")),
      ...unnamed(view),
    ],
  },
  {
    id: "7.20-2",
    says: "a form with marks of its own is shown once",
    find: ({ document: { file, pages } }) => {
      const forms = pages.flatMap(({ dict }) => painted(file, dict).forms);
      return forms.length > new Set(forms).size ? ["a form with marks that is shown again"] : [];
    },
  },
];

type PaintedPage = ReturnType<typeof painted>;

function onPages({ document: { file, pages } }: UaView, find: (painted: PaintedPage) => string[]): string[] {
  return pages.flatMap(({ dict }, i) => find(painted(file, dict)).map((seen) => `page ${i + 1}: ${seen}`));
}

/** Marks that no element has. */
function unnamed({ document: { file, pages }, nodes, parents }: UaView): string[] {
  if (nodes.length === 0) return []; // that there is no tree is told by itself
  const known = new Map(pages.map(({ dict }) => [file.get(dict.get("StructParents")), new Set<number>()] as const));
  for (const { marks, dict } of nodes)
    for (const { page, stream, mark } of marks) {
      const entry = stream === null ? file.get(dictOf(page).get("StructParents")) : null;
      const row = typeof entry === "number" ? parents.get(entry) : undefined;
      if (Array.isArray(row) && file.get(row[mark]) === dict) known.get(entry)?.add(mark);
    }
  return pages.flatMap(({ dict }, i) => {
    const of = known.get(file.get(dict.get("StructParents")));
    const lost = [...painted(file, dict).marks].filter((mark) => !of?.has(mark));
    return lost.length > 0 ? [`page ${i + 1}: ${lost.length} marks that are not in the tree`] : [];
  });
}

function count(many: number, what: string): string[] {
  return many > 0 ? [`${many} ${what}`] : [];
}
