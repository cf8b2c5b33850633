// Counts the answers of a fit check and the points so far, below its form: <form data-fit>.
(() => {
  const count = (form) => {
    let answered = 0;
    let points = 0;
    form.querySelectorAll("[data-fit-question]").forEach((question) => {
      const chosen = question.querySelector("input:checked");
      if (chosen && chosen.value !== "unknown") answered += 1;
      if (chosen && chosen.value === "yes") points += Number(question.dataset.fitQuestion);
    });
    const progress = form.querySelector("[data-fit-progress]");
    const words = form.querySelector("[data-fit-count]");
    progress.value = answered;
    words.textContent = words.dataset.words.replace("{n}", answered).replace("{points}", points);
    progress.hidden = false;
    words.hidden = !answered;
    form.querySelector("[data-fit-hint]").hidden = answered > 0;
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-fit]");
    if (form) count(form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-fit]").forEach(count));
})();
