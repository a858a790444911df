/** Relative luminance of a colour of the screen, parts and result from 0 to 1 (WCAG 2.2; IEC 61966-2-1). */
export function luminanceOf([red, green, blue]: readonly [number, number, number]): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
