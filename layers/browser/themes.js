/* A colour may be one, or one a theme. */
export function themed(value, theme) {
  const perTheme = value && typeof value === "object" && !(value instanceof CanvasPattern);
  return perTheme ? value[theme] : value;
}
