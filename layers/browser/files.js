/* The files of the page: fetched from beside it, or found inside it when map and data are one file (cli.py map). */
const inlineFiles = document.getElementById("atlas-files");
const inlineState = document.getElementById("atlas-state");
const given = inlineFiles ? JSON.parse(inlineFiles.textContent) : null;

export function load(name) {
  if (given) return Promise.resolve(given[name]);
  return fetch(name).then((answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  });
}

/* The state that a single file opens in; null on a page that is told it later. */
export const givenState = () => (inlineState ? JSON.parse(inlineState.textContent) : null);
