import { parse } from "yaml";
import type { Report } from "../report/report.ts";
import { compileCharts, drawEmailStrip } from "./charts.ts";
import { compileMjml, type Palette, paint } from "./email-mjml.ts";
import { compileText } from "./email-text.ts";
import { type EmailView, find, toView } from "./email-view.ts";
import { compileHandlebars, partialsIn } from "./handlebars.ts";
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

/** Compiles the email's templates once; what comes back fills them for a recipient in a few milliseconds. */
export async function compileEmail(templates: Templates): Promise<EmailRenderer> {
  const draw = compilePicture(templates);
  const toHtml = await compileHtml(templates);
  const toText = compileText(templateAt(templates, "email/report.txt.hbs"));
  return async (report) => {
    const images = await draw(report);
    const view = toView(report, images[0] ?? null);
    return { subject: view.subject, html: toHtml(view, report), text: toText(view), images };
  };
}

async function compileHtml(templates: Templates): Promise<(view: EmailView, report: Report) => string> {
  const painted = paintAll(templates);
  const name = "email/report.mjml";
  const html = await compileMjml(templateAt(painted, name), name);
  const fill = compileHandlebars(html, { name, partials: partialsIn(painted, "email/") });
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

/** The dots on the scale of the bars; none where there is nothing to compare, or the author asked for bars alone. */
function compilePicture(templates: Templates): (report: Report) => Promise<EmailDocument["images"]> {
  const charts = compileCharts(templates);
  const { paper } = readTheme(templates).colours;
  return async (report) => {
    const chart = find(report, "comparison")?.chart;
    if (!chart || chart.kind === "bars") return [];
    const svg = await drawEmailStrip(charts, chart, report.figures);
    return [{ cid: cidOf(report), svg: onGround(svg, paper), ...PICTURE }];
  };
}

/** The picture on the card's own ground: a client that turns colours round must not show through it. */
function onGround(svg: string, colour: string): string {
  return svg.replace(/^<svg[^>]*>/, (open) => `${open}<rect width="100%" height="100%" fill="${colour}"/>`);
}

/** CSS px: the width of the bars and 6 px on either side, so that a dot at zero is whole. The MJML has the same. */
const PICTURE = { width: 516, height: 80 };

function cidOf({ mail }: Report): string {
  return `comparison@${mail.listId.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
}
