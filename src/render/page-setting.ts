/** How the pages after the first are set where they would be more than are planned; see the end of print/report.css. */
export type PageSetting = "tight" | "flowing";

/** In the order in which they are tried: smaller gaps and, within the floors of sizes, smaller type; then also pages that flow on. */
export const pageSettings: readonly PageSetting[] = ["tight", "flowing"];

/** The same page, set so. Throws where its template has no plain `<body>`. */
export function setPages(html: string, setting: PageSetting): string {
  if (!html.includes("<body>"))
    throw new Error("print/report.hbs has no plain <body>, which takes the setting of pages");
  return html.replace("<body>", `<body class="${setting}">`);
}
