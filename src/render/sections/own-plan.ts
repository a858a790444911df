import type { SectionFace } from "./module.ts";

export const ownPlan: SectionFace<"own-plan"> = {
  pointer: () => "your own plan",
};
