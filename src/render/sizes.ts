import { type Templates, templateAt } from "./templates.ts";

/** The sizes of a page that its texts are fitted by, from print/sizes.css: points, and millimetres for all else. */
export type Sizes = {
  type: Readonly<Record<Type, { pt: number; leading: number }>>;
  main: number; // width of the wide column
  aside: number; // width of the narrow one
  comparisonPage: number; // 1, or 2 where comparison and facts follow on a page of their own
};

export type Type =
  | "small"
  | "caution"
  | "body"
  | "lead"
  | "title"
  | "long"
  | "headline"
  | "sheet"
  | "help"
  | "help-small";

/** Throws where a size is missing, and where one is set that is not a template's to set. */
export function readSizes(templates: Templates): Sizes {
  const css = templateAt(templates, "print/sizes.css");
  const taken = /--(?:address-[xy]|letterhead)(?=:)/.exec(css)?.[0];
  if (taken)
    throw new Error(`print/sizes.css sets "${taken}": the campaign's envelope places the address, take it out`);
  const read = (name: string, pattern: string): string[] => {
    const found = new RegExp(`--${name}:\\s*${pattern}\\s*;`).exec(css);
    if (!found) throw new Error(`missing "--${name}" in print/sizes.css`);
    return found.slice(1);
  };
  const number = (name: string, unit: string) => Number(read(name, `([\\d.]+)${unit}`)[0]);
  const face = (name: Type) => {
    const [pt, leading] = read(name, "([\\d.]+)pt/([\\d.]+)mm").map(Number);
    return { pt: pt ?? 0, leading: leading ?? 0 };
  };
  return {
    type: {
      small: face("small"),
      caution: face("caution"),
      body: face("body"),
      lead: face("lead"),
      title: face("title"),
      long: face("long"),
      headline: face("headline"),
      sheet: face("sheet"),
      help: face("help"),
      "help-small": face("help-small"),
    },
    main: number("main", "mm"),
    aside: number("aside", "mm"),
    comparisonPage: number("comparison-page", ""),
  };
}
