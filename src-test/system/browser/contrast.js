// Defines contrastOf(element) in the page: WCAG 2's contrast of an element's text.
export function defineContrast() {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], alpha: a };
  };
  const blend = (front, alpha, back) => front.map((c, i) => alpha * c + (1 - alpha) * back[i]);
  const background = (element) => {
    if (!element) return [255, 255, 255];
    const { rgb, alpha } = parse(getComputedStyle(element).backgroundColor);
    return alpha === 1 ? rgb : blend(rgb, alpha, background(element.parentElement));
  };
  const opacity = (element) =>
    element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1;
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  window.contrastOf = (element) => {
    const back = background(element);
    const style = getComputedStyle(element);
    const { rgb, alpha } = parse(element instanceof SVGElement ? style.fill : style.color);
    const [dark, light] = [luminance(blend(rgb, alpha * opacity(element), back)), luminance(back)]
      .sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
}
