import type { SectionKind } from "../../input/campaign/sections.ts";
import type { ComparisonChart } from "../../report/chart.ts";
import type { Report } from "../../report/report.ts";
import type { Section } from "../../report/sections.ts";
import type { Charts } from "../charts.ts";
import type { HeightSetting } from "../height.ts";

/**
 * A kind of section as its reader meets it. Its templates are print/sections/<kind>.hbs and, where it stands in the email,
 * email/sections/<kind>.mjml and <kind>.txt.hbs, and on the page for the screen html/sections/<kind>.hbs; they see the section with
 * what is added here, and the whole at @root.
 */
export type SectionFace<K extends SectionKind> = {
  pageOne?: PageOneFace<K>; // absent: it never stands on page one
  pointer?: (section: Section<K>) => string; // what page one calls it; absent: nobody turns a page for it
  paper?: (section: Section<K>, drawing: PaperDrawing) => Promise<object> | object; // charts drawn; absent: the section as it is
  screen: ScreenFace<K>;
  email?: EmailFace<K>; // absent: it is not in the email, but on paper or in the report that goes with it
  helpLink?: (section: Section<K>) => Link | undefined; // material for it, in the box of help on page one
  queryLink?: (section: Section<K>) => Link | undefined; // where the email sends those who doubt a figure
};

export type PageOneFace<K extends SectionKind> = {
  place: "flow" | "foot"; // foot: beside the box of help, at the bottom
  givesWay: boolean; // whether it begins page two where a look's words are too large for all of it
  height: (section: Section<K>, setting: HeightSetting) => number; // mm
  runsLong?: (section: Section<K>, setting: Omit<HeightSetting, "fit">) => boolean; // whether its words ask for the long headline's size
};

export type EmailFace<K extends SectionKind> = {
  view: (section: Section<K>, framing: EmailFraming) => object; // sentences as runs; null where a part is absent
  picture?: (section: Section<K>) => ComparisonChart | undefined; // what is drawn as its picture
  joinsTitle?: true; // whether, where it comes first, it goes on from the title of the email without a gap
};

/** On a page for the screen everything stands that is on paper. */
export type ScreenFace<K extends SectionKind> = {
  view: (section: Section<K>, drawing: ScreenDrawing) => Promise<object> | object; // charts drawn
  contents?: (section: Section<K>) => string; // what the list of contents calls it; absent: it is not in the list
  heads?: true; // whether its first words are the heading of the whole page
  takesPlan?: true; // whether a plan is written into it
};

/** What a section of the page is drawn with: the charts, and the mark of the edition that a plan goes back with. */
export type ScreenDrawing = { report: Report; charts: Charts; edition: string };

export type PaperDrawing = HeightSetting & { charts: Charts };

/** What the email's view of a section is made with besides it: the picture is its own, null where it has none. */
export type EmailFraming = { report: Report; picture: { cid: string } | null };

export type Link = { words: string; url: string };
