// Keeps a message list at its end while the reader is there, and in place while not.

const NEAR_PX = 90;

/** Watches a scroller; `onTop` is called near its top. */
export function stickToEnd(scroller, jump, onTop) {
  let atEnd = true;
  let loading = false;
  const end = () => {
    scroller.scrollTop = scroller.scrollHeight;
    atEnd = true;
    if (jump) jump.hidden = true;
  };
  scroller.addEventListener("scroll", async () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    if (atEnd && jump) jump.hidden = true;
    if (scroller.scrollTop < NEAR_PX && !loading && onTop) {
      loading = true;
      await onTop();
      loading = false;
    }
  });
  jump?.addEventListener("click", end);
  // Pictures and the composer change heights after drawing.
  const watch = new ResizeObserver(() => atEnd && end());
  watch.observe(scroller);
  for (const child of scroller.children) watch.observe(child);
  return {
    toEnd: end,
    /** Draws, then follows the end if the reader was there; else offers to jump. */
    around(draw, isNews) {
      const follow = atEnd;
      draw();
      if (follow) end();
      else if (isNews && jump) jump.hidden = false;
    },
    /** Draws content above without moving what the reader sees. */
    keepPlace(draw) {
      const before = scroller.scrollHeight - scroller.scrollTop;
      draw();
      scroller.scrollTop = scroller.scrollHeight - before;
    },
  };
}
