import type { SectionFace } from "./module.ts";

export const cautions: SectionFace<"cautions"> = {};
