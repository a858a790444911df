import type { Context, MiddlewareHandler } from "hono";

/**
 * Lets only the studio's own page ask. A name of another host that leads here (DNS rebinding) is refused, and so is what
 * another site's page loads, be it a picture or a frame; a link to the studio may stand anywhere.
 */
export function guard(hosts: ReadonlySet<string>): MiddlewareHandler {
  return async (context, next) => {
    if (!hosts.has(context.req.header("host") ?? ""))
      return context.text("this studio answers to its own name only", 403);
    if (isFromElsewhere(context)) return context.text("this studio answers to its own page only", 403);
    await next();
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}

/** By what a browser says of who asks; a program that says nothing may. */
function isFromElsewhere({ req }: Context): boolean {
  const site = req.header("sec-fetch-site") ?? "none";
  const isLink = req.header("sec-fetch-mode") === "navigate" && req.header("sec-fetch-dest") === "document";
  return site !== "same-origin" && site !== "none" && !isLink;
}

/** The page may load its own files, and nothing from anywhere else. */
const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
    "frame-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};

/** A report's markup, for a frame of this page and nothing else: no scripts, no requests, no forms. */
export function framed(html: string): Response {
  return new Response(html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
    },
  });
}
