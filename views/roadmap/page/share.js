(() => {
  const field = document.querySelector("#seek"), told = document.querySelector("#told");
  const rows = [...document.querySelectorAll("li[data-key]")];
  const drawn = [...document.querySelectorAll("svg .one[data-key]")];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => fold(row.textContent));
  document.querySelector(".seek").hidden = false;
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const found = new Set();
    rows.forEach((row, n) => {
      const fits = words.every((word) => texts[n].includes(word));
      row.hidden = !fits;
      if (fits) found.add(row.dataset.key);
    });
    drawn.forEach((one) => one.classList.toggle("faint", !found.has(one.dataset.key)));
    document.querySelectorAll("section[data-group]").forEach((group) => {
      group.hidden = !group.querySelector("li:not([hidden])");
    });
    told.textContent = words.length ? `${found.size} of ${new Set(rows.map((row) => row.dataset.key)).size}` : "";
  });
})();
