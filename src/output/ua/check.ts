import type { PdfDocument } from "../pdf/document.ts";
import { annotationConditions } from "./annotation-conditions.ts";
import type { UaCondition, UaFinding } from "./condition.ts";
import { contentConditions } from "./content-conditions.ts";
import { fileConditions } from "./file-conditions.ts";
import { fontConditions } from "./font-conditions.ts";
import { glyphConditions } from "./glyph-conditions.ts";
import { tableConditions } from "./table-conditions.ts";
import { treeConditions } from "./tree-conditions.ts";
import { viewOf } from "./view.ts";

/** The conditions of PDF/UA-1 (ISO 14289-1) that are checked, in the order of its clauses as far as they go together. */
export const conditions: readonly UaCondition[] = [
  ...fileConditions,
  ...contentConditions,
  ...treeConditions,
  ...tableConditions,
  ...annotationConditions,
  ...fontConditions,
  ...glyphConditions,
];

/** What a file does not keep to; a condition that many things break is told once, with the first. */
export function checkUa(document: PdfDocument): UaFinding[] {
  const view = viewOf(document);
  return conditions.flatMap(({ id, says, find }): UaFinding[] => {
    const [first, ...others] = find(view);
    if (first === undefined) return [];
    return [{ id, says, seen: others.length > 0 ? `${first}, and ${others.length} more` : first }];
  });
}

/** A finding as a line. */
export function uaText({ id, says, seen }: UaFinding): string {
  return `PDF/UA-1 ${id}: ${says}; found ${seen}`;
}
