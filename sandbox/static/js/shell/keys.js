// Going places by keyboard: the focus follows to where one writes.

const hasFinger = () => matchMedia("(hover: none)").matches;

function focusPlace() {
  const writing = document.querySelector("[data-testid=main-pane] [data-testid=composer]");
  const tab = document.querySelector("[role=tab][aria-selected=true]");
  // On a phone the focus would open the keyboard over what was asked for.
  if (!hasFinger()) (writing ?? tab)?.focus({ preventScroll: true });
}

/** Goes somewhere, which may take a moment, and puts the focus there. */
export async function goByKey(go) {
  await go();
  focusPlace();
}

function neighbour(step, unreadOnly) {
  const items = [...document.querySelectorAll(".sidebar .side-item")];
  const at = items.findIndex((item) => item.getAttribute("aria-current") === "page");
  for (let place = at + step; place >= 0 && place < items.length; place += step) {
    if (!unreadOnly || items[place].classList.contains("unread")) return items[place];
  }
  return null;
}

/** Listens for Alt and up or down: the next conversation of the sidebar, with Shift the next unread one. */
export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || document.querySelector(".backdrop")) return;
    event.preventDefault();
    const item = neighbour(step, event.shiftKey);
    if (item) goByKey(() => item.click());
  });
}
