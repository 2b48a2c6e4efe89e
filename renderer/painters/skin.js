(() => {
  "use strict";
  const states = STATES.map((name) => document.getElementById(name));
  const told = document.getElementById("told");
  let now = 0;

  const wake = () => states.forEach((one) => {  // what is not shown at first is loaded when all else is there
    const asleep = one.querySelector("template");
    if (asleep) asleep.replaceWith(asleep.content);
  });

  const turn = (by) => {  // behind the last comes the first
    wake();
    now = (now + by + states.length) % states.length;
    states.forEach((one, place) => { one.inert = place !== now; });
    told.textContent = states[now].dataset.about;
  };

  // What a reader does: a click, a tap or a key, never a pointer that only passes, and nothing by itself ----------------

  for (const [name, by] of [["previous", -1], ["next", 1]]) {
    const button = document.getElementById(name);
    button.addEventListener("click", () => turn(by));
    button.hidden = false;
  }
  window.addEventListener("load", wake);
})();
