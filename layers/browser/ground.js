/* Whose land is where on the screen: a grid of small squares, so that a name can ask what it would stand on. */
export const CELL = 4;
/* What belongs to nobody: the sea. */
export const SEA = 0;

/* {width, height, cells}: of each square the place of its owner in `owners` plus one, SEA for none.
   owners  each a list of rings in pixels, [x, y]; what two hold belongs to the later one */
export function buildGround(owners, width, height) {
  const columns = Math.ceil(width / CELL);
  const rows = Math.ceil(height / CELL);
  const ground = { width: columns, height: rows, cells: new Uint8Array(columns * rows) };
  owners.forEach((rings, place) => fillRings(ground, rings, place + 1));
  return ground;
}

/* The squares whose middle lies inside, by the even-odd rule. */
function fillRings({ width, height, cells }, rings, mark) {
  const crossings = new Map();
  for (const ring of rings) {
    for (let k = 1; k < ring.length; k += 1) addCrossings(crossings, ring[k - 1], ring[k], height);
  }
  for (const [row, found] of crossings) {
    found.sort((a, b) => a - b);
    for (let k = 0; k + 1 < found.length; k += 2) {
      const first = Math.max(0, Math.ceil(found[k] / CELL - 0.5));
      const last = Math.min(width, Math.ceil(found[k + 1] / CELL - 0.5));
      if (first < last) cells.fill(mark, row * width + first, row * width + last);
    }
  }
}

/* Where an edge crosses the middles of rows. */
function addCrossings(crossings, [x0, y0], [x1, y1], height) {
  const [low, high] = [Math.min(y0, y1), Math.max(y0, y1)];
  const first = Math.max(0, Math.ceil(low / CELL - 0.5));
  const last = Math.min(height, Math.ceil(high / CELL - 0.5));
  for (let row = first; row < last; row += 1) {
    const x = x0 + (((row + 0.5) * CELL - y0) * (x1 - x0)) / (y1 - y0);
    if (crossings.has(row)) crossings.get(row).push(x);
    else crossings.set(row, [x]);
  }
}

export function ownerAt({ width, height, cells }, x, y) {
  const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  return column < 0 || row < 0 || column >= width || row >= height ? SEA : cells[row * width + column];
}

/* Whether a box stands on nothing but the land of `allowed` and, where `sea`, on the sea. */
export function standsOn(ground, box, allowed, sea) {
  const [x0, x1] = [Math.max(0, Math.floor(box.x0 / CELL)), Math.min(ground.width - 1, Math.floor(box.x1 / CELL))];
  const [y0, y1] = [Math.max(0, Math.floor(box.y0 / CELL)), Math.min(ground.height - 1, Math.floor(box.y1 / CELL))];
  for (let row = y0; row <= y1; row += 1) {
    for (let column = x0; column <= x1; column += 1) {
      const owner = ground.cells[row * ground.width + column];
      if (owner !== allowed && !(sea && owner === SEA)) return false;
    }
  }
  return true;
}

/* The middles of what is seen of each owner's land, {x, y, cells}, by its mark. */
export function middles({ width, cells }) {
  const found = new Map();
  cells.forEach((mark, place) => {
    if (mark === SEA) return;
    if (!found.has(mark)) found.set(mark, { x: 0, y: 0, cells: 0 });
    const each = found.get(mark);
    each.x += (place % width) + 0.5;
    each.y += Math.floor(place / width) + 0.5;
    each.cells += 1;
  });
  for (const each of found.values()) {
    each.x *= CELL / each.cells;
    each.y *= CELL / each.cells;
  }
  return found;
}
