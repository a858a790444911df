import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";

/** Where a studio answers: the names that it goes by, with the port, and a secret that its addresses begin with. */
export type Door = { hosts: ReadonlySet<string>; secret: string };

/** A door on the loopback address: the secret is 128 random bits, drawn anew for every studio. */
export function newDoor(port: number): Door {
  const hosts = new Set(["127.0.0.1", "localhost"].map((name) => `${name}:${port}`));
  return { hosts, secret: randomBytes(16).toString("base64url") };
}

/** The address of the studio behind a door, for the person at the terminal alone: e.g. "http://127.0.0.1:4400/Vx3…w/" */
export function addressOf({ hosts: [host], secret }: { hosts: Iterable<string>; secret: string }): string {
  return `http://${host}/${secret}/`;
}

/**
 * What stands behind a door. Routes are written as if the secret were not there. It stands in the path, not in a cookie: a
 * browser sends the cookies of 127.0.0.1 to every port, so also to the server of another user of this machine.
 */
export function behind(door: Door): Hono {
  const app = new Hono({ getPath: (request) => new URL(request.url).pathname.replace(/^\/[^/]*/, "") || "/" });
  app.use(guard(door));
  return app;
}

/**
 * Lets only the studio's own page ask, and only who knows its secret. A name of another host that leads here (DNS rebinding) is
 * refused, and so is what another site's page loads, be it a picture or a frame; a link to the studio may stand anywhere.
 */
function guard({ hosts, secret }: Door): MiddlewareHandler {
  return async (context, next) => {
    if (!hosts.has(context.req.header("host") ?? ""))
      return context.text("this studio answers to its own name only", 403);
    if (isFromElsewhere(context, hosts)) return context.text("this studio answers to its own page only", 403);
    if (!isSame(new URL(context.req.url).pathname.split("/")[1] ?? "", secret))
      return context.text("the address of this studio is in the terminal that opened it", 403);
    await next();
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** By what a browser says of who asks; a program that says nothing may. */
function isFromElsewhere({ req }: Context, hosts: ReadonlySet<string>): boolean {
  const origin = req.header("origin");
  if (origin !== undefined && !(origin.startsWith("http://") && hosts.has(origin.slice("http://".length)))) return true;
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
