import type { SectionFace } from "./module.ts";

export const why: SectionFace<"why"> = {
  pointer: () => "the evidence",
  screen: { view: (section) => section, contents: () => "The evidence" },
};
