// The file input of a modal.

import { upload } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { changed } from "./dispatch.js";

const LARGEST_BYTES = 10 * 1024 * 1024;

/** A file input; files are stored when picked, the value is `files`. */
export function fileInputElement(block, element, ctx, field) {
  const max = element.max_files ?? 10;
  let { files } = ctx.form.register(block.block_id, element.action_id, { type: "file_input", files: [] });
  const list = h("ul", { class: "file-list" });
  const problem = h("p", { class: "field-error", role: "alert", hidden: true });
  const input = h("input", { type: "file", id: field.id, multiple: max > 1, accept: element.filetypes?.map((type) => `.${type}`).join(",") || null, "aria-describedby": field.describedby, onchange: () => take([...input.files]) });

  function keep(next) {
    files = next;
    paint();
    changed(ctx, block, element, { type: "file_input", files });
  }
  function paint() {
    fill(list, files.map((file) => h("li", null, icon("file"), h("span", { class: "grow ellipsis" }, file.name),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, onclick: () => keep(files.filter((one) => one !== file)) }, icon("close")))));
  }
  function fail(text) {
    problem.textContent = text;
    problem.hidden = !text;
  }
  async function take(picked) {
    fail("");
    if (files.length + picked.length > max) return fail(`At most ${max} file${max === 1 ? "" : "s"} can be added.`);
    const large = picked.find((file) => file.size > LARGEST_BYTES);
    if (large) return fail(`${large.name} is larger than 10 MB. Choose a smaller file.`);
    const answers = await Promise.all(picked.map((file) => upload(file)));
    const refused = answers.find((answer) => !answer.ok);
    keep([...files, ...answers.filter((answer) => answer.ok).map((answer) => answer.file)]);
    input.value = "";
    return fail(refused?.error ?? "");
  }
  paint();
  return h("div", { class: "file-field" }, input, list, problem);
}
