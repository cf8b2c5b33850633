// <button data-opens="id"> opens that <dialog>; a <dialog data-open> that htmx
// swaps in opens at once. Closing returns the focus to the opener by itself.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (!opener) return;
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});
document.addEventListener("htmx:after:settle", (event) => {
  for (const dialog of event.target.querySelectorAll?.("dialog[data-open]:not([open])") ?? []) dialog.showModal();
});
