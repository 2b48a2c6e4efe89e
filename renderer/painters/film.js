((last) => {  // a film: the browser scrolls it; here is counted what is seen
    const ends = ["previous", "next"].map((name) => document.getElementById(name));
    const steps = { ArrowDown: 1, ArrowRight: 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1,
                    Home: -last, End: last };
    const strip = () => document.getElementById("film");
    let shown = false, seen = 0;

    const count = () => {
      seen = Math.min(last, Math.max(0, Math.round(strip().scrollTop / strip().clientHeight)));
      document.body.dataset.segment = String(seen + 1);
      ends.forEach((one, end) => one.setAttribute("aria-disabled", String(seen === end * last)));
    };

    const lead = (by) => {
      wake();
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const top = Math.min(last, Math.max(0, seen + by)) * strip().clientHeight;
      strip().scrollTo({ top, behavior: still ? "instant" : "smooth" });
    };

    ends.forEach((one, end) => one.addEventListener("click", () => lead(end ? 1 : -1)));
    document.addEventListener("keydown", (event) => {
      if (!shown || !(event.key in steps)) return;
      event.preventDefault();
      lead(steps[event.key]);
    });

    return {
      show: (now) => {  // what takes the clicks lies in what is scrolled, or over all
        shown = now;
        ends.forEach((one) => { one.hidden = !now; });
        const layer = document.getElementById("click"), place = now ? strip() : document.body;
        if (layer && layer.parentElement !== place) place.append(layer);
        if (!now) return;
        strip().addEventListener("scroll", count, { passive: true });
        strip().scrollTo({ top: 0, behavior: "instant" });
        count();
      },
    };
  })(board.segments - 1)
