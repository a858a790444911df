import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own templates; the page is among them. */
export const templateFolder = fileURLToPath(new URL("../../templates", import.meta.url));

const page = join(templateFolder, "preview");

/** A file of the page's own folder, by a plain name: no name with a slash or two dots is one. */
export async function asset(name: string): Promise<Response> {
  if (!/^[a-z][a-z0-9-]*\.(html|css|js)$/.test(name)) return notFound();
  return file(join(page, name));
}

const require = createRequire(import.meta.url);

/** The few files of installed packages that the page uses. */
const vendor: Readonly<Record<string, string>> = {
  "arimo-400.ttf": "@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf",
  "arimo-600.ttf": "@expo-google-fonts/arimo/600SemiBold/Arimo_600SemiBold.ttf",
  "arimo-700.ttf": "@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf",
  "pdf.mjs": "pdfjs-dist/legacy/build/pdf.min.mjs",
  "pdf.worker.mjs": "pdfjs-dist/legacy/build/pdf.worker.min.mjs",
};

export async function vendored(name: string): Promise<Response> {
  const path = Object.hasOwn(vendor, name) ? vendor[name] : undefined;
  return path ? file(require.resolve(path)) : notFound();
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  ttf: "font/ttf",
};

async function file(path: string): Promise<Response> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return notFound();
  return new Response(new Uint8Array(bytes), {
    headers: { "Content-Type": types[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream" },
  });
}

function notFound(): Response {
  return new Response("not found", { status: 404 });
}
