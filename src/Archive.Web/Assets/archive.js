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
    document.body.classList.add("opened");
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

  // The server is asked first: a mark that could not be kept is not shown.
  async function mark(button) {
    const form = button.form;
    const body = new FormData(form);
    body.append(button.name, button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const { marked, text } = await answer.json();
      button.setAttribute("aria-pressed", marked);
      button.name = marked ? "unmark" : "mark";
      const count = document.getElementById("marked-count");
      if (count) count.textContent = text;
    } catch {
      form.requestSubmit(button);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.mark");
    if (button && !button.dataset.busy) {
      event.preventDefault();
      button.dataset.busy = "1";
      mark(button).finally(() => delete button.dataset.busy);
      return;
    }
    for (const open of document.querySelectorAll("details[open]:has(> .floating)")) {
      if (!open.contains(event.target)) open.removeAttribute("open");
    }
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
    else if (event.key === "x") current()?.closest("li")?.querySelector("button.mark")?.click();
    else if (event.key === "Enter" && event.target === document.body && current()) current().click();
    else if (event.key === "o" && current() && pane) location.href = `/records/${current().dataset.record}?${pane.dataset.place}`; else if (event.key === "?") document.getElementById("keys")?.showModal();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details[open]:has(> .floating)") ?? document.querySelector("details[open]:has(> .floating)");
    open?.removeAttribute("open");
    open?.querySelector("summary")?.focus();
  });

  // Months from the one pressed to the one let go; a press and release on one month is its button's own click.
  const range = document.querySelector("form[data-range]");
  if (range) {
    const bars = [...range.querySelectorAll("[data-month]")];
    const at = (x) => Math.max(0, bars.findIndex((bar, i) => x < bar.getBoundingClientRect().right || i === bars.length - 1));
    let first = -1;
    let last = -1;
    const show = () => bars.forEach((bar, i) => bar.classList.toggle("chosen", first >= 0 && first !== last && i >= Math.min(first, last) && i <= Math.max(first, last)));
    const area = range.querySelector(".bars");
    area.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      first = last = at(event.clientX);
    });
    document.addEventListener("pointermove", (event) => {
      if (first < 0) return;
      last = at(event.clientX);
      show();
    });
    document.addEventListener("pointerup", () => {
      if (first >= 0 && first !== last) {
        const [from, until] = range.querySelectorAll("input[name=from], input[name=until]");
        from.disabled = until.disabled = false;
        from.value = bars[first].dataset.month;
        until.value = bars[last].dataset.month;
        range.submit();
      }
      first = -1;
      show();
    });
    document.addEventListener("pointercancel", () => { first = -1; show(); });
  }

  document.addEventListener("focusin", (event) => event.target.matches?.("[data-copy]") && event.target.select());

  // Without a choice of the person's, long filters start closed where there is little room.
  if (!matchMedia("(min-width: 1300px)").matches) document.querySelector("details.facets")?.removeAttribute("open");
  showFocus();
})();
