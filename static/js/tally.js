// Counts the days of the ticked boxes in a list that says where: <ul data-tally="id of an output">.
(() => {
  const tally = (list) => {
    const out = document.getElementById(list.dataset.tally);
    if (!out) return;
    const days = [...list.querySelectorAll("input:checked")].reduce((sum, box) => sum + Number(box.dataset.days), 0);
    out.textContent = days === 1 ? out.dataset.one : out.dataset.many.replace("{}", days);
  };
  const all = () => document.querySelectorAll("[data-tally]").forEach(tally);
  document.addEventListener("change", (event) => {
    const list = event.target.closest("[data-tally]");
    if (list) tally(list);
  });
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:after:swap", all);
})();
