import { createHash } from "node:crypto";

/**
 * What a page for the screen may do, for its browser (Content Security Policy): show its own style and run its own script, both
 * by their hashes; nothing is fetched, sent or framed.
 */
export function policyOf({ style, script }: { style: string; script?: string }): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
