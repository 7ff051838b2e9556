// Text areas that grow with what is in them.

/** Lets a textarea grow up to `max_px`, then scroll. Call the answer after changing its value by code. */
export function autosize(area, max_px) {
  const fit = () => {
    area.style.height = "auto";
    const border = area.offsetHeight - area.clientHeight;
    area.style.height = `${Math.min(area.scrollHeight + border, max_px)}px`;
    area.style.overflowY = area.scrollHeight > max_px ? "auto" : "hidden";
  };
  area.addEventListener("input", fit);
  requestAnimationFrame(fit);
  return fit;
}
