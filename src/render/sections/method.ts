import { toQr } from "../qr.ts";
import type { SectionFace } from "./module.ts";

export const method: SectionFace<"method"> = {
  paper: (section) => ({ notes: [], ...section, svg: toQr(section.link.url) }),
  screen: { view: (section) => ({ notes: [], ...section }), contents: ({ title }) => title },
  queryLink: ({ link }) => link,
};
