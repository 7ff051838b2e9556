// A tour in a few steps, in a corner of the page: it shows where, the person does it, and may leave.

import { act } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openApp, openChannel } from "../route.js";
import { on, world } from "../store.js";

let at = 0;

async function go(step, become) {
  const person = world.people.find((someone) => someone.name === step.as);
  if (person && person.id !== world.me) await become(person.id);
  const channel = world.channels.find((item) => item.name === step.channel);
  if (step.app) openApp(step.app);
  else if (channel) openChannel(channel.id);
}

/** Shows the tour in `host` while the sandbox offers one; `become(user)` changes who the person is. */
export function tour(host, become) {
  const leave = () => {
    world.tour = [];
    draw();
    act("leave_tour");
  };
  function move(to) {
    at = to;
    draw();
    go(world.tour[at], become);
    host.querySelector("[data-testid=tour-next]")?.focus({ preventScroll: true });
  }
  function draw() {
    const step = world.tour?.[at];
    host.hidden = !step;
    if (!step) {
      fill(host);
      return;
    }
    const isLast = at === world.tour.length - 1;
    fill(host, h("section", { class: "tour", "aria-label": "Guided tour", data: { testid: "tour" } },
      h("header", null, h("small", { class: "muted grow" }, `Tour, ${at + 1} of ${world.tour.length}`),
        h("button", { type: "button", class: "icon-button", "aria-label": "Leave the tour", title: "Leave the tour", data: { testid: "tour-leave" }, onclick: leave }, icon("close"))),
      h("h3", null, step.title), h("p", null, step.text),
      h("footer", null,
        h("button", { type: "button", class: "button small", data: { testid: "tour-show" }, onclick: () => go(step, become) }, "Take me there"),
        h("span", { class: "grow" }),
        at ? h("button", { type: "button", class: "button small", data: { testid: "tour-back" }, onclick: () => move(at - 1) }, "Back") : null,
        h("button", { type: "button", class: "button small primary", data: { testid: "tour-next" }, onclick: () => (isLast ? leave() : move(at + 1)) }, isLast ? "Done" : "Next"))));
  }
  let shown = "";
  on("state", () => {
    const sign = JSON.stringify(world.tour);
    if (sign !== shown) draw();
    shown = sign;
  });
  draw();
}
