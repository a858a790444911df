import type { Section } from "../../report/sections.ts";
import { drawSvg } from "../charts.ts";
import { marked, markOf } from "../mark.ts";
import type { ScreenDrawing } from "./module.ts";

/** A section with a strip in its rows, each drawn. */
export async function drawStrips(
  section: Section<"table" | "groups">,
  { report: { figures }, charts }: Pick<ScreenDrawing, "report" | "charts">,
): Promise<object> {
  const rows = section.rows.map(async (row, i) => {
    if (!row.strip) return row;
    const mark = markOf(section.name, "rows", i, "strip");
    return { ...row, svg: marked(await drawSvg(charts, row.strip, figures), mark) };
  });
  return { ...section, rows: await Promise.all(rows) };
}
