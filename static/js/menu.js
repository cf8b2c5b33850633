// Open menus (details.dropdown) close on Escape, on a click elsewhere and when
// the focus leaves them.
(() => {
  const close = (menu) => { menu.open = false; };
  const openMenus = () => document.querySelectorAll("details.dropdown[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      close(menu);
      menu.querySelector("summary")?.focus();
    }
  });
})();
