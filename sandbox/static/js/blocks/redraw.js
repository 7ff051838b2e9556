// Draws a view again without taking the focus or the caret from the person.

import { fill } from "../dom.js";

function whereFocused(host) {
  const held = document.activeElement;
  if (!held || !host.contains(held)) return null;
  const block = held.closest("[data-block-id]")?.dataset.blockId;
  const action = held.closest("[data-action-id]")?.dataset.actionId;
  const caret = "selectionStart" in held && held.tagName !== "BUTTON" ? [held.selectionStart, held.selectionEnd] : null;
  return { block, action, caret, tag: held.tagName, value: held.dataset.value ?? held.value };
}

function refocus(host, was) {
  const block = [...host.querySelectorAll("[data-block-id]")].find((node) => node.dataset.blockId === was.block);
  const element = [...(block?.querySelectorAll("[data-action-id]") ?? [])].find((node) => node.dataset.actionId === was.action);
  if (!element) return;
  const inside = element.matches(was.tag) ? [element] : [...element.querySelectorAll(was.tag)];
  const target = inside.find((node) => node.value === was.value) ?? inside[0];
  target?.focus({ preventScroll: true });
  if (target && was.caret && target.setSelectionRange && /^(text|search|)$/.test(target.type === "textarea" ? "" : target.type)) target.setSelectionRange(...was.caret);
}

/**
 * Draws the blocks around the one that somebody is in, when that one is drawn the same again: it
 * stays in the page, with its open list and what is typed there but not chosen yet.
 */
function drawAround(host, blocks) {
  const held = document.activeElement?.closest("[data-block-id]");
  const shown = held?.parentNode;
  if (!shown || shown.parentNode !== host || host.children.length > 1) return false;
  const fresh = [...blocks.children];
  const at = fresh.findIndex((node) => node.drawn && node.drawn === held.drawn);
  if (at < 0) return false;
  for (const node of [...shown.children]) if (node !== held) node.remove();
  held.before(...fresh.slice(0, at));
  held.after(...fresh.slice(at + 1));
  return true;
}

/** Replaces what `host` shows and gives focus and caret back to the same input. */
export function redraw(host, ...children) {
  const [blocks] = children;
  if (children.length === 1 && blocks instanceof Element && drawAround(host, blocks)) return;
  const was = whereFocused(host);
  fill(host, ...children);
  if (was) refocus(host, was);
}
