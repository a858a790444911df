/** Every way in which a report can be made: on paper, as an email, as a page for the screen. All say the same. */
export const channels = ["print", "email", "html"] as const;

/** How a report reaches its reader. */
export type Channel = (typeof channels)[number];

/**
 * Whether the whole of a report is made for a recipient. An email by itself holds the sections of the kinds that it shows;
 * paper, the page for the screen and the PDF that goes with an email hold all.
 */
export function holdsAll(made: readonly Channel[], attachment: "none" | "pdf"): boolean {
  return made.some((channel) => channel !== "email") || (made.includes("email") && attachment === "pdf");
}
