import type { PublicShape } from "./shape.ts";
import { cms } from "./shapes/cms.ts";
import { cvdprevent } from "./shapes/cvdprevent.ts";
import { epd } from "./shapes/epd.ts";
import { epraccur } from "./shapes/epraccur.ts";
import { fingertips } from "./shapes/fingertips.ts";
import { gpListSize } from "./shapes/gp-list-size.ts";
import { ods } from "./shapes/ods.ts";
import { openprescribing } from "./shapes/openprescribing.ts";
import { openprescribingV2 } from "./shapes/openprescribing-v2.ts";
import { qof, qofPractices, qofPrevalence } from "./shapes/qof.ts";
import { talkingTherapies } from "./shapes/talking-therapies.ts";
import type { ImportSource } from "./source.ts";

export const shapeIds = [
  "openprescribing",
  "openprescribing-v2",
  "epd",
  "fingertips",
  "qof",
  "qof-prevalence",
  "qof-practices",
  "cvdprevent",
  "epraccur",
  "ods",
  "gp-list-size",
  "talking-therapies",
  "cms",
] as const;

export type ShapeId = (typeof shapeIds)[number];

/** Every shape that is known. */
export const shapes: Readonly<Record<ShapeId, PublicShape>> = {
  openprescribing,
  "openprescribing-v2": openprescribingV2,
  epd,
  fingertips,
  qof,
  "qof-prevalence": qofPrevalence,
  "qof-practices": qofPractices,
  cvdprevent,
  epraccur,
  ods,
  "gp-list-size": gpListSize,
  "talking-therapies": talkingTherapies,
  cms,
};

/** The shape of a source, by its columns; undefined where it is none that is known. */
export function shapeOf(source: ImportSource): ShapeId | undefined {
  return shapeIds.find((id) => shapes[id].isOf(source));
}
