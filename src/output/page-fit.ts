import type { Fit } from "../render/height.ts";
import type { PageSetting } from "../render/page-setting.ts";
import type { Sizes } from "../render/sizes.ts";

/** How the pages of a report were set, for its line in the manifest. */
export type PageFit = {
  step: number; // of fitting page one, from 1: as it is
  headline: number; // pt
  firstStep: number; // pt, of its first line
  pointers: boolean; // whether page one says what the next pages hold
  gaps: "usual" | "close"; // between the parts of page one
  room: number | null; // px, for the dots of its chart; null: as many as they take
  address: number; // pt
  later: LaterSetting; // of the pages after the first
};

/** The pages after the first as they are planned, or set closer so that they do not become more. */
export type LaterSetting = "usual" | PageSetting;

/** A fit in the terms of those who read the page. */
export function pageFitOf(fit: Fit, { type }: Sizes, later: LaterSetting): PageFit {
  return {
    step: fit.step,
    headline: (fit.longHeadline ? type.long : type.headline).pt,
    firstStep: (fit.smallStep ? type.lead : type.title).pt,
    pointers: fit.pointers,
    gaps: fit.close ? "close" : "usual",
    room: fit.room ?? null,
    address: points[fit.address],
    later,
  };
}

const points: Readonly<Record<Fit["address"], number>> = { ten: 10, nine: 9, eight: 8 };
