/* Which column of a table stands where, and how wide: numbers and short texts are whole, long ones share the room that
   is left, down to a width that can be read. What a table is about is never out of sight, nor cut where there is little
   room: where it would lie past the edge it comes right after what stays in place. */

const CELL_PX = 19;
const SLIMMEST_PX = 44;
const SHORT_PX = 132;
const LONGEST_PX = 330;
const PINNED_PX = 176;
const ABOUT_PX = 92;
const GIVES_TO_PX = 104;
const WHOLE_FIRST = 0.24;
const NARROW_FIRST = 0.36;
const NARROW_PX = 560;
const SCROLLBAR_PX = 17;

const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);

/* Whether there is so little room that what a table is about may take more lines than one. */
export const isNarrow = (room) => room < NARROW_PX;

/* How wide the texts of each column are: all of them; the longest word; its heading, which may take two lines; and the
   heading where it may take as many as it has words. */
export function measured({ columns, rows }, scroll) {
  const pen = document.createElement("canvas").getContext("2d");
  const { fontFamily, fontSize } = window.getComputedStyle(scroll);
  pen.font = `${fontSize} ${fontFamily}`;
  const widthOf = (text) => pen.measureText(text).width;
  return columns.map(({ name }, place) => {
    const latin = name.split(/[\s/]+/).filter((word) => /^[\x20-\x7e]+$/.test(word));
    const words = Math.max(0, ...latin.map(widthOf));
    const heading = Math.max(words, Math.min(widthOf(name), Math.max(widthOf(name) / 2 + 8, 72))) + 14;
    const tight = Math.max(words, Math.min(widthOf(name), 72)) + 14;
    const texts = Math.max(0, ...rows.map((row) => widthOf(row[place])));
    const word = Math.max(0, ...rows.flatMap((row) => row[place].split(" ").map(widthOf)));
    const found = { heading, tight, texts, word };
    return Object.fromEntries(Object.entries(found).map(([what, width]) => [what, Math.ceil(width) + CELL_PX]));
  });
}

/* The columns in the order in which they stand. box  how wide the table may be at most: whether a bar to scroll by
   takes some of it changes with the rows, and must not change the order back and forth */
export function ordered(columns, widths, box, whole) {
  const room = box - SCROLLBAR_PX;
  const last = columns.map(({ about }) => about).lastIndexOf(true);
  if (whole || sum(widthsOf(columns, widths, room, whole).slice(0, last + 1)) <= room) return columns;
  const [first, ...others] = columns;
  return [first, ...others.filter(({ about }) => about), ...others.filter(({ about }) => !about)];
}

/* The width of each column in pixels. columns  those that are shown, each with its place in widths;  whole  whether all
   of them must be on the screen, however high that makes the rows */
export function widthsOf(columns, widths, room, whole) {
  const wanted = columns.map((column) => wantedWidth(column, widths));
  const least = columns.map((column, n) => {
    if (!whole) return Math.min(wanted[n], leastWidth(column, widths, n, room));
    const first = WHOLE_FIRST * room;
    return Math.min(wanted[n], n === 0 ? first : (room - first) / (columns.length - 1));
  });
  const lack = sum(wanted) - room;
  const give = sum(wanted) - sum(least);
  if (lack < 0) return grown(columns, widths, wanted, -lack);
  if (!give) return wanted;
  const some = wanted.map((width, n) => width - (width - least[n]) * Math.min(1, lack / give));
  if (lack <= give) return some;
  const shared = widened(columns, some, wanted, room);
  return isNarrow(room) ? shared : uncut(columns, widths, shared, room);
}

/* Where the edge cuts a column of short texts (a date, a number), it would read as another one. The texts before it
   give what room it lacks, as a sign says that they are cut; where they have too little they take the rest, so that
   the column begins beyond the edge. */
function uncut(columns, widths, some, room) {
  const ends = some.map((_, n) => sum(some.slice(0, n + 1)));
  const cut = ends.findIndex((end) => end > room + 1);
  if (cut < 2 || widths[columns[cut].place].texts > SHORT_PX) return some;
  const over = ends[cut] - room;
  const spare = columns.map(({ place, side, about }, n) =>
    n > 0 && n < cut && side !== "right" && !about
      ? Math.max(0, some[n] - Math.max(widths[place].heading, GIVES_TO_PX))
      : 0,
  );
  if (sum(spare) >= over) return some.map((width, n) => width - (spare[n] * over) / sum(spare));
  const begins = ends[cut] - some[cut];
  return some.map((width, n) => (n < cut ? width + (room - begins) / cut : width));
}

/* What a table is about gets the room that is left beside it, before other columns begin. */
function widened(columns, some, wanted, room) {
  const last = columns.map(({ about }) => about).lastIndexOf(true);
  const over = room - sum(some.slice(0, last + 1));
  const lacks = columns.map(({ about }, n) => (about ? wanted[n] - some[n] : 0));
  if (over <= 0 || !sum(lacks)) return some;
  return some.map((width, n) => width + (lacks[n] * Math.min(over, sum(lacks))) / sum(lacks));
}

function wantedWidth({ place, side, most, link }, widths) {
  const { heading, texts } = widths[place];
  const limit = side === "right" ? Infinity : most || (link ? PINNED_PX : LONGEST_PX);
  return Math.max(SLIMMEST_PX, heading, Math.min(texts, limit));
}

function leastWidth({ place, side, most, about }, widths, n, room) {
  const { heading, tight, texts, word } = widths[place];
  // A number breaks only before its unit.
  if (side === "right") return about && isNarrow(room) ? Math.max(tight, word) : Infinity;
  // What stays in place must leave a telephone room for the others.
  if (n === 0) return Math.max(heading, isNarrow(room) ? room * NARROW_FIRST : PINNED_PX);
  if (about && isNarrow(room)) return Math.max(tight, Math.min(texts, ABOUT_PX));
  return Math.max(heading, Math.min(texts, most || SHORT_PX));
}

/* Room that is over goes to texts that lack it, then to all texts. */
function grown(columns, widths, wanted, over) {
  const lacks = columns.map(({ place, side }, n) => (side === "right" ? 0 : widths[place].texts - wanted[n]));
  const lacking = lacks.reduce((all, each) => all + Math.max(0, each), 0);
  const given = Math.min(over, lacking);
  const some = wanted.map((width, n) => width + (lacking ? (given * Math.max(0, lacks[n])) / lacking : 0));
  const each = (over - given) / columns.length;
  return some.map((width) => width + each);
}
