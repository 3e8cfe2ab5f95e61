/* What a typed text finds among names. */

/* Width, brackets and case do not matter: 中山灯饰 finds 中山(灯饰), ４４０５ finds 4405. */
export const searchable = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[()[\]【】"“”]/g, "")
    .replace(/[,;、·]/g, " ");

/* The words typed; none when there is nothing to look for. */
export const wordsOf = (typed) => searchable(typed).split(/\s+/).filter(Boolean);

/* How well a feature answers the words: 0 its name begins with the first, 1 its name has them all, 2 they are all in
   what belongs to it; null when one is missing.
   name  of the feature;  rest  all else it may be found by: industry, former names, adcode, prefecture, layer */
export function rankOf(words, name, rest) {
  const title = searchable(name);
  const text = `${title} ${searchable(rest)}`;
  if (!words.every((word) => text.includes(word))) return null;
  if (title.startsWith(words[0])) return 0;
  return words.every((word) => title.includes(word)) ? 1 : 2;
}
