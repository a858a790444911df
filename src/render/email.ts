import { createHash } from "node:crypto";
import { parse } from "yaml";
import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { type Charts, compileCharts, drawEmailStrip } from "./charts.ts";
import { layOutEmail } from "./email-layout.ts";
import { compileMjml, type Palette, paint } from "./email-mjml.ts";
import { compileText } from "./email-text.ts";
import { type EmailView, emailSections, toView } from "./email-view.ts";
import { compileHandlebars, partialsIn } from "./handlebars.ts";
import { faceOf } from "./sections.ts";
import { type Templates, templateAt } from "./templates.ts";
import { readTheme } from "./theme.ts";

/** A report as an email: both texts, and its pictures still as SVG. */
export type EmailDocument = {
  subject: string;
  html: string;
  text: string;
  images: readonly { cid: string; svg: string; width: number; height: number }[];
};

export type EmailRenderer = (report: Report) => Promise<EmailDocument>;

/**
 * Compiles the email's templates once; what comes back fills them for a recipient in a few milliseconds. Charts that the page
 * draws too may be given.
 */
export async function compileEmail(templates: Templates, given?: Charts): Promise<EmailRenderer> {
  const charts = given ?? (await compileCharts(templates));
  const draw = compilePictures(templates, charts);
  const toHtml = await compileHtml(templates);
  const toText = compileText(templates);
  return async (report) => {
    const pictures = await draw(report);
    const view = toView(report, pictures);
    return { subject: view.subject, html: toHtml(view, report), text: toText(view), images: [...pictures.values()] };
  };
}

async function compileHtml(templates: Templates): Promise<(view: EmailView, report: Report) => string> {
  const painted = paintAll(templates);
  const html = await compileMjml(layOutEmail(painted));
  const fill = compileHandlebars(html, { name: "email/report.mjml", partials: partialsIn(painted, "email/") });
  return (view, { figures }) => fill({ ...view, figures });
}

/** Every template of the email with its colours and sizes in. */
function paintAll(templates: Templates): Templates {
  const palette = paletteOf(templates);
  const own = Object.entries(templates).filter(([path]) => /^email\/.*\.(mjml|hbs)$/.test(path));
  return Object.fromEntries(own.map(([path, text]) => [path, paint(text, palette, path)]));
}

function paletteOf(templates: Templates): Palette {
  const { colours, ...parts } = parse(templateAt(templates, "theme/theme.yaml"));
  const named = ["dark", "email", "size", "leading"].map((part) => prefixed(part, parts[part]));
  return Object.assign({}, colours, ...named);
}

function prefixed(prefix: string, palette: Palette): Palette {
  return Object.fromEntries(Object.entries(palette).map(([name, value]) => [`${prefix}.${name}`, value]));
}

/** The dots of each section that has a picture, on the scale of its bars; by the name of the section. */
function compilePictures(templates: Templates, charts: Charts): (report: Report) => Promise<Map<string, Picture>> {
  const { paper } = readTheme(templates).colours;
  return async (report) => {
    const drawn = emailSections(report).map(async (section): Promise<[string, Picture][]> => {
      const chart = faceOf(section).email?.picture?.(section);
      if (!chart) return [];
      const svg = await drawEmailStrip(charts, chart, report.figures);
      return [[section.name, { cid: cidOf(section, report), svg: onGround(svg, paper), ...PICTURE }]];
    });
    return new Map((await Promise.all(drawn)).flat());
  };
}

type Picture = EmailDocument["images"][number];

/** The picture on the card's own ground: a client that turns colours round must not show through it. */
function onGround(svg: string, colour: string): string {
  return svg.replace(/^<svg[^>]*>/, (open) => `${open}<rect width="100%" height="100%" fill="${colour}"/>`);
}

/** CSS px: the width of the bars and 6 px on either side, so that a dot at zero is whole. The MJML has the same. */
const PICTURE = { width: 516, height: 80 };

/** Its name and the edition of the report in whose email it is: "comparison.3fa9c1d27b04e65d@opioids.marlshire.example". */
function cidOf({ name }: Section, report: Report): string {
  const edition = createHash("sha256").update(JSON.stringify(report)).digest("hex").slice(0, 16);
  return `${name}.${edition}@${report.mail.listId.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
}
