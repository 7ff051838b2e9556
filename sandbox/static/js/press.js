// A button that is redrawn while it is held down is pressed all the same: the browser itself clicks
// nothing when what the pointer went down on is gone as it comes up.

let pressed = null;

function down(event) {
  const button = event.button === 0 ? event.target.closest?.("button") : null;
  pressed = button && { button, place: button.getBoundingClientRect() };
}

function up(event) {
  const { button, place } = pressed ?? {};
  pressed = null;
  if (!button || button.isConnected) return;
  const across = event.clientX >= place.left && event.clientX <= place.right;
  if (across && event.clientY >= place.top && event.clientY <= place.bottom) button.click();
}

/** Watches the pointer from now on. */
export function keepPresses() {
  document.addEventListener("pointerdown", down, true);
  document.addEventListener("pointerup", up, true);
}
