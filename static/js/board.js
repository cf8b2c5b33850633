// The board without its buttons: a ticket is dragged with the pointer onto the lane it goes to, or moved by Shift and the
// arrow keys. Both press what stands in the ticket's own menu, so the server decides; data-next, data-back and data-why
// say beforehand where it goes, and why it goes nowhere else. On touch screens, where a finger scrolls, the menu serves.
(() => {
  const say = (words) => { document.getElementById("board-status").textContent = words; };
  const link = (ticket) => ticket?.querySelector("h3 a");
  let moved = null; // the ticket that is under way, to be found again after the swap

  const handOn = (ticket) => {
    moved = { id: ticket.id, lane: ticket.dataset.next };
    ticket.querySelector("form").requestSubmit();
  };
  const sendBack = (ticket) => { location.href = ticket.querySelector("[data-send-back]").href; };
  const stay = (ticket) => say(ticket.dataset.why);

  document.addEventListener("submit", (event) => {
    const ticket = event.target.closest(".ticket");
    if (ticket) moved = { id: ticket.id, lane: ticket.dataset.next };
  });
  document.addEventListener("htmx:after:settle", (event) => {
    if (moved && event.target.id === "queue") {
      (link(document.getElementById(moved.id)) ?? document.getElementById(`lane-${moved.lane}`))?.focus();
    }
    if (event.target.id === "queue" || event.target.id === "alert") moved = null;
  });

  document.addEventListener("keydown", (event) => {
    const ticket = event.target.closest?.(".ticket");
    if (!ticket || event.target !== link(ticket) || event.altKey || event.ctrlKey || event.metaKey) return;
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const along = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!sideways && (!along || event.shiftKey)) return;
    event.preventDefault();
    if (event.shiftKey) {
      const move = sideways > 0 ? "next" in ticket.dataset && handOn : "back" in ticket.dataset && sendBack;
      return (move || stay)(ticket);
    }
    const lanes = [...document.querySelectorAll(".lane")].map((lane) => [...lane.querySelectorAll(".ticket")]);
    const at = lanes.findIndex((lane) => lane.includes(ticket));
    const place = lanes[at].indexOf(ticket);
    if (along) return link(lanes[at][place + along])?.focus();
    for (let n = at + sideways; n >= 0 && n < lanes.length; n += sideways) {
      if (lanes[n].length) return link(lanes[n][Math.min(place, lanes[n].length - 1)]).focus();
    }
  });

  let drag = null;
  const laneAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".lane");
  const leadsTo = (lane) => {
    const { next, back } = drag.ticket.dataset;
    return lane === drag.from ? null : lane.dataset.lane === next ? handOn : lane.dataset.lane === back ? sendBack : stay;
  };
  const mark = (over) => {
    for (const lane of document.querySelectorAll(".lane")) {
      const open = drag.moving && [handOn, sendBack].includes(leadsTo(lane));
      lane.classList.toggle("lane-open", open);
      lane.classList.toggle("lane-over", open && lane === over);
    }
  };
  const drop = () => {
    drag.ticket.classList.remove("ticket-dragged");
    drag.shift?.cancel();
    drag.moving = false;
    mark();
    drag = null;
  };
  document.addEventListener("pointerdown", (event) => {
    const ticket = event.target.closest?.(".ticket");
    if (!ticket || event.button !== 0 || event.pointerType === "touch" || event.target.closest("details")) return;
    drag = { ticket, from: ticket.closest(".lane"), x: event.clientX, y: event.clientY, moving: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const x = event.clientX - drag.x, y = event.clientY - drag.y;
    if (!drag.moving && Math.hypot(x, y) < 6) return;
    if (!drag.moving) {
      drag.moving = true;
      drag.ticket.classList.add("ticket-dragged");
      drag.ticket.setPointerCapture(event.pointerId);
      getSelection().removeAllRanges();
    }
    drag.shift?.cancel();
    const transform = `translate(${x}px, ${y}px)`;
    drag.shift = drag.ticket.animate({ transform: [transform, transform] }, { fill: "forwards" });
    mark(laneAt(event));
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { ticket, moving } = drag, lane = laneAt(event), move = lane && leadsTo(lane);
    drop();
    if (!moving) return;
    // The press that ends a drag is no click on the title. The next one is: a busy browser may run the timer after it.
    const over = new AbortController();
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    addEventListener("click", swallow, { capture: true, signal: over.signal });
    addEventListener("pointerdown", () => over.abort(), { capture: true, signal: over.signal });
    setTimeout(() => over.abort());
    move?.(ticket);
  });
  document.addEventListener("pointercancel", () => drag && drop());
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) drop(); });
})();
