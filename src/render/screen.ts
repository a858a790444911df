import type { Report } from "../report/report.ts";
import { explainFirst } from "./abbreviations.ts";
import { editionOf } from "./as-drawn.ts";
import { type Charts, compileCharts } from "./charts.ts";
import { compileHandlebars, partialsIn } from "./handlebars.ts";
import { policyOf } from "./policy.ts";
import { screenView } from "./screen-view.ts";
import { faceOf } from "./sections.ts";
import type { Html } from "./sentence.ts";
import { type Templates, templateAt } from "./templates.ts";
import { readTheme, toScreenCss } from "./theme.ts";
import { thereAndBack } from "./there-and-back.ts";

/** The report as one page for the screen that needs nothing besides itself: no file, no request, no font. */
export type ScreenRenderer = (report: Report) => Promise<string>;

/**
 * Compiles templates, style sheet and script of the page once; what comes back needs some milliseconds for a report. Charts that
 * are drawn for other channels too may be given.
 */
export async function compileScreen(templates: Templates, given?: Charts): Promise<ScreenRenderer> {
  const charts = given ?? (await compileCharts(templates));
  const own = partialsIn(templates, "html/");
  for (const [name, text] of Object.entries(own)) refuseOwnCode(text, name);
  const sheets = ["html/sizes.css", "html/report.css"].map((path) => templateAt(templates, path));
  const css = `\n${[toScreenCss(readTheme(templates)), ...sheets].join("\n")}\n` as Html;
  const script = `\n${templateAt(templates, "html/plan.js")}` as Html;
  const name = "html/report.hbs";
  const fill = compileHandlebars(templateAt(templates, name), { name, partials: own });
  return async (report) => {
    const takesPlan = report.sections.some((section) => faceOf(section).screen.takesPlan);
    const view = {
      ...(await screenView(report, { charts, edition: editionOf(report) })),
      css: { html: css },
      script: takesPlan ? { html: script } : null,
      policy: policyOf({ style: css, ...(takesPlan ? { script } : {}) }),
    };
    return explainFirst(thereAndBack(fill(view)), report.abbreviations ?? []);
  };
}

/** A page runs plan.js and nothing else, and all of its style stands in its sheets: a browser would pass over the rest. */
function refuseOwnCode(text: string, name: string): void {
  const bare = text.replace(/<(style|script)(?: type="module")?>\{\{\{\w+\.html\}\}\}<\/\1>/g, "");
  const found = /<(script|style|link|iframe|object|embed|base|img)\b|\s(on\w+|style)\s*=/i.exec(bare);
  if (found)
    throw new Error(
      `${name} holds "${found[0].trim()}": style belongs in html/report.css, and there is no other script`,
    );
}
