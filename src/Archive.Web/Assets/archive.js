// Keys and pane swapping. Everything here is also a plain link or form.
"use strict";
(() => {
  const wide = matchMedia("(min-width: 1000px)");
  const pane = document.querySelector("[data-pane]");
  const hits = () => [...document.querySelectorAll("a.hit")];
  const current = () => document.activeElement?.closest?.("a.hit") ?? document.querySelector('a.hit[aria-current="true"]');
  const showFocus = () => document.querySelector(".reading #focus")?.scrollIntoView({ block: "center" });

  async function open(hit) {
    try {
      const answer = await fetch(pane.dataset.pane + hit.dataset.record, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      pane.innerHTML = await answer.text();
    } catch {
      location.href = hit.href;
      return;
    }
    hits().forEach((h) => h.removeAttribute("aria-current"));
    hit.setAttribute("aria-current", "true");
    history.replaceState(null, "", hit.href);
    showFocus();
  }

  function move(step) {
    const all = hits();
    if (all.length === 0) return;
    const at = all.indexOf(current());
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    const hit = event.target.closest?.("a.hit");
    if (!hit || !pane || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(hit);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const field = document.querySelector('[data-key="/"]');
    if (event.key === "/" && field) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "o" && current()) {
      const search = location.pathname.split("/")[2];
      location.href = `/records/${current().dataset.record}?search=${search}`;
    } else if (event.key === "?") document.getElementById("keys")?.showModal();
  });

  // Without a choice of the person's, long filters start closed where there is little room.
  if (!matchMedia("(min-width: 1300px)").matches) document.querySelector("details.facets")?.removeAttribute("open");
  showFocus();
})();
