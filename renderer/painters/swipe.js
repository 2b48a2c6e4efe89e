(act) => {  // a finger, or a mouse held down, moved far enough to a side; it is then no click
    const far = 40, rtl = document.documentElement.dir === "rtl";
    let from = null, done = false;
    document.addEventListener("pointerdown", (event) => { from = event; done = false; });
    document.addEventListener("dragstart", (event) => event.preventDefault());  // links are dragged else
    document.addEventListener("pointercancel", () => { from = null; });
    document.addEventListener("pointerup", (event) => {
      if (!from) return;
      const right = event.clientX - from.clientX, down = event.clientY - from.clientY;
      from = null;
      done = Math.abs(right) > Math.max(far, 2 * Math.abs(down));
      if (done) act((right < 0) !== rtl);
    });
    document.addEventListener("click", (event) => {
      if (!done || !event.detail) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      done = false;
    }, true);
  }
