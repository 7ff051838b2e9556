// A person's or app's picture: initials on their colour.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { world } from "../store.js";

const COLOURS = ["#2f6f8f", "#8a5a9e", "#b3552f", "#3c7a4f", "#a23b61", "#5465a8", "#7a6a2c"];

function initials(someone) {
  if (someone.initials) return someone.initials;
  return (someone.real_name || someone.name || "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
}

function colour(someone) {
  if (/^#?[0-9a-f]{6}$/i.test(someone.color ?? "")) return `#${someone.color.replace("#", "")}`;
  return COLOURS[[...String(someone.id)].reduce((sum, char) => sum + char.codePointAt(0), 0) % COLOURS.length];
}

/** The avatar of a person; `size` is a class such as `s20`. The name beside it is the label. */
export function avatar(someone, size = "") {
  const isApp = someone.id === world.app.user_id;
  return h("span", { class: ["avatar", size], "aria-hidden": "true", style: { background: isApp ? "#1d3348" : colour(someone) } }, isApp ? icon("pin") : initials(someone));
}
