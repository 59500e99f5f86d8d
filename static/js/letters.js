// The words for an applicant, beside the fields, as they are typed: each in its own direction, the
// other language's where there are none.
let isWatching = false;

export function watchLetters() {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener("input", (event) => {
    if (!event.target.id) return;
    const wanted = CSS.escape(event.target.id);
    const touched = document.querySelectorAll(`[data-letter-of="${wanted}"], [data-letter-else="${wanted}"]`);
    for (const letter of touched) write(letter);
  });
}

function write(letter) {
  const own = document.getElementById(letter.dataset.letterOf);
  const other = document.getElementById(letter.dataset.letterElse);
  const said = own.value.trim() || !other ? own : other;
  letter.textContent = said.value.trim();
  letter.lang = said.lang;
  letter.dir = said.dir;
}
