import type { SectionFace } from "./module.ts";
import { drawStrips } from "./strips.ts";

export const table: SectionFace<"table"> = {
  pointer: () => "all measures",
  paper: drawStrips,
  screen: { view: drawStrips, contents: () => "All measures" },
};
