import type { Transform } from "../pdf/matrix.ts";

/** The room that something takes on a page, in points from its left and bottom. Nothing has a left beyond its right. */
export type PageBox = { left: number; bottom: number; right: number; top: number };

/** The room of nothing yet. */
export function nothing(): PageBox {
  const far = Number.POSITIVE_INFINITY;
  return { left: far, bottom: far, right: -far, top: -far };
}

/** Mutates: makes room for a point, as a matrix moves it. */
export function grow(box: PageBox, [a, b, c, d, e, f]: Transform, x: number, y: number): void {
  const [X, Y] = [a * x + c * y + e, b * x + d * y + f];
  if (X < box.left) box.left = X;
  if (X > box.right) box.right = X;
  if (Y < box.bottom) box.bottom = Y;
  if (Y > box.top) box.top = Y;
}

/** Mutates: makes room for another. */
export function include(box: PageBox, { left, bottom, right, top }: PageBox): void {
  box.left = Math.min(box.left, left);
  box.right = Math.max(box.right, right);
  box.bottom = Math.min(box.bottom, bottom);
  box.top = Math.max(box.top, top);
}
