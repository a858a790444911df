import type { PdfFont } from "./font.ts";
import { black, openGround, type PaintedInk } from "./ground.ts";
import { identity, type Transform, times } from "./matrix.ts";
import { openRuns, type TextRun } from "./runs.ts";
import { invalidPdf } from "./syntax.ts";

/** The page's paper, in points: what lies beyond it is not seen. */
export type Paper = { left: number; bottom: number; right: number; top: number };

/** How letters are shown (9.3). What saves and restores the state of a page saves and restores this. */
export type PenState = {
  ctm: Transform; // from the page as its operators see it to points
  font: PdfFont | undefined;
  size: number;
  letterSpace: number;
  wordSpace: number;
  scale: number; // across; 1 is as it is
  leading: number;
  rise: number;
  ink: PaintedInk; // of letters and areas that are filled
};

/**
 * Shows letters on a page, one after another, and puts them together into runs. Most operators of a page show one letter or move
 * by one, so only the place is worked out for each; the rest when it has changed.
 */
export function openPen(paper: Paper) {
  const ground = openGround();
  const lines = openRuns((x, y) => ground.contrastAt(state.ink, x, y));
  let state: PenState = {
    ctm: identity,
    font: undefined,
    size: 0,
    letterSpace: 0,
    wordSpace: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    ink: black,
  };
  let [ta, tb, tc, td]: readonly number[] = identity; // the text's own matrix, but for its place
  let [lineX, lineY, textX, textY] = [0, 0, 0, 0]; // where the line begins, and where the next letter stands
  let [a, b, c, d] = [0, 0, 0, 0]; // both matrices together
  let isSettled = false;
  return {
    state: () => state,
    ground,
    set,
    transform: (matrix: Transform) => set({ ctm: times(matrix, state.ctm) }),
    place,
    nextLine,
    move: (wide: number) => advance(wide * state.size * state.scale),
    show,
    mark: lines.setMark,
    runs: (): readonly TextRun[] => lines.runs,
  };

  function set(changed: Partial<PenState>): void {
    state = { ...state, ...changed };
    isSettled = false;
    if (changed.ctm) ground.setCtm(changed.ctm);
    if (changed.ink) lines.setInk();
  }

  /** Where a text begins: `Tm`, and `BT` with none. */
  function place(matrix: Transform = identity): void {
    [ta, tb, tc, td, lineX, lineY] = matrix as [number, number, number, number, number, number];
    textX = lineX;
    textY = lineY;
    isSettled = false;
  }

  function nextLine(x = 0, y = -state.leading): void {
    lineX += x * ta! + y * tc!;
    lineY += x * tb! + y * td!;
    textX = lineX;
    textY = lineY;
  }

  function advance(by: number): void {
    textX += by * ta!;
    textY += by * tb!;
  }

  /** Shows the letters of some codes, and moves on (9.4.4). */
  function show(bytes: string): void {
    if (!isSettled) settle();
    const { size, scale, letterSpace, wordSpace } = state;
    const font = state.font!;
    for (let i = 0; i < bytes.length; i += font.codeBytes) {
      const code = font.codeBytes === 1 ? bytes.charCodeAt(i) : bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1);
      const wide = font.width(code) * size * scale;
      const letters = font.letters.get(code) ?? "\0";
      if (letters === " ") lines.space();
      else if (letters !== "") showLetter(letters, wide);
      advance(wide + (letterSpace + (font.codeBytes === 1 && code === 32 ? wordSpace : 0)) * scale);
    }
  }

  function settle(): void {
    const { ctm, font, size } = state;
    if (!font) throw invalidPdf("a text without a font");
    [a, b, c, d] = times([ta!, tb!, tc!, td!, 0, 0], ctm) as unknown as [number, number, number, number];
    const stretch = Math.hypot(a, b);
    lines.setStyle({
      font: font.name,
      size: size * Math.hypot(c, d),
      em: size * stretch,
      along: stretch > 0 ? [a / stretch, b / stretch] : [1, 0],
    });
    isSettled = true;
  }

  function showLetter(letters: string, wide: number): void {
    const { ctm, rise } = state;
    const x = textX * ctm[0] + textY * ctm[2] + ctm[4] + rise * c;
    const y = textX * ctm[1] + textY * ctm[3] + ctm[5] + rise * d;
    const [toX, toY] = [x + wide * a, y + wide * b];
    if (Math.max(x, toX) < paper.left || Math.min(x, toX) > paper.right) return;
    if (Math.max(y, toY) < paper.bottom || Math.min(y, toY) > paper.top) return;
    lines.letter(letters, x, y, toX, toY);
  }
}

export type Pen = ReturnType<typeof openPen>;
