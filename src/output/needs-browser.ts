import type { Channel } from "../input/campaign/channels.ts";

/** The channels that a browser is needed for: the page on paper, and the one that goes with an email. */
export function needsBrowser(channels: readonly Channel[], attachment: "none" | "pdf"): boolean {
  return channels.includes("print") || (channels.includes("email") && attachment === "pdf");
}
