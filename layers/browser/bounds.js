/* The bounds of what a reader means by a place: islands far smaller than its largest part do not count, so that 汕尾 is
   not shown from 东沙群岛 up. */
const FAR_SMALLER = 0.05;

/* [south, west, north, east] of points [lon, lat]. */
function boundsOf(points) {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    bounds[0] = Math.min(bounds[0], lat);
    bounds[1] = Math.min(bounds[1], lon);
    bounds[2] = Math.max(bounds[2], lat);
    bounds[3] = Math.max(bounds[3], lon);
  }
  return bounds;
}

/* [[south, west], [north, east]] in degrees. coordinates  those of a GeoJSON MultiPolygon, [lon, lat] */
export function mainBounds(coordinates) {
  const parts = coordinates.map(([shell]) => boundsOf(shell));
  const sizes = parts.map(([south, west, north, east]) => (north - south) * (east - west));
  const largest = Math.max(...sizes);
  const kept = parts.filter((_part, k) => sizes[k] > FAR_SMALLER * largest);
  const corners = kept.flatMap(([south, west, north, east]) => [
    [west, south],
    [east, north],
  ]);
  const [south, west, north, east] = boundsOf(corners);
  return [
    [south, west],
    [north, east],
  ];
}
